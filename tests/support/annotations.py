"""Small annotations made for a test, span by span."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any

from annotate.export import load
from annotate.models import Annotation, Article, Mention, Participant, Provenance, Quotation, Span
from tests.support.places import SEED_ANNOTATIONS


@cache
def seed_annotations() -> tuple[Annotation, ...]:
    """Return the annotations of all seeds."""
    return tuple(load(SEED_ANNOTATIONS))


def seed_annotation(name: str) -> Annotation:
    """Return the annotation of the seed with an id."""
    return next(a for a in seed_annotations() if a.article.id == name)


def article(text: str, **fields: Any) -> Article:
    """Return an article with a text."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(**{"id": "a", "source": "a.txt", "sha256": digest, "text": text, "language": "en", **fields})


def annotation(text: str, *, fields: dict[str, Any] | None = None, **findings: Any) -> Annotation:
    """Return an annotation of a text; `fields` are those of the article."""
    provenance = Provenance(tool="annotate", version="0")
    return Annotation(article=article(text, **(fields or {})), provenance=provenance, **findings)


def span(text: str, words: str) -> Span:
    """Return the span of the first occurrence of some words in a text."""
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def person(text: str, number: int, name: str, **fields: Any) -> Participant:
    """Return a person whose mention is the first occurrence of their name."""
    mention = Mention(**span(text, name).model_dump(), form="name")
    given = {"id": f"p{number}", "name": name, "kind": "person", "mentions": (mention,), "confidence": 0.9, **fields}
    return Participant(**given)


def quotation(text: str, number: int, words: str, **fields: Any) -> Quotation:
    """Return a quotation whose content is the first occurrence of some words."""
    given = {"id": f"q{number}", "kind": "direct", "content": (span(text, words),), "confidence": 0.9, **fields}
    return Quotation(**given)
