"""Resolve pronouns inside quotation marks: "I" is the speaker, "he" and "she" somebody else who was just named.

A third person is resolved only where the choice is unambiguous: exactly one person of that sex, the speaker aside, is
named inside the quotation before the pronoun, or else in the sentences right before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from annotate.analyse.cast.entities import Mention
from annotate.analyse.cast.salience import Memory, term
from annotate.analyse.findings import Attribution, Range

#: The first person; a numeral is not one ("World War I").
_FIRST = re.compile(
    r"(?<!War )(?<!Part )(?<!Title )(?<!Phase )(?<!Type )\bI\b(?=[’']|[ ,]|$)|\b(?:[Mm]e|[Mm]y|[Mm]yself)\b(?![’'-])"
)
_THIRD = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[Hh]imself|[Hh]erself|[Hh]ers)\b")
#: Sentences before that of the quotation in which the person may be named.
_BEFORE = 1


def quoted_pronouns(
    memory: Memory, attributions: Iterable[Attribution], speakers: Iterable[tuple[int, ...]]
) -> list[Mention]:
    """Return the mentions by pronouns in the quotations of single people, in order of the attributions."""
    inside = memory.inside
    starts = [r.start for r in inside]
    known = sorted(
        (m.range.start, m.key) for m in (*memory.named, *memory.extra) if memory.entities[m.key].kind == "person"
    )
    found: dict[Range, Mention] = {}
    for attribution, keys in zip(attributions, speakers, strict=True):
        if len(keys) != 1 or memory.entities[keys[0]].kind != "person":
            continue
        for piece in attribution.content:
            for quoted in _within(piece, inside, starts):
                for mention in _of_quotation(memory, quoted, keys[0], known):
                    found.setdefault(mention.range, mention)
    taken = {m.range.start for m in memory.extra}
    return [m for m in found.values() if m.range.start not in taken]


def _within(piece: Range, inside: tuple[Range, ...], starts: list[int]) -> Iterator[Range]:
    """Yield the parts of a piece that stand between marks."""
    for at in range(max(0, bisect_right(starts, piece.start) - 1), len(inside)):
        quoted = inside[at]
        if quoted.start >= piece.end:
            return
        if quoted.overlaps(piece):
            yield Range(max(quoted.start, piece.start), min(quoted.end, piece.end))


def _of_quotation(memory: Memory, quoted: Range, speaker: int, known: list[tuple[int, int]]) -> Iterator[Mention]:
    text = memory.layout.text
    for match in _FIRST.finditer(text, *quoted):
        yield Mention(Range(*match.span()), speaker, "pronoun")
    begun = memory.sentences[max(0, memory.sentence(quoted.start) - _BEFORE)] if memory.sentences else 0
    people = [_People(memory, known, start, speaker) for start in (quoted.start, begun)]
    for match in _THIRD.finditer(text, *quoted):
        sex = "m" if match.group().casefold() in term("pronouns", "m") else "f"
        fitting = next((found for one in people if (found := one.until(match.start())[sex])), set())
        key = next(iter(fitting), None)
        if key is not None and len(fitting) == 1 and memory.entities[key].sex == sex:
            yield Mention(Range(*match.span()), key, "pronoun")


class _People:
    """The people named from an offset on, except the speaker, by possible sex."""

    def __init__(self, memory: Memory, known: list[tuple[int, int]], start: int, speaker: int) -> None:
        self._memory, self._known, self._speaker = memory, known, speaker
        self._at = bisect_left(known, (start, -1))
        self._found: dict[str, set[int]] = {"m": set(), "f": set()}

    def until(self, end: int) -> dict[str, set[int]]:
        """Return those named before `end`, which never goes back."""
        while self._at < len(self._known) and self._known[self._at][0] < end:
            key = self._known[self._at][1]
            for sex, found in self._found.items():
                if key != self._speaker and self._memory.entities[key].sex in (sex, "u"):
                    found.add(key)
            self._at += 1
        return self._found
