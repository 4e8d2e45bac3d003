"""Stretches of text inside quotation marks, and what kind of quotation they make."""

from __future__ import annotations

from annotate.analyse.findings import Layout, Range
from annotate.models import QuotationKind


def marked(layout: Layout) -> tuple[Range, ...]:
    """Return the stretches inside quotation marks, marks excluded, in order."""
    return ()


def quotation_kind(text: str, content: tuple[Range, ...], inside: tuple[Range, ...]) -> QuotationKind:
    """Return direct if all letters and digits of `content` stand inside marks, mixed if some do, else indirect."""
    total = within = 0
    for start, end in content:
        for at in range(start, end):
            if text[at].isalnum():
                total += 1
                within += any(r.start <= at < r.end for r in inside)
    if not within:
        return "indirect"
    return "direct" if within == total else "mixed"
