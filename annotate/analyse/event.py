"""The event that the article chiefly reports, and related ones."""

from __future__ import annotations

from annotate.analyse.findings import Attribution, Cast, EventFinding, Layout, Name


def find_events(
    layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], cast: Cast
) -> tuple[EventFinding | None, tuple[EventFinding, ...]]:
    """Return the main event (None where there is none) and related events in the order of the text."""
    return None, ()
