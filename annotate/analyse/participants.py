"""Which entities take part in the event or speak, and so are participants."""

from __future__ import annotations

from annotate.analyse.findings import Cast, EventFinding, Layout, ProposalFinding


def choose(
    layout: Layout, cast: Cast, events: tuple[EventFinding, ...], proposals: tuple[ProposalFinding, ...]
) -> frozenset[int]:
    """Return the keys of the entities that are participants: speakers, hosts, proposers and those who take part."""
    chosen = {key for keys in cast.speakers for key in keys}
    for event in events:
        chosen.update(event.participants)
        if event.host is not None:
            chosen.add(event.host)
    for proposal in proposals:
        key = cast.at(proposal.proposer) if proposal.proposer else None
        if key is not None:
            chosen.add(key)
    return frozenset(chosen)
