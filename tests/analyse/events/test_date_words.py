"""Dates are found and resolved against the day of publication, by the lines of cases/dates/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.analyse.events.date_words import find_dates
from annotate.analyse.text.sentences import segment
from tests.support.places import ANALYSE_CASES

CASES = ANALYSE_CASES / "dates"


def _lines() -> Iterator[object]:
    for path in sorted(CASES.glob("*.txt")):
        if path.name == "README.txt":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            known = line.startswith("known failure")
            day, marked, wanted = (part.strip() for part in line.removeprefix("known failure").split("|"))
            marks = [pytest.mark.xfail(strict=True, reason="known failure")] if known else []
            yield pytest.param(day, marked, wanted, id=f"{path.stem}:{number}", marks=marks)


def _found(text: str, day: str) -> list[tuple[int, int, str]]:
    layout = segment(text, published=None if day == "-" else date.fromisoformat(day))
    return [
        (*d.range, "none" if d.start is None else f"{d.start}/{d.end}" if d.end else d.start)
        for d in find_dates(layout)
    ]


@pytest.mark.parametrize(("day", "marked", "wanted"), list(_lines()))
def test_the_dates_of_a_line(day: str, marked: str, wanted: str) -> None:
    """The words in brackets, and no others, are dates and mean what the line says."""
    ranges, text = [], ""
    for piece in re.split(r"(\[[^]]*\])", marked):
        bare = piece.strip("[]") if piece.startswith("[") else piece
        if piece.startswith("["):
            ranges.append((len(text), len(text) + len(bare)))
        text += bare
    meanings = [w.strip() for w in wanted.split(";") if w.strip()]
    expected = [(*where, meaning) for where, meaning in zip(ranges, meanings, strict=True)]
    assert _found(text, day) == expected


@settings(deadline=None, max_examples=40)
@given(st.dates(date(1950, 1, 2), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_said_in_the_past_lies_within_the_last_week(published: date, weekday: int) -> None:
    """A weekday with a past verb is the published day or one of the six before it, and falls on that weekday."""
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    (found,) = find_dates(segment(f"The envoys met on {name} in a hotel.", published=published))
    assert found.start is not None
    day = date.fromisoformat(found.start)
    assert day.weekday() == weekday
    assert published - timedelta(6) <= day <= published


@settings(deadline=None, max_examples=40)
@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.sampled_from(["%B {d}, %Y", "{d} %B %Y", "%b {d}, %Y"]))
def test_a_full_date_needs_no_day_of_publication(day: date, form: str) -> None:
    """A date with a year means itself."""
    written = day.strftime(form).format(d=day.day)
    (found,) = find_dates(segment(f"The pact was signed on {written} in Kiev."))
    assert found.start == day.isoformat()


_WORDS = tuple(
    """Monday last next to from May 5 31 - and 2024 , . will today ٣ Feb 30 ago two days month end of""".split()  # noqa: SIM905
)
_PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(_WORDS),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(_PIECES, max_size=30).map(" ".join), st.dates())
def test_any_text_gives_ordered_dates_inside_it(text: str, published: date) -> None:
    """Dates lie in order inside the text, none overlaps another, whatever the text."""
    at = 0
    for found in find_dates(segment(text, published=published)):
        assert at <= found.range.start < found.range.end <= len(text)
        at = found.range.end
