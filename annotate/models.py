"""The contract: one `Annotation` per article, in which every located value is a `Span` of `Article.text`.

All offsets are zero-based, half open and count Unicode code points (Python string indices). The JSON Schema in
``schema/`` is generated from these models; nothing else defines the format.

>>> text = "The bridge is open."
>>> span = Span.of(text, 4, 10)
>>> span.text, text[span.start : span.end] == span.text
('bridge', True)
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION = "1.0"

#: A calendar date in ISO 8601, possibly with reduced precision: 2020, 2020-11, 2020-11-10.
ISO_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
#: A calendar date, or a date and time with or without a time zone.
ISO_DATE_TIME = (
    r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
    r"(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?$"
)

ParticipantKind = Literal["person", "organization", "country", "group"]
MentionForm = Literal["name", "short_name", "nominal", "pronoun"]
QuotationKind = Literal["direct", "indirect", "mixed"]
EventType = Literal[
    "summit",
    "meeting",
    "conference",
    "talks",
    "visit",
    "speech",
    "statement",
    "interview",
    "announcement",
    "report",
    "signing",
    "ceremony",
    "match",
    "incident",
    "other",
]
RepairKind = Literal[
    "invalid_character",
    "glued_sentence",
    "glued_paragraph",
    "glued_word",
    "lost_apostrophe",
    "lost_digits",
    "lost_quotation_marks",
    "hard_wrap",
    "entity",
    "soft_hyphen",
    "ligature",
    "mojibake",
    "furniture",
]


def _two_decimals(value: float) -> float:
    return round(value, 2)


Confidence = Annotated[
    float,
    Field(ge=0, le=1, description="Confidence from 0 to 1, with two decimals.", examples=[0.87]),
    AfterValidator(_two_decimals),
]
ParticipantId = Annotated[str, Field(pattern=r"^p[1-9][0-9]*$", description="Id of a participant in this annotation.")]


class _Model(BaseModel):
    """The base of all models: frozen, and with unknown fields as errors instead of silent losses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def misplaced(start: int, end: int, length: int) -> str:
    """Return why offsets do not select a span of a text with `length` code points; empty if they do."""
    if 0 <= start < end <= length:
        return ""
    return f"span {start}..{end} is empty or outside the text of {length} code points"


class Span(_Model):
    """A range of `article.text` in Unicode code points, half open, with the characters in it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"start": 297, "end": 301, "text": "said"}]})

    start: int = Field(ge=0, description="Offset of the first code point, zero-based.")
    end: int = Field(ge=0, description="Offset after the last code point.")
    text: str = Field(min_length=1, description="The characters from start to end, verbatim.")

    @model_validator(mode="after")
    def _length_agrees(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}..{self.end} differs in length from its text ({len(self.text)})")
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """Return the span of `text` from `start` to `end` (code points, half open).

        Raises ValueError unless ``0 <= start < end <= len(text)``.
        """
        if wrong := misplaced(start, end, len(text)):
            raise ValueError(wrong)
        return cls(start=start, end=end, text=text[start:end])


class Mention(Span):
    """One mention of a participant, by name or otherwise."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"start": 605, "end": 610, "text": "Zhang", "form": "short_name"}]}
    )

    form: MentionForm = Field(
        description="name: the full name; short_name: part of it, or an acronym; nominal: a description; pronoun."
    )


class Article(_Model):
    """The document as read: its text exactly as decoded, and its metadata."""

    id: str = Field(min_length=1, description="Id of the article, unique in a run.", examples=["000_cb216ce5513ace95"])
    source: str = Field(
        description="The input as the user named it, followed by '#' and the archive member or line.",
        examples=["seeds/000_cb216ce5513ace95.txt", "wire.jsonl#3"],
    )
    sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the source document's bytes: the file, member or line."
    )
    text: str = Field(description="The document's text as decoded, including line ends; all offsets refer to it.")
    language: str = Field(description="Language of the text as a BCP 47 tag; 'und' if unknown.", examples=["en"])
    headline: Span | None = Field(default=None, description="The title, if it is part of the text.")
    dateline: Span | None = Field(
        default=None, description="Place and date of writing.", examples=[{"start": 0, "end": 10, "text": "PARIS, May"}]
    )
    byline: Span | None = Field(default=None, description="The line that names the author.")
    published: str | None = Field(
        default=None,
        pattern=ISO_DATE_TIME,
        description="Publication date or date-time in ISO 8601; with a time zone only if the source gives one.",
        examples=["2020-11-12T10:09"],
    )
    metadata: dict[str, Any] = Field(
        default_factory=dict, description="Other metadata of the input, unchanged.", examples=[{"url": "x"}]
    )


class Event(_Model):
    """Something that took place or will take place, as the article reports it."""

    id: str = Field(pattern=r"^e[1-9][0-9]*$", description="Id of the event in this annotation.", examples=["e1"])
    name: Span | None = Field(
        default=None, description="The shortest string in the text that names it; null if there is none."
    )
    type: EventType = Field(description="Type of event.")
    date: str | None = Field(
        default=None, pattern=ISO_DATE, description="First day in ISO 8601, or only year and month, or only the year."
    )
    date_end: str | None = Field(default=None, pattern=ISO_DATE, description="Last day, if it lasts several days.")
    date_text: Span | None = Field(default=None, description="The words from which `date` was derived.")
    place: Span | None = Field(
        default=None, description="The most specific place that the text names: venue, town or country."
    )
    host: ParticipantId | None = Field(
        default=None, description="Id of the participant who hosts, organises or issues it."
    )
    participants: tuple[ParticipantId, ...] = Field(default=(), description="Ids of the participants who take part.")
    confidence: Confidence

    @property
    def label(self) -> str:
        """The name of the event or, if it has none, its type."""
        return self.name.text if self.name else self.type


class Participant(_Model):
    """A person, organisation, country or group that takes part in the event or speaks."""

    id: ParticipantId
    name: str = Field(
        min_length=1, description="The fullest form of the name in the text, without title.", examples=["Zhang Hanhui"]
    )
    kind: ParticipantKind = Field(description="Kind of participant.")
    role: str | None = Field(
        default=None, description="Title or function, as in the text.", examples=["Chinese Ambassador to Russia"]
    )
    aliases: tuple[str, ...] = Field(
        default=(), description="Other forms of the name in the text.", examples=[["Zhang"]]
    )
    mentions: tuple[Mention, ...] = Field(default=(), description="All mentions, in the order of the text.")
    confidence: Confidence


class Quotation(_Model):
    """Something that somebody is reported to have said, written or thought."""

    id: str = Field(pattern=r"^q[1-9][0-9]*$", description="Id of the quotation in this annotation.", examples=["q1"])
    kind: QuotationKind = Field(
        description="direct: all of it inside quotation marks; indirect: none of it; mixed: part of it."
    )
    content: tuple[Span, ...] = Field(
        min_length=1, description="The words that are quoted, in one or more pieces, in order."
    )
    cue: Span | None = Field(default=None, description="The words that introduce the quotation, such as 'said'.")
    source: Span | None = Field(default=None, description="The words that name the speaker.")
    speakers: tuple[ParticipantId, ...] = Field(
        default=(), description="Ids of the speakers; empty if the article never names the source, several if joint."
    )
    confidence: Confidence


class ProposalItem(_Model):
    """One point of a list of proposals."""

    ordinal: int = Field(ge=1, description="Position in the list, from 1.")
    marker: Span | None = Field(default=None, description="The enumerator: 'First', '2.', a bullet.")
    content: Span = Field(description="The words from its first word to the end of its last sentence.")


class ProposalSet(_Model):
    """A list of things that somebody proposes to do."""

    id: str = Field(pattern=r"^s[1-9][0-9]*$", description="Id of the list in this annotation.", examples=["s1"])
    label: Span | None = Field(default=None, description="The words that announce the list.")
    proposer: ParticipantId | None = Field(default=None, description="Id of the participant who proposes.")
    proposer_text: Span | None = Field(default=None, description="The words that name the proposer.")
    declared_count: int | None = Field(
        default=None, ge=1, description="The number of items that the text states; may differ from the number found."
    )
    items: tuple[ProposalItem, ...] = Field(min_length=1, description="The points, in order.")
    confidence: Confidence


class PillarSet(_Model):
    """A named group of parallel phrases: 'three pillars: security, economy and humanity'."""

    id: str = Field(pattern=r"^g[1-9][0-9]*$", description="Id of the group in this annotation.", examples=["g1"])
    label: Span = Field(description="The count and the group noun, with an 'of ...' phrase that belongs to it.")
    declared_count: int | None = Field(default=None, ge=1, description="The number of members that the text states.")
    items: tuple[Span, ...] = Field(min_length=1, description="The members, in order.")
    confidence: Confidence


class Repair(Span):
    """Damage in the source, and the original if it can be known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"start": 700, "end": 702, "text": "th", "kind": "lost_digits", "replacement": None}]
        }
    )

    kind: RepairKind = Field(description="Kind of damage.")
    replacement: str | None = Field(
        default=None, description="What the span should read; null if that cannot be known."
    )


class Model(_Model):
    """A trained model that was used, by name and digest."""

    name: str = Field(description="Name of the model.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the model.")


class Edit(_Model):
    """A later change by a person."""

    when: str = Field(pattern=ISO_DATE_TIME, description="Date and time of the change.")
    who: str = Field(description="Name of the person who made it.")
    path: str = Field(description="JSON path of the value that changed.", examples=["$.quotations[2].speakers"])
    note: str = Field(default="", description="Reason for the change.")


class Provenance(_Model):
    """How this annotation was made."""

    tool: str = Field(description="Name of the software.", examples=["annotate"])
    version: str = Field(description="Version of the software.", examples=["0.2.0"])
    models: tuple[Model, ...] = Field(default=(), description="Trained models that were used.")
    options: dict[str, Any] = Field(default_factory=dict, description="Options that affect the result.")
    edits: tuple[Edit, ...] = Field(default=(), description="Later edits by people, oldest first.")


class Annotation(_Model):
    """Everything found in one article."""

    model_config = ConfigDict(title="annotate annotation")

    schema_version: Literal["1.0"] = Field(default="1.0", description="Version of this contract.")
    article: Article
    event: Event | None = Field(default=None, description="The main event of the article, or null.")
    related_events: tuple[Event, ...] = Field(default=(), description="Other events that the article reports.")
    participants: tuple[Participant, ...] = Field(
        default=(), description="Who takes part or speaks, in the order of their first mention."
    )
    quotations: tuple[Quotation, ...] = Field(
        default=(), description="What somebody is reported to have said, written or thought, in order."
    )
    proposals: tuple[ProposalSet, ...] = Field(
        default=(), description="Lists of things that somebody proposes to do, in order."
    )
    pillars: tuple[PillarSet, ...] = Field(default=(), description="Named groups of parallel phrases, in order.")
    repairs: tuple[Repair, ...] = Field(
        default=(), description="Damage in the text, with the original if it can be known, in order."
    )
    provenance: Provenance

    @property
    def events(self) -> tuple[Event, ...]:
        """The main event, if there is one, and the related events."""
        return (self.event, *self.related_events) if self.event else self.related_events

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the annotation as JSON text with every field; non-ASCII characters stay as they are.

        Without `indent` it is one line, as in JSON lines; ``indent=2`` gives a document as in the format ``json``.
        There is no final line end.

        >>> from annotate import annotate
        >>> annotate("The bridge is open, Mayor Ines Caldwell said.").to_json()[:22]
        '{"schema_version":"1.0'
        """
        from annotate.json_text import json_text, plain_value

        return json_text(plain_value(self), indent=indent)

    def quotations_frame(self) -> Any:
        """Return the quotations as a pandas table, one row per quotation; see `annotate.quotations_frame`."""
        from annotate.frames import quotations_frame

        return quotations_frame([self])

    def _repr_html_(self) -> str:
        """Return the annotation as HTML, which is how a notebook shows it."""
        # No module that models import may draw them. But a notebook asks the object itself, so the module that
        # draws is imported here, when it is needed.
        from annotate.view.notebook import frame

        return frame(self)
