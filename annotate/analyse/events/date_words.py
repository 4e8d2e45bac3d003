"""Dates in the text, and the days they mean, seen from the day of publication.

Candidates are found by pattern; dates with a year are read by dateutil twice with different defaults, so that what it
filled in of its own shows, and days are counted by dateutil's relativedelta. What could be two days is none: a weekday
that contradicts its date, "next Friday" within the same week, 05/06/2024. "Last month" gives the month, not a day;
"last week" gives nothing, since ISO dates have no such precision.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from annotate.analyse.findings import Layout, Range
from annotate.analyse.words.files import table

#: Apostrophes are looked for in so many characters.
_REACH = 20_000
Tense = Literal["past", "future", "unknown"]


@dataclass(frozen=True, slots=True)
class DateFinding:
    """Words that name a day, month or year, and what they mean.

    `start` is ISO 8601, possibly of reduced precision; None where the words look like a date but cannot be resolved.
    `end` is the last day where the words name a stretch of days. `rule` is the form of the words.
    """

    range: Range
    start: str | None
    end: str | None
    tense: Tense
    rule: str

    @property
    def exact(self) -> bool:
        """Say whether the date is a day."""
        return self.start is not None and len(self.start) == 10


def find_dates(layout: Layout, until: int | None = None) -> tuple[DateFinding, ...]:
    """Return the dates of the text up to `until` in order, none overlapping; date lines and bylines are left out.

    Days without a year and relative days are resolved against `layout.published`, or else against a full date in the
    dateline; with neither, they stay unresolved.
    """
    text = layout.text
    seen_from = layout.published or _dateline_day(layout)
    starts = [s.start for s in layout.sentences]
    apostrophes = re.compile("[a-z][’']s").search(text, 0, _REACH) is not None
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
            days = _RULES[rule](words, seen_from, tense, before)
        except (ValueError, OverflowError):
            # The calendar ends before the day (31 December 9999, tomorrow), or the digits are of another script.
            days = _NONE
        if days is not None:
            where = Range(match.start(), match.start() + len(words.rstrip(" ,")))
            found.append(DateFinding(where, days[0], days[1], tense, rule))
    return tuple(found)


def _matches(layout: Layout, until: int) -> Iterator[re.Match[str]]:
    """Yield what looks like a date, in order; also right behind a lost paragraph break ("it exploded.Tuesday, ...")."""
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
            days = _RULES[match.lastgroup](match.group(), None, "unknown", "")
            if days and days[0] and len(days[0]) == 10:
                return date.fromisoformat(days[0])
    return None


# --- the patterns -------------------------------------------------------------------------------------------------


@cache
def _months() -> dict[str, int]:
    return {w.casefold(): n for n, row in enumerate(table("dates.toml")["months"], 1) for w in row.split()}


@cache
def _weekdays() -> dict[str, int]:
    """Return the names of weekdays, lower case, with Monday as 0."""
    return {w.casefold(): n for n, row in enumerate(table("dates.toml")["weekdays"]) for w in row.split()}


_COUNTS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
#: Behind "Mondays" these tell a habit, not a thing of that day.
_AFTER_DAYS = (
    "are|were|was|is|have|had|will|and|or|in|at|to|the|a|an|off|through|when|of|for|from|with|as|but|until|after|before"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])(?!\.\d)(?!,\d)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)(?![\d-])"
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
        "month_first_range": rf"{month}\s{_DAY}{_TO}(?:{month}\s)?{_DAY}(?:,?\s{_YEAR})?",
        "day_first_range": rf"{_DAY}(?:\s{month})?{_TO}{_DAY}\s(?:of\s)?{month}(?:,?\s{_YEAR})?",
        "calendar": rf"(?:{week_short},?\s)?(?:{month}(?:\s|(?<=\.)){_DAY}(?:,?\s{_YEAR})?"
        rf"|(?:the\s)?{_DAY}\s(?:of\s)?{month}(?:,?\s{_YEAR})?)(?!\s?[-–]?[a-z]*\d)",
        "numeric": r"\d{1,2}/\d{1,2}/(?:1[5-9]|20)\d\d(?!\d)",
        "weekday_range": rf"{week}{_TO}{week}\b",
        # "Saturdays debate", where the apostrophe is lost
        "weekday": rf"(?:(?:last|next|this|this\spast|this\scoming)\s)?{week}"
        rf"(?:s(?=\s[a-z])(?!\s(?:{_AFTER_DAYS})\b))?(?:\s{part})?\b",
        "month": r"(?:(?:early|mid|late|end\sof|start\sof|beginning\sof|middle\sof)[-\s])?"
        rf"(?:(?:last|next|this|early|mid|late)[-\s])?{month}(?:,?\s{_YEAR})?(?![\w'’])",
        "day_word": r"(?:earlier\s|later\s)?(?:today|Today|TODAY|tonight|Tonight|yesterday|Yesterday|tomorrow|Tomorrow"
        r"|[Tt]his\s(?:morning|afternoon|evening)|[Ll]ast\snight)\b",
        "period": r"(?:earlier\s|later\s)?(?:[Ll]ast|[Tt]his|[Nn]ext)\s(?:week|month|year)\b",
        "ago": rf"(?:\d{{1,2}}|{'|'.join(_COUNTS)})\s(?:days?|weeks?|months?|years?)\sago\b",
        "year": rf"(?:(?:early|late|mid)[-\s])?{_YEAR}(?![\w%])(?![.,]\d)",
    }
    body = "|".join(f"(?P<{name}>{rule})" for name, rule in rules.items())
    return re.compile(rf"(?<![\w$£€.,:/-])(?=[\dA-Zdenlbtmsfaoy])(?:{body})")


@cache
def _glued() -> re.Pattern[str]:
    """Return the one pattern without what must not stand before it: it is tried where a sentence begins."""
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


@cache
def _year_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('dates.toml')['year_before'].split())})\s$", re.IGNORECASE)


def _is_name(text: str, match: re.Match[str], *, apostrophes: bool) -> bool:
    """Say whether the words belong to a name ("Black Friday", "USA Today") or to a habit ("every Monday")."""
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
        r"\b(?:(?P<later>(?:will|shall|to|may|might|could|can|must|should)\s(?:\w+\s){0,2}?be(?:en)?\s\w+)"
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


# --- what each form means -----------------------------------------------------------------------------------------

_Days = tuple[str | None, str | None]
_NONE: _Days = (None, None)
#: In days: a date without a year is hardly so far away if the same date is so near on the other side.
_FAR, _NEAR = 240, 100
_WORD = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\d+")


def _absolute(words: str) -> tuple[int | None, int | None, int | None]:
    """Return year, month and day of written words, each None where they do not say it."""
    from dateutil import parser

    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bthe\b|\bof\b|\.", " ", words)
    found: list[datetime] = []
    # What differs between two defaults was not in the words but filled in by the parser.
    for default in (datetime(2000, 1, 1), datetime(2004, 3, 2)):
        try:
            found.append(parser.parse(plain, default=default))
        except (ValueError, OverflowError):
            return None, None, None
    one, two = found
    return (
        one.year if one.year == two.year else None,
        one.month if one.month == two.month else None,
        one.day if one.day == two.day else None,
    )


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _place_in_time(month: int, day: int, seen_from: date | None, tense: Tense) -> date | None:
    """Return the day of a date without a year: the last one, the next one, or with no tense the nearest one."""
    if seen_from is None:
        return None
    days = [d for y in (-1, 0, 1) if (d := _day_of(seen_from.year + y, month, day))]
    nearest = min(days, key=lambda d: abs((d - seen_from).days), default=None)
    if tense == "past":
        days = [d for d in days if d <= seen_from]
    elif tense == "future":
        days = [d for d in days if d >= seen_from]
    found = min(days, key=lambda d: abs((d - seen_from).days), default=None)
    if found and nearest and abs((found - seen_from).days) > _FAR and abs((nearest - seen_from).days) < _NEAR:
        # "Aides said the Dec. 28 meeting had been planned for weeks", on 10 December: the verb is not about the day.
        return nearest
    return found


def _calendar(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    """Read "Oct 7", "Monday, June 3", "the 5th of May 1948"."""
    named = [w.casefold() for w in _WORD.findall(words)]
    weekday = next((_weekdays()[w] for w in named if w in _weekdays()), None)
    rest = re.sub(r"^[A-Za-z]+\.?,?\s(?=the|[A-Z\d])", "", words) if weekday is not None else words
    year, month, day = _absolute(rest)
    if not month or not day:
        return _NONE
    if year:
        found = _day_of(year, month, day)
    else:
        found = _place_in_time(month, day, seen_from, tense)
        if found and weekday is not None and found.weekday() != weekday:
            return _NONE
    if found is None or (weekday is not None and found.weekday() != weekday):
        return _NONE
    return found.isoformat(), None


def _range(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    """Read "June 4-6", "January 27 and 28, 2026", "28 June to 2 July"."""
    year = int(m.group()) if (m := re.search(_YEAR + "$", words)) else None
    days = [int(n) for n in _NUMBER.findall(words[: m.start()] if m else words)]
    months = [_months()[w] for w in map(str.casefold, _WORD.findall(words)) if w in _months()]
    if len(days) != 2 or not months:
        return _NONE
    first_month, last_month = months[0], months[-1]
    last = _day_of(year, last_month, days[1]) if year else _place_in_time(last_month, days[1], seen_from, tense)
    if last is None:
        return _NONE
    first = _day_of(last.year - (first_month > last_month), first_month, days[0])
    if first is None or not 0 < (last - first).days < 100:
        return _NONE
    return first.isoformat(), last.isoformat()


def _iso(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    try:
        return date.fromisoformat(words).isoformat(), None
    except ValueError:
        return _NONE


def _numeric(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    """Read 25/05/2024; 05/06/2024 could be two days and is none."""
    one, two, year = map(int, words.split("/"))
    if one <= 12 and two <= 12 and one != two:
        return _NONE
    found = _day_of(year, *((two, one) if one > 12 else (one, two)))
    return (found.isoformat(), None) if found else _NONE


def _weekday(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    """Read "Tuesday", "last Friday", "next Monday", "Wednesday night"."""
    if seen_from is None:
        return _NONE
    named = re.sub(r"days\b", "day", words.casefold()).split()
    wanted = next(_weekdays()[w] for w in named if w in _weekdays())
    back = timedelta((seen_from.weekday() - wanted) % 7)
    ahead = timedelta((wanted - seen_from.weekday()) % 7)
    if named[0] == "last" or (named[0] == "this" and named[1] == "past"):
        return (seen_from - (back or timedelta(7))).isoformat(), None
    if named[0] == "next":
        found = seen_from + (ahead or timedelta(7))
        # Within the week, some mean the coming day and some the one after.
        return (found.isoformat(), None) if found.isocalendar()[:2] != seen_from.isocalendar()[:2] else _NONE
    if named[0] == "this" and tense != "past":
        return (seen_from + ahead).isoformat(), None
    return (seen_from + ahead if tense == "future" else seen_from - back).isoformat(), None


def _weekday_range(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    """Read "Monday to Friday", "Thursday and Friday"."""
    if seen_from is None:
        return _NONE
    first, last = (_weekdays()[w] for w in map(str.casefold, _WORD.findall(words)) if w in _weekdays())
    length = timedelta((last - first) % 7)
    if not length:
        return _NONE
    if tense == "future":
        begun = seen_from + timedelta((first - seen_from.weekday()) % 7)
        return begun.isoformat(), (begun + length).isoformat()
    ended = seen_from - timedelta((seen_from.weekday() - last) % 7)
    return (ended - length).isoformat(), ended.isoformat()


def _month(words: str, seen_from: date | None, tense: Tense, before: str) -> _Days | None:
    """Read "March 2017", "last June", "end of February", "in November"; a bare month needs a word before it."""
    named = [w.casefold() for w in _WORD.findall(words)]
    month = next(_months()[w] for w in named if w in _months())
    year = re.search(_YEAR, words)
    if year:
        return f"{year.group()}-{month:02d}", None
    if words.rstrip(".").isupper():
        return None
    qualified = len(named) > 1
    if not qualified and not re.search(r"\b(?:in|since|by|until|for|during|from|of|through|to)\s$", before):
        return None
    # "in march formation" and "of May's" are caught by case; "to May" is a person, "in May" is not.
    if not qualified and re.search(r"\b(?:to|for|of)\s$", before) and named[0] in ("may", "march", "april", "june"):
        return None
    if seen_from is None:
        return _NONE
    here = seen_from.year
    if "last" in named or (tense == "past" and "next" not in named):
        # "Last June" said in June is that of the year before; "in June" said in June is this one.
        found = here if month < seen_from.month + ("last" not in named) else here - 1
    elif "next" in named or tense == "future":
        found = here if month >= seen_from.month + ("next" in named) else here + 1
    else:
        gap = month - seen_from.month
        found = here - (gap > 6) + (gap < -6)
    return f"{found:04d}-{month:02d}", None


def _day_word(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    if seen_from is None:
        return _NONE
    word = words.casefold().split()[-1]
    days = {"yesterday": -1, "tomorrow": 1}.get(word, -1 if words.casefold() == "last night" else 0)
    return (seen_from + timedelta(days)).isoformat(), None


def _period(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    """Read "last month", "this year"; a week has no ISO date."""
    which, unit = words.casefold().split()[-2:]
    if seen_from is None or unit == "week":
        return _NONE
    from dateutil.relativedelta import relativedelta

    count = {"last": -1, "this": 0, "next": 1}[which]
    found = seen_from + (relativedelta(months=count) if unit == "month" else relativedelta(years=count))
    return found.isoformat()[: 7 if unit == "month" else 4], None


def _ago(words: str, seen_from: date | None, tense: Tense, _: str) -> _Days | None:
    """Read "three days ago"; weeks and more are too rough for a day."""
    count, unit, *_rest = words.casefold().split()
    number = int(count) if count.isdigit() else _COUNTS[count]
    if seen_from is None or not unit.startswith("day"):
        return _NONE
    return (seen_from - timedelta(number)).isoformat(), None


def _year(words: str, seen_from: date | None, tense: Tense, before: str) -> _Days | None:
    if not _year_before().search(before) and len(words) == 4:
        return None
    return words[-4:], None


_RULES: dict[str, Callable[[str, date | None, Tense, str], _Days | None]] = {
    "iso": _iso,
    "month_first_range": _range,
    "day_first_range": _range,
    "calendar": _calendar,
    "numeric": _numeric,
    "weekday_range": _weekday_range,
    "weekday": _weekday,
    "month": _month,
    "day_word": _day_word,
    "period": _period,
    "ago": _ago,
    "year": _year,
}
