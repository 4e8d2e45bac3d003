"""Small versions of `benchmarks/review.py`: several editors at once, and a server that is killed while they save."""

from __future__ import annotations

from benchmarks.review import killed, under_load


def test_several_editors_lose_nothing() -> None:
    """Whatever was answered stands in the history of its file, once; nothing is left beside the files."""
    found = under_load(editors=6, seconds=2)
    assert found["saved"] == found["in the histories"] > 0
    assert (found["lost"], found["versions seen twice"], found["not answered"], found["wrong answers"]) == (0, 0, 0, 0)
    assert found["half-written files"] == 0


def test_a_killed_server_loses_nothing() -> None:
    """After each kill every file is whole and valid, and holds all that was answered."""
    found = killed(times=3)
    assert found["saves answered"] >= 3
    assert (found["lost"], found["damaged"]) == (0, 0)
