"""The gate of accuracy: no figure falls below its floor, and floors rise only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import figures
from tests.support.shared import shared

SETS = figures.load()


@pytest.fixture(scope="session", params=sorted(SETS))
def gold_set(request: pytest.FixtureRequest) -> figures.GoldSet:
    """Each set of gold; skipped, or a failure, where its file or the scorer is absent."""
    gold_set = SETS[request.param]
    shared("score/score.py")
    if not (figures.ROOT / gold_set.gold).exists():
        shared(gold_set.gold)
    return gold_set


def test_gold_is_what_the_floors_were_measured_on(gold_set: figures.GoldSet) -> None:
    """The gold has the digest and the number of articles that stand beside the floors."""
    assert figures.digest(figures.locate(gold_set.gold)) == gold_set.sha256
    assert len(figures.gold_of(gold_set)) == gold_set.n


def test_no_figure_falls_below_its_floor(gold_set: figures.GoldSet, capsys: pytest.CaptureFixture[str]) -> None:
    """Every figure reaches its floor; the table is printed."""
    reached = figures.measure(gold_set)
    with capsys.disabled():
        print("\n" + figures.table(gold_set, reached))
    assert figures.misses(reached, gold_set.floors) == []


def test_floors_rise_only() -> None:
    """Raising takes the higher of floor and figure, rounded down, and keeps floors that are no longer measured."""
    floors = {"a.F1": 80.0, "b.F1": 10.0, "gone.F1": 5.0}
    raised = figures.rise({"a.F1": 70.0, "b.F1": 12.39, "new.F1": 33.349}, floors)
    assert raised == {"a.F1": 80.0, "b.F1": 12.3, "gone.F1": 5.0, "new.F1": 33.3}


def test_misses_are_told() -> None:
    """A figure below its floor and one that vanished are both misses; rounding differences are none."""
    lines = figures.misses({"a.F1": 70.0, "b.F1": 79.9}, {"a.F1": 80.0, "b.F1": 80.0, "gone.F1": 5.0})
    assert lines == ["a.F1: 70.0 is below its floor 80.0", "gone.F1: no longer measured"]


def test_figures_over_all_articles() -> None:
    """A field of the event counts right values and rightly empty ones; figures over nothing are left out."""
    rows = {
        "event.host": {"accuracy": 50.0, "of": 4, "invented": 1, "of_null": 4},
        "proposer": {"accuracy": 0.0, "of": 0},
        "false_sets": {"per_article": 0.25, "of": 4},
        "content": {"P": 1.0, "R": 1.0, "F1": 90.0, "gold": 9, "pred": 9},
    }
    assert figures.figures(rows) == {"event.host.right": 62.5, "false_sets.none": 75.0, "content.F1": 90.0}


def test_shares_of_findings_have_no_floor() -> None:
    """The accuracy of speakers among the quotations found gets no floor; the figure over all quotations does."""
    assert figures.rise({"speaker.accuracy": 90.0, "speaker.end_to_end": 60.0}, {}) == {"speaker.end_to_end": 60.0}


def test_other_gold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Raising floors on gold with another digest is refused and changes nothing."""
    kept = {"seeds": {"gold": "seeds", "sha256": "0" * 64, "n": 1, "floors": {"content.F1": 1.0}}}
    file = tmp_path / "figures.json"
    file.write_text(json.dumps(kept), encoding="utf-8")
    monkeypatch.setattr(figures, "FLOORS", file)
    assert figures.main(["--raise"]) == 1
    assert json.loads(file.read_text(encoding="utf-8")) == kept
    assert "--new-data" in capsys.readouterr().err
