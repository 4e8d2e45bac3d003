"""Check one annotation against the schema, and for what a schema cannot express.

A document is checked in three steps, each only if the previous one found no fault: its `schema_version`, the JSON
Schema, and its meaning (spans are verbatim, ids are unique and in order, references resolve, counts agree).

`check` uses the published schema, which is slow but explains what is wrong. `check_json` is fast: it uses the models,
which accept nothing that the schema refuses, and leaves what they refuse to `check`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from annotate.locate import Path, spans_in
from annotate.models import SCHEMA_VERSION, Annotation, Event, Repair, Span, misplaced
from annotate.problems import Severity
from annotate.read.article.characters import carriable
from annotate.rules import RULES
from annotate.word_edges import WordEdges

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError as SchemaError


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule: its name in `annotate.rules.RULES`, a message, and the path to the value (keys and indices)."""

    rule: str
    message: str
    path: Path

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return RULES[self.rule].severity


def check(document: Any) -> list[Fault]:
    """Return the faults of one annotation, given as parsed JSON; an empty list if it has none.

    >>> [(fault.rule, fault.message) for fault in check({"schema_version": "9.9"})]
    [('schema-version', "schema_version '9.9' is unknown; this program knows '1.0'")]
    """
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
    """Return the faults in the meaning of an annotation, given as parsed JSON that the schema accepts."""
    text = document["article"]["text"]
    faults = [f for path, span in spans_in(document) if (f := _span_fault(text, path, span))]
    faults += _unfit(document)  # after the spans, which may be about the same characters
    if faults:
        return faults
    return _meaning(Annotation.model_validate(document))


def check_json(data: bytes) -> tuple[str, list[Fault]] | None:
    """Return the article id and the faults of one annotation, given as JSON in UTF-8; None if `check` has to decide.

    `check` decides about text that is not JSON, documents that the schema refuses, and spans that are not verbatim. If
    this function returns faults, `check` returns the same ones.
    """
    if _NO_NUMBER.search(data):
        return None
    try:
        annotation = Annotation.model_validate_json(data, strict=True)
    except ValidationError:
        return None
    text = annotation.article.text
    if "schema_version" not in annotation.model_fields_set or _uncarriable(text) is not None:
        return None
    if any(text[span.start : span.end] != span.text for span in _model_spans(annotation)):
        return None
    return annotation.article.id, _meaning(annotation)


def check_annotation(annotation: Annotation) -> list[Fault]:
    """Return the faults of an annotation that was read from another format; every `Annotation` fits the schema."""
    return check_meaning(annotation.model_dump())


#: Words that Python's JSON parsers accept as numbers although JSON does not; texts that contain them are rare.
_NO_NUMBER = re.compile(rb"NaN|Infinity")


def _meaning(annotation: Annotation) -> list[Fault]:
    looks = (_ids, _references, _order, _dates, _counts, _edges)
    return [fault for look in looks for fault in look(annotation)]


def _model_spans(value: Any) -> Iterator[Span]:
    """Yield every span of an annotation; free-form values, which are dicts, are skipped."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        for item in value.__dict__.values():
            yield from _model_spans(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _model_spans(item)


def _placed_spans(value: Any, path: Path = ()) -> Iterator[tuple[Path, Span]]:
    """Yield every span of an annotation with its path; repairs are skipped, because words are damaged there."""
    if isinstance(value, Span):
        if not isinstance(value, Repair):
            yield path, value
    elif isinstance(value, BaseModel):
        for key, item in value.__dict__.items():
            yield from _placed_spans(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _placed_spans(item, (*path, index))


def _unfit(value: Any, path: Path = ()) -> Iterator[Fault]:
    """Yield a fault for each string with characters that not every export can carry; free-form values are skipped."""
    if isinstance(value, dict):
        for key, item in value.items():
            if (*path, key) not in {("article", "metadata"), ("provenance", "options")}:
                yield from _unfit(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _unfit(item, (*path, index))
    elif isinstance(value, str):
        at = _uncarriable(value) if path == ("article", "text") else _surrogate(value)
        if at is not None:
            yield Fault("characters", f"contains U+{ord(value[at]):04X} at offset {at}", path)


def _uncarriable(text: str) -> int | None:
    """Return the offset of the first character that not every export can carry; None if there is none."""
    fit = carriable(text)
    return None if fit == text else next(at for at, (a, b) in enumerate(zip(text, fit, strict=True)) if a != b)


def _surrogate(text: str) -> int | None:
    """Return the offset of the first lone surrogate, which UTF-8 cannot encode; None if there is none."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    from annotate.schema import json_schema

    return Draft202012Validator(json_schema())


def _schema_fault(error: SchemaError) -> Fault:
    """Return the fault in the branch that was meant: if "null or a span" fails, report what is wrong with the span."""
    path = list(error.absolute_path)
    while error.validator == "anyOf" and error.context:
        branches = [e for e in error.context if not (e.validator == "type" and e.validator_value == "null")]
        if not branches:
            break
        error = max(branches, key=lambda e: len(e.absolute_path))
        path = list(error.absolute_path)
    message = error.message
    if error.validator == "type" and (error.instance is None or isinstance(error.instance, bool)):
        message = f"{json.dumps(error.instance)} is not of type {error.validator_value!r}"
    message = message if len(message) <= 200 else message[:120] + " … " + message[-60:]
    return Fault("schema", message, tuple(path))


def _span_fault(text: str, path: Path, span: dict[str, Any]) -> Fault | None:
    start, end, said = int(span["start"]), int(span["end"]), span["text"]  # for JSON Schema, 3.0 is an integer
    if wrong := misplaced(start, end, len(text)):
        return Fault("span-verbatim", wrong, path)
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
                message = f"the id is {finding.id!r}; in document order it must be {letter}{index + 1}"
                yield Fault("order", message, (field, index, "id"))


def _ascending(spans: Sequence[Span], path: Path, *, strict: bool = False, apart: bool = False) -> Iterator[Fault]:
    """Yield a fault for each span that begins before the previous one or, if `apart`, before the previous one ends."""
    for index, (before, span) in enumerate(pairwise(spans), 1):
        if span.start < before.start or (strict and (span.start, span.end) == (before.start, before.end)):
            message = f"begins at {span.start}, but follows one that begins at {before.start}"
            yield Fault("order", message, (*path, index))
        elif apart and span.start < before.end:
            message = f"begins at {span.start}, before the previous one ends at {before.end}"
            yield Fault("overlap", message, (*path, index))


def _dates(annotation: Annotation) -> Iterator[Fault]:
    if annotation.article.published and not _is_day(annotation.article.published):
        yield Fault("date", f"{annotation.article.published!r} is not a day in the calendar", ("article", "published"))
    for path, event in _events(annotation):
        for field, value in (("date", event.date), ("date_end", event.date_end)):
            if value and not _is_day(value):
                yield Fault("date", f"{value!r} is not a day in the calendar", (*path, field))
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
                message = f"the text declares {found.declared_count} items, but {len(found.items)} were found"
                yield Fault("declared-count", message, (field, number, "declared_count"))


def _edges(annotation: Annotation) -> Iterator[Fault]:
    text, words = annotation.article.text, WordEdges(annotation)
    if any(words.cut(span.start) or words.cut(span.end) for span in _model_spans(annotation)):
        for path, span in _placed_spans(annotation):
            for does, at in (("begins", span.start), ("ends", span.end)):
                if words.cut(at):
                    around = f"{text[max(0, at - 12) : at]}|{text[at : at + 12]}"
                    yield Fault("span-inside-word", f"{does} inside a word, at {at}: {around!r}", path)
