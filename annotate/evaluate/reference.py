"""References: the right values for an article, from a corrected annotation or a gold record.

A gold record is one JSON object per line, {"id", "text", ...}. Only the fields that are present are measured:

- ``quotations``: ``content``, ``source`` and ``cue`` as [[start, end], ...], and, if speakers are known,
  ``speaker``: {"name": str or null, "form": str, "doubt": bool},
- ``proposal_sets``: ``items`` and ``items_core`` as [[start, end], ...], ``proposer``, ``proposer_alt``,
  ``declared_count``,
- ``pillar_sets``: ``item_spans`` and ``items`` (their words), ``declared_count``,
- ``other_enumerations``: lists that are neither; finding one whose ``kind`` is "aims" is not an error,
- ``participants``: ``name``, ``aliases``, ``kind``, ``role``, ``optional``,
- ``event``: ``name``, ``type``, ``date``, ``place``, ``host``.

``optional`` marks a finding that may be missing, ``dual`` a list that is right as either kind. Offsets are
zero-based, half open, in code points of ``text``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotate.inputs import reason
from annotate.models import Annotation, Event, Participant, PillarSet, ProposalSet
from annotate.problems import Problem, ReadError

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker of a quotation: one name, or None if the article names nobody, and the form of the source."""

    name: str | None
    form: str = "?"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation: its content and source as offsets; `speaker` is None where it is unknown or in doubt."""

    content: Pairs
    source: Pairs
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of proposals or a group of pillars: offsets of its items and of their first sentences (`cores`)."""

    proposals: bool
    items: Pairs
    cores: Pairs
    words: tuple[str, ...]
    proposer: str | None = None
    proposers: tuple[str, ...] = ()
    declared_count: int | None = None
    optional: bool = False
    dual: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A participant: its names, the fullest one first."""

    names: tuple[str, ...]
    kind: str
    role: str | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The main event; `lost` names the fields whose value is missing from the damaged text."""

    values: Mapping[str, str | None]
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reference:
    """The right values for one article; None for a field that the reference does not cover."""

    id: str
    text: str
    quotations: tuple[Quoted, ...] | None = None
    lists: tuple[Listed, ...] | None = None
    #: Items that may be found without being an error.
    allowed: Pairs = ()
    people: tuple[Person, ...] | None = None
    event: Told | None = None


def references(path: Path) -> dict[str, Reference]:
    """Return the references of a file of JSON lines (annotations or gold records) by article id.

    Raises ReadError with file and line for a line that is neither.
    """
    found = {}
    for number, value in _lines(path):
        one = of_value(value, path, number)
        found[one.id] = one
    if not found:
        raise ReadError(Problem("empty", "the file holds no article", str(path)))
    return found


def of_value(value: Any, path: Path, line: int) -> Reference:
    """Return the reference in a parsed line; raises ReadError."""
    if isinstance(value, Mapping) and "article" in value:
        from annotate.export.loading import annotation_of

        return of_annotation(annotation_of(value, path, line))
    try:
        return of_gold(value)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        message = f"the line is neither an annotation nor a gold record: {type(error).__name__} at {error}"
        raise ReadError(Problem("gold", message, str(path), line)) from None


def of_annotation(annotation: Annotation) -> Reference:
    """Return an annotation as a reference: everything in it counts as right."""
    names = {p.id: p for p in annotation.participants}
    return Reference(
        annotation.article.id,
        annotation.article.text,
        quotations=tuple(
            Quoted(
                tuple((s.start, s.end) for s in q.content),
                ((q.source.start, q.source.end),) if q.source else (),
                _speaker(q.speakers, names),
            )
            for q in annotation.quotations
        ),
        lists=(
            *(_listed(s, names.get(s.proposer or "")) for s in annotation.proposals),
            *map(_grouped, annotation.pillars),
        ),
        people=tuple(Person((p.name, *p.aliases), p.kind, p.role) for p in annotation.participants),
        event=_told(annotation.event, names),
    )


def _listed(proposals: ProposalSet, proposer: Participant | None) -> Listed:
    items = tuple((i.content.start, i.content.end) for i in proposals.items)
    name, aliases = (proposer.name, proposer.aliases) if proposer else (None, ())
    return Listed(True, items, items, (), name, aliases, proposals.declared_count)


def _grouped(pillars: PillarSet) -> Listed:
    items = tuple((i.start, i.end) for i in pillars.items)
    return Listed(False, items, (), tuple(i.text for i in pillars.items), declared_count=pillars.declared_count)


def _told(event: Event | None, names: Mapping[str, Participant]) -> Told:
    if event is None:
        return Told(dict.fromkeys(("name", "type", "date", "place", "host")))
    host = names.get(event.host or "")
    return Told(
        {
            "name": event.name.text if event.name else None,
            "type": event.type,
            "date": event.date,
            "place": event.place.text if event.place else None,
            "host": host.name if host else None,
        }
    )


def _speaker(keys: tuple[str, ...], names: Mapping[str, Participant]) -> Speaker | None:
    """Return the speaker of a corrected quotation; quotations with several speakers are not measured."""
    if len(keys) > 1:
        return None
    person = names.get(keys[0]) if keys else None
    return Speaker(None if person is None or person.kind == "group" else person.name)


def of_gold(record: Mapping[str, Any]) -> Reference:
    """Return a gold record as a reference; raises KeyError, TypeError or ValueError for anything else."""
    text = record["text"]
    lists = None
    if "proposal_sets" in record:
        lists = tuple([_proposals(s) for s in record["proposal_sets"]] + [_pillars(s) for s in record["pillar_sets"]])
    aims = [o["items"] for o in record.get("other_enumerations", ()) if o.get("kind") == "aims"]
    people = None
    if "participants" in record:
        people = tuple(
            Person((p["name"], *p.get("aliases", ())), p["kind"], p.get("role"), bool(p.get("optional")))
            for p in record["participants"]
        )
    event = None
    if "event" in record:
        told = record["event"] or {}
        fields = ("name", "type", "date", "place", "host")
        lost = frozenset(field for field in fields if told.get(f"{field}_clean"))
        event = Told({field: told.get(field) for field in fields}, lost)
    return Reference(
        record["id"],
        text,
        tuple(_quoted(q) for q in record["quotations"]) if "quotations" in record else None,
        lists,
        tuple(pair for items in aims for pair in _pairs(items)),
        people,
        event,
    )


def _quoted(value: Mapping[str, Any]) -> Quoted:
    given = value.get("speaker")
    speaker = None if not given or given.get("doubt") else Speaker(given["name"], given.get("form") or "?")
    return Quoted(_pairs(value["content"]), _pairs(value.get("source")), speaker)


def _proposals(value: Mapping[str, Any]) -> Listed:
    items = _pairs(value["items"])
    return Listed(
        True,
        items,
        _pairs(value.get("items_core")) or items,
        (),
        value.get("proposer"),
        tuple(value.get("proposer_alt") or ()),
        value.get("declared_count"),
        bool(value.get("optional")),
        bool(value.get("dual")),
    )


def _pillars(value: Mapping[str, Any]) -> Listed:
    return Listed(
        False,
        _pairs(value["item_spans"]),
        (),
        tuple(value.get("items") or ()),
        declared_count=value.get("declared_count"),
        optional=bool(value.get("optional")),
        dual=bool(value.get("dual")),
    )


def _pairs(value: Any) -> Pairs:
    """Return [[start, end], ...] or one [start, end] as pairs."""
    if not value:
        return ()
    if isinstance(value[0], int):
        return ((int(value[0]), int(value[1])),)
    return tuple((int(a), int(b)) for a, b in value)


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            text = lines.read()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise ReadError(Problem("unreadable", f"cannot be read: {why}", str(path))) from None
    if path.suffix == ".json":
        yield 1, _parsed(text, path, 1)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _parsed(line, path, number)


def _parsed(text: str, path: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"is not JSON: {getattr(error, 'msg', 'nested too deeply')}"
        raise ReadError(Problem("json", message, str(path), line, getattr(error, "colno", None))) from None
