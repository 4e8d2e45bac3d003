"""Find glued words and the character that was most likely between them.

>>> from annotate.repair import find_repairs
>>> text = (
...     "Chinas plan has the support of both towns, and the boards members will vote. It was the th "
...     "meeting in the s. We hope so, she said. Its a longterm plan, and the mayors of the islands and "
...     "the Fishers Union of Ormsund back it."
... )
>>> [repair.replacement for repair in find_repairs(text) if repair.kind == "glued_word"]
['long-term']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotate.analyse.words.files import table, words
from annotate.analyse.words.frequencies import zipf
from annotate.clean import Change
from annotate.repair.page import Page


def glued_words(page: Page) -> Iterator[Change]:
    """Yield glued words ("sectorssecurity"), split where a paragraph ends between them."""
    if page.lost:
        yield from _around_lost(page.text)
    seams = {p.start for p in page.layout.paragraphs}
    for glued in page.glued:
        cuts = [c for c in glued.cuts if c not in seams]
        if not cuts:
            continue
        start = max([glued.range.start, *(s for s in glued.cuts if s in seams and s < cuts[0])])
        end = min([glued.range.end, *(s for s in glued.cuts if s in seams and s > cuts[0])])
        parts = [page.text[a:b] for a, b in zip([start, *cuts], [*cuts, end], strict=True) if b > a]
        yield Change(start, end, "glued_word", _joined(parts, page.lost))


_PARTY = re.compile(r"(?<=[(,] |.\()(?P<party>[DRI])(?P<state>[A-Z][A-Za-z]*)\b")


_MIDDLE = re.compile(r"\b(?P<mid>[Mm]id)s\b")


def _around_lost(text: str) -> Iterator[Change]:
    """Yield a politician's party and state, "Mark Hale (DVa.)", and "the mids", which lost its decade as well."""
    for match in _MIDDLE.finditer(text):
        yield Change(*match.span(), "glued_word", f"{match['mid']}-s")
    for match in _PARTY.finditer(text):
        if match["state"] in table("glue.toml")["home_states"] or match["state"] in words("states.txt"):
            if match["state"] in ("N", "R", "S", "W") and text[match.end() : match.end() + 1] != ".":
                continue
            yield Change(*match.span(), "glued_word", f"{match['party']}-{match['state']}")


def _joined(parts: Sequence[str], lost: bool) -> str:
    """Return the words with the likeliest character between them: a hyphen in a compound, a dash between phrases."""
    if not lost:
        return " ".join(parts)
    text = parts[0]
    for before, after in pairwise(parts):
        text += _between(before, after, len(parts)) + after
    return text


def _between(before: str, after: str, count: int) -> str:
    low = after.casefold()
    if count > 2:
        return "-"
    if low in words("sentence_openers.txt") or low in table("glue.toml")["joining_words"] or low in _FINITE:
        return " – "
    if before.casefold() in table("glue.toml")["numbers"]:
        return "-"
    plural = before.endswith("s") and not before.endswith("ss") and zipf(before[:-1].casefold()) >= 3.5
    return " – " if plural and before.islower() and not low.endswith(("ing", "ed")) else "-"


_FINITE = frozenset(
    ["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "should", "may"]
)
