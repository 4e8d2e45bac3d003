"""Segment text into paragraphs and sentences, even where a scraper glued them together.

Paragraphs end where line breaks end them (`paragraphs`), and where a scraper lost the break itself: without a full stop
(`seams`), or right after one ("said.As a regional"). Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from annotate.analyse.findings import Layout, Range
from annotate.analyse.text.glued_words import stripped
from annotate.analyse.text.layout import laid_out
from annotate.analyse.text.paragraphs import apart, blocks, trim
from annotate.analyse.text.seams import Cut, seams
from annotate.analyse.words.files import table, words
from annotate.analyse.words.lexicon import countries, demonyms

#: What follows is only looked at: it may be a stop itself ("on Nov. .", where a number is lost).
_STOP = re.compile(r"[.!?…]+(?P<close>[\"'”’»)\]]*)(?=(?P<gap>\s*)(?P<open>[\"'“‘«(\[]*)(?P<next>\S?))")
_TOKEN = re.compile(r"\S+$")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$|^[A-Z]$")
_ENUMERATOR = re.compile(r"[\"“‘(\[]*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTERS = re.compile(r"[^\W\d_]+")
#: What is left of a number before a stop when the digits are lost: "in the 1980s.", "on May 5th."
_STUMPS = frozenset({"s", "th", "st", "nd", "rd"})
#: A stop inside one of these is part of a name on the net: "www.bbc.co.uk", "name@post.org", "report.PDF".
_ADDRESS = re.compile(r"://|www\.|@|/\S+\.|\.(?:com|org|net|gov|edu|html?|pdf|js|io|ly|tv)\b", re.IGNORECASE)
#: What is left of a time that opens a sentence: "[4:30] p.m."
_HOUR = re.compile(r"[ap]\.m\.")
#: "HEMPSTEAD, N.Y." in front of the first sentence.
_PLACE_OF_WRITING = re.compile(r"[A-Z][A-Z .]{2,30}, [A-Z][\w.]{1,5}")
#: What a line of a page may open with where a letter is missing: a bullet, a rule, a tag, a handle, a lost time.
_OPENS_WITHOUT_LETTER = re.compile(r"\*|__|<[a-z/]|@\w|: ")
#: Two names that share a picture: "Getty/Instagram" is not an address.
_CREDIT = re.compile(r"\b[A-Z]\w+/[A-Z]\w+")
_CAPITALS = re.compile(r"[A-Z]{2,}\b(?!\.)|[A-Z]{4,}\b")
#: The same where apostrophes and marks are lost: "ONeill", "CNNs", "[W]e", "E.U. leaders".
_CAPITALS_IN_LOST = re.compile(r"[A-Z]{2,}[a-z]|[A-Z]\]|(?:[A-Z]\.){2,}\s")
_INITIAL = re.compile(r"[A-Z] [A-Z][a-z]")
_SENTENCE_END = re.compile(r"(?:[a-z]{2}|[A-Z]{2}|\d|[)\]”’\"'%]|\s)$|^$")

#: In characters. One article in a thousand has a longer one, which is a list or a page without stops.
_LONGEST_SENTENCE = 2000
_REST_OF_WORD = re.compile(r"\S*")


def segment(
    text: str,
    published: date | None = None,
    headline: Range | None = None,
    dateline: Range | None = None,
    byline: Range | None = None,
) -> Layout:
    """Cut `text` into paragraphs and sentences; date line and byline are kept out of both."""
    paragraphs: list[Range] = []
    sentences: list[Range] = []
    outside = sorted(r for r in (dateline, byline) if r)
    lost = stripped(text)
    for block in blocks(text):
        for part in apart(text, block, outside, headline):
            at = begun = part.start
            for cut in sentence_cuts(text, part, lost):
                sentences += _bounded(text, Range(at, cut.end))
                at = cut.start
                if cut.parts:
                    paragraphs.append(Range(begun, cut.end))
                    begun = cut.start
            sentences += _bounded(text, Range(at, part.end))
            paragraphs.append(Range(begun, part.end))
    return laid_out(
        text, paragraphs, sentences, lost, published=published, headline=headline, dateline=dateline, byline=byline
    )


def _bounded(text: str, sentence: Range) -> Iterator[Range]:
    """Cut at spaces what is far too long for a sentence, so that what is done for each word of one is bounded."""
    at, end = sentence
    while end - at > _LONGEST_SENTENCE:
        space = text.rfind(" ", at + _LONGEST_SENTENCE // 2, at + _LONGEST_SENTENCE)
        cut = space if space > 0 else at + _LONGEST_SENTENCE
        if piece := trim(text, at, cut):
            yield piece
        at = cut
    if piece := trim(text, at, end):
        yield piece


def sentence_cuts(text: str, where: Range, lost: bool = False) -> Iterator[Cut]:
    """Yield the sentence boundaries inside one block, in order; `lost` if a scraper dropped marks and digits."""
    begun, marks, counted = where.start, 0, where.start
    between = seams(text, where, lost)
    pending = next(between, None)
    for match in _STOP.finditer(text, where.start, where.end):
        while pending is not None and pending.end <= match.start():
            if pending.end > begun:
                yield pending
                begun = pending.start
            pending = next(between, None)
        if not match["next"] or match.start("next") >= where.end:
            continue
        marks += text.count('"', counted, match.end("close"))
        counted = match.end("close")
        if match.start() <= begun or not _ends(text, match, begun, lost):
            continue
        end, start = match.end("close"), match.start("open")
        if match["close"].endswith('"') and not match["gap"] and marks % 2:
            # `said."We` : the mark opens what follows, for none is open here
            end = start = match.end("close") - 1
        if text[start] in "'’\")]" and not match["gap"]:
            start = end
        parts = not match["gap"]
        while pending is not None and pending.end <= end:  # furniture after a stop
            parts |= pending.start == start
            pending = next(between, None)
        yield Cut(end, start, parts)
        begun = start
    while pending is not None:
        if pending.end > begun:
            yield pending
            begun = pending.start
        pending = next(between, None)


def _ends(text: str, stop: re.Match[str], begun: int, lost: bool) -> bool:
    """Return whether a sentence ends at this run of stops."""
    following = _WORD.match(text, stop.start("next"))
    opener = following is not None and following.group().casefold() in words("sentence_openers.txt")
    if following is not None and len(following.group()) == 1:
        opener = text[following.end() : following.end() + 1] == " "  # "A man", not "L.A."
    first = stop["next"]
    token_from = max(begun, stop.start() - 60)
    token_match = _TOKEN.search(text[token_from : stop.start()])
    token = token_match.group().lstrip("\"'“”‘’([") if token_match else ""
    mark = stop.group()[0]
    if not stop["gap"]:
        return _ends_glued(text, stop, token, opener, lost)
    if first.islower():
        return lost and _HOUR.match(text, stop.start("next")) is not None
    if first in ".!?…":
        return False
    if mark in ".…" and stop.group().startswith(("...", "…")):
        return opener or bool(stop["open"])
    if mark == "." and text[stop.start() + 1] != ".":
        return _ends_after(text, token, first, opener, begun, stop)
    return not (mark == "!" and token.casefold() in _abbreviations("marked_names") and not opener)


def _ends_after(text: str, token: str, first: str, opener: bool, begun: int, stop: re.Match[str]) -> bool:
    """Return whether a single stop after `token` ends the sentence, white space and no small letter following."""
    lowered = token.casefold()
    if stop.start() - len(token) <= begun + 1 and _ENUMERATOR.match(token):
        return False  # "2. The United States" at the start of a sentence
    if lowered in _abbreviations("never_last"):
        return False
    if lowered in _abbreviations("before_number") and first.isdigit():
        return False
    if lowered in _abbreviations("sometimes_last") or _DOTTED.search(token):
        if _PLACE_OF_WRITING.fullmatch(text, begun, stop.start()):
            return False
        return opener or bool(stop["open"].strip("([")) or (")" in stop["close"] and not first.isdigit())
    return True


def _ends_glued(text: str, stop: re.Match[str], token: str, opener: bool, lost: bool) -> bool:
    """Return whether two sentences are glued here: "said.As", "presidency.On", `said."We`."""
    first, at = stop["next"], stop.start("next")
    if lost and _OPENS_WITHOUT_LETTER.match(text, at):
        return True
    if not first.isupper() and not (stop["open"] and stop["open"][-1] in "“‘"):
        return False
    if stop.group().startswith(("...", "…")):
        return opener
    if first.isupper() and not _begins_glued(text, at, token, opener, lost):
        return False
    tail = _REST_OF_WORD.match(text[at : at + 60])
    whole = token + stop.group() + stop["open"] + (tail.group() if tail else "")
    if _ADDRESS.search(_CREDIT.sub("", whole.removeprefix("@") if lost else whole)):
        return False
    lowered = token.casefold()
    if lowered in _abbreviations("never_last"):
        return False
    if lost and token == "I" and text[stop.start() - 3 : stop.start() - 1].islower():
        return True  # "Neither do I.Editors note", not "J.Smith"
    if lowered in _abbreviations("sometimes_last") or _DOTTED.search(token):
        return opener or (lost and "." in token and not _is_country(text, at))
    if lost and token in _STUMPS:
        return True
    # "Ph.D", "St.Louis": what precedes the stop must look like the end of a sentence
    before = text[max(0, stop.start() - 2) : stop.start()]
    return opener or bool(_SENTENCE_END.search(before)) or (lost and before[-1:] in "_>,$*")


def _begins_glued(text: str, at: int, token: str, opener: bool, lost: bool) -> bool:
    """Return whether the word with a capital at `at` may begin a sentence that is glued to `token` and its stop."""
    after = text[at + 1 : at + 2]
    if after in (" ", ",", ""):
        # "A man", "I,"; an initial only where the word before is not one: "Hogg.R Russell", not "J.R Smith"
        initial = lost and token[-2:].islower() and _INITIAL.match(text, at) is not None
        return initial or (after != "," and text[at] in "AI")
    if after.islower() or after in "'’" or opener:
        return True
    if _CAPITALS.match(text, at):  # "said.NATO" is glued; "U.S." and "N.Y." are not
        return token[-2:].islower() or (lost and (not token or token[-1] in ")_>,$*%" or token.isalpha()))
    return lost and token[-2:].islower() and _CAPITALS_IN_LOST.match(text, at) is not None


def _is_country(text: str, at: int) -> bool:
    """Return whether a country or a people is named at `at`: "the U.S.Thailand alliance" lost a dash."""
    word = _LETTERS.match(text, at)
    return word is not None and (word.group() in countries() or word.group() in demonyms())


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    return frozenset(table("abbreviations.toml")[kind])
