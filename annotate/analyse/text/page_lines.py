"""Page furniture: lines of the page rather than the article, such as adverts, links, players and share buttons."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from annotate.analyse.findings import Layout
from annotate.analyse.words.files import entries

#: In characters: the longest running header, and lines too short for one; the fewest times that a header occurs.
_LONGEST_HEADER, _SHORTEST_HEADER, _FEWEST_HEADERS = 80, 12, 3


@cache
def _pattern() -> re.Pattern[str]:
    lines = (line.split("  #")[0].strip() for line in entries("furniture.txt"))
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


@cache
def _longest() -> int:
    return 420


def is_furniture(line: str) -> bool:
    """Return whether a line, taken alone, is page furniture.

    >>> is_furniture("ADVERTISEMENT"), is_furniture("The port closed.")
    (True, False)
    """
    line = line.strip(" \t\xa0")
    return bool(line) and len(line) <= _longest() and _pattern().fullmatch(line) is not None


def running_headers(layout: Layout) -> frozenset[int]:
    """Return the indices of paragraphs that repeat a short line without a final stop, if it occurs three times or more.

    The first occurrence may be the headline itself and is left out.
    """
    short = {i: p.of(layout.text) for i, p in enumerate(layout.paragraphs) if p.end - p.start <= _LONGEST_HEADER}
    often = Counter(short.values())
    found, seen = set(), set()
    for index, line in short.items():
        if often[line] >= _FEWEST_HEADERS and len(line) > _SHORTEST_HEADER and line[-1] not in '.!?”":':
            if line in seen:
                found.add(index)
            seen.add(line)
    return frozenset(found)
