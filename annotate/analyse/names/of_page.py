"""The proper names of an article: by rule, with what the model says, bodies and persons told apart by all mentions."""

from __future__ import annotations

from annotate.analyse.findings import Name
from annotate.analyse.names.bodies import with_bodies
from annotate.analyse.names.find import find_names
from annotate.analyse.names.from_model import tagged_names
from annotate.analyse.page import Page


def names_of(page: Page) -> tuple[Name, ...]:
    """Return every occurrence of a proper name, in order, none overlapping another."""
    names = find_names(page.layout, tagged_names(page))
    return with_bodies(page.layout, names, page.reading.states)
