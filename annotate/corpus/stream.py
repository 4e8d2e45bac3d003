"""Many articles out of a program: an iterator in, an iterator of annotations out, in order, by several processes."""

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
    """Yield the annotation of each article, in their order, reading no more of them ahead than a few hundred.

    `jobs` processes annotate, one thread each, and end with the iterator; None annotates in this process. Texts become
    articles with the ids ``text-1`` and so on, by their place. Problems, as `annotate.read` yields them, are passed
    on in their places; an article that cannot be annotated is one too (rules ``article-fault``, ``worker-died``,
    ``article-time``: longer than `max_article_time` seconds, which holds only with `jobs`). The results are the same
    for any number of jobs.

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
