"""Named groups of parallel phrases."""

from __future__ import annotations

from annotate.analyse.findings import Layout, PillarFinding


def find_pillars(layout: Layout) -> tuple[PillarFinding, ...]:
    """Return the pillar groups in the order of the text."""
    return ()
