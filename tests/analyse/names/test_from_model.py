"""The model's names are handed on trimmed."""

from __future__ import annotations

from annotate.analyse.model.labels import NameSpan
from annotate.analyse.names.from_model import as_names


def test_article_honorific_and_possessive_are_no_part_of_a_name() -> None:
    """Of "the Larkspur Council's" and "Mr. Ferris," the names alone remain; a small letter starts none."""
    text = "In the Larkspur Council's hall, Mr. Ferris, the mayor, sat."
    spans = [
        NameSpan(3, text.index(" hall"), "ORG", 0.912),
        NameSpan(text.index("Mr."), text.index(" the mayor"), "PER", 0.5),
        NameSpan(text.index("mayor"), text.index(", sat"), "MISC", 0.4),
    ]
    names = as_names(text, spans)
    assert [(n.range.of(text), n.kind, n.confidence) for n in names] == [
        ("Larkspur Council", "organization", 0.91),
        ("Ferris", "person", 0.5),
    ]
