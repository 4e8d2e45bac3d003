"""Annotations written by this program, read as the articles that they are about.

>>> is_annotation({"schema_version": "1.0", "article": {}}), is_annotation({"text": "One."})
(True, False)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from annotate.models import SCHEMA_VERSION, Article, Span
from annotate.problems import Problem, ReadError


def is_annotation(value: Any) -> bool:
    """Return whether a JSON value is one of our own annotations."""
    return isinstance(value, Mapping) and "schema_version" in value and isinstance(value.get("article"), Mapping)


def article_of(value: Mapping[str, Any], source: str, line: int | None = None) -> Article:
    """Return the article of an annotation, unchanged; raises ReadError if it breaks the contract."""

    def fail(message: str, path: str) -> ReadError:
        return ReadError(Problem("annotation", message, source, line, path=path))

    version = value["schema_version"]
    if version != SCHEMA_VERSION:
        message = f"schema_version is {version!r}; this program reads {SCHEMA_VERSION!r}"
        raise fail(message, "$.schema_version")
    try:
        article = Article.model_validate(value["article"])
    except ValidationError as error:
        first = error.errors()[0]
        path = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"])
        raise fail(first["msg"][:1].lower() + first["msg"][1:], f"$.article{path}") from None
    for name in ("headline", "dateline", "byline"):
        span: Span | None = getattr(article, name)
        if span and article.text[span.start : span.end] != span.text:
            raise fail(f"the {name} differs from the text at {span.start}", f"$.article.{name}")
    return article
