"""Reads Label Studio tasks: its JSON export, or tasks as `annotate convert --to labelstudio` writes them.

The format: https://labelstud.io/guide/export#Label-Studio-JSON-format-of-annotated-tasks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.review.imports.marked import Marked, Region

_LABELS = {"Proposal list": "ProposalList", "Pillar group": "PillarGroup"}
_RELATIONS = {"date": "On", "place": "At"}


def read(path: Path) -> Iterator[Marked | Problem]:
    """Yield each task of a file; a malformed task yields a problem with its path.

    The newest annotation of a task that was not cancelled counts, or the prediction if nobody annotated the task.
    Raises `ReadError` for a file that is not an array of tasks.
    """
    try:
        tasks = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReadError(Problem("json", f"cannot be read as JSON: {error}", str(path))) from error
    if not isinstance(tasks, list):
        raise ReadError(Problem("labelstudio", "is not a JSON array of tasks", str(path)))
    for number, task in enumerate(tasks):
        try:
            yield _task(task)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            message = f"is not a task with text and regions: {error}"
            yield Problem("labelstudio", message, str(path), path=f"$[{number}]")


def _task(task: dict[str, Any]) -> Marked:
    text = str(task["data"]["text"])
    made = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
    made.sort(key=lambda one: str(one.get("updated_at") or one.get("created_at") or ""))
    chosen = made[-1] if made else task["predictions"][0]
    regions, relations = [], []
    for one in chosen["result"]:
        if one["type"] == "relation":
            relations += [(_relation(name), one["from_id"], one["to_id"]) for name in one.get("labels") or ()]
        elif one["type"] == "labels":
            regions.append(_region(one, text))
    who = chosen.get("completed_by")
    return Marked(
        str(task["data"].get("id", task.get("id", ""))),
        text,
        tuple(regions),
        tuple(relations),
        detailed=False,
        by="Label Studio",
        who=str(who.get("email", who.get("id", ""))) if isinstance(who, dict) else str(who or ""),
        when=_moment(str(chosen.get("updated_at") or "")),
    )


def _relation(name: str) -> str:
    return _RELATIONS.get(name, name.capitalize())


def _region(one: dict[str, Any], text: str) -> Region:
    value = one["value"]
    start, end = int(value["start"]), int(value["end"])
    words = value.get("text")
    if words is not None and text[start:end] != words:
        # Browsers count UTF-16 units; use these if the words are not at the code-point offsets.
        start, end = (len(text.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore")) for at in (start, end))
        if text[start:end] != words:
            raise ValueError(f"the text at {value['start']} to {value['end']} is not {words!r}")
    (label,) = value["labels"][:1]
    return Region(str(one["id"]), _LABELS.get(label, label), (_trimmed(text, start, end),))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    if not part.strip():
        raise ValueError(f"the region {start} to {end} is empty")
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _moment(value: str) -> str:
    """Return a time in the format of the contract, ISO 8601 with "T"; empty if it is shorter than a full time."""
    return value.replace(" ", "T") if len(value) >= len("2024-01-01T00:00:00") else ""
