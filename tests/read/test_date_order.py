"""Numeric dates that could be two days: told by an option, by other dates of the run, or left out with a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import ReadOptions, read
from annotate.read.options import Order

TEXT = "The mayor said on Tuesday that the bridge of the old harbour would open in June."


def dates(tmp_path: Path, *given: str, order: Order | None = None) -> tuple[list[str | None], list[str]]:
    """Return the dates of articles that are published on the given days, and the rules of the problems."""
    path = tmp_path / "wire.jsonl"
    rows = [json.dumps({"id": f"a{n}", "text": TEXT, "published": day}) for n, day in enumerate(given)]
    path.write_text("\n".join(rows), encoding="utf-8")
    found = list(read([str(path)], ReadOptions(date_order=order)))
    return (
        [item.published for item in found if isinstance(item, Article)],
        [item.rule for item in found if isinstance(item, Problem)],
    )


@pytest.mark.parametrize(
    ("given", "order", "expected", "rules"),
    [
        (("02/03/2024",), None, [None], ["date"]),
        (("02/03/2024",), "dmy", ["2024-03-02"], []),
        (("02/03/2024",), "mdy", ["2024-02-03"], []),
        (("9/20/17",), None, ["2017-09-20"], []),
        (("25/11/2020", "13/01/2021", "02/03/2024"), None, ["2020-11-25", "2021-01-13", "2024-03-02"], ["date-order"]),
        (("9/20/17", "01/31/2021", "02/03/2024"), None, ["2017-09-20", "2021-01-31", "2024-02-03"], ["date-order"]),
        (("25/11/2020", "9/20/17", "02/03/2024"), None, ["2020-11-25", "2017-09-20", None], ["date"]),
        (("25/11/2020", "02/03/2024"), None, ["2020-11-25", None], ["date"]),
        (("31/31/2020",), None, [None], ["date"]),
        (("Wednesday 4 June 2025",), None, ["2025-06-04"], []),
    ],
)
def test_dates(
    given: tuple[str, ...], order: Order | None, expected: list[str | None], rules: list[str], tmp_path: Path
) -> None:
    """An order is only ever taken from dates that allow no other one, and that is said."""
    assert dates(tmp_path, *given, order=order) == (expected, rules)
