"""Join a quotation in several pieces with attributions between them: "The bridge," she said, "was," she added, "old."

The model gives each cue its own content, and what stands between two cues to either or to none. Marks and letters say
that the pieces are one: a piece without a stop at its end, and after it one that begins with a small letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.words import lexicon

#: Between two pieces stand at most this many characters.
_LONGEST_GAP = 160
_OPEN_END = re.compile(r"[\w,\u2013\u2014\u2026-]\Z")
_GOES_ON = re.compile(r"[a-z]|I\b")
_PRONOUNS = frozenset(["he", "she", "they", "it", "who"])
_MARKS = "\"'\u201c\u201d\u2018\u2019`"


def rejoined(layout: Layout, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, each chain of pieces in one of them, in the order of their content."""
    found = sorted(attributions, key=lambda a: a.content[0])
    for chain in _chains(layout):
        low = bisect_left(found, chain[0].start - 1, key=lambda a: a.content[0].start)
        near = range(max(0, low - 1), bisect_left(found, chain[-1].end, key=lambda a: a.content[0].start))
        inside = [n for n in near if any(c.overlaps(piece) for c in found[n].content for piece in chain)]
        one = _merged(layout, [found[n] for n in inside], chain) if inside else None
        if one is not None:
            found[inside[0]] = one
            for n in reversed(inside[1:]):
                del found[n]
    return found


def _chains(layout: Layout) -> Iterator[list[Range]]:
    """Yield the runs of two and more marked stretches that are pieces of one quotation, marks excluded."""
    chain: list[Range] = []
    for stretch in layout.quoted:
        if chain and _continues(layout.text, chain[-1], stretch):
            chain.append(stretch)
            continue
        if len(chain) > 1:
            yield chain
        chain = [stretch]
    if len(chain) > 1:
        yield chain


def _continues(text: str, piece: Range, following: Range) -> bool:
    """Return whether a marked stretch goes on with the one before it, a clause that tells who speaks between them."""
    gap = text[piece.end : following.start].strip(_MARKS)
    closed = text[piece.end - 1] in ",\u2014\u2013" or gap.startswith((",", " \u2014"))
    return (
        closed
        and len(gap) <= _LONGEST_GAP
        and "\n" not in gap
        and gap.rstrip(_MARKS + " ").endswith((",", "\u2014"))
        and _OPEN_END.search(text, piece.start, piece.end) is not None
        and _GOES_ON.match(text, following.start) is not None
        and _says().search(gap) is not None
    )


def _merged(layout: Layout, parts: list[Attribution], chain: list[Range]) -> Attribution | None:
    """Return one attribution of the whole chain, or None if the parts name several people."""
    text = layout.text
    named = [a for a in parts if a.source and a.source.of(text).casefold() not in _PRONOUNS]
    if len({a.source for a in named}) > 1 or any(a.direct for a in parts):
        return None
    best = max(named or parts, key=lambda a: a.confidence)
    rest = [c for a in parts for c in a.content if not any(c.overlaps(piece) for piece in chain)]
    pieces = [Range(piece.start - 1, min(len(text), piece.end + 1)) for piece in chain]
    if all(text[p.start] in _MARKS and text[p.end - 1] in _MARKS for p in pieces):
        return replace(best, content=tuple(sorted([*rest, *pieces])))
    return None


@cache
def _says() -> re.Pattern[str]:
    verbs = lexicon.words("name_words.toml", "people", "speaks") | lexicon.words("sources.toml", "groups", "says")
    verbs |= lexicon.words("no_speech.toml", "pieces", "says")
    return re.compile(rf"\b(?:{lexicon.alternation(verbs)}|went on)\b")
