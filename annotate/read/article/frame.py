"""Find the frame of a story in its own text: headline, byline, date line, and the dateline that opens the body.

The same rules apply to the text of every format. They are conservative: a line is part of the body unless its form
shows what it is. Offsets are in code points of the text.

>>> text = "Ferry tested\\n\\nBy Ines Caldwell\\n\\nORMSUND, March 12 - The board agreed to test a night ferry."
>>> frame = find_frame(text)
>>> [text[slice(*part)] for part in (frame.headline, frame.byline, frame.dateline)]
['Ferry tested', 'By Ines Caldwell', 'ORMSUND, March 12 -']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from annotate.read.article.colon_dateline import place_before_colon
from annotate.read.article.dates import is_date_line
from annotate.read.article.labels import Kind, label_of, line_labels

#: The furthest that the frame can extend into the text, in code points and in lines.
_REACH = 5000
_LINES = 40
#: The longest headline, in words and in characters.
_HEADLINE_WORDS = (2, 24)
_HEADLINE_CHARACTERS = 180
#: A longer line (in characters) that ends with a full stop is a sentence of the body, unless its words are capitalised.
_SENTENCE = 90
#: A line with more characters than this belongs to the body.
_SHORT = 220

_LINE = re.compile(r"[^\r\n]*")
_FULL_STOP = re.compile(r"(?<!\.)\.[\"'”’»)\]]*$")
_INNER_STOP = re.compile(r"[a-z\d)”\"]{2}[.!?][\"'”’)]*\s+[\"'“‘(]?[A-Z]")
#: A line with fewer characters than this has no meaning.
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
#: "Thailand", "World": the name of a section.
_LONE_WORD = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(r"(?:[-*•·–—>]|\(?\d{1,2}[.)]|[a-z]\))\s")
_BYLINE = re.compile(r"By\s+(?=[A-Z])[\w.'’-]+(?:[ ,|&/]+(?:and\s+)?[\w.'’-]+){0,14}\.?$")
_ALL_CAPS_BYLINE = re.compile(r"BY\s+[A-Z][A-Z.'’-]+(?:[ ,|&]+[A-Z][A-Z.'’-]+){0,8}$")
#: "Gregory Hale", "Maria de la Cruz" on a line of their own
_NAME = re.compile(r"[A-Z][\w.'’-]*[a-z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|la|van|von|der|bin|al)){1,4}")
#: "USA TODAY", "THE ASSOCIATED PRESS"
_OUTLET = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’&-]*){0,4}")
#: Small words that stay in lower case in a title with capitals.
_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "off",
        "on",
        "or",
        "over",
        "per",
        "the",
        "to",
        "up",
        "via",
        "vs",
        "with",
    )
)
_KICKER = re.compile(
    r"(?:[A-Z]{4,}|Analysis|Update|Live|Watch|Exclusive|Breaking|Opinion|Explainer|The Latest)\s?[:|]\s\S"
)
#: "Region | Business", "News > World": the position of the page in its site.
_TRAIL = re.compile(r"[A-Z][\w&'’ ]{1,24}(?:\s[|>»›·/]\s[A-Z][\w&'’ ]{1,24})+")
#: A heading marked in plain text: "# Storm shuts port".
_HASH = re.compile(r"#{1,3} (?=\S)")
#: The longest one-line headline, in characters, that may be directly above the body without a blank line.
_ABOVE_BODY = 70

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})(?:,?\s\d{{4}})?"
#: A place in capitals of at most five words, except words that occur there without being a place.
_CAPITALS = (
    r"(?!(?:EXCLUSIVE|BREAKING|UPDATE|ANALYSIS|OPINION|WATCH|VIDEO|CORRECTION|NOTE|LIVE|Q|A)\b)"
    r"[A-Z][A-Z.'’]+(?:[ /-](?:[A-Z][A-Z.'’]*|de|la|del|al|el|of)){0,4}"
)
_REGION = r"[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3}"
_AGENCY = r"(?:\([A-Z][\w.&/ -]{1,40}\)|/[A-Z][\w .-]{1,40}/)"
_DASH = r"(?:\s?[–—―]+|\s--+|\s[-‐‑‒])(?=\s|[\"“'‘A-Z])"
_DATELINES = (
    # BEIJING, Nov 12 (Xinhua) -   WASHINGTON —   HEMPSTEAD, N.Y., Sept. 26 (UPI) —   LONDON/PARIS (Reuters) -
    re.compile(rf"{_CAPITALS}(?:,\s{_REGION}){{0,2}}(?:,?\s{_DAY})?(?:,?\s{_AGENCY})?{_DASH}"),
    # HALIFAX, Nova Scotia, Feb. 18, 2025 /PRNewswire/ --
    re.compile(rf"{_CAPITALS}(?:,\s{_REGION}){{0,2}},\s{_DAY}\s{_AGENCY}\s?--(?=\s)"),
    # NEW YORK--(BUSINESS WIRE)--
    re.compile(rf"{_CAPITALS}(?:,\s{_REGION}){{0,2}}(?:,?\s{_DAY})?\s?--\([A-Z][\w ]{{1,40}}\)--"),
    # Moscow, 12 Nov (TASS) -   New Delhi [India], November 12 (ANI):   a place in small letters needs date or agency
    re.compile(
        rf"{_REGION}(?:\s\[{_REGION}\])?(?:,\s{_REGION}){{0,2}},?\s{_DAY}(?:,?\s{_AGENCY})?"
        rf"(?:{_DASH}|:(?=\s))"
    ),
    re.compile(rf"{_REGION}(?:,\s{_REGION}){{0,2}}\s{_AGENCY}(?:{_DASH}|:(?=\s))"),
)
#: A place whose dash was lost: "WASHINGTON The balance of power"
_BARE_DATELINE = re.compile(r"[A-Z]{5,}(?: [A-Z]{3,})?(?=\s(?:The|A|An)\s[a-z])")


@dataclass(frozen=True, slots=True)
class Frame:
    """Ranges (start, end) in code points, and the date of the date line in ISO 8601; None if a part is missing."""

    headline: tuple[int, int] | None = None
    byline: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None
    published: str | None = None


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    #: Whether a blank line precedes it.
    apart: bool
    kind: Kind
    #: The value after its label, as (start, end), if it is on the same line.
    value: tuple[int, int] | None = None


def find_frame(text: str) -> Frame:
    """Return the frame found in the first lines of a text; its ranges are trimmed of white space and not empty."""
    lines = _signed(list(_lines(text)))
    headline = _headline(lines)
    byline = dateline = None
    published = None
    for n, line in enumerate(lines):
        after = lines[n + 1] if n + 1 < len(lines) else None
        if line.kind == "date" and published is None:
            start, end = line.value or (line.start, line.end)
            published = is_date_line(text[start:end])
            if published is None and after and after.kind in ("date", "body", "title"):
                published = is_date_line(after.text)
        elif line.kind == "byline" and byline is None:
            byline = (line.start, line.end)
        elif line.kind == "author" and byline is None:
            if line.value:
                byline = (line.start, line.end)
            elif after and after.kind in ("title", "body") and len(after.text) <= 80:
                byline = (after.start, after.end)
        elif line.kind == "dateline" and dateline is None:
            dateline = line.value
    return Frame(headline, byline, dateline or _before_colon(text, lines, headline), published)


def _before_colon(text: str, lines: list[_Line], headline: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the dateline "Chennai:" of the first paragraph below a headline."""
    if headline is None:
        return None
    below = (line for line in lines if line.start >= headline[1] and line.kind in ("title", "body"))
    first = next(below, None)
    length = place_before_colon(text[:_REACH], first.text) if first else None
    return (first.start, first.start + length) if first and length else None


def _signed(lines: list[_Line]) -> list[_Line]:
    """Mark a byline without "By": a name, followed by a newspaper or agency in capitals and then a dateline."""
    for n in range(len(lines) - 2):
        name, outlet, body = lines[n : n + 3]
        if body.kind == "dateline" and _NAME.fullmatch(name.text) and _OUTLET.fullmatch(outlet.text):
            return [*lines[:n], name._replace(kind="byline"), outlet._replace(kind="furniture"), *lines[n + 2 :]]
    return lines


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines of the frame, trimmed, with their kinds, up to the first two lines of the body."""
    apart = False
    bodies = 0
    head = text[:_REACH]
    for count, match in enumerate(_LINE.finditer(head)):
        if count >= 2 * _LINES or bodies >= 2:
            return
        raw = match.group()
        stripped = raw.strip(" \t\u00a0\ufeff")
        if not stripped:
            # finditer yields an empty match at each line end; only an empty line is a blank line.
            apart = apart or _blank_at(head, match.start())
            continue
        start = match.start() + raw.index(stripped)
        kind, value = _kind(stripped, start)
        yield _Line(start, start + len(stripped), stripped, apart, kind, value)
        apart = False
        bodies += kind in ("body", "dateline")


def _blank_at(text: str, at: int) -> bool:
    """Return whether the position is an empty line, with a line end before and after it."""
    before = text[:at].endswith(("\n", "\r")) if at else True
    return before and at < len(text) and text[at] in "\r\n" and not (text[at] == "\n" and text[at - 1 : at] == "\r")


def _kind(line: str, start: int) -> tuple[Kind, tuple[int, int] | None]:
    """Return the kind of a line by its form alone, and the range of a labelled value."""
    for pattern in _DATELINES:
        if (match := pattern.match(line)) and len(line) > match.end() + 20:
            return "dateline", (start, start + match.end())
    if (match := _BARE_DATELINE.match(line)) and len(line) > _SHORT // 2:
        return "dateline", (start, start + match.end())
    if len(line) > _SHORT:
        return "body", None
    if len(line) <= 80 and is_date_line(line):
        return "date", None
    labelled = label_of(line, start)
    if labelled:
        return labelled
    if _BYLINE.match(line) or _ALL_CAPS_BYLINE.match(line):
        return "byline", None
    if line.startswith("&nbsp;") or not any(c.isalpha() for c in line) or _LONE_WORD.fullmatch(line):
        return "furniture", None
    if _TRAIL.fullmatch(line) and not _KICKER.match(line):
        return "furniture", None
    return ("title" if _could_be_title(line) else "body"), None


def _could_be_title(line: str) -> bool:
    words = line.split()
    return (
        _HEADLINE_WORDS[0] <= len(words) <= _HEADLINE_WORDS[1]
        and len(line) <= _HEADLINE_CHARACTERS
        and not _INNER_STOP.search(line)
        and not _BULLET.match(line)
        and not (len(line) > _SENTENCE and _FULL_STOP.search(line) and not _title_case(line))
        and not line.endswith((":", ",", "-", "–", "—"))
    )


def _headline(lines: list[_Line]) -> tuple[int, int] | None:
    """Return the headline: the first line that could be one, if what follows shows that it is not the body."""
    first = next((n for n, line in enumerate(lines) if line.kind in ("title", "body", "dateline")), None)
    if first is None:
        return None
    if (word := _of_one_word(lines[: first + 1])) or lines[first].kind != "title":
        return word
    candidates = [n for n in range(first, len(lines)) if lines[n].kind == "title" and not _is_name_of(lines, n)]
    if not candidates:
        return None
    n = candidates[0]
    if any(line.kind == "body" for line in lines[:n]):
        return None
    line, rest = lines[n], lines[n + 1 :]
    if not rest:
        return None
    if line.text.endswith(";"):
        # If a headline has two lines, the first ends with a semicolon.
        first_of_two = not rest[0].apart and rest[0].kind == "title" and len(rest) > 1 and rest[1].apart
        return (line.start, line.start + len(line.text.rstrip("; "))) if first_of_two else None
    if not _shown_by(line, rest):
        return None
    hash_ = _HASH.match(line.text)
    return (line.start + (hash_.end() if hash_ else 0), line.end)


def _of_one_word(lines: list[_Line]) -> tuple[int, int] | None:
    """Return the first line if it is a single word above a date line and the body: "Crash"."""
    if len(lines) < 3 or lines[1].kind != "date" or lines[2].kind not in ("body", "dateline", "title"):
        return None
    word = lines[0]
    is_label = word.text.casefold() in line_labels()
    return (word.start, word.end) if _LONE_WORD.fullmatch(word.text) and not is_label else None


def _is_name_of(lines: list[_Line], n: int) -> bool:
    """Return whether a line is the value of the label above it, or a bare name above a dateline."""
    if n and lines[n - 1].kind in ("author", "other", "date") and lines[n - 1].value is None and not lines[n].apart:
        return lines[n - 1].kind != "date" or not is_date_line(lines[n - 1].text)
    words = lines[n].text.split()
    if len(words) > 3 or not all(w[:1].isupper() for w in words):
        return False
    return (
        all(
            line.kind in ("title", "dateline", "furniture") and len(line.text.split()) <= 3
            for line in lines[n + 1 : n + 2]
            if line.kind != "dateline"
        )
        and len(lines) > n + 1
    )


def _shown_by(line: _Line, rest: list[_Line]) -> bool:
    """Return whether the lines after a title-like line, and its own form, show that it is a headline."""
    after = rest[0]
    marks = {"date", "other_date", "author", "byline"}
    before_body = []
    for other in rest:
        if other.kind in ("body", "dateline"):
            break
        before_body.append(other.kind)
    stopped = bool(_FULL_STOP.search(line.text)) and not line.text.endswith((" U.S.", " U.K.", " U.N."))
    if marks & set(before_body[:3]):
        return not stopped or after.kind in marks
    body = next((other for other in rest if other.kind in ("body", "dateline") or _is_paragraph(other.text)), None)
    if body is None:
        return False
    if not stopped:
        if after.apart:
            return True
        # Without a blank line it may be a hard-wrapped paragraph, unless the next line clearly stands alone.
        if line.end - line.start <= _ABOVE_BODY and _is_paragraph(after.text) and len(after.text) > len(line.text):
            return True
        return after.text[:1] in "\"“'‘" + after.text[:1].upper() and len(after.text) > max(100, 1.5 * len(line.text))
    return after.apart and (
        _title_case(line.text)
        or bool(_KICKER.match(line.text))
        or after.kind in ("dateline", "furniture")
        or _told_again(line.text, body.text)
    )


def _is_paragraph(text: str) -> bool:
    """Return whether a line begins like a sentence and ends like one."""
    opens = text[:1].isupper() or text[:1] in "\"“'‘"
    return opens and bool(_FULL_STOP.search(text)) and not _title_case(text)


def _told_again(line: str, body: str) -> bool:
    """Return whether a longer paragraph repeats much of the line, as a lead repeats its headline."""
    said = {w.lower() for w in _CONTENT_WORD.findall(line)}
    again = {w.lower() for w in _CONTENT_WORD.findall(body[: 3 * _SHORT])}
    return len(said & again) >= max(3, 0.4 * len(said)) and len(body) > 1.3 * len(line)


def _title_case(line: str) -> bool:
    """Return whether nearly every word except small ones is capitalised: 'Old Hands Help Russia Navigate Media.'"""
    words = [w.strip("\"'“”‘’().,:;!?") for w in line.split()]
    words = [w for w in words if w[:1].isalpha() and w.lower() not in _SMALL]
    return len(words) >= 3 and sum(w[:1].isupper() for w in words) >= 0.85 * len(words)
