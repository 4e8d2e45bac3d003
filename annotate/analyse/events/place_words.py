"""Find the places of an event: the towns, venues and countries that its sentences name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from annotate.analyse.findings import Layout, Name, Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import entries, table

#: What a name may go on with: an accent may be a character of its own, after its letter.
_LETTER = r"\w\u0300-\u036f"
_CAPITALS = (
    rf"(?:St\.\s|Mt\.\s|Ft\.\s|[A-Z][{_LETTER}’'.-]*\s(?:of|de|del|la|el|al)\s|[A-Z][{_LETTER}’'-]*[ -](?=[A-Z]))*"
    rf"(?:(?:al|el|as|ash)-)?[A-Z][{_LETTER}’'-]*[{_LETTER}]"
)


#: "Novi, Michigan", "Larissa in central Greece"
_REGION = re.compile(r"(?:, | in (?:[a-z]+ )?)([A-Z][\w.]*(?: [A-Z]\w*)?)")


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place's name after a preposition. `size`: 0 a town, 1 a venue, 2 a state or country."""

    range: Range
    preposition: str
    size: int
    #: How well the words before it tie it to the event, from -3 (another thing is there) to 2 (held there).
    tie: float


@cache
def _pattern() -> re.Pattern[str]:
    kinds = "|".join(table("event_places.toml")["kinds"].split())
    return re.compile(
        r"\b(?P<preposition>in|at|near|outside|across|through|to|for|[Vv]isit(?:s|ed|ing)?|[Tt]our(?:s|ed|ing)?|In|At"
        r"|struck|hit|rocked|shook|battered|devastated)\s"
        rf"(?:the\s)?(?:(?P<kind>(?:[\w-]+\s){{0,4}}?(?:{kinds})(?:\sof|,))\s(?:the\s)?)?"
        r"(?P<part>(?:central|western|eastern|northern|southern|downtown|nearby|neighbou?ring|north|south|east|west"
        r"|north-?eastern|north-?western|south-?eastern|south-?western|upstate|rural|northwest|northeast|southwest|southeast)\s)?"
        rf"(?P<name>{_CAPITALS})"
    )


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(table("event_places.toml")[key].split())


@cache
def _remote() -> re.Pattern[str]:
    return re.compile(table("event_places.toml")["remote"], re.IGNORECASE)


def is_remote(words: str) -> bool:
    """Return whether the words speak of a video conference, a telephone call or the like, which has no place."""
    return _remote().search(words) is not None


def is_firm(words: str) -> bool:
    """Return whether a name is that of a firm, where people work and no event is held: "Bank of Norland"."""
    known = lexicon.words("name_words.toml", "companies", "endings")
    return not known.isdisjoint((words.split()[0], words.split()[-1])) and not is_venue(words)


def seats(text: str, where: Range) -> Iterator[tuple[Range, str]]:
    """Yield the seats and rooms of governments that a sentence names, each with the preposition before it, or none."""
    for match in _seats().finditer(where.of(text)):
        start, end = match.span("name")
        yield Range(where.start + start, where.start + end), (match["preposition"] or "none").casefold()


@cache
def _seats() -> re.Pattern[str]:
    return re.compile(table("event_places.toml")["seats"])


def is_venue(words: str) -> bool:
    """Return whether a name ends like that of a venue: "Central Hall"."""
    return words.split()[-1] in _words("venue_heads")


class Places:
    """The places of one text."""

    def __init__(self, layout: Layout, names: tuple[Name, ...]) -> None:
        self._text = layout.text
        self._names = sorted(names, key=lambda n: n.range)
        self._starts = [n.range.start for n in self._names]

    def within(self, sentence: Range) -> Iterator[PlaceCandidate]:
        """Yield the places after a preposition in a sentence, in order."""
        last: PlaceCandidate | None = None
        for match in _pattern().finditer(self._text, *sentence):
            found = self._candidate(match, sentence)
            if found is None:
                continue
            if last is not None and self._text[last.range.end : match.start()].strip() in ("", ","):
                # "held at the Central Hall in Leeds": what ties the hall to the event ties the town, too.
                found = PlaceCandidate(found.range, found.preposition, found.size, max(found.tie, last.tie - 0.1))
            last = found
            yield found

    def _candidate(self, match: re.Match[str], sentence: Range) -> PlaceCandidate | None:
        text, start = self._text, match.start("name")
        end = match.end("name")
        words = text[start:end]
        if words.endswith(("'s", "’s")):
            end -= 2
            words = text[start:end]
            if match["preposition"] in ("to", "for"):
                return None
        preposition = match["preposition"].casefold()
        preposition = (
            "visit" if preposition.startswith("visit") else "tour" if preposition.startswith("tour") else preposition
        )
        named = self._name_at(start) or self._name_in(Range(start, end))
        first = words.split()[0]
        if first.casefold() in _calendar() or (first in ("The", "His", "Her") and words not in lexicon.places()):
            return None
        if named is not None and not named.range.overlaps(Range(start, end)):
            named = None
        tie = self._tie(match.start(), sentence)
        if words.split()[-1] in _words("gatherings") or self._is_other(
            match, Range(start, end), preposition, named, tie
        ):
            return None
        placed = named is not None and named.kind in ("place", "country")
        if named is not None and placed and not is_venue(words):
            end = min(end, named.range.end) if named.range.start == start else end
            words = text[start:end]
        if (preposition == "for" and not placed) or (preposition == "at" and words.isupper() and len(words) < 6):
            return None
        large = self._is_large(words) or (
            named is not None and named.kind == "country" and words not in lexicon.capitals()
        )
        if preposition == "at" and (large or is_firm(words)):
            return None
        size = 2 if large else 1 if is_venue(words) or preposition == "at" else 0
        return PlaceCandidate(Range(start, end), preposition, size, tie)

    def _is_other(self, match: re.Match[str], where: Range, preposition: str, named: Name | None, tie: float) -> bool:
        """Return whether the words name somebody or something else than a place."""
        if named is None:
            return preposition in ("to", "for")
        words = where.of(self._text)
        other = named.kind in ("person", "nationality", "organization", "other")
        if not other or is_venue(words) or preposition == "at" or match["kind"] or words in lexicon.places():
            return False
        # A town that is called like a person: "was delivered in Monroe", "in Novi, Michigan".
        region = _REGION.match(self._text, where.end)
        if region is not None and self._is_large(region[1]):
            return False
        return preposition != "in" or tie < 1.2 or named.kind == "nationality" or " " in words

    def _name_in(self, where: Range) -> Name | None:
        """Return the first name that begins inside the range."""
        at = bisect_left(self._starts, where.start)
        return self._names[at] if at < len(self._names) and self._starts[at] < where.end else None

    def _name_at(self, start: int) -> Name | None:
        at = bisect_left(self._starts, start)
        for n in (at, at - 1):
            if 0 <= n < len(self._names) and self._names[n].range.start <= start < self._names[n].range.end:
                return self._names[n]
        return None

    def is_place(self, where: Range) -> bool:
        """Return whether the words are the name of a town or country."""
        words = where.of(self._text)
        named = self._name_at(where.start)
        if named is not None and named.range.start == where.start and named.kind in ("place", "country"):
            return named.range.end == where.end
        return words in lexicon.capitals() or words in lexicon.places()

    def is_large(self, where: Range) -> bool:
        """Return whether the words are the name of a state or country."""
        return self._is_large(where.of(self._text))

    @staticmethod
    def _is_large(words: str) -> bool:
        return (words in lexicon.countries() or words in _states()) and words not in lexicon.capitals()

    def _tie(self, at: int, sentence: Range) -> float:
        """Weigh the words before a preposition."""
        before = re.findall(r"[\w’'-]+", self._text[max(sentence.start, at - 60) : at])
        if not before:
            return 0.6
        last = before[-1].casefold()
        if last in _words("elsewhere"):
            return 0.8 if any(w.casefold() in _words("held") for w in before[-7:-1]) else -3.0
        if last in _words("held"):
            return 2.0
        if any(w.casefold() in _words("held") for w in before[-4:]):
            return 1.2
        return 0.0


@cache
def _calendar() -> frozenset[str]:
    data = table("dates.toml")
    return frozenset(w.casefold() for key in ("months", "weekdays") for row in data[key] for w in row.split())


@cache
def _states() -> frozenset[str]:
    return frozenset(entries("states.txt"))
