"""Lines that belong to the page and not to the article: adverts, links to other stories, players, share buttons."""

from __future__ import annotations

import re
from functools import cache

from annotate.analyse.wordlists import entries


@cache
def _pattern() -> re.Pattern[str]:
    lines = (line.split("  #")[0].strip() for line in entries("furniture.txt"))
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


@cache
def _longest() -> int:
    return 420


def is_furniture(line: str) -> bool:
    """Say whether a line, taken alone, is page furniture."""
    line = line.strip(" \t\xa0")
    return bool(line) and len(line) <= _longest() and _pattern().fullmatch(line) is not None
