"""One of several candidates is chosen, or none: by odds against none, and by values."""

from __future__ import annotations

import pytest

from annotate.analyse.decisions.choice import Choice


def _choice(at_least: float = 0.5) -> Choice:
    return Choice({"near": 1.0}, {"asks": 2.0}, 0.0, at_least)


def test_likely_rivals_do_not_speak_for_none() -> None:
    """Two candidates of 38 % each are taken before none of 23 %, although neither reaches a half."""
    rivals = [{"near": 0.5}, {"near": 0.5}]
    chosen, sure = _choice().choose(rivals, {})
    assert chosen == 0
    assert sure == pytest.approx(0.384, abs=0.001)
    assert _choice(at_least=0.7).choose(rivals, {}) == (None, pytest.approx(0.233, abs=0.001))


def test_what_speaks_for_none_counts() -> None:
    """Features of the article can outweigh the candidates."""
    assert _choice().choose([{"near": 0.5}], {"asks": 1.0})[0] is None


def test_mentions_of_one_value_are_one_answer() -> None:
    """Two mentions of a day together are likelier than another day that alone is likelier than each."""
    days = [{"near": 1.2}, {"near": 1.0}, {"near": 1.0}]
    assert _choice().choose(days, {}, ["Monday", "Friday", "Friday"])[0] == 1


def test_nothing_to_choose_from() -> None:
    """Without candidates the answer is none, for certain."""
    assert _choice().choose([], {}) == (None, 1.0)
