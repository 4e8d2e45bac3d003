"""How common an English word is: data/word_frequencies.txt.gz, an extract of wordfreq's list (CC BY-SA 4.0)."""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple


class _Table(NamedTuple):
    frequent: dict[str, float]
    #: All words as "\nword NN\n" lines in byte order.
    lines: bytes


@cache
def _table() -> _Table:
    packed = (files("annotate.analyse.words") / "data" / "word_frequencies.txt.gz").read_bytes()
    _header, _, body = gzip.decompress(packed).partition(b"\n")
    head, _, rest = body.partition(b"\n\n")
    frequent = {}
    for line in head.decode().split("\n"):
        frequent[line[:-3]] = int(line[-2:]) / 10
    return _Table(frequent, b"\n" + rest)


@lru_cache(maxsize=1 << 16)
def zipf(word: str) -> float:
    """Return the Zipf value of a word in lower case: log10 of its occurrences per 10**9 words, 0.0 if unknown.

    The most common words stand near 7.5, everyday words above 4, rare ones below 2. Apostrophes are straight.

    >>> zipf("economy") > 4.5
    True
    >>> zipf("sectorssecurity")
    0.0
    """
    table = _table()
    value = table.frequent.get(word)
    return value if value is not None else _search(table.lines, word)


def _search(lines: bytes, word: str) -> float:
    """Bisect the sorted lines; a step lands anywhere and moves back to the start of its line."""
    key = word.encode()
    low, high = 0, len(lines) - 1
    while low < high:
        start = lines.rfind(b"\n", 0, (low + high) // 2 + 1) + 1
        end = lines.index(b"\n", start)
        found = lines[start : end - 3]
        if found == key:
            return int(lines[end - 2 : end]) / 10
        if found < key:
            low = end
        else:
            high = start - 1
    return 0.0
