"""Proper names and what each stands for."""

from __future__ import annotations

from annotate.analyse.findings import Layout, Name


def find_names(layout: Layout) -> tuple[Name, ...]:
    """Return every occurrence of a proper name, in order, none overlapping another."""
    return ()
