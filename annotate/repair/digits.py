"""Where a number is missing; which one cannot be known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotate.analyse.enumeration import numbers
from annotate.analyse.wordlists import table
from annotate.clean import Change
from annotate.repair.page import Page

_STUMP = re.compile(r"(?<=\s)(?P<stump>th|st|nd|rd|s)(?=[\s.,;:)]|$)")
_GAP = re.compile(
    r"\b(?P<before>in|of|by|to|at|on|since|from|for|than|about|nearly|almost|over|until|between|around|under|age|aged|No|Nos|Nov|Dec|Oct|Sept|Aug|Jan|Feb|July|June|May|April|March"
    r"|January|February|August|September|October|November|December)(?P<stop>\.?)(?P<gap>\s)(?=[.,;:)])"
)
_MONEY = re.compile(r"(?P<sign>\$)(?=\s?(?:million|billion|trillion|\s|[.,;)]|[a-z]))")
_UNIT = re.compile(
    r"(?P<before>\S+) (?P<unit>percent|per cent|pct|percentage points?|million|billion|trillion|[ap]\.m\.)(?!\w)"
)
_MONTH = re.compile(
    r"\b(?:Nov|Dec|Oct|Sept|Aug|Jan|Feb)(?P<stop>\.)(?=\s(?:\(|and\b|in\b|at\b|after\b|when\b|for\b|to\b))"
)
_PAIR = re.compile(r"\b(?P<before>between|from|of|ages|in)(?P<gap>\s)(?=(?:and|to|or|through)\s)|,(?P<comma>\s?)(?=,)")


def digits(page: Page) -> Iterator[Change]:
    """Yield where a number is missing: "the th meeting", "in .", "$ million", "by percent"; which one is not known."""
    if not page.lost:
        return
    for pattern, group in ((_STUMP, "stump"), (_GAP, "gap"), (_MONEY, "sign"), (_MONTH, "stop")):
        for match in pattern.finditer(page.text):
            yield Change(*match.span(group), "lost_digits", None)
    for match in _PAIR.finditer(page.text):
        start, end = match.span("gap" if match["gap"] else "comma")
        if end > start:
            yield Change(start, end, "lost_digits", None)
    known, amounts = numbers(), table("repair.toml")["amounts"]
    for match in _UNIT.finditer(page.text):
        before = match["before"].casefold().strip("($")
        if (
            before not in known
            and before not in amounts
            and not before.startswith(tuple(known))
            and before[-1:] not in "0123456789"
        ):
            yield Change(*match.span("unit"), "lost_digits", None)
