"""Find where two paragraphs were glued together without a full stop between them: "proposalZhang made".

Time is linear in the length of the text.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from annotate.analyse.findings import Range
from annotate.analyse.text.glued_words import cut_word
from annotate.analyse.words.files import table, words
from annotate.analyse.words.lexicon import demonyms

#: Where two paragraphs may have met: a change of case, or a colon or bracket right before a capital.
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{3})(?=[A-Z][a-z]{2})|(?<=[a-z]{2}[:)])(?=[A-Z][a-z'’ ]|[A-Z]{4})")
#: The same where marks and digits are lost: a bullet, an opening bracket, a time without its hour, a colon after a
#: number that is gone; and a bracket that closes what never opened, the end of "1)".
_SEAM_IN_LOST = re.compile(
    r"(?<=[a-z:])(?=\*[A-Z])|(?<=[A-Z]{2}\):)(?=: [ap]\.m\.)|(?<=[A-Z]{2}\):)(?= [ap]\.m\.)|(?<=\s:)(?=[A-Z][a-z]* )"
    r"|(?<=[a-z:;,.])(?=(?P<bracket>\)) [a-z])"
)
#: A label in capitals that follows running text: "in Beijing PUBLISHED : [19] Oct".
_LABEL = re.compile(r"(?<=[a-z:,.])\s(?=[A-Z]{4,}(?: [A-Z]{4,})? ?: )")
_FURNITURE_WORD = re.compile(r"(?<![A-Z] )\b(?:ADVERTISEMENT|RELATED|READ MORE|SEE ALSO)\b(?P<gap>\s+)(?![A-Z]{2})")
#: In characters: how far back an opening bracket may stand from the one that closes it.
_LONGEST_ASIDE = 300
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TOKEN_TAIL = re.compile(r"[^\W\d_]*$")
_LETTERS = re.compile(r"[^\W\d_]+")
#: In characters: the longest headline or subheading.
_LONGEST_HEADING = 120


class Cut(NamedTuple):
    """A sentence boundary: the first ends at `end`, the next starts at `start`; `parts` if it ends a paragraph too."""

    end: int
    start: int
    parts: bool


def seams(text: str, where: Range, lost: bool) -> Iterator[Cut]:
    """Yield, in order, where paragraphs meet without a full stop; `lost` if a scraper dropped marks and digits."""
    found = [(Cut(at, at, True) for at in _word_cuts(text, where, lost)), _inline_furniture(text, where)]
    return heapq.merge(*found, _lost_seams(text, where)) if lost else heapq.merge(*found)


def _word_cuts(text: str, where: Range, lost: bool) -> Iterator[int]:
    """Yield where a heading or a paragraph was glued to the next one without a stop.

    "proposalZhang made", "REFORM PLANCanadian Trade Minister", "continued:The health issue", "(GATT)She said".
    """
    for match in _SEAM.finditer(text, where.start, where.end):
        at = match.start()
        following = _WORD.match(text, at)
        opener = following is not None and following.group().casefold() in words("sentence_openers.txt")
        if text[at - 1].isalpha():
            start = at - len(_TOKEN_TAIL.search(text[max(where.start, at - 40) : at]).group())  # type: ignore[union-attr]
            token = text[start:at] + _LETTERS.match(text, at).group()  # type: ignore[union-attr]
            if at - start in cut_word(token, lost) and (opener or _is_heading(text, where, at)):
                yield at
        elif lost or opener:
            yield at


def _lost_seams(text: str, where: Range) -> list[Cut]:
    """Return the seams that occur only in text without marks and digits; brackets that close an aside are not seams."""
    found = [Cut(m.start(), m.end(), True) for m in _LABEL.finditer(text, where.start, where.end)]
    for match in _SEAM_IN_LOST.finditer(text, where.start, where.end):
        before = text[max(where.start, match.start() - _LONGEST_ASIDE) : match.start()]
        if not match["bracket"] or before.rfind("(") <= before.rfind(")"):
            found.append(Cut(match.start(), match.start(), True))
    return sorted(found)


def _inline_furniture(text: str, where: Range) -> Iterator[Cut]:
    """Yield both ends of a furniture word that stands in running text: "as he said. ADVERTISEMENT The meeting"."""
    for match in _FURNITURE_WORD.finditer(text, where.start, where.end):
        end = match.start()
        while end > where.start and text[end - 1].isspace():
            end -= 1
        yield Cut(end, match.start(), True)
        yield Cut(match.start("gap"), match.end(), True)


def _is_heading(text: str, where: Range, at: int) -> bool:
    """Return whether the text before `at`, back to the last stop, reads like a headline or a subheading."""
    before = text[max(where.start, at - _LONGEST_HEADING) : at]
    last_stop = max(before.rfind(mark) for mark in ".!?")
    if last_stop < 0 and where.start < at - _LONGEST_HEADING:
        return False
    tokens = before[last_stop + 1 :].split()
    if not 1 <= len(tokens) <= 14 or any(t.casefold() in words("heading_stoppers.txt") for t in tokens):
        return False
    low = cast("list[str]", table("glue.toml")["hyphened_prefixes"])
    if tokens[-1].casefold() in low or before.rfind("(") > before.rfind(")"):
        return False
    second = _LETTERS.match(text, at)
    if second is not None and tokens[-1].istitle():
        # "African-American", "Faith-Based": a compound that lost its hyphen
        people = second.group() in demonyms() and tokens[-1].endswith(("an", "ish", "ese", "ic"))
        if people or second.group().endswith("ed"):
            return False
    # a last word with a capital ("AfricanAmerican") proves nothing unless the line has capitals all over
    return tokens[-1].islower() or (len(tokens) > 1 and all(t[0].isupper() or len(t) < 4 for t in tokens))
