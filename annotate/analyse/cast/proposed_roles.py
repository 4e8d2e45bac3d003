"""Propose which stretches beside a person's names may be the role.

Every stretch is proposed that ends directly before a name, or begins directly after one in apposition, and that
contains a noun for people. Titles shared in the plural ("Senators A and B") are proposed for each person named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotate.analyse.cast.role_words import determiners, heads
from annotate.analyse.cast.titles import NO_APPOSITION
from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon

#: A role has at most this many words before a name, and after one.
_BEFORE, _BEHIND = 14, 22
#: The most words from the head of a role to the name: "Secretary of Health and Human Services X".
_TO_HEAD = 9
#: The number of first mentions of a person that are inspected.
_MENTIONS = 8
#: A word, its marks inside; a capital inside one begins another, as where a scraper glued two.
_WORD = re.compile(
    r"[^\W_](?:[\w’'./&-]*[\w’'])?"
    r"(?:(?<=\b\w)\.|(?<=[A-Z][a-z])\.|(?<=[A-Z][a-z]{2})\.|(?<=[A-Z][a-z]{3})\.)?"
)
_GLUE = re.compile(r"(?<=[a-z.])(?=[A-Z][a-z])|(?<=[a-z]{3}[.’'])(?=[A-Z])|(?<=[A-Z]{3})(?=[A-Z][a-z]{2})")
#: A sentence ends here, or something else that no role goes across.
_STOP = re.compile(
    r"[!?;:“”\"\n\u2028]|—|(?<!\w)–|–(?!\w)"
    r"|(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})\.(?!\w)"
    r"|(?<=[a-z]{3})\.['’]?(?=[A-Z])"  # two sentences are glued
)
#: What goes on behind the head of a role: its object, or "pro tempore".
_GOVERNS = re.compile(r"[ ](?:(?:of|for|to|at|on|from|in)[ ]|(?:pro[ ][Tt]em|[Ee]merit|[Ee]lect\b|[Dd]esignate\b))")
#: A short office or honorific that may stand between a role and a name: "committee chairman Rep. X".
_SHORT = lexicon.alternation(
    word.rstrip(".")
    for word in (
        *lexicon.words("titles.toml", "abbreviations", "words"),
        *(form for kind in ("plain", "knights", "clergy") for form in lexicon.words("titles.toml", "address", kind)),
    )
)
#: In characters: the widest gap between a role and a name.
_GAP = 24
_GAP_BEFORE = re.compile(
    rf"(?P<comma>,)?[ \u00a0\n]?(?:named[ ]|like[ ]|(?:the[ ])?(?:(?:H\.E|{_SHORT})\.?(?:[ \u00a0]|&nbsp;)){{1,2}})?\Z"
)
_OPENS_BEHIND = re.compile(
    r"(?:[’']s|(?<=[JjSs][Rr])\.)?"
    r"(?:[ ]\([^()]{1,40}\)|[ ]of[ ](?:the[ ])?[A-Z][\w.’' ]{2,30}(?=,)|,[ ]?[RDI]-[A-Z][\w.]{0,12}(?=,))?(?:"
    r"(?P<comma>,[ \u00a0\n](?:(?:aged?[ ])?\d\d,[ ])?(?:(?:of|from)[ ][A-Z][\w ]{2,30},[ ])?"
    r"(?:(?:who[ ])?(?:also[ ])?(?:is|was|serves as|served as)[ ](?:now[ ])?)?(?:(?:then|once|also|both)[ ])?)"
    r"|(?P<is>[ ](?:is|was)[ ](?=an?[ ]|the[ ]|one[ ]))|(?P<dash>[ ]?(?:[—–]|--)[ ]?)|(?P<bracket>[ ]\()"
    r"|(?P<colon>:[ ]))"
    r"(?P<article>(?:an?|[Tt]he|his|her|their|its|our|another)[ ])?"
)
#: Between two names that share a title: the first one's party or town, and what joins them.
_SHARED = re.compile(
    r"(?:[’']s)?(?:[ ]?\([^()]{1,12}\)|,[ ]?[RDI]-[A-Z][\w.]{0,12}|[ ]of[ ][A-Z]\w+)?"
    r"(?:[,;]?[ ]and[ ]|[,;][ ]|[ ])"
)
_TITLE_OF_HONOUR = re.compile(rf"(?<!\w)(?:{_SHORT})\.?[ \u00a0]\Z")
#: Words that the role behind a name may begin with, or do without.
_PRECEDES = frozenset(("one", "former", "current", "a", "an", "the", "then", "once", "also", "now"))
#: The name of a programme that a role begins with: '"The View" co-host'.
_PROGRAMME = re.compile(r"[“\"‘'][A-Z0-9][^“”\"\n]{1,40}[”\"’'][ ]\Z")


def _tokens(text: str) -> Iterator[Range]:
    """Yield the words of a text, with glued ones split."""
    for match in _WORD.finditer(text):
        tail = match.group()[1:]
        if tail == tail.lower():  # nothing is glued there; the pattern is far slower
            yield Range(*match.span())
            continue
        cuts = [match.start(), *(m.start() for m in _GLUE.finditer(text, match.start() + 2, match.end() - 1))]
        yield from (Range(a, b) for a, b in zip(cuts, [*cuts[1:], match.end()], strict=True))


@dataclass(frozen=True, slots=True)
class Proposed:
    """One stretch that may be the role of a person, with the mention that it stands beside."""

    range: Range
    side: str
    mention: Range
    #: The number of the mention among those of the person.
    number: int


class Proposals:
    """Proposes the roles of the people of one text; `people` are their names in order, each with its entity's key."""

    def __init__(self, text: str, people: Sequence[tuple[Range, int]]) -> None:
        self._text = text
        self._people = people
        self._tokens = list(_tokens(text))
        self._token_starts = [token.start for token in self._tokens]

    def proposed(self) -> Mapping[int, list[Proposed]]:
        """Return for each person the stretches that may be the role, each once."""
        found: dict[int, dict[Range, Proposed]] = {}
        numbers: dict[int, int] = {}
        chain: list[Proposed] = []
        last: Range | None = None
        for where, key in self._people:
            number = numbers[key] = numbers.get(key, -1) + 1
            mine = found.setdefault(key, {})
            if number >= _MENTIONS:
                continue
            near = list(self._beside(where, number))
            joined = last is not None and bool(_SHARED.fullmatch(self._text, last.end, where.start))
            chain = chain if joined else [p for p in near if p.side == "before" and self._plural(p.range)]
            shared = [replace(p, side="shared", mention=where, number=number) for p in chain] if joined else []
            for proposed in (*near, *shared):
                mine.setdefault(proposed.range, proposed)
            last = where
        return {key: list(mine.values()) for key, mine in found.items()}

    def words(self, low: int, high: int) -> list[Range]:
        """Return the words that lie in a stretch; one that reaches over its end is cut there."""
        first, last = bisect_left(self._token_starts, low), bisect_left(self._token_starts, high)
        words = self._tokens[first:last]
        if words and words[-1].end > high:
            words[-1] = Range(words[-1].start, high)
        return words

    def _beside(self, where: Range, number: int) -> Iterator[Proposed]:
        gap = _GAP_BEFORE.search(self._text, max(0, where.start - _GAP), where.start)
        ends = {gap.start(): "comma before" if gap["comma"] else "before"} if gap else {}
        honour = _TITLE_OF_HONOUR.search(self._text, max(0, where.start - 11), where.start)
        if honour and gap and gap.start() != where.start - 1:
            ends[where.start - 1] = "before"
        for end, side in ends.items():
            for start in self._starts_before(end):
                yield Proposed(Range(start, end), side, where, number)
        opened = _OPENS_BEHIND.match(self._text, where.end, where.end + 120)
        if opened:
            side = next(name for name in ("comma", "is", "dash", "bracket", "colon") if opened[name])
            for stretch in self._stretches_behind(opened.end()):
                yield Proposed(stretch, f"behind {side}", where, number)

    def _starts_before(self, end: int) -> Iterator[int]:
        """Yield where a role that ends at `end` may begin, the nearest first; only where its head is an office."""
        low = max(0, end - 130)
        stops = [m.end() for m in _STOP.finditer(self._text, low, end - 1)]
        low = max([low, *stops])
        words = self.words(low, end)
        if not words or words[-1].end < end - 1:
            return
        office = next((w for w in reversed(words[-_TO_HEAD:]) if heads(w.of(self._text))), None)
        if office is None or (office != words[-1] and not _GOVERNS.match(self._text, office.end)):
            return
        for word in reversed(words[-_BEFORE:]):
            if word.start <= office.start and word.of(self._text).casefold() not in determiners():
                yield word.start
        programme = _PROGRAMME.search(self._text, max(0, words[0].start - 44), words[0].start)
        if programme and len(words) <= _BEFORE:
            yield programme.start()

    def _stretches_behind(self, start: int) -> Iterator[Range]:
        stop = _STOP.search(self._text, start)
        end = min(len(self._text), start + 180, stop.start() if stop else len(self._text))
        words = self.words(start, end)[:_BEHIND]
        said = [w.of(self._text) for w in words]
        headed = [i for i, word in enumerate(said) if heads(word)]
        if not headed or headed[0] > _TO_HEAD or said[0] == "whose" or NO_APPOSITION.match(self._text, start):
            return
        for opening in self._openings(said, headed):
            office = next(i for i in headed if i >= opening)
            for word in words[office:]:
                yield Range(words[opening].start, word.end)

    @staticmethod
    def _openings(said: Sequence[str], headed: Sequence[int]) -> Iterator[int]:
        """Yield where a role behind a name may begin: at once, behind an owner, or behind "one of us and a"."""
        yield 0
        one = said[0] in ("one", "another")
        for i, word in enumerate(said[: headed[-1]]):
            precedes = i < headed[0] and (word.endswith(("’s", "'s")) or (i == 0 and word in _PRECEDES))
            if precedes or (one and i > headed[0] and word in ("a", "an") and said[i - 1] == "and"):
                yield i + 1

    def _plural(self, where: Range) -> bool:
        last = where.of(self._text).split()[-1].rstrip(".").casefold()
        return last.endswith("s") and (last[:-1] in lexicon.person_nouns() or last in ("sens", "reps", "govs"))
