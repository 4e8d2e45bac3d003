"""Annotate many articles from a program: from an iterator to an iterator, in order and in parallel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotate.corpus.feed import Feed
from annotate.corpus.here import Here
from annotate.corpus.order import Crew, Order
from annotate.corpus.stop import Stop
from annotate.corpus.work import Settings
from annotate.corpus.workers import ARTICLE_SECONDS, Workers
from annotate.models import Annotation, Article
from annotate.problems import Problem
from annotate.read.compose import article_of


def stream(
    articles: Iterable[Article | str | Problem],
    *,
    jobs: int | None = None,
    min_confidence: float = 0.0,
    max_article_time: float = ARTICLE_SECONDS,
) -> Iterator[Annotation | Problem]:
    """Yield the annotation of each article, in order; at most a few hundred articles are read ahead.

    `jobs` is the number of worker processes, one thread each, which end with the iterator; None annotates in this
    process. The number of jobs does not affect the results. Texts become articles with the ids ``text-1`` and so on, by
    position. `min_confidence` is 0 to 1. Problems, as `annotate.read` yields them, are passed on in their places. An
    article that cannot be annotated also yields a `Problem`, with the rule ``article-fault``, ``worker-died`` or
    ``article-time`` (it took longer than `max_article_time` seconds of wall-clock time; enforced only with `jobs`).

    >>> from annotate import stream
    >>> [len(annotation.quotations) for annotation in stream(["It rained.", "She said it rained."])]
    [0, 1]
    """
    settings = Settings(min_confidence)
    crew: Crew = Workers(jobs, settings, max_article_time) if jobs else Here(settings)
    feed = Feed(_numbered(articles))
    try:
        for item in Order(feed, crew, None, Stop(), lambda: None):
            yield item if isinstance(item, Problem) else item.annotation()
    finally:
        feed.close()
        crew.close()


def _numbered(articles: Iterable[Article | str | Problem]) -> Iterator[Article | Problem]:
    for number, item in enumerate(articles, 1):
        yield article_of(item, id=f"text-{number}") if isinstance(item, str) else item
