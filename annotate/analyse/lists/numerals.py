"""Find enumerators in figures and signs: "2)", "(iv)", "•", "Step one:", ", number one", and the rest of lost ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotate.analyse.findings import Range
from annotate.analyse.lists.marks import CONJUNCTION, Mark
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.number_words import COUNT, ORDINAL, counted, one_of, ordinal, term_set

_BULLETS = "•●▪■◦‣∙·*–—-"
_NUMERAL_END = re.compile(r"[.)]\s+(?=\S)")
_NUMERAL = re.compile(
    r"(?<![\w.,:/-])(?P<open>\(?)(?:(?P<digits>\d{1,2})|(?P<roman>[ivx]{1,5}|[IVX]{1,5})|(?P<letter>[a-zA-Z]))$"
)
_BULLET = re.compile(
    rf"[\n\r][ \t\xa0]*(?P<line>[{_BULLETS}]|--)[ \t\xa0]+(?=\S)|(?P<inline>[•●▪■‣])\s*(?=\S)"
    r"|(?<=[;.,:])\s(?:and,?\s|or,?\s)?(?P<dash>[-–—])\s(?=\S)"
)
_STEP_NOUNS = tuple(sorted(term_set("step_nouns")))
_STEP = re.compile(
    rf"(?P<noun>{'|'.join(_STEP_NOUNS)})\s+(?:no\.?\s*)?"
    rf"(?P<number>{COUNT}|\d{{1,2}})\s?(?P<after>[:.,–—]|-(?=\s)|\s(?:is|was)\s(?:that\s)?)\s*(?=\S)",
    re.IGNORECASE,
)
_ONE_COLON = re.compile(rf"(?:and\s+)?(?P<number>{COUNT})\s?(?P<after>[:,])\s+(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(rf"(?P<word>number\s+(?P<number>{COUNT}))\b(?=\s*[,.;”\"'’])", re.IGNORECASE)
_INNER_NOUNS = tuple(sorted(term_set("inner_nouns")))
_INNER = re.compile(rf"(?:{one_of('inner_nouns')})\s+(?:that|which|to|would|will|in\s+which)\b", re.IGNORECASE)
_BEFORE_INNER = re.compile(rf"(?<![\w-])(?:a|the)\s+(?P<word>{ORDINAL}|final)\s+$", re.IGNORECASE)
_BEFORE_NUMERAL = re.compile(r"\b(?:and|or|to|by)$")
_ROMAN = {
    word: value
    for value, word in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}


def figure_marks(outline: Outline) -> Iterator[Mark]:
    """Yield the marks in figures and signs; those of one family in the order of the text."""
    yield from _numeral_marks(outline)
    yield from _step_marks(outline)
    yield from _inline_counts(outline)
    if outline.lost:
        yield from _lost_marks(outline)
    yield from _bullets(outline)
    yield from _trailing(outline)
    yield from _inner(outline)


def _bullets(outline: Outline) -> Iterator[Mark]:
    """Yield bullets at the beginning of lines and in them, and dashes in a line that begins with one."""
    dashed = -1
    for match in _BULLET.finditer("\n" + outline.text):
        name = match.lastgroup or ""
        start = match.start(name) - 1
        sign = match[name].strip()
        if name == "line":
            dashed = outline.paragraph_at(start) if sign in "-–—" else -1
        elif name == "dash" and outline.paragraph_at(start) != dashed:
            continue
        yield Mark(f"bullet {sign}", "next", Range(start, start + len(sign)), match.end() - 1, inline=name != "line")


def _trailing(outline: Outline) -> Iterator[Mark]:
    """Yield ", number one" after an item."""
    text = outline.text
    for at in outline.words_at(("number",)):
        match = _TRAILING.match(text, at)
        before = text[max(0, at - 9) : at].rstrip()
        number = counted(match["number"]) if match else None
        if match and number and before.endswith(","):
            comma = len(before) - 1 + max(0, at - 9)
            yield Mark("trailing", number, Range(*match.span("word")), comma, trailing=True)


def _inner(outline: Outline) -> Iterator[Mark]:
    """Yield "a first phase that", whose ordinal belongs to the item."""
    text = outline.text
    for at in outline.words_at(_INNER_NOUNS):
        before = _BEFORE_INNER.search(text, max(0, at - 20), at) if _INNER.match(text, at) else None
        if before:
            start = before.start()
            yield Mark("inner", ordinal(before["word"]) or "last", Range(start, start), start, inline=True)


def _numeral_marks(outline: Outline) -> Iterator[Mark]:
    text = outline.text
    for end in _NUMERAL_END.finditer(text):
        match = _NUMERAL.search(text, max(0, end.start() - 7), end.start())
        close = end.group()[0]
        if not match or (match["open"] and close == "."):
            continue
        start = match.start()
        line = outline.line_start(start)
        inline = not line and not outline.opens_sentence(start)
        if inline:
            before = text[max(0, start - 6) : start].rstrip()
            joined = before.endswith((":", ";") if close == "." else (":", ";", ",", "—", "–", "-"))
            if not joined and (close == "." or not _BEFORE_NUMERAL.search(before)):
                continue
        style = match["open"] + close
        where = Range(start, end.start() + 1)
        if match["digits"]:
            yield Mark(f"digits {style}", int(match["digits"]), where, end.end(), inline)
            continue
        raw = match["roman"] or match["letter"]
        low = raw.casefold()
        case = "upper" if raw.isupper() else "lower"
        if low in _ROMAN and (len(raw) > 1 or low in "ivx"):
            yield Mark(f"roman {case} {style}", _ROMAN[low], where, end.end(), inline)
        if len(raw) == 1 and (close == ")" or line):
            yield Mark(f"letter {case} {style}", ord(low) - 96, where, end.end(), inline)


def _step_marks(outline: Outline) -> Iterator[Mark]:
    text = outline.text
    for at in outline.words_at(_STEP_NOUNS):
        match = _STEP.match(text, at)
        conjunction = CONJUNCTION.search(text, max(0, at - 6), at)
        start = conjunction.start() if conjunction else at
        if match and outline.opens_sentence(start):
            yield Mark(
                f"step {match['noun'].casefold()}",
                counted(match["number"]) or 0,
                Range(start, match.end("number")),
                match.end(),
            )
    for sentence in outline.sentences:
        start = sentence.start
        while start < sentence.end and text[start] in "\"“‘'":
            start += 1
        match = _ONE_COLON.match(text, start)
        if match:
            yield Mark(
                "step one", counted(match["number"]) or 0, Range(match.start(), match.end("number")), match.end()
            )


def _inline_counts(outline: Outline) -> Iterator[Mark]:
    """Yield "one," "two," and "and three," inside a sentence, after a colon, a semicolon or a comma."""
    text = outline.text
    for at in outline.words_at(COUNT.split("|")):
        match = _ONE_COLON.match(text, at)
        if not match or match["after"] != ",":
            continue
        conjunction = CONJUNCTION.search(text, max(0, at - 6), at)
        start = conjunction.start() if conjunction else at
        if text[max(0, start - 3) : start].rstrip().endswith((":", ";", ",", "—", "–")):
            yield Mark(
                "step inline",
                counted(match["number"]) or 0,
                Range(start, match.end("number")),
                match.end(),
                inline=True,
            )


#: What is left of "(1)", "1)" and "1." where the digits are lost: "()", ")" without its partner, " . " after a stop.
_LOST_BRACKETS = re.compile(r"(?<![\w.])\(\s?\)\s*(?=\S)")
_LOST_BRACKET = re.compile(r"(?P<open>\()|(?P<close>\))\s?(?=[a-zA-Z])?")
_LOST_STOP = re.compile(r"(?<=[^.\s][.:!?)\]])\s?(?P<stop>\.)\s+(?=[A-Z])")


def _lost_marks(outline: Outline) -> Iterator[Mark]:
    """Yield what numerals leave behind in text that lost its digits."""
    text = outline.text
    for match in _LOST_BRACKETS.finditer(text):
        start = match.start()
        inline = not outline.line_start(start) and not outline.opens_sentence(start)
        where = Range(start, start + len(match.group().rstrip()))
        yield Mark("digits lost ()", "next", where, match.end(), inline=inline)
    opened = 0
    for match in _LOST_BRACKET.finditer(text):
        if match["open"]:
            opened += 1
        elif opened:
            opened -= 1
        else:
            yield Mark("digits lost )", "next", Range(match.start(), match.start() + 1), match.end(), inline=True)
    for match in _LOST_STOP.finditer(text):
        yield Mark("digits lost .", "next", Range(*match.span("stop")), match.end())
