"""What is said in the text, by which words, and which words name who said it."""

from __future__ import annotations

from annotate.analyse.findings import Attribution, Layout


def find_attributions(layout: Layout) -> tuple[Attribution, ...]:
    """Return the attributions in the order of their content."""
    return ()
