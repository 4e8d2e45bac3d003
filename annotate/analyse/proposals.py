"""Enumerated or announced lists of things to be done."""

from __future__ import annotations

from annotate.analyse.findings import Attribution, Layout, ProposalFinding


def find_proposals(layout: Layout, attributions: tuple[Attribution, ...]) -> tuple[ProposalFinding, ...]:
    """Return the proposal lists in the order of the text."""
    return ()
