"""Convert dates in the forms that inputs use to ISO 8601; nothing is filled in, not even a time zone."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from annotate.models import ISO_DATE_TIME
from annotate.read.options import Order

_ISO = re.compile(ISO_DATE_TIME)
#: ISO 8601 and its common variants: a space instead of T, no colon in the zone, a space before it.
_NEAR_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?",
    re.IGNORECASE,
)
#: 2020/11/12 and 2020.11.12 are year, month, day in every country.
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-])")
#: Two-digit years up to this one belong to this century (POSIX, strptime).
_PIVOT = 68
_TIME = re.compile(r"(?<![\d.])\d{1,2}[:.]\d\d(?![\d.])|\d{1,2}:\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
#: Languages whose month names are recognised, in metadata only; each one takes time.
_LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "ru", "uk", "tr", "id")
#: The longest text that is parsed as a date, in characters; the longest date in use has 60.
_LONGEST = 80


def order_of(value: Any) -> Order | None:
    """Return the order of day and month in a numeric date that allows only one; None for every other value.

    >>> order_of("25/11/2020"), order_of("9/20/17"), order_of("02/03/2024")
    ('dmy', 'mdy', None)
    """
    found = _NUMERIC.search(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    if not found or found[2] == ".":
        return None
    first, second = int(found[1]), int(found[3])
    if (first > 12) == (second > 12):
        return None
    return "dmy" if first > 12 else "mdy"


def to_iso(value: Any, order: Order | None = None) -> str | None:
    """Return a date or date-time in ISO 8601; None if the value is not a date, or could be two different days.

    Accepts ISO 8601 and its variants, the dates of mail and feeds (RFC 5322), written dates ("12 Nov 2020 at 06:39",
    "November 12, 2020"), and numbers: seconds or milliseconds since 1970, in UTC by definition. "10/11/2020" could be
    in October or November and gives None unless `order` decides; "25/11/2020" is unambiguous, and with full stops
    ("10.11.2020") the day comes first. Reduced precision ("2020-11") is kept.
    """
    if isinstance(value, datetime):
        return _written(value, timed=True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_epoch(value)
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    if not text or len(text) > _LONGEST:
        return None
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _from_epoch(int(text))
    text = _with_century(text)
    return _from_iso(text) or _from_words(text, order) or _foreign(text)


def is_date_line(line: str) -> str | None:
    """Return the date in ISO 8601 if the line is nothing but a date with a year; None for every other line."""
    line = line.strip(" \t|·•,;-–—")
    if len(line) > _LONGEST or not _YEAR.search(line):
        return None
    text = " ".join(line.split())
    return _from_iso(text) or _from_words(text)


def _from_epoch(value: float) -> str | None:
    """Return the date-time for seconds (1973 to 2100) or milliseconds since 1970; None for other numbers."""
    if 1e11 <= value < 4.2e12:
        value /= 1000
    if not 1e8 <= value < 4.2e9:
        return None
    moment = datetime.fromtimestamp(int(value), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _from_iso(text: str) -> str | None:
    if _ISO.fullmatch(text):
        return text if _exists(text) else None
    match = _NEAR_ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    iso = f"{year}-{month}-{day}"
    if hour:
        iso += f"T{hour}:{minute}"
        iso += f":{second}" if second else ""
        iso += f".{fraction}" if fraction else ""
        iso += _zone(zone) if zone else ""
    return iso if _ISO.fullmatch(iso) and _exists(iso) else None


def _zone(zone: str) -> str:
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _exists(iso: str) -> bool:
    """Return whether the day exists in the calendar."""
    try:
        date.fromisoformat(iso[:10]) if len(iso) >= 10 else None
    except ValueError:
        return False
    return not iso.startswith("0000")


def _with_century(text: str) -> str:
    """Return the text with the year of a numeric date in four digits: "9/20/17" becomes "9/20/2017"."""
    found = _NUMERIC.search(text)
    if not found or len(found[4]) != 2 or found[2] == "." or text.strip() != found[0]:
        return text
    year = int(found[4])
    return f"{found[1]}{found[2]}{found[3]}{found[2]}{year + (2000 if year <= _PIVOT else 1900)}"


def _from_words(text: str, order: Order | None = None) -> str | None:
    """Parse a written date with dateutil; it must have year, month and day, and no word that dates do not have."""
    words = {w.lower() for w in _WORD.findall(text)}
    known, zones = _vocabulary()
    if not words <= known or not _YEAR.search(text):
        return None
    numeric = _NUMERIC.search(text)
    day_first = False
    if numeric:
        first, second = int(numeric[1]), int(numeric[3])
        with_points = numeric[2] == "."
        ambiguous = first <= 12 and second <= 12 and first != second and not with_points
        if ambiguous and order is None:
            return None
        day_first = first > 12 or with_points or (ambiguous and order == "dmy")
    from dateutil import parser

    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text, flags=re.IGNORECASE)
    year_first = bool(_YEAR_FIRST.search(text))
    found: list[datetime] = []
    # dateutil fills missing parts from a default, so a part that differs between two defaults was not in the text.
    for default in (datetime(2000, 1, 1), datetime(2001, 2, 2)):
        try:
            found.append(
                parser.parse(text, default=default, dayfirst=day_first, yearfirst=year_first, tzinfos=_tzinfo(zones))
            )
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None
    one, two = found
    if one.year != two.year or one.month != two.month:
        return None
    if one.day != two.day:
        return f"{one.year:04d}-{one.month:02d}"
    return _written(one, timed=bool(_TIME.search(text)))


@lru_cache(maxsize=1024)
def _foreign(text: str) -> str | None:
    """Parse a date with month names of other languages with dateparser; it must have day, month and year."""
    words = {w.lower() for w in _WORD.findall(text)}
    strange = words - _vocabulary()[0]
    if not (_YEAR.search(text) and re.search(r"(?<!\d)\d{1,2}(?!\d)", text) and 1 <= len(strange) <= 2):
        return None
    import warnings

    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        moment = dateparser.parse(
            text,
            languages=list(_LANGUAGES),
            settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "RETURN_AS_TIMEZONE_AWARE": False},
        )
    return _written(moment, timed=bool(_TIME.search(text))) if moment else None


def _written(moment: datetime, *, timed: bool) -> str:
    if not timed:
        return moment.date().isoformat()
    iso = moment.strftime("%Y-%m-%dT%H:%M") if moment.year >= 1000 else moment.isoformat()[:16]
    iso += f":{moment.second:02d}" if moment.second else ""
    offset = moment.utcoffset()
    if offset is None:
        return iso
    if not offset:
        return iso + "Z"
    minutes = int(offset.total_seconds()) // 60
    return f"{iso}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _tzinfo(zones: dict[str, int]) -> Any:
    def of(name: str | None, offset: int | None) -> timezone | None:
        if offset is not None:
            return timezone(timedelta(seconds=offset))
        return timezone(timedelta(hours=zones[name.upper()])) if name and name.upper() in zones else None

    return of


@cache
def _vocabulary() -> tuple[frozenset[str], dict[str, int]]:
    data = files("annotate.read.article").joinpath("data")
    lines = data.joinpath("months.txt").read_text("utf-8").splitlines()
    words = frozenset(w for line in lines if not line.startswith("#") for w in line.split())
    zones = {name: int(hours) for name, hours in tomllib.loads(data.joinpath("zones.toml").read_text("utf-8")).items()}
    return words | {"a", "p", "m", "t", "hrs"}, zones
