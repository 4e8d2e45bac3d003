"""Proposal lists on marked texts: which words are items, how many were declared, who puts them forward."""

from __future__ import annotations

import pytest

from annotate.analyse.lists.proposals import find_proposals
from annotate.analyse.text.sentences import segment
from tests.support.list_cases import Case, bare, parameters, touches


@pytest.mark.parametrize("case", parameters("proposals"))
def test_marked_lists_are_found(case: Case) -> None:
    """Items, their order, the declared count and the proposer are as marked; unmarked text yields nothing."""
    text = case.text
    found = find_proposals(segment(text), ())
    got = [[text[slice(*bare(text, r))] for _, r in f.items] for f in found]
    want = [[text[slice(*bare(text, s.items[k]))] for k in sorted(s.items)] for s in case.sets]
    assert got == want
    if case.sets:
        assert found[0].declared_count == case.count
    for finding, marked in zip(found, case.sets, strict=True):
        if marked.by:
            assert finding.proposer is not None
            assert touches(finding.proposer, marked.by), finding.proposer.of(text)
