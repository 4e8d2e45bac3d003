"""Who is who in an article: coreference first, then the role of each person."""

from __future__ import annotations

from annotate.analyse.cast.gather import gather
from annotate.analyse.cast.roles import with_roles
from annotate.analyse.findings import Attribution, Cast, Name, ProposalFinding
from annotate.analyse.page import Page


def find_cast(
    page: Page, names: tuple[Name, ...], attributions: tuple[Attribution, ...], proposals: tuple[ProposalFinding, ...]
) -> Cast:
    """Return everybody that the text names or describes, with every place that refers to them, and all speakers."""
    proposers = [proposal.proposer for proposal in proposals if proposal.proposer]
    people = gather(page.layout, names, attributions, proposers)
    return with_roles(page.layout, people, attributions, page.reading.states)
