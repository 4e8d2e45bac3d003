"""What the forms of dates mean: words and the day that they are seen from, to ISO 8601.

Dates with a year are read by dateutil twice with different defaults, so that what it filled in of its own shows, and
days are counted by dateutil's relativedelta. What could be two days is none: a weekday that contradicts its date, "next
Friday" within the same week, 05/06/2024. "Last month" gives the month, not a day; "last week" gives nothing, since ISO
dates have no such precision.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from annotate.analyse.words.files import table

Tense = Literal["past", "future", "unknown"]
YEAR = r"(?:1[5-9]\d\d|20\d\d)(?![\d-])"
COUNTS = {
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


@cache
def month_numbers() -> dict[str, int]:
    """Return the names of months, lower case, with January as 1."""
    return {w.casefold(): n for n, row in enumerate(table("dates.toml")["months"], 1) for w in row.split()}


@cache
def weekday_numbers() -> dict[str, int]:
    """Return the names of weekdays, lower case, with Monday as 0."""
    return {w.casefold(): n for n, row in enumerate(table("dates.toml")["weekdays"]) for w in row.split()}


@cache
def _year_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('dates.toml')['year_before'].split())})\s$", re.IGNORECASE)


Days = tuple[str | None, str | None]
NONE: Days = (None, None)
#: In days: a date without a year is hardly so far away if the same date is so near on the other side.
_FAR, _NEAR = 240, 100
#: Numbers from here on are years, not days.
_YEARS_FROM = 32
#: A year of two figures, and the first that lies in the last century.
_SHORT_YEAR, _PIVOT = 2, 69
_WORD = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\d+")


def _absolute(words: str) -> tuple[int | None, int | None, int | None]:
    """Return year, month and day of written words, each None if they do not say it."""
    from dateutil import parser

    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bthe\b|\bof\b|\.|,(?=\d)", " ", words)
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


def _calendar(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read "Oct 7", "Monday, June 3", "the 5th of May 1948", "2018 March 18"."""
    named = [w.casefold() for w in _WORD.findall(words)]
    weekday = next((weekday_numbers()[w] for w in named if w in weekday_numbers()), None)
    rest = re.sub(r"^[A-Za-z]+\.?,?\s(?=the|[A-Z\d])", "", words) if weekday is not None else words
    year, month, day = _absolute(rest)
    if not month or not day:
        return NONE
    if year:
        found = _day_of(year, month, day)
    else:
        found = _place_in_time(month, day, seen_from, tense)
        if found and weekday is not None and found.weekday() != weekday:
            return NONE
    if found is None or (weekday is not None and found.weekday() != weekday):
        return NONE
    return found.isoformat(), None


def _range(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read "June 4-6", "January 27 and 28, 2026", "28 June to 2 July", "30 June 2026 to 2 July 2026"."""
    year = int(m.group()) if (m := re.search(YEAR + "$", words)) else None
    numbers = [int(n) for n in _NUMBER.findall(words[: m.start()] if m else words)]
    days, begun = [n for n in numbers if n < _YEARS_FROM], next((n for n in numbers if n >= _YEARS_FROM), None)
    months = [month_numbers()[w] for w in map(str.casefold, _WORD.findall(words)) if w in month_numbers()]
    if len(days) != 2 or not months:
        return NONE
    first_month, last_month = months[0], months[-1]
    last = _day_of(year, last_month, days[1]) if year else _place_in_time(last_month, days[1], seen_from, tense)
    if last is None:
        return NONE
    first = _day_of(begun or last.year - (first_month > last_month), first_month, days[0])
    if first is None or not 0 < (last - first).days < 100:
        return NONE
    return first.isoformat(), last.isoformat()


def _hyphens(words: str, seen_from: date | None, tense: Tense, before: str) -> Days | None:
    """Read "19-Nov-2012" and "19-Nov-12"; of two figures POSIX makes 1969 to 2068."""
    day, month, year = words.split("-")
    if len(year) == _SHORT_YEAR:
        year = str(int(year) + (1900 if int(year) >= _PIVOT else 2000))
    return _calendar(f"{day} {month} {year}", seen_from, tense, before)


def _day_of_month(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read "the 2nd of this month", "the 30th of last month"."""
    if seen_from is None:
        return NONE
    from dateutil.relativedelta import relativedelta

    offset = {"last": -1, "next": 1}.get(words.casefold().split()[-2], 0)
    if words.casefold().split()[-2] == "same":
        return NONE
    month = seen_from.replace(day=1) + relativedelta(months=offset)
    found = _day_of(month.year, month.month, int(_NUMBER.findall(words)[0]))
    return (found.isoformat(), None) if found else NONE


def _iso(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    try:
        return date.fromisoformat(words).isoformat(), None
    except ValueError:
        return NONE


def _numeric(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read 25/05/2024; 05/06/2024 could be two days and is not one."""
    one, two, year = map(int, words.split("/"))
    if one <= 12 and two <= 12 and one != two:
        return NONE
    found = _day_of(year, *((two, one) if one > 12 else (one, two)))
    return (found.isoformat(), None) if found else NONE


def _weekday(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read "Tuesday", "last Friday", "next Monday", "Wednesday night"."""
    if seen_from is None:
        return NONE
    named = re.sub(r"days\b", "day", words.casefold()).split()
    wanted = next(weekday_numbers()[w] for w in named if w in weekday_numbers())
    back = timedelta((seen_from.weekday() - wanted) % 7)
    ahead = timedelta((wanted - seen_from.weekday()) % 7)
    if named[0] == "last" or (named[0] == "this" and named[1] == "past"):
        return (seen_from - (back or timedelta(7))).isoformat(), None
    if named[0] == "next":
        found = seen_from + (ahead or timedelta(7))
        # Within the week, some mean the coming day and some the one after.
        return (found.isoformat(), None) if found.isocalendar()[:2] != seen_from.isocalendar()[:2] else NONE
    if named[0] == "this" and tense != "past":
        return (seen_from + ahead).isoformat(), None
    return (seen_from + ahead if tense == "future" else seen_from - back).isoformat(), None


def _weekday_range(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read "Monday to Friday", "Thursday and Friday"."""
    if seen_from is None:
        return NONE
    first, last = (weekday_numbers()[w] for w in map(str.casefold, _WORD.findall(words)) if w in weekday_numbers())
    length = timedelta((last - first) % 7)
    if not length:
        return NONE
    if tense == "future":
        begun = seen_from + timedelta((first - seen_from.weekday()) % 7)
        return begun.isoformat(), (begun + length).isoformat()
    ended = seen_from - timedelta((seen_from.weekday() - last) % 7)
    return (ended - length).isoformat(), ended.isoformat()


def _month(words: str, seen_from: date | None, tense: Tense, before: str) -> Days | None:
    """Read "March 2017", "last June", "end of February", "in November"; a bare month needs a word before it."""
    named = [w.casefold() for w in _WORD.findall(words)]
    month = next(month_numbers()[w] for w in named if w in month_numbers())
    year = re.search(YEAR, words)
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
        return NONE
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


def _day_word(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    if seen_from is None:
        return NONE
    word = words.casefold().split()[-1]
    days = {"yesterday": -1, "tomorrow": 1}.get(word, -1 if words.casefold() == "last night" else 0)
    return (seen_from + timedelta(days)).isoformat(), None


def _period(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read "last month", "this year"; a week has no ISO date."""
    which, unit = words.casefold().split()[-2:]
    if seen_from is None or unit == "week":
        return NONE
    from dateutil.relativedelta import relativedelta

    count = {"last": -1, "this": 0, "next": 1}[which]
    found = seen_from + (relativedelta(months=count) if unit == "month" else relativedelta(years=count))
    return found.isoformat()[: 7 if unit == "month" else 4], None


def _ago(words: str, seen_from: date | None, tense: Tense, _: str) -> Days | None:
    """Read "three days ago"; weeks and more are too rough for a day."""
    count, unit, *_rest = words.casefold().split()
    number = int(count) if count.isdigit() else COUNTS[count]
    if seen_from is None or not unit.startswith("day"):
        return NONE
    return (seen_from - timedelta(number)).isoformat(), None


def _year(words: str, seen_from: date | None, tense: Tense, before: str) -> Days | None:
    if not _year_before().search(before) and len(words) == 4:
        return None
    return words[-4:], None


MEANINGS: dict[str, Callable[[str, date | None, Tense, str], Days | None]] = {
    "iso": _iso,
    "month_first_range": _range,
    "day_first_range": _range,
    "calendar": _calendar,
    "hyphens": _hyphens,
    "day_of_month": _day_of_month,
    "numeric": _numeric,
    "weekday_range": _weekday_range,
    "weekday": _weekday,
    "month": _month,
    "day_word": _day_word,
    "period": _period,
    "ago": _ago,
    "year": _year,
}
