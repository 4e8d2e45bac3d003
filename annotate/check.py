"""What is wrong with one annotation: by the schema, and by what a schema cannot say.

A document is checked in three steps, each only if the one before found nothing: its `schema_version`, the JSON Schema,
and the meaning: spans are verbatim, ids are unique and in order, references resolve, counts agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from annotate.locate import Path
from annotate.models import SCHEMA_VERSION, Annotation, Event, Span
from annotate.problems import Severity

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that an annotation can break, with what to do about it."""

    severity: Severity
    says: str
    hint: str


RULES: dict[str, Rule] = {
    "schema-version": Rule(
        "error",
        "The document says which version of the contract it follows, and it is one that this program knows.",
        f'Convert the article again, or set "schema_version" to "{SCHEMA_VERSION}" if the document follows it.',
    ),
    "schema": Rule(
        "error", "The document is valid by the JSON Schema.", "See `annotate schema` for what is expected there."
    ),
    "span-verbatim": Rule(
        "error",
        "The text of a span is what stands in article.text between its offsets.",
        "Offsets count Unicode code points from zero, end excluded: not bytes, not UTF-16 units.",
    ),
    "id-unique": Rule("error", "No two things of one annotation have the same id.", "Number them anew."),
    "reference": Rule(
        "error", "Every id that is referred to is the id of a participant.", "Add the participant, or drop the id."
    ),
    "order": Rule(
        "error",
        "Findings, their pieces and their ids stand in the order of the text.",
        "Sort them by the start of their first span and number them anew.",
    ),
    "ordinals": Rule("error", "The items of a proposal list count 1, 2, 3 and so on.", "Number the items anew."),
    "overlap": Rule(
        "error", "The pieces of one content, and the items of one list, do not overlap.", "Cut them apart."
    ),
    "date": Rule("error", "A date is a day that the calendar has, and no event ends before it begins.", "Mend it."),
    "declared-count": Rule(
        "warning",
        "The number that the text states is the number of items found.",
        "Read the list again: the text may give fewer than it announces, or an item was missed.",
    ),
    "article-id-unique": Rule(
        "error", "No two annotations of one file are of articles with the same id.", "Rename one of the articles."
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken, and where in the document."""

    rule: str
    message: str
    path: Path

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return RULES[self.rule].severity


def check(document: Any) -> list[Fault]:
    """Return what is wrong with one annotation, given as parsed JSON; an empty list if nothing is."""
    version = document.get("schema_version") if isinstance(document, dict) else None
    if isinstance(document, dict) and version != SCHEMA_VERSION:
        given = (
            f"schema_version {version!r} is unknown" if "schema_version" in document else "schema_version is missing"
        )
        return [Fault("schema-version", f"{given}; this program knows {SCHEMA_VERSION!r}", ("schema_version",))]
    faults = [_schema_fault(error) for error in _validator().iter_errors(document)]
    if faults:
        return sorted(faults, key=lambda f: [str(step) for step in f.path])
    return check_meaning(document)


def check_meaning(document: dict[str, Any]) -> list[Fault]:
    """Return what is wrong with the meaning of an annotation that the schema accepts."""
    text = document["article"]["text"]
    faults = [f for path, span in _spans(document, ()) if (f := _span_fault(text, path, span))]
    if faults:
        return faults
    annotation = Annotation.model_validate(document)
    return [*_ids(annotation), *_references(annotation), *_order(annotation), *_dates(annotation), *_counts(annotation)]


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    from annotate.schema import json_schema

    return Draft202012Validator(json_schema())


def _schema_fault(error: ValidationError) -> Fault:
    """Say what is wrong in the branch that was meant: "null or a span" fails with what is wrong with the span."""
    path = list(error.absolute_path)
    while error.validator == "anyOf" and error.context:
        branches = [e for e in error.context if not (e.validator == "type" and e.validator_value == "null")]
        if not branches:
            break
        error = max(branches, key=lambda e: len(e.absolute_path))
        path = list(error.absolute_path)
    message = error.message if len(error.message) <= 200 else error.message[:120] + " … " + error.message[-60:]
    return Fault("schema", message, tuple(path))


def _spans(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every span of the document; `metadata` and `provenance` are not ours to read."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield path, value
            return
        for key, item in value.items():
            if (*path, key) not in {("article", "metadata"), ("provenance",)}:
                yield from _spans(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _spans(item, (*path, index))


def _span_fault(text: str, path: Path, span: dict[str, Any]) -> Fault | None:
    start, end, said = span["start"], span["end"], span["text"]
    if not start < end <= len(text):
        message = f"span {start}..{end} lies outside a text of {len(text)} code points, or is empty"
        return Fault("span-verbatim", message, path)
    there = text[start:end]
    if there == said:
        return None
    return Fault("span-verbatim", f"the text at {start}..{end} reads {_short(there)}, not {_short(said)}", path)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:40] + "…" + text[-15:])


def _ids(annotation: Annotation) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, id_ in _named(annotation):
        if id_ in seen:
            yield Fault("id-unique", f"id {id_!r} is used twice", path)
        seen.add(id_)


def _named(annotation: Annotation) -> Iterator[tuple[Path, str]]:
    if annotation.event:
        yield ("event", "id"), annotation.event.id
    for field in ("related_events", "participants", "quotations", "proposals", "pillars"):
        for index, finding in enumerate(getattr(annotation, field)):
            yield (field, index, "id"), finding.id


def _references(annotation: Annotation) -> Iterator[Fault]:
    known = {p.id for p in annotation.participants}
    for path, id_ in _referred(annotation):
        if id_ not in known:
            yield Fault("reference", f"there is no participant with the id {id_!r}", path)


def _referred(annotation: Annotation) -> Iterator[tuple[Path, str]]:
    for path, event in _events(annotation):
        if event.host:
            yield (*path, "host"), event.host
        for index, id_ in enumerate(event.participants):
            yield (*path, "participants", index), id_
    for number, quotation in enumerate(annotation.quotations):
        for index, id_ in enumerate(quotation.speakers):
            yield ("quotations", number, "speakers", index), id_
    for number, proposal in enumerate(annotation.proposals):
        if proposal.proposer:
            yield ("proposals", number, "proposer"), proposal.proposer


def _events(annotation: Annotation) -> Iterator[tuple[Path, Event]]:
    if annotation.event:
        yield ("event",), annotation.event
    for index, event in enumerate(annotation.related_events):
        yield ("related_events", index), event


def _order(annotation: Annotation) -> Iterator[Fault]:
    for number, participant in enumerate(annotation.participants):
        yield from _ascending(participant.mentions, ("participants", number, "mentions"), strict=True)
    for number, quotation in enumerate(annotation.quotations):
        yield from _ascending(quotation.content, ("quotations", number, "content"), apart=True)
    yield from _ascending([q.content[0] for q in annotation.quotations], ("quotations",))
    for number, proposal in enumerate(annotation.proposals):
        path: Path = ("proposals", number, "items")
        yield from _ascending([i.content for i in proposal.items], path, apart=True)
        for index, item in enumerate(proposal.items):
            if item.ordinal != index + 1:
                message = f"item {index + 1} of the list has the ordinal {item.ordinal}"
                yield Fault("ordinals", message, (*path, index, "ordinal"))
    for number, pillar in enumerate(annotation.pillars):
        yield from _ascending(pillar.items, ("pillars", number, "items"), apart=True)
    yield from _ascending(annotation.repairs, ("repairs",))
    for field, letter in (("participants", "p"), ("quotations", "q"), ("proposals", "s"), ("pillars", "g")):
        for index, finding in enumerate(getattr(annotation, field)):
            if finding.id != f"{letter}{index + 1}":
                message = f"the id is {finding.id!r}; in document order it is {letter}{index + 1}"
                yield Fault("order", message, (field, index, "id"))


def _ascending(spans: Sequence[Span], path: Path, *, strict: bool = False, apart: bool = False) -> Iterator[Fault]:
    """Yield a fault for each span that begins before the one in front of it, or, if `apart`, before that one's end."""
    for index, (before, span) in enumerate(pairwise(spans), 1):
        if span.start < before.start or (strict and (span.start, span.end) == (before.start, before.end)):
            yield Fault("order", f"begins at {span.start}, behind one that begins at {before.start}", (*path, index))
        elif apart and span.start < before.end:
            yield Fault("overlap", f"begins at {span.start}, inside the one that ends at {before.end}", (*path, index))


def _dates(annotation: Annotation) -> Iterator[Fault]:
    if annotation.article.published and not _is_day(annotation.article.published):
        yield Fault("date", f"{annotation.article.published!r} is no day of the calendar", ("article", "published"))
    for path, event in _events(annotation):
        for field, value in (("date", event.date), ("date_end", event.date_end)):
            if value and not _is_day(value):
                yield Fault("date", f"{value!r} is no day of the calendar", (*path, field))
        if event.date and event.date_end and event.date_end < event.date[: len(event.date_end)]:
            yield Fault("date", f"the event ends on {event.date_end}, before {event.date}", (*path, "date_end"))


def _is_day(value: str) -> bool:
    day = value[:10]
    try:
        date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day)
    except ValueError:
        return False
    return True


def _counts(annotation: Annotation) -> Iterator[Fault]:
    for field in ("proposals", "pillars"):
        for number, found in enumerate(getattr(annotation, field)):
            if found.declared_count is not None and found.declared_count != len(found.items):
                message = f"the text declares {found.declared_count}, {len(found.items)} found"
                yield Fault("declared-count", message, (field, number, "declared_count"))
