"""Find the dates in a text and the days that they mean, relative to the day of publication.

Candidates are found by pattern; what each form means stands in `date_meanings`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from annotate.analyse.events.date_meanings import COUNTS, MEANINGS, NONE, YEAR, Tense
from annotate.analyse.findings import Layout, Range
from annotate.analyse.words.files import table

#: In characters: how far apostrophes are looked for.
_REACH = 20_000
_APOSTROPHE = re.compile("[a-z][’']s")


@dataclass(frozen=True, slots=True)
class DateFinding:
    """Words that name a day, month or year, and what they mean.

    `start` is ISO 8601, possibly of reduced precision; None if the words look like a date but cannot be resolved.
    `end` is the last day where the words name a stretch of days. `rule` is the form of the words.
    """

    range: Range
    start: str | None
    end: str | None
    tense: Tense
    rule: str

    @property
    def exact(self) -> bool:
        """Return whether the date is a day."""
        return self.start is not None and len(self.start) == 10


def find_dates(layout: Layout, until: int | None = None) -> tuple[DateFinding, ...]:
    """Return the dates of the text up to `until` in order, none overlapping; date lines and bylines are left out.

    Days without a year and relative days are resolved against `layout.published`, or else against a full date in the
    dateline; with neither, they stay unresolved.
    """
    text = layout.text
    seen_from = layout.published or _dateline_day(layout)
    starts = [s.start for s in layout.sentences]
    apostrophes = _APOSTROPHE.search(text, 0, _REACH) is not None
    found: list[DateFinding] = []
    for match in _matches(layout, len(text) if until is None else until):
        rule = str(match.lastgroup)
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or match.start() >= layout.sentences[at].end:
            continue
        if _is_name(text, match, apostrophes=apostrophes):
            continue
        sentence = layout.sentences[at]
        words = match.group()
        tense = _tense(text, sentence, match.start(), match.end())
        before = text[max(0, match.start() - 20) : match.start()]
        if rule in ("calendar", "month_first_range", "day_first_range") and _AHEAD.search(before):
            # "He said so again before the February 27 meeting": the verb says nothing about the day.
            tense = "unknown"
        try:
            days = MEANINGS[rule](words, seen_from, tense, before)
        except (ValueError, OverflowError):
            # The calendar ends before the day (31 December 9999, tomorrow), or the digits are of another script.
            days = NONE
        if days is not None:
            where = Range(match.start(), match.start() + len(words.rstrip(" ,")))
            found.append(DateFinding(where, days[0], days[1], tense, rule))
    return tuple(found)


def _matches(layout: Layout, until: int) -> Iterator[re.Match[str]]:
    """Yield what looks like a date, in order; also right after a lost paragraph break ("it exploded.Tuesday, ...")."""
    glued = {s.start for s in layout.sentences if 0 < s.start < until and not layout.text[s.start - 1].isspace()}
    end = 0
    for start in [*sorted(glued), until]:
        for match in _pattern().finditer(layout.text, end, start):
            end = match.end()
            yield match
        if start in glued and start >= end and (first := _glued().match(layout.text, start, until)):
            end = first.end()
            yield first
        end = max(end, start)


def _dateline_day(layout: Layout) -> date | None:
    """Return the day of a dateline that gives its year."""
    if layout.dateline is None:
        return None
    for match in _pattern().finditer(layout.dateline.of(layout.text)):
        if match.lastgroup in ("calendar", "iso"):
            days = MEANINGS[match.lastgroup](match.group(), None, "unknown", "")
            if days and days[0] and len(days[0]) == 10:
                return date.fromisoformat(days[0])
    return None


# --- the patterns -------------------------------------------------------------------------------------------------


#: Behind "Mondays" these tell a habit, not a thing of that day.
_AFTER_DAYS = (
    "are|were|was|is|have|had|will|and|or|in|at|to|the|a|an|off|through|when|of|for|from|with|as|but|until|after|before"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])(?!\.\d)(?!,\d(?!\d{3}(?!\d)))"
_DAY_OF = r"(?:the\s)?(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)\sof\s(?:this|last|next|the\ssame)\smonth\b"
#: A year after a day, the space between them lost or not: "June 15,1987".
_OF_YEAR = rf"(?:(?:,\s?|\s){YEAR})"
_TO = r"(?:\s?[-–—]\s?|\s(?:and|to|through|until|till)\s)"


@cache
def _pattern() -> re.Pattern[str]:
    """Return the one pattern of all forms; the name of the group that matched is the rule."""
    rows = [row.split() for row in table("dates.toml")["months"]]
    full = "|".join(row[0] for row in rows) + "|" + "|".join(row[0].upper() for row in rows)
    short = "|".join(f"{w}|{w.upper()}" for row in rows for w in row[1:])
    month = rf"(?:(?:{full})\b|(?:{short})\b\.?)"
    long_days = [row.split()[0] for row in table("dates.toml")["weekdays"]]
    short_days = [w for row in table("dates.toml")["weekdays"] for w in row.split()[1:]]
    week = rf"(?:{'|'.join(long_days)})"
    week_short = rf"(?:{week}|(?:{'|'.join(short_days)})\b\.?)"
    part = rf"(?:{'|'.join(table('dates.toml')['day_parts'].split())})"
    rules = {
        "iso": r"(?:1[5-9]|20)\d\d-(?:0\d|1[0-2])-[0-3]\d(?!\d)",
        "month_first_range": rf"{month}\s{_DAY}(?:{_OF_YEAR}{_TO}{month}\s|{_TO}(?:{month}\s)?){_DAY}{_OF_YEAR}?",
        "day_first_range": rf"{_DAY}(?:\s{month}{_OF_YEAR}?)?{_TO}{_DAY}\s(?:of\s)?{month}{_OF_YEAR}?",
        "calendar": rf"(?:{week_short},?\s)?(?:{month}(?:\s|(?<=\.)){_DAY}{_OF_YEAR}?"
        rf"|(?:the\s)?{_DAY}\s(?:of\s)?{month}{_OF_YEAR}?|{YEAR}\s{month}\s{_DAY})(?!\s?[-–]?[a-z]*\d)",
        "hyphens": rf"\d{{1,2}}-(?:{full}|{short})-(?:{YEAR}|\d\d)(?![\w-])",
        "day_of_month": _DAY_OF,
        "numeric": r"\d{1,2}/\d{1,2}/(?:1[5-9]|20)\d\d(?!\d)",
        "weekday_range": rf"{week}{_TO}{week}\b",
        # "Saturdays debate", where the apostrophe is lost
        "weekday": rf"(?:(?:last|next|this|this\spast|this\scoming)\s)?{week}"
        rf"(?:s(?=\s[a-z])(?!\s(?:{_AFTER_DAYS})\b))?(?:\s{part})?\b",
        "month": r"(?:(?:early|mid|late|end\sof|start\sof|beginning\sof|middle\sof)[-\s])?"
        rf"(?:(?:last|next|this|early|mid|late)[-\s])?{month}(?:,?\s{YEAR})?(?![\w'’])",
        "day_word": r"(?:earlier\s|later\s)?(?:today|Today|TODAY|tonight|Tonight|yesterday|Yesterday|tomorrow|Tomorrow"
        r"|[Tt]his\s(?:morning|afternoon|evening)|[Ll]ast\snight)\b",
        "period": r"(?:earlier\s|later\s)?(?:[Ll]ast|[Tt]his|[Nn]ext)\s(?:week|month|year)\b",
        "ago": rf"(?:\d{{1,2}}|{'|'.join(COUNTS)})\s(?:days?|weeks?|months?|years?)\sago\b",
        "year": rf"(?:(?:early|late|mid)[-\s])?{YEAR}(?![\w%])(?![.,]\d)",
    }
    body = "|".join(f"(?P<{name}>{rule})" for name, rule in rules.items())
    return re.compile(rf"(?<![\w$£€.,:/-])(?=[\dA-Zdenlbtmsfaoy])(?:{body})")


@cache
def _glued() -> re.Pattern[str]:
    """Return the one pattern without what must not precede it: it is tried where a sentence begins."""
    return re.compile(_pattern().pattern.partition(")")[2])


_AHEAD = re.compile(r"\b(?:before|ahead of|until|prior to)\s(?:the\s|this\s)?$")


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(table("dates.toml")["names"], key=len, reverse=True))))


@cache
def _day_nouns() -> re.Pattern[str]:
    return re.compile(rf"[’']?s? (?:\w+ )?(?:{'|'.join(table('dates.toml')['day_nouns'].split())})\b")


@cache
def _unfixed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('dates.toml')['unfixed_before'].split())})\s$", re.IGNORECASE)


def _is_name(text: str, match: re.Match[str], *, apostrophes: bool) -> bool:
    """Return whether the words belong to a name ("Black Friday", "USA Today") or to a habit ("every Monday")."""
    start, end, rule = match.start(), match.end(), match.lastgroup
    before, after = text[max(0, start - 20) : start], text[end : end + 24]
    if rule in ("weekday", "weekday_range", "day_word"):
        low = max(0, start - 20)
        if any(m.start() < end - low and m.end() > start - low for m in _names().finditer(text[low : end + 24])):
            return True
        if _unfixed().search(before):
            return True
        if match.group().endswith("days") and (apostrophes or before.endswith("on ")):
            # "on Mondays", or "Mondays" in a text that still has its apostrophes
            return True
    if rule == "day_word":
        if re.match(r"[’']s|s\b", after):
            return not _day_nouns().match(after)
        return before.endswith(("of ", "for a better ")) or bool(
            match.group()[0] == "T" and re.search(r"[A-Z]\w+ $", before) and not re.search(r"[.!?”\"] \w+ $", before)
        )
    if rule == "weekday" and match.group().endswith("day"):
        return bool(re.match(r" (?:Review|News|Herald|Night|Club|Group)\b", after))
    return False


# --- past or future -----------------------------------------------------------------------------------------------


@cache
def _tense_cues() -> re.Pattern[str]:
    data = table("dates.toml")
    future = "|".join(re.escape(w) for w in sorted(data["future"], key=len, reverse=True))
    past = "|".join(data["past"].split())
    return re.compile(
        r"\b(?:(?P<later>(?:will|shall|to|may|might|could|can|must|should)\s(?:\w+\s){0,2}?be(?:en)?\s\w+"
        r"|would\s(?!have\b)(?:(?:\w+\s){0,2}?be\s)?\w+)"
        rf"|(?P<past>(?:was|were|been|had)\s(?:\w+\s)?\w+ed|(?:{past}))"
        rf"|(?P<future>{future})|(?P<ed>[a-z]{{2,}}ed))\b"
    )


def _tense(text: str, sentence: Range, start: int, end: int) -> Tense:
    """Return the tense of the last verb before the date in its sentence, or else of the first one after it."""
    last = first = None
    for match in _tense_cues().finditer(text, max(sentence.start, start - 160), min(sentence.end, end + 100)):
        if match.end() <= start:
            last = match
        elif match.start() >= end:
            first = match
            break
    cue = last or first
    if cue is None:
        return "unknown"
    return "future" if cue.lastgroup in ("later", "future") else "past"
