"""Dates as inputs write them."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.models import ISO_DATE_TIME
from annotate.read.article.dates import is_date_line, to_iso
from tests.support.places import READ_CASES

CASES = tomllib.loads((READ_CASES / "dates.toml").read_text("utf-8"))


@pytest.mark.parametrize(("written", "iso"), [case for group in CASES.values() for case in group.items()])
def test_written_date(written: str, iso: str) -> None:
    """A date in any usual form becomes ISO 8601; what is none, or ambiguous, becomes nothing."""
    assert (to_iso(written) or "none") == iso


def test_numbers_are_seconds_or_milliseconds() -> None:
    """A number is a time since 1970 in UTC; truth values are no dates."""
    assert to_iso(1605175740) == to_iso(1605175740000) == "2020-11-12T10:09:00Z"
    assert to_iso(True) is None
    assert to_iso(7) is None


def test_date_line_needs_a_year() -> None:
    """A line that is nothing but a date counts only with its year."""
    assert is_date_line("12 November 2020") == "2020-11-12"
    assert is_date_line("12 November") is None
    assert is_date_line("On 12 November 2020 they met") is None


@given(st.one_of(st.text(max_size=90), st.integers(), st.floats(), st.dates(), st.datetimes(), st.none()))
def test_result_fits_the_contract(value: object) -> None:
    """Whatever the value, the result is nothing or a date of the contract's form, and no exception is raised."""
    iso = to_iso(value)
    assert iso is None or re.fullmatch(ISO_DATE_TIME, iso)


@given(st.datetimes(min_value=datetime(1000, 1, 1)))
def test_iso_stays_as_it_is(moment: datetime) -> None:
    """A date-time already in ISO 8601 comes back unchanged."""
    written = moment.isoformat(timespec="seconds")
    assert to_iso(written) == written
