"""Reads the marked cases under analyse/cases/ (see README.txt there): text without marks, and what the marks say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.places import ANALYSE_CASES

CASES = ANALYSE_CASES
_TAG = re.compile(r"\{(?P<set>[a-c]?)(?P<tag>\d+|label|by|#)\s|\}")


@dataclass
class Marked:
    """One list as marked: its items, label and proposer as (start, end)."""

    items: dict[int, tuple[int, int]] = field(default_factory=dict)
    label: tuple[int, int] | None = None
    by: tuple[int, int] | None = None


@dataclass
class Case:
    """One text with its marked lists in the order of their first items."""

    name: str
    text: str
    count: int | None
    sets: list[Marked]
    known_failure: bool


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the cases of one file."""
    header, body = "", []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "== "]:
        if line.startswith("== "):
            if header:
                yield _case(header, "\n".join(body).strip("\n"))
            header, body = line[3:], []
        else:
            body.append(line)


def _case(header: str, marked: str) -> Case:
    name, _, options = header.partition(";")
    count = re.search(r"count (\d+)", options)
    text, sets = _unmark(marked)
    ordered = sorted((s for s in sets.values() if s.items), key=lambda s: min(s.items.values()))
    known = name.startswith("known failure:")
    return Case(name.strip(), text, int(count[1]) if count else None, ordered, known)


def _unmark(marked: str) -> tuple[str, dict[str, Marked]]:
    sets: dict[str, Marked] = {}
    out: list[str] = []
    stack: list[tuple[str, str, int]] = []
    at = length = 0
    for match in _TAG.finditer(marked):
        out.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match.group() != "}":
            stack.append((match["set"], match["tag"], length))
            continue
        which, tag, start = stack.pop()
        one = sets.setdefault(which, Marked())
        if tag.isdigit():
            one.items[int(tag)] = (start, length)
        elif tag in ("label", "by"):
            setattr(one, tag, (start, length))
    out.append(marked[at:])
    return "".join(out), sets


def parameters(folder: str) -> list[object]:
    """Return a pytest parameter for every case of cases/FOLDER, known failures marked."""
    found: list[object] = []
    for path in sorted((CASES / folder).glob("*.txt")):
        for case in read_cases(path):
            marks = [pytest.mark.xfail(strict=True, reason="known failure")] if case.known_failure else []
            found.append(pytest.param(case, id=f"{path.stem}: {case.name}", marks=marks))
    return found


def bare(text: str, where: tuple[int, int]) -> tuple[int, int]:
    """Return a range without closing stops and outer space, which nobody should have to argue about."""
    start, end = where
    while end > start and text[end - 1] in ' .;,"”':
        end -= 1
    return start, end


def touches(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether one of two ranges lies inside the other."""
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])
