"""Produce the rows of an annotation from the column paths in `data/tables.toml`.

>>> list(text_pieces("One.\\nTwo."))
[(0, 'One.', 'lf'), (5, 'Two.', 'none')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from annotate.export.files.atomic import refused
from annotate.export.tables.columns import Cell, Table
from annotate.json_text import json_text, plain_value
from annotate.models import Annotation, Event, Span

#: The longest piece of the text, in UTF-16 units; a spreadsheet cell holds 32,767.
LONGEST_PIECE = 30_000
LINE_ENDS = {"none": "", "lf": "\n", "crlf": "\r\n", "cr": "\r"}
#: The separator between the values in a label column.
JOINED = "; "
OMITTED = " […] "

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
#: Excel writes a control character as ``_x000D_``; a text that contains such an escape is split in the middle of it.
_EXCEL_ESCAPE = re.compile(r"(?<=_x[0-9A-Fa-f]{2})(?=[0-9A-Fa-f]{2}_)")


class Piece(NamedTuple):
    """A line of the text, or a part of a long line; `end` is the offset after the line end."""

    start: int
    end: int
    text: str
    line_end: str


class Value(NamedTuple):
    """One value of the metadata: a string as it is, anything else as JSON."""

    key: str
    value: str
    type: str


class View:
    """One annotation, with the lists that the tables have rows for and the values that several tables look up."""

    def __init__(self, annotation: Annotation) -> None:
        self.annotation = annotation
        self.article = annotation.article
        self.provenance = annotation.provenance
        self.id = annotation.article.id
        self.headline = headline_of(annotation)
        self.events = annotation.events
        self.participants = annotation.participants
        self.quotations = annotation.quotations
        self.proposals = annotation.proposals
        self.pillars = annotation.pillars
        self.repairs = annotation.repairs
        self.models = annotation.provenance.models
        self.edits = annotation.provenance.edits
        self._names = {participant.id: participant.name for participant in annotation.participants}

    def name(self, participant: str | None) -> str | None:
        """Return the name of a participant by its id; None for None."""
        return self._names.get(participant) if participant else None

    def names(self, participants: Iterable[str]) -> str | None:
        """Return the names of participants as one text; None if there are none."""
        return JOINED.join(self.name(participant) or participant for participant in participants) or None

    @property
    def options(self) -> str:
        """Return the options of the provenance, as JSON."""
        return json_text(plain_value(self.provenance)["options"])

    @property
    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the text."""
        for start, words, line_end in text_pieces(self.article.text):
            yield Piece(start, start + len(words) + len(LINE_ENDS[line_end]), words, line_end)

    @property
    def metadata(self) -> Iterator[Value]:
        """Yield the values of the article's metadata."""
        for key, value in plain_value(self.article)["metadata"].items():
            if isinstance(value, str) and value and value.isprintable():
                yield Value(key, value, "text")
            else:
                yield Value(key, json_text(value), "json")


class _Row(NamedTuple):
    """The names at which column paths begin: `item`, `outer`, `number` and `view`."""

    view: View
    outer: Any
    item: Any
    number: int


_Value = Callable[[_Row], Cell]


def rows(table: Table, view: View) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a table, each with one cell per column."""
    values = _values(table)
    for number, outer, item in _items(table.each, view):
        row = _Row(view, outer, item, number)
        yield tuple([value(row) for value in values])


def _items(each: str, view: View) -> Iterator[tuple[int, Any, Any]]:
    """Yield each item of the lists with its number, from 1, and the item that contains it."""
    if each == "article":
        yield 1, None, view.article
        return
    outside, _, inside = each.partition(".")
    for number, item in enumerate(getattr(view, outside) if outside else (), 1):
        if not inside:
            yield number, None, item
            continue
        for inner_number, inner in enumerate(getattr(item, inside), 1):
            yield inner_number, item, inner


@cache
def _values(table: Table) -> tuple[_Value, ...]:
    return tuple(_value(column.value) for column in table.columns)


def _value(path: str) -> _Value:
    """Return a function that finds the value of a path for a row."""
    steps, _, name = path.partition("|")
    get = _attribute(steps)
    if not name:
        return get
    function = _FUNCTIONS[name]
    return lambda row: function(row.view, get(row))


def _attribute(steps: str) -> Callable[[_Row], Any]:
    """Return a function that follows attributes; its result is None if the last but one is None."""
    before, _, last = steps.rpartition(".")
    if before.count(".") == 0:
        return attrgetter(steps)
    outer, get = attrgetter(before), attrgetter(last)

    def found(row: _Row) -> Any:
        value = outer(row)
        return None if value is None else get(value)

    return found


def percent(confidence: float) -> int:
    """Return a confidence from 0 to 1 in whole percent."""
    return round(confidence * 100)


def joined(pieces: Iterable[Span]) -> str:
    """Return the words of a quotation's pieces as one text, joined by " […] "."""
    return OMITTED.join(piece.text for piece in pieces)


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _is_main(view: View, event: Event) -> str:
    return _yes(event is view.annotation.event)


#: The functions that may follow the bar of a path.
_FUNCTIONS: dict[str, Callable[[View, Any], Cell]] = {
    "count": lambda _, items: len(items),
    "is_known": lambda _, value: _yes(value is not None),
    "is_main": _is_main,
    "joined": lambda _, pieces: joined(pieces),
    "name": View.name,
    "names": View.names,
    "percent": lambda _, confidence: percent(confidence),
}


def with_own_ids(annotations: Iterable[Annotation]) -> Iterator[Annotation]:
    """Yield the annotations; raises `WriteError` if two have the same id, which is the key of all tables."""
    seen: set[str] = set()
    for annotation in annotations:
        if annotation.article.id in seen:
            why = f"two articles have the id {annotation.article.id!r}, which is the key of all tables: rename one"
            raise refused("keys", why)
        seen.add(annotation.article.id)
        yield annotation


def headline_of(annotation: Annotation) -> str | None:
    """Return the headline in the text, or the title that came with it; None if there is neither."""
    if annotation.article.headline:
        return annotation.article.headline.text
    title = annotation.article.metadata.get("title")
    return title if isinstance(title, str) and title else None


def text_pieces(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (offset, words, name of the line end) for each line of the text; a long line is split into pieces."""
    for match in _LINE.finditer(text):
        line, line_end = match.groups()
        if not line and not line_end:
            continue
        pieces = [part for half in _EXCEL_ESCAPE.split(line) for part in _short(half)] or [""]
        start = match.start()
        for piece in pieces[:-1]:
            yield start, piece, "none"
            start += len(piece)
        yield start, pieces[-1], next(name for name, end in LINE_ENDS.items() if end == line_end)


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units, which spreadsheets count.

    >>> utf16_length("a😀")
    3
    """
    return len(text) + sum(1 for character in text if character > "\uffff")


def _short(text: str) -> Iterator[str]:
    """Split a text into pieces of at most `LONGEST_PIECE` UTF-16 units."""
    step = LONGEST_PIECE if utf16_length(text) <= LONGEST_PIECE else LONGEST_PIECE // 2
    for start in range(0, len(text), step):
        yield text[start : start + step]
