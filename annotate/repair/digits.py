"""Find places where a number is missing; which number it was cannot be known.

>>> from annotate.repair import find_repairs
>>> text = (
...     "Chinas plan has the support of both towns, and the boards members will vote. It was the th "
...     "meeting in the s. We hope so, she said. Its a longterm plan, and the mayors of the islands and "
...     "the Fishers Union of Ormsund back it."
... )
>>> [(repair.text, repair.replacement) for repair in find_repairs(text) if repair.kind == "lost_digits"]
[('th', None), ('s', None)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table
from annotate.analyse.words.number_words import numbers
from annotate.clean import Change
from annotate.repair.page import Page

_STUMP = re.compile(r"(?<=\s)(?P<stump>th|st|nd|rd|s)(?=[\s.,;:)]|$)")
#: A space before a full stop or comma: "in .", "the ,000"; after "No." and "Nov." also with a full stop between.
_GAP = re.compile(rf"(?:[^\W\d_]|\b(?:Nos?|{lexicon.short_months()})\.)(?P<gap>\s)(?=[.,;](?! ?\.)|[):])")
#: Words that only follow a number: "a yearold boy", "at %".
_TAIL = re.compile(r"(?P<tail>\s)(?=yearolds?\b|%)")
_MONEY = re.compile(r"(?P<sign>\$)(?=\s?(?:million|billion|trillion|\s|[.,;)]|[a-z]))")
_LAST_WORD = re.compile(r"[^\W\d_]*\W*\d*$")  # "tomatoes.Six million"
_UNIT = re.compile(
    r"(?P<before>\S{1,60}) (?P<unit>percent|per cent|pct|percentage points?|million|billion|trillion|[ap]\.m\.)(?!\w)"
)
_MONTH = re.compile(
    rf"\b(?:{lexicon.short_months()})(?P<stop>\.)(?=\s(?:\(|and\b|in\b|at\b|after\b|when\b|for\b|to\b))"
)
_PAIR = re.compile(
    r"\b(?:between|from|of|ages|in(?! to\b| and of\b))(?P<gap>\s)(?=(?:and|to|or|through)\s)|,(?P<comma>\s?)(?=,)"
)


_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s$")


def digits(page: Page) -> Iterator[Change]:
    """Yield places where a number is missing: "the th meeting", "in .", "$ million", "by percent"."""
    if not page.lost:
        return
    for pattern, group in ((_STUMP, "stump"), (_TAIL, "tail"), (_GAP, "gap"), (_MONEY, "sign"), (_MONTH, "stop")):
        for match in pattern.finditer(page.text):
            if match.group() == "s" and not _is_decade(page.text, match.start()):
                continue
            yield Change(*match.span(group), "lost_digits", None)
    for match in _PAIR.finditer(page.text):
        start, end = match.span("gap" if match["gap"] else "comma")
        if end > start:
            yield Change(start, end, "lost_digits", None)
    known, amounts = numbers(), table("repair.toml")["amounts"]
    for match in _UNIT.finditer(page.text):
        before = _LAST_WORD.search(match["before"].casefold().strip("($"))[0]  # type: ignore[index]
        if (
            before not in known
            and before not in amounts
            and not before.startswith(tuple(known))
            and before[-1:] not in "0123456789"
        ):
            yield Change(*match.span("unit"), "lost_digits", None)


def _is_decade(text: str, at: int) -> bool:
    """Return whether a lone "s" is the rest of a decade or an age: "in the s", "his s"."""
    before = _WORD_BEFORE.search(text, max(0, at - 20), at)
    return before is not None and before[1].casefold() in table("repair.toml")["decades"]
