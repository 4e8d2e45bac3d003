"""An annotation as tables that join by keys: one definition for CSV, spreadsheets, SQLite and their metadata.

Every table has `article_id`; rows keep their order in the column `number`, from 1. Beside every id stands the name
that a person wants to see; such columns (`Role.LABEL`) only repeat, and reading back ignores them. Offsets are
zero-based, half open, in Unicode code points of the article's text; confidence is in percent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import get_args

from annotate.export.files.atomic import refused
from annotate.export.json.text import json_text, plain_value
from annotate.models import (
    Annotation,
    Article,
    Edit,
    Event,
    EventType,
    MentionForm,
    Participant,
    ParticipantKind,
    PillarSet,
    ProposalItem,
    ProposalSet,
    Provenance,
    Quotation,
    QuotationKind,
    Repair,
    RepairKind,
    Span,
)

Cell = str | int | None

#: A cell of a spreadsheet holds 32,767 UTF-16 units; pieces of the text stay below.
LONGEST_PIECE = 30_000
#: Pieces of exact values are shorter: as ids, they may have to be escaped once more.
EXACT_PIECE = 8_000
LINE_ENDS = {"none": "", "lf": "\n", "crlf": "\r\n", "cr": "\r"}
#: What separates the values of a label that repeats several.
JOINED = "; "
OMITTED = " […] "

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
#: Excel's files write a control character as ``_x000D_``, so a text that spells one is cut in the middle of it.
_EXCEL_ESCAPE = re.compile(r"(?<=_x[0-9A-Fa-f]{2})(?=[0-9A-Fa-f]{2}_)")


class Role(Enum):
    """What a column is for, which decides how cells are written and whether they are read back."""

    KEY = "an id or the name of a kind: short, one line"
    TEXT = "any string"
    WORDS = "the characters between two offsets, verbatim"
    LABEL = "repeats what stands elsewhere, for people"
    INTEGER = "a whole number"
    DATE = "a date as ISO 8601 writes it, possibly of reduced precision or with a time"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it is for, whether a cell may be empty, and the values allowed."""

    name: str
    role: Role
    description: str
    nullable: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """The columns that point to the key of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, its keys, and how an annotation fills it."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[View], Iterator[tuple[Cell, ...]]]
    foreign: tuple[ForeignKey, ...] = ()

    @property
    def required_foreign(self) -> tuple[ForeignKey, ...]:
        """Return the foreign keys without an optional column: Frictionless and CSVW know no others of two columns."""
        return tuple(key for key in self.foreign if not any(self.column(name).nullable for name in key.columns))

    def column(self, name: str) -> Column:
        """Return the column of that name; raises KeyError."""
        return next(column for column in self.columns if column.name == name)


class View:
    """One annotation, with what several tables look up."""

    def __init__(self, annotation: Annotation) -> None:
        self.annotation = annotation
        self.article = annotation.article
        self.id = annotation.article.id
        self.headline = headline_of(annotation)
        self.events = [event for event in (annotation.event, *annotation.related_events) if event is not None]
        self._names = {participant.id: participant.name for participant in annotation.participants}

    def name(self, participant: str | None) -> str | None:
        """Return the name of a participant; None for none."""
        return self._names.get(participant) if participant else None


def with_own_ids(annotations: Iterable[Annotation]) -> Iterator[Annotation]:
    """Yield the annotations; raises `WriteError` where an id comes twice, since it is the key of all tables."""
    seen: set[str] = set()
    for annotation in annotations:
        if annotation.article.id in seen:
            why = f"two articles have the id {annotation.article.id!r}, which is the key of all tables: rename one"
            raise refused("keys", why)
        seen.add(annotation.article.id)
        yield annotation


def headline_of(annotation: Annotation) -> str | None:
    """Return the headline as it stands in the text, else the title that came beside it."""
    if annotation.article.headline:
        return annotation.article.headline.text
    title = annotation.article.metadata.get("title")
    return title if isinstance(title, str) and title else None


def text_pieces(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield offset, words and name of the line end of each line of the text; long lines come in several pieces."""
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
    """Return the length in UTF-16 units, in which spreadsheets count."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def _short(text: str) -> Iterator[str]:
    """Cut a text into pieces of at most `LONGEST_PIECE` UTF-16 units."""
    step = LONGEST_PIECE if utf16_length(text) <= LONGEST_PIECE else LONGEST_PIECE // 2
    for start in range(0, len(text), step):
        yield text[start : start + step]


def _about(model: type, field: str) -> str:
    """Return the contract's own description of a field."""
    return str(model.model_fields[field].description or "")  # type: ignore[attr-defined]


def _span_columns(name: str, description: str, *, nullable: bool = False) -> tuple[Column, ...]:
    start, end = ("start", "end") if name == "text" else (f"{name}_start", f"{name}_end")
    return (
        Column(name, Role.WORDS, description, nullable),
        Column(start, Role.INTEGER, f"Offset of the first code point of {name}, zero-based.", nullable, minimum=0),
        Column(end, Role.INTEGER, f"Offset behind the last code point of {name}.", nullable, minimum=0),
    )


def _span(span: Span | None) -> tuple[Cell, Cell, Cell]:
    return (span.text, span.start, span.end) if span else (None, None, None)


def percent(confidence: float) -> int:
    """Return a confidence of 0 to 1 as whole percent."""
    return round(confidence * 100)


_ARTICLE = Column("article_id", Role.KEY, "Id of the article.")
_HEADLINE = Column("headline", Role.LABEL, "Headline of the article, or the title that came beside it.", nullable=True)
_NUMBER = Column("number", Role.INTEGER, "Position in its list, from 1.", minimum=1)
_CONFIDENCE = Column("confidence", Role.INTEGER, "How sure the tool is, in percent.", minimum=0, maximum=100)
_DECLARED = Column(
    "declared_count", Role.INTEGER, "The number the text itself states; empty if none.", nullable=True, minimum=1
)
_FOUND = Column("found_count", Role.INTEGER, "The number of items found.", minimum=0)
_YES_NO = ("yes", "no")


def _id(name: str, what: str) -> Column:
    return Column(f"{name}_id", Role.KEY, f"Id of the {what} within the article.")


def _label(name: str, what: str, *, nullable: bool = False) -> Column:
    return Column(name, Role.LABEL, what, nullable)


def _to_article(*more: ForeignKey) -> tuple[ForeignKey, ...]:
    return (ForeignKey(("article_id",), "articles", ("article_id",)), *more)


def _to(column: str, table: str, target: str) -> ForeignKey:
    return ForeignKey(("article_id", column), table, ("article_id", target))


def _articles(view: View) -> Iterator[tuple[Cell, ...]]:
    article, provenance = view.article, view.annotation.provenance
    yield (
        view.id,
        view.headline,
        article.headline.start if article.headline else None,
        article.headline.end if article.headline else None,
        article.published,
        article.language,
        article.source,
        article.sha256,
        len(article.text),
        *_span(article.dateline),
        *_span(article.byline),
        len(view.events),
        len(view.annotation.participants),
        len(view.annotation.quotations),
        len(view.annotation.proposals),
        len(view.annotation.pillars),
        view.annotation.schema_version,
        provenance.tool,
        provenance.version,
        json_text(plain_value(provenance)["options"]),
    )


def _text(view: View) -> Iterator[tuple[Cell, ...]]:
    for piece, (start, words, line_end) in enumerate(text_pieces(view.article.text), 1):
        end = start + len(words) + len(LINE_ENDS[line_end])
        yield view.id, piece, view.headline, start, end, words, line_end


def _metadata(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, (key, value) in enumerate(plain_value(view.article)["metadata"].items(), 1):
        if isinstance(value, str) and value and value.isprintable():
            yield view.id, number, view.headline, key, value, "text"
        else:
            yield view.id, number, view.headline, key, json_text(value), "json"


def _events(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, event in enumerate(view.events, 1):
        yield (
            view.id,
            event.id,
            number,
            view.headline,
            "yes" if event is view.annotation.event else "no",
            *_span(event.name),
            event.type,
            event.date,
            event.date_end,
            *_span(event.date_text),
            *_span(event.place),
            event.host,
            view.name(event.host),
            percent(event.confidence),
        )


def _event_participants(view: View) -> Iterator[tuple[Cell, ...]]:
    for event in view.events:
        for number, person in enumerate(event.participants, 1):
            name = event.name.text if event.name else None
            yield view.id, event.id, number, view.headline, name, person, view.name(person)


def _participants(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, participant in enumerate(view.annotation.participants, 1):
        yield (
            view.id,
            participant.id,
            number,
            view.headline,
            participant.name,
            participant.kind,
            participant.role,
            len(participant.mentions),
            percent(participant.confidence),
        )


def _aliases(view: View) -> Iterator[tuple[Cell, ...]]:
    for participant in view.annotation.participants:
        for number, alias in enumerate(participant.aliases, 1):
            yield view.id, participant.id, number, view.headline, participant.name, alias


def _mentions(view: View) -> Iterator[tuple[Cell, ...]]:
    for participant in view.annotation.participants:
        for number, mention in enumerate(participant.mentions, 1):
            yield view.id, participant.id, number, view.headline, participant.name, *_span(mention), mention.form


def _speaker_names(view: View, quotation: Quotation) -> str | None:
    return JOINED.join(view.name(speaker) or speaker for speaker in quotation.speakers) or None


def _quotations(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, quotation in enumerate(view.annotation.quotations, 1):
        yield (
            view.id,
            quotation.id,
            number,
            view.headline,
            quotation.kind,
            _speaker_names(view, quotation),
            OMITTED.join(piece.text for piece in quotation.content),
            *_span(quotation.cue),
            *_span(quotation.source),
            percent(quotation.confidence),
        )


def _quotation_content(view: View) -> Iterator[tuple[Cell, ...]]:
    for quotation in view.annotation.quotations:
        for number, piece in enumerate(quotation.content, 1):
            yield view.id, quotation.id, number, view.headline, _speaker_names(view, quotation), *_span(piece)


def _quotation_speakers(view: View) -> Iterator[tuple[Cell, ...]]:
    for quotation in view.annotation.quotations:
        for number, speaker in enumerate(quotation.speakers, 1):
            yield view.id, quotation.id, number, view.headline, speaker, view.name(speaker)


def _proposals(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, proposal in enumerate(view.annotation.proposals, 1):
        yield (
            view.id,
            proposal.id,
            number,
            view.headline,
            *_span(proposal.label),
            proposal.proposer,
            view.name(proposal.proposer),
            *_span(proposal.proposer_text),
            proposal.declared_count,
            len(proposal.items),
            percent(proposal.confidence),
        )


def _proposal_items(view: View) -> Iterator[tuple[Cell, ...]]:
    for proposal in view.annotation.proposals:
        label = proposal.label.text if proposal.label else None
        name = view.name(proposal.proposer)
        for number, item in enumerate(proposal.items, 1):
            ids = (view.id, proposal.id, number, view.headline, label, name)
            yield *ids, item.ordinal, *_span(item.marker), *_span(item.content)


def _pillars(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, pillar in enumerate(view.annotation.pillars, 1):
        counts = (pillar.declared_count, len(pillar.items), percent(pillar.confidence))
        yield view.id, pillar.id, number, view.headline, *_span(pillar.label), *counts


def _pillar_items(view: View) -> Iterator[tuple[Cell, ...]]:
    for pillar in view.annotation.pillars:
        for number, item in enumerate(pillar.items, 1):
            yield view.id, pillar.id, number, view.headline, pillar.label.text, *_span(item)


def _repairs(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, repair in enumerate(view.annotation.repairs, 1):
        known = "no" if repair.replacement is None else "yes"
        yield view.id, number, view.headline, *_span(repair), repair.kind, known, repair.replacement


def _models(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, model in enumerate(view.annotation.provenance.models, 1):
        yield view.id, number, view.headline, model.name, model.sha256


def _edits(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, edit in enumerate(view.annotation.provenance.edits, 1):
        yield view.id, number, view.headline, edit.when, edit.who, edit.path, edit.note


_SPEAKERS = _label("speaker_names", "Names of the speakers.", nullable=True)

TABLES: tuple[Table, ...] = (
    Table(
        "articles",
        "One row an article.",
        (
            _ARTICLE,
            _HEADLINE,
            Column(
                "headline_start", Role.INTEGER, "Offset of the headline; empty where it is no part of the text.", True
            ),
            Column("headline_end", Role.INTEGER, "Offset behind the headline.", True),
            Column("published", Role.DATE, _about(Article, "published"), True),
            Column("language", Role.TEXT, _about(Article, "language")),
            Column("source", Role.TEXT, _about(Article, "source")),
            Column("sha256", Role.KEY, _about(Article, "sha256")),
            Column("characters", Role.INTEGER, "Length of the text in Unicode code points.", minimum=0),
            *_span_columns("dateline", _about(Article, "dateline"), nullable=True),
            *_span_columns("byline", _about(Article, "byline"), nullable=True),
            *(
                Column(name, Role.INTEGER, f"The number of {name} found.", minimum=0)
                for name in ("events", "participants", "quotations", "proposals", "pillars")
            ),
            Column("schema_version", Role.KEY, _about(Annotation, "schema_version")),
            Column("tool", Role.TEXT, "Name of the software."),
            Column("tool_version", Role.TEXT, "Version of the software."),
            Column("options", Role.TEXT, _about(Provenance, "options") + " As JSON."),
        ),
        ("article_id",),
        _articles,
    ),
    Table(
        "text",
        "The text of the articles, one row a line; lines over 30,000 UTF-16 units come in several pieces.",
        (
            _ARTICLE,
            Column("piece", Role.INTEGER, "Position of the piece, from 1.", minimum=1),
            _HEADLINE,
            Column("start", Role.INTEGER, "Offset of the first code point, zero-based.", minimum=0),
            Column("end", Role.INTEGER, "Offset behind the line end.", minimum=0),
            Column("text", Role.TEXT, "The characters of the piece, without the line end."),
            Column("line_end", Role.KEY, "The line end behind the piece.", choices=tuple(LINE_ENDS)),
        ),
        ("article_id", "piece"),
        _text,
        _to_article(),
    ),
    Table(
        "metadata",
        _about(Article, "metadata"),
        (
            _ARTICLE,
            _NUMBER,
            _HEADLINE,
            Column("key", Role.TEXT, "Name of the value."),
            Column("value", Role.TEXT, "The value."),
            Column("type", Role.KEY, "text: as it stands; json: written as JSON.", choices=("text", "json")),
        ),
        ("article_id", "number"),
        _metadata,
        _to_article(),
    ),
    Table(
        "events",
        "The main event of each article, and related ones.",
        (
            _ARTICLE,
            _id("event", "event"),
            _NUMBER,
            _HEADLINE,
            Column("main", Role.KEY, "Whether it is the main event.", choices=_YES_NO),
            *_span_columns("name", _about(Event, "name"), nullable=True),
            Column("type", Role.KEY, _about(Event, "type"), choices=get_args(EventType)),
            Column("date", Role.DATE, _about(Event, "date"), True),
            Column("date_end", Role.DATE, _about(Event, "date_end"), True),
            *_span_columns("date_text", _about(Event, "date_text"), nullable=True),
            *_span_columns("place", _about(Event, "place"), nullable=True),
            Column("host_id", Role.KEY, _about(Event, "host"), True),
            _label("host_name", "Name of the host.", nullable=True),
            _CONFIDENCE,
        ),
        ("article_id", "event_id"),
        _events,
        _to_article(_to("host_id", "participants", "participant_id")),
    ),
    Table(
        "event_participants",
        _about(Event, "participants"),
        (
            _ARTICLE,
            _id("event", "event"),
            _NUMBER,
            _HEADLINE,
            _label("event_name", "Name of the event.", nullable=True),
            _id("participant", "participant"),
            _label("participant_name", "Name of the participant."),
        ),
        ("article_id", "event_id", "number"),
        _event_participants,
        _to_article(_to("event_id", "events", "event_id"), _to("participant_id", "participants", "participant_id")),
    ),
    Table(
        "participants",
        "Persons, organisations, countries and groups that take part or speak.",
        (
            _ARTICLE,
            _id("participant", "participant"),
            _NUMBER,
            _HEADLINE,
            Column("name", Role.TEXT, _about(Participant, "name")),
            Column("kind", Role.KEY, "Kind of participant.", choices=get_args(ParticipantKind)),
            Column("role", Role.TEXT, _about(Participant, "role"), True),
            Column("mentions", Role.INTEGER, "The number of places that refer to it.", minimum=0),
            _CONFIDENCE,
        ),
        ("article_id", "participant_id"),
        _participants,
        _to_article(),
    ),
    Table(
        "aliases",
        _about(Participant, "aliases"),
        (
            _ARTICLE,
            _id("participant", "participant"),
            _NUMBER,
            _HEADLINE,
            _label("participant_name", "Name of the participant."),
            Column("alias", Role.TEXT, "Another form of the name."),
        ),
        ("article_id", "participant_id", "number"),
        _aliases,
        _to_article(_to("participant_id", "participants", "participant_id")),
    ),
    Table(
        "mentions",
        _about(Participant, "mentions"),
        (
            _ARTICLE,
            _id("participant", "participant"),
            _NUMBER,
            _HEADLINE,
            _label("participant_name", "Name of the participant."),
            *_span_columns("text", "The words that refer to it, verbatim."),
            Column("form", Role.KEY, "How they refer to it.", choices=get_args(MentionForm)),
        ),
        ("article_id", "participant_id", "number"),
        _mentions,
        _to_article(_to("participant_id", "participants", "participant_id")),
    ),
    Table(
        "quotations",
        "What somebody is reported to have said.",
        (
            _ARTICLE,
            _id("quotation", "quotation"),
            _NUMBER,
            _HEADLINE,
            Column("kind", Role.KEY, _about(Quotation, "kind"), choices=get_args(QuotationKind)),
            _SPEAKERS,
            _label("content", "What is said; pieces are joined, their offsets are in quotation_content."),
            *_span_columns("cue", _about(Quotation, "cue"), nullable=True),
            *_span_columns("source", _about(Quotation, "source"), nullable=True),
            _CONFIDENCE,
        ),
        ("article_id", "quotation_id"),
        _quotations,
        _to_article(),
    ),
    Table(
        "quotation_content",
        _about(Quotation, "content"),
        (
            _ARTICLE,
            _id("quotation", "quotation"),
            _NUMBER,
            _HEADLINE,
            _SPEAKERS,
            *_span_columns("text", "A piece of what is said, verbatim."),
        ),
        ("article_id", "quotation_id", "number"),
        _quotation_content,
        _to_article(_to("quotation_id", "quotations", "quotation_id")),
    ),
    Table(
        "quotation_speakers",
        _about(Quotation, "speakers"),
        (
            _ARTICLE,
            _id("quotation", "quotation"),
            _NUMBER,
            _HEADLINE,
            _id("participant", "participant"),
            _label("participant_name", "Name of the speaker."),
        ),
        ("article_id", "quotation_id", "number"),
        _quotation_speakers,
        _to_article(
            _to("quotation_id", "quotations", "quotation_id"), _to("participant_id", "participants", "participant_id")
        ),
    ),
    Table(
        "proposals",
        "Lists of things to be done that somebody puts forward.",
        (
            _ARTICLE,
            _id("proposal", "list of proposals"),
            _NUMBER,
            _HEADLINE,
            *_span_columns("label", _about(ProposalSet, "label"), nullable=True),
            Column("proposer_id", Role.KEY, "Id of the participant who proposes.", True),
            _label("proposer_name", "Name of the proposer.", nullable=True),
            *_span_columns("proposer_text", _about(ProposalSet, "proposer_text"), nullable=True),
            _DECLARED,
            _FOUND,
            _CONFIDENCE,
        ),
        ("article_id", "proposal_id"),
        _proposals,
        _to_article(_to("proposer_id", "participants", "participant_id")),
    ),
    Table(
        "proposal_items",
        "The points of the lists of proposals.",
        (
            _ARTICLE,
            _id("proposal", "list of proposals"),
            _NUMBER,
            _HEADLINE,
            _label("label", "The words that announce the list.", nullable=True),
            _label("proposer_name", "Name of the proposer.", nullable=True),
            Column("ordinal", Role.INTEGER, _about(ProposalItem, "ordinal"), minimum=1),
            *_span_columns("marker", _about(ProposalItem, "marker"), nullable=True),
            *_span_columns("text", _about(ProposalItem, "content")),
        ),
        ("article_id", "proposal_id", "number"),
        _proposal_items,
        _to_article(_to("proposal_id", "proposals", "proposal_id")),
    ),
    Table(
        "pillars",
        "Named groups of parallel phrases.",
        (
            _ARTICLE,
            _id("pillar", "group of pillars"),
            _NUMBER,
            _HEADLINE,
            *_span_columns("label", _about(PillarSet, "label")),
            _DECLARED,
            _FOUND,
            _CONFIDENCE,
        ),
        ("article_id", "pillar_id"),
        _pillars,
        _to_article(),
    ),
    Table(
        "pillar_items",
        _about(PillarSet, "items"),
        (
            _ARTICLE,
            _id("pillar", "group of pillars"),
            _NUMBER,
            _HEADLINE,
            _label("label", "The words that name the group."),
            *_span_columns("text", "The member, verbatim."),
        ),
        ("article_id", "pillar_id", "number"),
        _pillar_items,
        _to_article(_to("pillar_id", "pillars", "pillar_id")),
    ),
    Table(
        "repairs",
        "What the sources of the texts had lost.",
        (
            _ARTICLE,
            _NUMBER,
            _HEADLINE,
            *_span_columns("text", "The damaged stretch, verbatim."),
            Column("kind", Role.KEY, "What happened to it.", choices=get_args(RepairKind)),
            Column("replacement_known", Role.KEY, "Whether it can be known what stood there.", choices=_YES_NO),
            Column("replacement", Role.TEXT, _about(Repair, "replacement"), True),
        ),
        ("article_id", "number"),
        _repairs,
        _to_article(),
    ),
    Table(
        "models",
        "Trained models that took part.",
        (
            _ARTICLE,
            _NUMBER,
            _HEADLINE,
            Column("name", Role.TEXT, "Name of the model."),
            Column("sha256", Role.KEY, "Digest of the model."),
        ),
        ("article_id", "number"),
        _models,
        _to_article(),
    ),
    Table(
        "edits",
        _about(Provenance, "edits"),
        (
            _ARTICLE,
            _NUMBER,
            _HEADLINE,
            Column("when", Role.TEXT, _about(Edit, "when")),
            Column("who", Role.TEXT, _about(Edit, "who")),
            Column("path", Role.TEXT, _about(Edit, "path")),
            Column("note", Role.TEXT, "Why."),
        ),
        ("article_id", "number"),
        _edits,
        _to_article(),
    ),
)

#: Cells that a dialect cannot hold as they are: the exact value, as pieces of a JSON string.
EXACT = Table(
    "exact",
    "Exact values of the cells that could not be written as they are, as JSON strings, cut into pieces.",
    (
        Column("table", Role.KEY, "Name of the table."),
        Column("row", Role.KEY, "Key of the row, as a JSON array."),
        Column("column", Role.KEY, "Name of the column."),
        Column("piece", Role.INTEGER, "Position of the piece, from 1.", minimum=1),
        Column("value", Role.KEY, "A piece of the JSON string."),
    ),
    ("table", "row", "column", "piece"),
    lambda _view: iter(()),
)

BY_NAME: dict[str, Table] = {table.name: table for table in (*TABLES, EXACT)}

__all__ = [
    "BY_NAME",
    "EXACT",
    "TABLES",
    "Cell",
    "Column",
    "ForeignKey",
    "Role",
    "Table",
    "View",
    "headline_of",
    "with_own_ids",
]
