"""The gate of repairs: no figure falls below its floor."""

from __future__ import annotations

import json

import pytest

from tests import figures, repair_figures
from tests.support.shared import shared


@pytest.mark.parametrize("name", sorted(repair_figures.SETS))
def test_no_figure_of_repairs_falls_below_its_floor(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The gold is what the floors were measured on, and every floor is reached; the table is printed."""
    shared(repair_figures.DAMAGE)
    shared(repair_figures.SETS[name])
    kept = json.loads(repair_figures.FLOORS.read_text(encoding="utf-8"))[name]
    assert repair_figures.digests(name) == kept["sha256"]
    counts = repair_figures.measure(name)
    with capsys.disabled():
        print("\n" + repair_figures.table(name, counts, kept["floors"]))
    assert figures.misses(repair_figures.with_floor(counts), kept["floors"]) == []


@pytest.mark.parametrize("name", sorted(repair_figures.SETS))
def test_clean_text_needs_hardly_any_repair(name: str) -> None:
    """On clean articles words, apostrophes, digits and marks are mended less than once in five thousand words."""
    shared(repair_figures.SETS[name])
    doubtful, words = repair_figures.on_clean(name)
    assert doubtful * repair_figures.BOUND <= words, f"{doubtful} repairs in {words} words"


def test_counts_become_figures() -> None:
    """Precision is of what was found, recall of what was there; nothing found is no division by zero."""
    count = repair_figures.Count()
    count.add({1, 2, 3, 4}, {2, 3, 9})
    assert count.figures("a") == pytest.approx({"a.P": 50.0, "a.R": 200 / 3, "a.F1": 400 / 7})
    assert repair_figures.Count().figures("b") == {"b.P": 0.0, "b.R": 0.0, "b.F1": 0.0}


def test_places_of_a_twin() -> None:
    """Seams, lost hyphens and letters are found by the map of the damage."""
    clean = "He came by.\n\nA well-known man."
    twin = repair_figures.Twin(
        clean, "He came by.A wellknown man.", [*range(12), 11, *range(11, 18), 17, *range(17, 28)]
    )
    assert list(repair_figures.seams(twin)) == [11]
    assert list(repair_figures.glued(twin)) == [17]
    assert twin.letter(2) == 3
    assert list(repair_figures.gaps("well-known")) == [4]
