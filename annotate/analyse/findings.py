"""What the steps of the analysis hand to each other: offsets and labels, before ids are given and spans are cut.

A `Range` is a half-open stretch of the *legible* text (`Layout.text`), in code points. A `Span` of `annotate.models` is
a stretch of the *verbatim* text (`Article.text`); `annotate.fold` maps the one to the other. Every finding carries
the name of the rule or head that made it (`rule`), which ``annotate convert --explain`` prints, and a confidence from
0 to 1.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from annotate.models import EventType, MentionForm, ParticipantKind

#: What a proper name stands for. Places and works are not participants, but they are names all the same.
NameKind = Literal["person", "organization", "country", "place", "nationality", "other"]


class Range(NamedTuple):
    """A half-open stretch of the legible text, in code points.

    >>> Range(4, 10).of("The bridge")
    'bridge'
    >>> Range(0, 3).overlaps(Range(3, 5)), Range(0, 5).contains(Range(3, 5))
    (False, True)
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters that the range covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Range) -> bool:
        """Return whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Range) -> bool:
        """Return whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of a script says at a time: the words of the label without a note in brackets, its colon if it
    has one, and what is said, a stretch for each paragraph.
    """

    label: Range
    mark: Range | None
    content: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The legible text with its outer structure, found once and used by every later step."""

    text: str
    #: Day of publication, for "on Tuesday"; None when the article does not say.
    published: date | None
    headline: Range | None
    dateline: Range | None
    byline: Range | None
    #: Blocks of text in order, headline included, trimmed of white space; date lines and bylines are left out.
    paragraphs: tuple[Range, ...]
    #: Sentences in order; none crosses a paragraph. Glued sentences ("said.As a") are cut between the characters.
    sentences: tuple[Range, ...]
    #: The outermost stretches inside quotation marks, marks excluded, in order; none overlap.
    quoted: tuple[Range, ...]
    #: The turns of the scripts in the text, in order.
    turns: tuple[Turn, ...]
    #: Whether a scraper dropped all hyphens, dashes, apostrophes, quotation marks and digits.
    lost: bool


@dataclass(frozen=True, slots=True)
class Name:
    """One occurrence of a proper name, without title, leading article or possessive ending."""

    range: Range
    kind: NameKind
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something said: its words (`content`), the words that report it (`cue`) and that name who said it (`source`)."""

    content: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    confidence: float
    rule: str
    #: Whether the form says that the words are the speaker's own, marks or none: the turn of a script.
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention: a place in the text that refers to an entity."""

    range: Range
    form: MentionForm


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that the text names, with every place that refers to it."""

    #: Position in the cast; other findings point to entities by it.
    key: int
    name: str
    kind: ParticipantKind | Literal["place", "other"]
    role: str | None
    aliases: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: float
    rule: str
    #: Of a person: m, f, or u where the text does not tell.
    sex: Literal["m", "f", "u"] = "u"
    #: Of a person: the words of all titles, lower case.
    offices: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cast:
    """All entities of the text, and who speaks each attribution."""

    entities: tuple[Entity, ...]
    #: For each attribution, in the order given, the keys of its speakers; empty if the text never names them.
    speakers: tuple[tuple[int, ...], ...] = ()
    #: The references to each of those whom the text speaks of more than once and never names: "a man", "he", "his".
    unnamed: tuple[tuple[Reference, ...], ...] = ()

    def at(self, where: Range) -> int | None:
        """Return the key of the entity that a reference inside `where` refers to: the longest, then the first."""
        best: tuple[int, int, int] | None = None
        for place in range(bisect_left(self._places, (where.start,)), len(self._places)):
            start, end, key = self._places[place]
            if start >= where.end:
                break
            if end <= where.end:
                rank = (start - end, start, key)
                best = rank if best is None else min(best, rank)
        return None if best is None else best[2]

    @cached_property
    def _places(self) -> list[tuple[int, int, int]]:
        """Return start, end and key of every reference, in order."""
        return sorted((*reference.range, entity.key) for entity in self.entities for reference in entity.references)


@dataclass(frozen=True, slots=True)
class EventFinding:
    """An event, with its host and those who take part as keys into the cast."""

    name: Range | None
    type: EventType
    date: str | None
    date_end: str | None
    date_text: Range | None
    place: Range | None
    host: int | None
    participants: tuple[int, ...]
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class ProposalFinding:
    """A list of proposals: `items` are (marker or None, content)."""

    label: Range | None
    proposer: Range | None
    declared_count: int | None
    items: tuple[tuple[Range | None, Range], ...]
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class PillarFinding:
    """A named group of parallel phrases."""

    label: Range
    declared_count: int | None
    items: tuple[Range, ...]
    confidence: float
    rule: str
