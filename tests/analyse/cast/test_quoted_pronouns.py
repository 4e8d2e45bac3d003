"""Pronouns inside quotation marks mean the speaker, or somebody who was just named; where it is unclear, nobody."""

from __future__ import annotations

import pytest

from annotate.analyse.cast.gather import gather
from annotate.analyse.findings import Attribution, Cast, Range
from annotate.analyse.names.find import find_names
from annotate.analyse.text.sentences import segment

#: A text with one quotation in “marks” and its source in brackets, a pronoun in it, and whom it means.
CASES = [
    ("“I am glad,” [Ida Marsh] said.", "I", "Ida Marsh"),
    ("“It hurt me,” [Tom Ferris] said.", "me", "Tom Ferris"),
    ("They met Tom Ferris. “We hardly saw him,” [Ida Marsh] said.", "him", "Tom Ferris"),
    ("“Peter Pratt lost because he was late,” [Tom Ferris] said.", "he", "Peter Pratt"),
    ("Peter Pratt sat beside Mark Ferris. “He was late,” [Ida Marsh] said.", "He", None),
    ("“He was late,” [Ida Marsh] said.", "He", None),
    ("“We lost it in World War I already,” [Ida Marsh] said.", "I", None),
]


def _read(marked: str) -> tuple[str, Cast]:
    text = marked.replace("[", "").replace("]", "")
    start = marked.index("[")
    source = Range(start, marked.index("]") - 1)
    content = Range(text.index("“") + 1, text.index("”"))
    layout = segment(text)
    attribution = Attribution((content,), None, source, 1.0, "case")
    return text, gather(layout, find_names(layout), (attribution,))


@pytest.mark.parametrize(("marked", "pronoun", "name"), CASES)
def test_whom_a_quoted_pronoun_means(marked: str, pronoun: str, name: str | None) -> None:
    """The pronoun is a mention of the one it means, and of nobody else."""
    text, cast = _read(marked)
    found = [
        entity.name
        for entity in cast.entities
        for reference in entity.references
        if reference.form == "pronoun" and reference.range.of(text) == pronoun
    ]
    assert found == ([name] if name else [])


def test_several_speakers_are_no_i() -> None:
    """What two people said together leaves its "I" alone."""
    _, cast = _read("[Ida Marsh and Tom Ferris] said “I am glad”.")
    assert len(cast.speakers[0]) == 2
    assert all(reference.form != "pronoun" for entity in cast.entities for reference in entity.references)
