"""Convert strings and dates to what NewsML-G2 and XML 1.0 can carry.

>>> one_line("a\\tb"), language_tag("en_US"), web_address("https://example.org/ä b")
('a b', 'und', 'https://example.org/%C3%A4%20b')
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, urlsplit

from annotate.read.article.characters import carriable

_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?")


def one_line(value: str) -> str:
    """Return a value for names and literals, which may not hold tabs or line ends: each becomes a space."""
    return re.sub(r"[\t\n\r]", " ", carriable(value))


def language_tag(value: str) -> str:
    """Return the tag if it has the form that XML Schema requires, otherwise ``und``."""
    return value if _LANGUAGE.fullmatch(value) else "und"


def truncated_date_time(value: str | None) -> str | None:
    """Return an ISO date or date-time in the form of XML Schema: seconds are added, a time zone is not.

    None if the calendar does not have it (30 February, year 0, a zone of 20 hours), since XML Schema refuses it.

    >>> truncated_date_time("2026-03-12T07:40"), truncated_date_time("2026-02-30")
    ('2026-03-12T07:40:00', None)
    """
    if value is None:
        return None
    if "T" not in value:
        return value if _exists(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value) else None
    match = _DATE_TIME.fullmatch(value)
    if match is None or not _exists(match[1]):
        return None
    zone = match[4] or ""
    if zone not in ("", "Z") and (int(zone[1:3]) * 60 + int(zone[4:]) > 14 * 60 or int(zone[4:]) > 59):
        return None
    return f"{match[1]}{match[2] or ':00'}{match[3] or ''}{zone}"


def web_address(value: object) -> str | None:
    """Return an http(s) address with all characters percent-encoded that a URI may not hold; None for anything else."""
    if not isinstance(value, str) or not re.match(r"https?://", value):
        return None
    try:
        host = urlsplit(value).hostname
    except ValueError:
        return None
    return quote(value.encode("utf-8", "replace"), safe="/:?#@!$&'()*+,;=%-._~") if host else None


def _exists(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
