"""Small versions of `benchmarks/review.py`: several editors at once, and a server that is killed while they save."""

from __future__ import annotations

from benchmarks.review import killed, under_load


def test_several_editors_lose_nothing() -> None:
    """Every confirmed change is in the history of its file exactly once; no other file is left."""
    found = under_load(editors=6, seconds=1)
    assert found["saved"] == found["in the histories"] > 0
    assert (found["lost"], found["versions seen twice"], found["not answered"], found["wrong answers"]) == (0, 0, 0, 0)
    assert found["half-written files"] == 0


def test_a_killed_server_loses_nothing() -> None:
    """After each kill, every file is complete and valid, and holds every confirmed change."""
    found = killed(times=2)
    assert found["saves answered"] >= 2
    assert (found["lost"], found["damaged"]) == (0, 0)
