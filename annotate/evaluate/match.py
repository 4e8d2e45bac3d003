"""Compares names and spans by letters and digits only, so that quotation marks and punctuation do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_POSSESSIVE = re.compile(r"['\u2019]s\b")
_WORD = re.compile(r"\w+")

Characters = frozenset[int]


def characters(pairs: Iterable[tuple[int, int]], text: str) -> Characters:
    """Return the offsets, in code points, of the letters and digits inside (start, end) ranges of a text.

    >>> sorted(characters([(0, 5)], "“No,” he said"))
    [1, 2]
    """
    return frozenset(i for start, end in pairs for i in range(start, min(end, len(text))) if text[i].isalnum())


def overlap(one: Characters, other: Characters) -> float:
    """Return the share of common characters (Jaccard index), 0 to 1; two empty sets agree."""
    return 1.0 if not one and not other else len(one & other) / len(one | other)


def pairs(wanted: Sequence[Characters], given: Sequence[Characters], least: float) -> list[tuple[int, int, float]]:
    """Return one-to-one pairs (index wanted, index given, overlap) with an overlap of at least `least`, best first.

    The matching is greedy: the best pair is taken first.

    >>> pairs([frozenset({1, 2})], [frozenset({2, 1})], 0.5)
    [(0, 0, 1.0)]
    """
    found = [(overlap(w, g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(given) if not w.isdisjoint(g)]
    used_wanted: set[int] = set()
    used_given: set[int] = set()
    chosen = []
    for value, i, j in sorted(found, reverse=True):
        if value >= least and i not in used_wanted and j not in used_given:
            used_wanted.add(i)
            used_given.add(j)
            chosen.append((i, j, value))
    return chosen


def plain(name: str | None) -> str:
    """Return the form of a name used for comparison: lower-case words without possessive endings and leading "the".

    >>> plain("The Bank of Norland’s")
    'bank of norland'
    """
    words = _WORD.findall(_POSSESSIVE.sub("", (name or "").casefold()))
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def words_between(text: str, one: int, other: int) -> int:
    """Return how many words lie between two offsets."""
    return len(_WORD.findall(text[min(one, other) : max(one, other)]))
