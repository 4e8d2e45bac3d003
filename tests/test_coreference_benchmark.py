"""The benchmark of coreference: its measures by an example worked by hand, and how it compares mentions."""

from __future__ import annotations

import pytest

from benchmarks.coreference import scores
from training.gum import form, head


def test_the_measures_of_a_worked_example() -> None:
    """Recall and precision of {a b} {c d} {f g h i} where {a b c} {d e f g} is right (Pradhan et al. 2014)."""
    pytest.importorskip("scorch", reason="scorch, of the extra `benchmarks`, is not installed")
    gold = [{at: (at, at + 1) for at in cluster} for cluster in ((1, 2, 3), (4, 5, 6, 7))]
    found = [{at: (at, at + 1) for at in cluster} for cluster in ((1, 2), (3, 4), (6, 7, 8, 9))]
    rows = scores([gold], [found])
    # links: 1 of 2 and 1 of 3 kept; 1 of 1, 0 of 1 and 1 of 3 right
    assert rows["MUC"] == pytest.approx((40, 40, 40))
    # (4/3 + 1/3 + 1/4 + 4/4) / 7 and (4/2 + 1/2 + 1/2 + 4/4) / 8
    assert rows["B3"][:2] == pytest.approx((100 * 35 / 84, 50))
    # 2*2/5 for the first two clusters, 2*2/8 for the last: 1.3 of 2 and of 3
    assert rows["CEAFe"][:2] == pytest.approx((65, 130 / 3))
    assert rows["CoNLL"][2] == pytest.approx((rows["MUC"][2] + rows["B3"][2] + rows["CEAFe"][2]) / 3)


@pytest.mark.parametrize(
    ("phrase", "word", "what"),
    [
        ("Dr. Ann Lee, a doctor in Leeds", "Lee", "name"),
        ("the University of Leeds", "University", "name"),
        ("the company's former chairman", "chairman", "nominal"),
        ("Ann Lee's", "Lee", "name"),
        ("her", "her", "pronoun"),
    ],
)
def test_the_head_of_a_mention(phrase: str, word: str, what: str) -> None:
    """The last word of the core, and whether it is a name, a description or a pronoun."""
    at = head(phrase, 0, len(phrase))
    assert phrase[at:].startswith(word)
    assert form(phrase, 0, len(phrase)) == what
