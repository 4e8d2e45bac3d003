"""Annotates one article; any error becomes a problem with the file and line of the article."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass

from annotate.corpus.outcome import Outcome, findings, pack
from annotate.export.json.lines import line
from annotate.models import Article
from annotate.pipeline import explain
from annotate.problems import Problem
from annotate.report import explanation

#: The line of an article in a file of many, at the end of its source.
_LINE = re.compile(r"(?s)(.*)#(\d+)")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that each worker receives once. `min_confidence` is 0 to 1."""

    min_confidence: float = 0.0
    explained: bool = False


def work(article: Article, settings: Settings) -> Outcome:
    """Annotate one article. Raises nothing except what ends the process."""
    try:
        annotation, rules = explain(article, min_confidence=settings.min_confidence)
        return Outcome(
            packed=pack(line(annotation)),
            found=findings(annotation),
            words=len(article.text.split()),
            characters=len(article.text),
            explanation=tuple(explanation(annotation, rules)) if settings.explained else (),
        )
    except Exception as error:
        return Outcome(problem=fault(article.id, article.source, "article-fault", _said(error)))


def fault(article_id: str, source: str, rule: str, message: str) -> Problem:
    """Return the problem of an article that could not be annotated, with its file and line.

    >>> fault("a", "wire.jsonl#3", "failed", "it failed").line
    3
    """
    place = _LINE.fullmatch(source)
    file, number = (place[1], int(place[2])) if place else (source, None)
    return Problem(rule, message, file, number, article=article_id)


def _said(error: Exception) -> str:
    """Return one line that says what was raised, and where in the program."""
    frames = traceback.extract_tb(error.__traceback__)
    where = (
        f" in {frames[-1].name}, line {frames[-1].lineno} of {frames[-1].filename.rpartition('/')[2]}" if frames else ""
    )
    what = " ".join(str(error).split())[:200]
    return f"the analysis failed on this article ({type(error).__name__}: {what}{where}); please report the text"
