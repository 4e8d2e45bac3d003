"""Segment text into paragraphs and sentences, even where a scraper glued them together or wrapped the lines.

A paragraph ends at a blank line, at a line break that is neither a wrapped line nor a broken hyperlink, and where a
scraper lost the break itself ("said.As a regional"). Everything here runs in time linear in the length of the text.
"""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, cast

from annotate.analyse.findings import Layout, Range
from annotate.analyse.text.glued_words import cut_word, stripped
from annotate.analyse.text.layout import laid_out
from annotate.analyse.words.files import table, words
from annotate.analyse.words.lexicon import countries, demonyms

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\u2029")
#: A bullet or an enumerator at the start of a line: such a line never continues the one before.
_LISTED = re.compile(r"(?:[•●▪■◦‣*–—·-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s", re.IGNORECASE)
#: What looks like one but goes on with a line that was full: an initial, a party, a dash.
_GOES_ON = re.compile(r"[A-Z]\. |\([A-Z]\) [a-z]|[—–] \S")
#: A word that the end of a line divided.
_DIVIDED = re.compile(r"[^\W\d_]-$")
_FINAL = frozenset(".!?:;\"”’')…{}")
#: Lines are wrapped if none is longer than this many characters, which is wider than any mail or wire format.
_WIDEST_WRAP = 120
#: A wrapped text has at least this many lines...
_FEWEST_WRAPPED = 4
#: ...and at least this share of its lines could not have taken the next word too.
_WRAPPED_SHARE = 0.5

#: A line this full was wrapped even if the next word would have fitted: some programs leave a margin. Where blank lines
#: part the paragraphs, a line need not be so full.
_FULL, _FULL_AMONG_BLOCKS = 0.88, 0.6
#: A block whose first characters, so many of them, are in capitals is in capitals.
_SHOUTED = 2000

#: What follows is only looked at: it may be a stop itself ("on Nov. .", where a number is lost).
_STOP = re.compile(r"[.!?…]+(?P<close>[\"'”’»)\]]*)(?=(?P<gap>\s*)(?P<open>[\"'“‘«(\[]*)(?P<next>\S?))")
_TOKEN = re.compile(r"\S+$")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$|^[A-Z]$")
_ENUMERATOR = re.compile(r"[\"“‘(\[]*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
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
#: Two names that share a picture: "Getty/Instagram" is no address.
_CREDIT = re.compile(r"\b[A-Z]\w+/[A-Z]\w+")
_CAPITALS = re.compile(r"[A-Z]{2,}\b(?!\.)|[A-Z]{4,}\b")
#: The same where apostrophes and marks are lost: "ONeill", "CNNs", "[W]e", "E.U. leaders".
_CAPITALS_IN_LOST = re.compile(r"[A-Z]{2,}[a-z]|[A-Z]\]|(?:[A-Z]\.){2,}\s")
_INITIAL = re.compile(r"[A-Z] [A-Z][a-z]")
_SENTENCE_END = re.compile(r"(?:[a-z]{2}|[A-Z]{2}|\d|[)\]”’\"'%]|\s)$|^$")
#: Where two paragraphs may have met: a change of case, or a colon or bracket right before a capital.
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{3})(?=[A-Z][a-z]{2})|(?<=[a-z]{2}[:)])(?=[A-Z][a-z'’ ]|[A-Z]{4})")
#: The same where marks and digits are lost: a bullet, an opening bracket, a time without its hour, a colon behind a
#: number that is gone; and a bracket that closes what never opened, the end of "1)".
_SEAM_IN_LOST = re.compile(
    r"(?<=[a-z:])(?=\*[A-Z])|(?<=[A-Z]{2}\):)(?=: [ap]\.m\.)|(?<=[A-Z]{2}\):)(?= [ap]\.m\.)|(?<=\s:)(?=[A-Z][a-z]* )"
    r"|(?<=[a-z:;,.])(?=(?P<bracket>\)) [a-z])"
)
#: A label in capitals that follows running text: "in Beijing PUBLISHED : [19] Oct".
_LABEL = re.compile(r"(?<=[a-z:,.])\s(?=[A-Z]{4,}(?: [A-Z]{4,})? ?: )")
_FURNITURE_WORD = re.compile(r"(?<![A-Z] )\b(?:ADVERTISEMENT|RELATED|READ MORE|SEE ALSO)\b(?P<gap>\s+)(?![A-Z]{2})")
#: In characters; how far back the bracket may stand that one closes.
_LONGEST_ASIDE = 300
_TOKEN_TAIL = re.compile(r"[^\W\d_]*$")
_SPACE = re.compile(r"\s")
_LETTERS = re.compile(r"[^\W\d_]+")
#: In characters.
_LONGEST_HEADING = 120


#: In characters. One article in a thousand has a longer one, which is a list or a page without stops.
_LONGEST_SENTENCE = 2000


class Cut(NamedTuple):
    """A sentence boundary: the first ends at `end`, the next starts at `start`; `parts` if it ends a paragraph too."""

    end: int
    start: int
    parts: bool


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
    for block in _blocks(text):
        for part in _apart(text, block, outside, headline):
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
        if piece := _trim(text, at, cut):
            yield piece
        at = cut
    if piece := _trim(text, at, end):
        yield piece


def sentence_cuts(text: str, where: Range, lost: bool = False) -> Iterator[Cut]:
    """Yield the sentence boundaries inside one block, in order; `lost` if a scraper dropped marks and digits."""
    begun, marks, counted = where.start, 0, where.start
    seams = _seams(text, where, lost)
    pending = next(seams, None)
    for match in _STOP.finditer(text, where.start, where.end):
        while pending is not None and pending.end <= match.start():
            if pending.end > begun:
                yield pending
                begun = pending.start
            pending = next(seams, None)
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
        while pending is not None and pending.end <= end:  # furniture behind a stop
            parts |= pending.start == start
            pending = next(seams, None)
        yield Cut(end, start, parts)
        begun = start
    while pending is not None:
        if pending.end > begun:
            yield pending
            begun = pending.start
        pending = next(seams, None)


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
    tail = re.match(r"\S*", text[at : at + 60])
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
    # "Ph.D", "St.Louis": what stands before the stop must look like the end of a sentence
    before = text[max(0, stop.start() - 2) : stop.start()]
    return opener or bool(_SENTENCE_END.search(before)) or (lost and before[-1:] in "_>,$*")


def _begins_glued(text: str, at: int, token: str, opener: bool, lost: bool) -> bool:
    """Return whether the word with a capital at `at` may begin a sentence that is glued to `token` and its stop."""
    after = text[at + 1 : at + 2]
    if after in (" ", ",", ""):
        # "A man", "I,"; an initial only where the word before is none: "Hogg.R Russell", not "J.R Smith"
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


def _seams(text: str, where: Range, lost: bool) -> Iterator[Cut]:
    """Yield, in order, where paragraphs meet without a stop."""
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


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    return frozenset(table("abbreviations.toml")[kind])


def _blocks(text: str) -> Iterator[Range]:
    """Yield the paragraphs that line breaks make, trimmed, wrapped and link-broken lines joined."""
    lines = [r for m in _LINE.finditer(text) if (r := _trim(text, m.start(), m.end()))]
    width = _wrap_width(text, lines)
    full = (width or 0) * (_FULL_AMONG_BLOCKS if _BLANK_LINE.search(text) else _FULL)
    begun: Range | None = None
    for i, line in enumerate(lines):
        if begun is None:
            begun = line
            continue
        if _continues(text, lines, i, begun.start, width, full):
            begun = Range(begun.start, line.end)
        else:
            yield begun
            begun = line
    if begun is not None:
        yield begun


def _trim(text: str, start: int, end: int) -> Range | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Range(start + left, start + right) if right > left else None


def _wrap_width(text: str, lines: list[Range]) -> int | None:
    """Return the width in characters at which the lines were wrapped; None if they were not."""
    if len(lines) < _FEWEST_WRAPPED:
        return None
    width = max(r.end - r.start for r in lines)
    if not 30 <= width <= _WIDEST_WRAP:
        return None
    full = breaks = 0
    for this, following in itertools.pairwise(lines):
        if _BLANK_LINE.search(text, this.end, following.start):
            continue
        breaks += 1
        full += this.end - this.start + 1 + _first_word(text, following) > width and text[this.end - 1] not in ".!?:"
    return width if breaks and full >= 2 and full >= _WRAPPED_SHARE * breaks * 0.8 else None


def _first_word(text: str, line: Range) -> int:
    """Return the length of the first word of a line, in characters."""
    space = _SPACE.search(text, line.start, line.end)
    return (space.start() if space else line.end) - line.start


def _continues(text: str, lines: list[Range], i: int, begun: int, width: int | None, full: float) -> bool:
    """Return whether line i continues the paragraph that began at `begun`."""
    before, line = lines[i - 1], lines[i]
    if _BLANK_LINE.search(text, before.end, line.start):
        return False
    if _LISTED.match(text, line.start):
        no_room = width is not None and before.end - before.start + 1 + _first_word(text, line) > width
        return no_room and text[before.end - 1] not in _FINAL and _GOES_ON.match(text, line.start) is not None
    if text[line.start].islower() and _DIVIDED.search(text, before.start, before.end):
        return True
    if width is not None:
        size = before.end - before.start
        # a line that ends with its sentence had room for the next word only if a paragraph ended there
        return size + 1 + _first_word(text, line) > width or (size >= full and text[before.end - 1] not in '.!?”"')
    # hyperlinks on lines of their own: "Prime Minister / Paetongtarn Shinawatra / said on Wednesday"
    if text[before.end - 1] in _FINAL or text[begun].islower():
        return False
    if text[begun : min(before.end, begun + _SHOUTED)].isupper():
        return False
    if text[line.start] in ",.;)?!’”":
        return True
    if text[line.start].islower():
        return True
    if i + 1 < len(lines) and line.end - line.start < 60 and text[line.end - 1] not in _FINAL:
        following = lines[i + 1]
        if not _BLANK_LINE.search(text, line.end, following.start) and before.end - begun >= 40:
            return text[following.start].islower() or text[following.start] in ",.;)?!’”"
    return False


def _apart(text: str, block: Range, outside: list[Range], headline: Range | None) -> Iterator[Range]:
    """Yield what is left of a block without `outside`, cut at both ends of the headline."""
    pieces = [block]
    for gone in outside:
        pieces = [p for piece in pieces for p in _without(piece, gone)]
    if headline is not None:
        pieces = [p for piece in pieces for p in _at_edges(piece, headline)]
    for piece in pieces:
        start = piece.start
        if any(r.end <= start and not text[r.end : start].strip() and r.end > block.start for r in outside):
            # the dash between "BEIJING (Xinhua)" and the first sentence belongs to neither
            while start < piece.end and (text[start].isspace() or text[start] in "-–—:"):
                start += 1
        trimmed = _trim(text, start, piece.end)
        if trimmed and any(c.isalnum() for c in trimmed.of(text)):
            yield trimmed


def _without(piece: Range, gone: Range) -> Iterator[Range]:
    if not piece.overlaps(gone):
        yield piece
        return
    if piece.start < gone.start:
        yield Range(piece.start, gone.start)
    if gone.end < piece.end:
        yield Range(gone.end, piece.end)


def _at_edges(piece: Range, headline: Range) -> Iterator[Range]:
    edges = [e for e in headline if piece.start < e < piece.end]
    for start, end in zip([piece.start, *edges], [*edges, piece.end], strict=True):
        yield Range(start, end)
