"""Pillar groups on marked texts: the label, its count, the members cut exactly."""

from __future__ import annotations

import pytest

from annotate.analyse.lists.pillars import find_pillars
from annotate.analyse.text.sentences import segment
from tests.support.list_cases import Case, bare, parameters


@pytest.mark.parametrize("case", parameters("pillars"))
def test_marked_groups_are_found(case: Case) -> None:
    """Members, label and declared count are as marked; unmarked text yields nothing."""
    text = case.text
    found = find_pillars(segment(text))
    got = [[text[slice(*bare(text, r))] for r in f.items] for f in found]
    want = [[text[slice(*bare(text, s.items[k]))] for k in sorted(s.items)] for s in case.sets]
    assert got == want
    if case.sets:
        assert found[0].declared_count == case.count
    for finding, marked in zip(found, case.sets, strict=True):
        if marked.label and text[marked.label[0] : marked.label[1]][:1].isalnum():
            assert finding.label.end == marked.label[1]
