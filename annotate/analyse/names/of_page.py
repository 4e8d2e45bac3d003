"""The proper names of an article: by rule, with what the model says, bodies and persons told apart by all mentions."""

from __future__ import annotations

from annotate.analyse.findings import Name
from annotate.analyse.names.bodies import with_bodies
from annotate.analyse.names.find import find_names
from annotate.analyse.names.from_model import tagged_names
from annotate.analyse.page import Page


def names_of(page: Page) -> tuple[Name, ...]:
    """Return every occurrence of a proper name, in order, none overlapping another."""
    names = _of_the_story(page, find_names(page.layout, tagged_names(page)))
    return with_bodies(page.layout, names, page.reading.states)


def _of_the_story(page: Page, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Leave out who is named only in lines of the page, such as the photographer of a credit."""
    text, outline = page.layout.text, page.outline
    if not outline.furniture:
        return names
    beside = [outline.paragraph_at(n.range.start) in outline.furniture for n in names]
    told = {n.range.of(text).split()[-1] for n, is_beside in zip(names, beside, strict=True) if not is_beside}
    return tuple(
        n for n, is_beside in zip(names, beside, strict=True) if not is_beside or n.range.of(text).split()[-1] in told
    )
