"""Lists on marked texts: which words are items, how many are declared, who proposes, what a group is called."""

from __future__ import annotations

import pytest

from annotate.analyse.lists.find import find_lists
from annotate.analyse.text.outline import Outline
from annotate.analyse.text.sentences import segment
from tests.support.list_cases import Case, bare, parameters, touches


@pytest.mark.parametrize("case", parameters("proposals"))
def test_marked_lists_are_found(case: Case) -> None:
    """Items, their order, the declared count and the proposer are as marked; unmarked text yields nothing."""
    text = case.text
    found = find_lists(Outline(segment(text)))
    got = [[text[slice(*bare(text, r))] for _, r in f.items] for f in found.proposals]
    want = [[text[slice(*bare(text, s.items[k]))] for k in sorted(s.items)] for s in case.sets]
    assert got == want
    assert found.pillars == ()
    if case.sets:
        assert found.proposals[0].declared_count == case.count
    for finding, marked in zip(found.proposals, case.sets, strict=True):
        if marked.by:
            assert finding.proposer is not None
            assert touches(finding.proposer, marked.by), finding.proposer.of(text)


@pytest.mark.parametrize("case", parameters("pillars"))
def test_marked_groups_are_found(case: Case) -> None:
    """Members, label and declared count are as marked; unmarked text yields nothing."""
    text = case.text
    found = find_lists(Outline(segment(text)))
    got = [[text[slice(*bare(text, r))] for r in f.items] for f in found.pillars]
    want = [[text[slice(*bare(text, s.items[k]))] for k in sorted(s.items)] for s in case.sets]
    assert got == want
    assert found.proposals == ()
    if case.sets:
        assert found.pillars[0].declared_count == case.count
    for finding, marked in zip(found.pillars, case.sets, strict=True):
        if marked.label and text[marked.label[0] : marked.label[1]][:1].isalnum():
            assert finding.label.end == marked.label[1]
