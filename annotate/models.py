"""The contract: one `Annotation` per article, every located value a `Span` into `Article.text`.

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

#: A calendar date, possibly of reduced precision, as ISO 8601 writes it: 2020, 2020-11, 2020-11-10.
ISO_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
#: A calendar date, or a date and time with or without a zone.
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
    Field(ge=0, le=1, description="How sure the tool is, 0 to 1, two decimals.", examples=[0.87]),
    AfterValidator(_two_decimals),
]
ParticipantId = Annotated[str, Field(pattern=r"^p[1-9][0-9]*$", description="Id of a participant of this annotation.")]


class _Model(BaseModel):
    """Frozen, and closed: an unknown field is an error, not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Model):
    """A stretch of `article.text`, half open, in Unicode code points; `text` is what stands there, verbatim."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"start": 297, "end": 301, "text": "said"}]})

    start: int = Field(ge=0, description="Offset of the first code point, zero-based.")
    end: int = Field(ge=0, description="Offset behind the last code point.")
    text: str = Field(min_length=1, description="The characters from start to end, verbatim.")

    @model_validator(mode="after")
    def _length_agrees(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}..{self.end} does not have the length of its text ({len(self.text)})")
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """Return the span of `text` from `start` to `end` (code points, half open).

        Raises ValueError unless ``0 <= start < end <= len(text)``.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}..{end} lies outside a text of {len(text)} code points, or is empty")
        return cls(start=start, end=end, text=text[start:end])


class Mention(Span):
    """One place where a participant is named or referred to."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"start": 605, "end": 610, "text": "Zhang", "form": "short_name"}]}
    )

    form: MentionForm = Field(
        description="name: the full name; short_name: part of it or an acronym; nominal: a description; pronoun."
    )


class Article(_Model):
    """The document as read: its text exactly as decoded, and what it says of itself."""

    id: str = Field(min_length=1, description="Unique in a run.", examples=["000_cb216ce5513ace95"])
    source: str = Field(
        description="The input as the user named it; archive member and line follow after '#'.",
        examples=["seeds/000_cb216ce5513ace95.txt", "wire.jsonl#3"],
    )
    sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="Digest of the source document's bytes: the file, member or line."
    )
    text: str = Field(description="The document's text as decoded, line ends included; all offsets index it.")
    language: str = Field(description="BCP 47 tag of the text's language; 'und' if unknown.", examples=["en"])
    headline: Span | None = Field(default=None, description="The title, where it stands in the text.")
    dateline: Span | None = Field(
        default=None, description="Place and date of writing.", examples=[{"start": 0, "end": 10, "text": "PARIS, May"}]
    )
    byline: Span | None = Field(default=None, description="The line that names the author.")
    published: str | None = Field(
        default=None,
        pattern=ISO_DATE_TIME,
        description="Publication date or date-time (ISO 8601); a zone only where the source gives one.",
        examples=["2020-11-12T10:09"],
    )
    metadata: dict[str, Any] = Field(
        default_factory=dict, description="What the input carried beside the text, untouched.", examples=[{"url": "x"}]
    )


class Event(_Model):
    """Something that took place or will, as the article reports it."""

    id: str = Field(pattern=r"^e[1-9][0-9]*$", examples=["e1"])
    name: Span | None = Field(default=None, description="The shortest exact string that names it; null if none does.")
    type: EventType = Field(description="What sort of event it is.")
    date: str | None = Field(
        default=None, pattern=ISO_DATE, description="First day, ISO 8601, possibly year-month or year."
    )
    date_end: str | None = Field(default=None, pattern=ISO_DATE, description="Last day, where it lasts several.")
    date_text: Span | None = Field(default=None, description="The words that `date` was derived from.")
    place: Span | None = Field(default=None, description="Smallest named town, venue or country given.")
    host: ParticipantId | None = Field(default=None, description="Who hosts, organises or issues it.")
    participants: tuple[ParticipantId, ...] = Field(default=(), description="Who takes part.")
    confidence: Confidence


class Participant(_Model):
    """A person, organisation, country or group that takes part in the event or speaks."""

    id: ParticipantId
    name: str = Field(
        min_length=1, description="The fullest form in the text, without title.", examples=["Zhang Hanhui"]
    )
    kind: ParticipantKind
    role: str | None = Field(
        default=None, description="Title or function as it stands.", examples=["Chinese Ambassador to Russia"]
    )
    aliases: tuple[str, ...] = Field(default=(), description="Other name forms that occur.", examples=[["Zhang"]])
    mentions: tuple[Mention, ...] = Field(default=(), description="Every place that refers to it, in order.")
    confidence: Confidence


class Quotation(_Model):
    """Something that somebody is reported to have said, written or thought."""

    id: str = Field(pattern=r"^q[1-9][0-9]*$", examples=["q1"])
    kind: QuotationKind = Field(description="direct: all inside quotation marks; indirect: none; mixed: partly.")
    content: tuple[Span, ...] = Field(min_length=1, description="What is said, in one or more pieces, in order.")
    cue: Span | None = Field(default=None, description="The words that mark it as said.")
    source: Span | None = Field(default=None, description="The words that name who said it.")
    speakers: tuple[ParticipantId, ...] = Field(
        default=(), description="Who said it; empty when the article never names the source; several when joint."
    )
    confidence: Confidence


class ProposalItem(_Model):
    """One point of a list of proposals."""

    ordinal: int = Field(ge=1, description="Its number in the list, from 1.")
    marker: Span | None = Field(default=None, description="The enumerator: 'First', '2.', a bullet.")
    content: Span = Field(description="From its first word to the end of its last sentence.")


class ProposalSet(_Model):
    """A list of things to be done that somebody puts forward."""

    id: str = Field(pattern=r"^s[1-9][0-9]*$", examples=["s1"])
    label: Span | None = Field(default=None, description="The words that announce the list.")
    proposer: ParticipantId | None = None
    proposer_text: Span | None = Field(default=None, description="The words that name the proposer.")
    declared_count: int | None = Field(
        default=None, ge=1, description="The number the text itself states; may differ from the items found."
    )
    items: tuple[ProposalItem, ...] = Field(min_length=1)
    confidence: Confidence


class PillarSet(_Model):
    """A named group of parallel phrases: 'three pillars: security, economy and humanity'."""

    id: str = Field(pattern=r"^g[1-9][0-9]*$", examples=["g1"])
    label: Span = Field(description="Count and group noun, with 'of ...' where it belongs to it.")
    declared_count: int | None = Field(default=None, ge=1, description="The number the text itself states.")
    items: tuple[Span, ...] = Field(min_length=1, description="The members, in order.")
    confidence: Confidence


class Repair(Span):
    """Something that the source had lost, and what stood there where that can be known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"start": 700, "end": 702, "text": "th", "kind": "lost_digits", "replacement": None}]
        }
    )

    kind: RepairKind
    replacement: str | None = Field(default=None, description="What the span should read; null if unknowable.")


class Model(_Model):
    """A trained model that took part, by name and digest."""

    name: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Edit(_Model):
    """A later change by a person."""

    when: str = Field(pattern=ISO_DATE_TIME, description="Date and time of the change.")
    who: str = Field(description="Who made it.")
    path: str = Field(description="JSON path of the value that changed.", examples=["$.quotations[2].speakers"])
    note: str = ""


class Provenance(_Model):
    """How this annotation came about."""

    tool: str = Field(examples=["annotate"])
    version: str = Field(examples=["0.2.0"])
    models: tuple[Model, ...] = ()
    options: dict[str, Any] = Field(default_factory=dict, description="Options that change the result.")
    edits: tuple[Edit, ...] = Field(default=(), description="Later edits by people, oldest first.")


class Annotation(_Model):
    """Everything found in one article."""

    model_config = ConfigDict(title="annotate annotation")

    schema_version: Literal["1.0"] = Field(default="1.0", description="Version of this contract.")
    article: Article
    event: Event | None = Field(default=None, description="The event that the article chiefly reports, or null.")
    related_events: tuple[Event, ...] = ()
    participants: tuple[Participant, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    proposals: tuple[ProposalSet, ...] = ()
    pillars: tuple[PillarSet, ...] = ()
    repairs: tuple[Repair, ...] = ()
    provenance: Provenance

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the annotation as JSON text: every field, non-ASCII characters as they are, no line end at the end.

        Without `indent` it is one line, as in JSON lines; ``indent=2`` gives a document of the format ``json``.
        """
        from annotate.json_text import json_text, plain_value

        return json_text(plain_value(self), indent=indent)

    def quotations_frame(self) -> Any:
        """Return the quotations as a pandas table, one row per quotation; see `annotate.quotations_frame`."""
        from annotate.frames import quotations_frame

        return quotations_frame([self])

    def _repr_html_(self) -> str:
        """Return the annotation as HTML, which is how a notebook shows it."""
        # Models stand below everything that uses them. A notebook, though, asks the object itself, and draws nothing
        # until it does: so the room that draws loads here, and only then.
        from annotate.view.notebook import frame

        return frame(self)
