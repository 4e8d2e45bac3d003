"""The context of each mention of an entity, as named facts.

"subject": of a verb of taking part; "quoted": between quotation marks; "takes": the words around say that its bearer
takes part; "beside": so do those of a mention in the same list; and so on, one for each question asked below.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotate.analyse.cast.salience import SUBJECT
from annotate.analyse.events.types import GATHERINGS
from annotate.analyse.findings import Attribution, Cast, EventFinding, Layout, Range
from annotate.analyse.participants import grammatical_role as grammar
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: Entities of these kinds can take part.
KINDS = ("person", "organization", "country", "group")
#: Two names of a list stand at most this many characters apart, titles included.
_WIDEST_GAP = 90

_LIST_GAP = re.compile(
    r"(?:,|,? and|;|,? &|,? along with|,? as well as)[ \u00a0\n]"
    r"(?:the |of |from |[a-z]+s of |(?:[A-Z][\w.’'-]*|of|to|the)[ ]){0,8}$"
)
_PROSE_END = re.compile(r"[.!?][\"”’')]*\Z")
#: Who stands in one list with somebody of whom one of these is told takes part with them.
_TAKING = frozenset(("takes", "beside"))
_BY = re.compile(r"\bby (?:the )?\Z")
_AT_GROUND = re.compile(r"\b(?:at|in) (?:the )?\Z")
_APPOSED = re.compile(r", (?:an?|the|who|its|his|her)\b|,? who\b")
_OWNS = re.compile(r"[’']s?[ ]")
_LINE_START = re.compile(r"(?:\A|\n)[ \t]*(?:(?:[A-Z]\w+\.?)[ ]){0,3}\Z")
_COLON = re.compile(r":[ \n]")
#: Who signs what he says: "I, Albert Finch, President of".
_MYSELF = re.compile(r"\bI, \Z")
_ACCORDING = re.compile(r"\b(?i:according) to (?:the |an? )?\Z")
#: What a body publishes, behind its name: "a Harbour Institute poll", "the Post's editorial".
_WORK = re.compile(rf"(?:[’']s)? (?:[\w-]+ )?(?:{lexicon.one_of('sources.toml', 'nouns', 'documents')})\b")
_REPORTS = re.compile(r" (?:(?:has|had|first|also) )?(?:reports|reported)\b")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A mention of an entity by name, and the number of its sentence."""

    range: Range
    key: int
    sentence: int


class Mentions:
    """The mentions by name of all entities of one article, with the facts of each."""

    def __init__(
        self, layout: Layout, cast: Cast, attributions: Sequence[Attribution], main: EventFinding | None
    ) -> None:
        self._layout = layout
        self._text = layout.text
        self._cast = cast
        self._sentences = [s.start for s in layout.sentences]
        self.inside = layout.quoted
        self._inside_starts = [r.start for r in self.inside]
        self._contents = sorted(part for a in attributions for part in a.content)
        self._content_starts = [r.start for r in self._contents]
        self._sources = sorted({a.source for a in attributions if a.source})
        self._source_starts = [r.start for r in self._sources]
        self._match = main is not None and main.type == "match"
        self._gathering = main is not None and (main.type in GATHERINGS or main.type == "talks")
        self.places = self._find_places()
        self.facts = self._find_facts()
        self._of: dict[int, list[tuple[Mentioned, frozenset[str]]]] = {}
        for place, facts in self.pairs():
            self._of.setdefault(place.key, []).append((place, facts))

    def pairs(self) -> Iterator[tuple[Mentioned, frozenset[str]]]:
        """Yield each mention with its facts, in the order of the text."""
        return zip(self.places, self.facts, strict=True)

    def of(self, key: int) -> list[tuple[Mentioned, frozenset[str]]]:
        """Return the mentions of one entity with their facts, in the order of the text."""
        return self._of.get(key, [])

    def in_content(self, where: Range) -> bool:
        """Return whether a range starts inside what somebody says."""
        return self._within(self._contents, self._content_starts, where)

    def _find_places(self) -> list[Mentioned]:
        found = [
            Mentioned(r.range, e.key, bisect_right(self._sentences, r.range.start) - 1)
            for e in self._cast.entities
            if e.kind in KINDS
            for r in e.references
            if r.form in ("name", "short_name") or e.kind == "group"
        ]
        return sorted(found, key=lambda p: (p.range, p.key))

    def _find_facts(self) -> list[frozenset[str]]:
        flags = [self._around(place) for place in self.places]
        joined = [
            before.range.end < place.range.start < before.range.end + _WIDEST_GAP
            and bool(_LIST_GAP.match(self._text[before.range.end : place.range.start]))
            for before, place in itertools.pairwise(self.places)
        ]
        for at, place in enumerate(self.places):
            flags[at] |= self._takes(place, flags[at])
        pairs = [(at, at + 1) for at, together in enumerate(joined) if together]
        for one, two in (*pairs, *((two, one) for one, two in reversed(pairs))):
            flags[two] |= {"listed"} | ({"beside"} if flags[one] & _TAKING else set())
        return flags

    def _takes(self, place: Mentioned, flags: frozenset[str]) -> frozenset[str]:
        """Return "takes" where the words around a mention say that its bearer takes part in a gathering or a match."""
        kind = self._cast.entities[place.key].kind
        person = kind == "person"
        rules = table("participation.toml")
        early = place.sentence < rules["early_sentences" if person else "first_sentences"]
        bare = person or "modifier" not in flags
        subject = "subject" in flags if early else "gathers" in flags and (person or self._gathering)
        holds = (
            ("agent" in flags and bare)
            or "sends" in flags
            or (self._gathering and kind == "country" and "sends_one" in flags)
            or (kind != "country" and bool(flags & {"plays", "leads"}))
            or (subject and "relative" not in flags and (person or "governed" not in flags) and "prose" in flags)
            or (early and bare and "prose" in flags and bool(flags & {"object", "played"}))
            or (self._match and not person and early and bare and "ground" not in flags)
        )
        return frozenset(("takes",)) if holds and "quoted" not in flags else frozenset()

    def _around(self, place: Mentioned) -> frozenset[str]:
        """Return the facts of one mention."""
        text, where = self._text, place.range
        before = text[max(0, where.start - 24) : where.start]
        found = {
            name
            for name, holds in (
                ("quoted", self._within(self.inside, self._inside_starts, where)),
                ("content", self.in_content(where)),
                ("verb", SUBJECT.match(text, where.end)),
                ("subject", grammar.is_subject(text, where, "verbs")),
                ("gathers", grammar.is_subject(text, where, "gathering")),
                ("sends", grammar.sends_somebody(text, where)),
                ("sends_one", grammar.sends_one(text, where)),
                ("modifier", grammar.is_modifier(text, where)),
                ("governed", grammar.is_governed(text, where)),
                ("enumerated", grammar.is_enumerated(text, where)),
                ("line", grammar.heads_line(text, where)),
                ("line_start", _LINE_START.search(text, max(0, where.start - 40), where.start)),
                ("colon", _COLON.match(text, where.end)),
                ("owns", _OWNS.match(text, where.end)),
                ("by", _BY.search(before)),
                ("ground", _AT_GROUND.search(before)),
                ("myself", _MYSELF.search(before)),
                ("according", _ACCORDING.search(before)),
                ("work", _WORK.match(text, where.end)),
                ("reports", _REPORTS.match(text, where.end)),
                ("apposed", _APPOSED.match(text, where.end)),
                ("prose", self._in_prose(place.sentence)),
                ("headline", self._layout.headline and self._layout.headline.contains(where)),
                ("source", self._in_source(where)),
                ("opens", where.start - self._opening(place) < 5),
            )
            if holds
        }
        return frozenset(found | self._titled(where))

    def _titled(self, where: Range) -> set[str]:
        """Return the facts that need the start of the title before a name."""
        text = self._text
        titled = grammar.with_title(text, where)
        return {
            name
            for name, holds in (
                ("title", titled.start < where.start),
                ("object", grammar.is_object(text, titled)),
                ("agent", grammar.is_agent(text, titled)),
                ("relative", grammar.in_relative(text, titled)),
                ("plays", self._match and grammar.is_subject(text, where, "match")),
                ("leads", self._match and grammar.leads_side(text, where)),
                ("played", self._match and grammar.is_object(text, titled, "match")),
            )
            if holds
        }

    def _opening(self, place: Mentioned) -> int:
        return self._sentences[place.sentence] if place.sentence >= 0 else 0

    @staticmethod
    def _within(ranges: Sequence[Range], starts: list[int], where: Range) -> bool:
        at = bisect_right(starts, where.start) - 1
        return at >= 0 and where.start < ranges[at].end

    def _in_source(self, where: Range) -> bool:
        at = bisect_right(self._source_starts, where.start) - 1
        return at >= 0 and where.end <= self._sources[at].end

    def _in_prose(self, sentence: int) -> bool:
        """Return whether a sentence ends with a stop, as headlines do not; the last one may be cut off."""
        if not 0 <= sentence < len(self._layout.sentences) - 1:
            return True
        where = self._layout.sentences[sentence]
        return bool(_PROSE_END.search(where.of(self._text))) or where.end == self._layout.sentences[sentence + 1].start
