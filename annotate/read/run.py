"""One run of reading: each input in order, by its reader, with unique ids and with failures as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from annotate.inputs import reason
from annotate.models import Article
from annotate.problems import Problem, ReadError
from annotate.read.article.ids import Seen
from annotate.read.compose import DateOrders, compose
from annotate.read.documents.clock import Clock
from annotate.read.documents.document import Document
from annotate.read.options import ReadOptions
from annotate.read.readers import choose
from annotate.read.sources import documents


def read(sources: Sequence[str], options: ReadOptions | None = None) -> Iterator[Article | Problem]:
    """Yield the articles of the inputs lazily, in order; whatever cannot be read is a `Problem`, and reading continues.

    A source is a file, a folder (walked in sorted order; hidden files and unknown suffixes are skipped), a pattern
    ("wire/*.jsonl", "**" for any depth), ``@list.txt`` (one source per line), or ``-`` (`options.stdin` or standard
    input). Article ids are unique in the run: a repeated id gets "~2" and so on, with a warning. Warnings are problems
    of severity "warning"; they precede the article that they concern. Nothing is raised for a bad input.

    >>> [problem.message for problem in read(["no-such-file.txt"])]
    ['there is no such file or folder']
    """
    options = options or ReadOptions()
    seen = Seen()
    clock = Clock(options.limits.seconds)
    orders = DateOrders()
    for document in documents(sources, options, clock):
        if isinstance(document, Problem):
            yield document
            clock.restart()
            continue
        for item in _articles(document, options, orders):
            yield from _unique(item, seen) if isinstance(item, Article) else (item,)
            clock.restart()


def read_stream(
    source: str, name: str, stream: BinaryIO, options: ReadOptions | None = None
) -> Iterator[Article | Problem]:
    """Yield the articles and problems of one open file; `source` is its name in articles, `name` gives the suffix.

    Unlike `read`, this leaves repeated ids as they are; the caller numbers them over all files with `unique`.
    """
    options = options or ReadOptions()
    clock = Clock(options.limits.seconds)
    try:
        document = Document.opened(source, name, stream, clock)
    except OSError as error:
        yield Problem("input", f"it cannot be read: {reason(error)}", source)
        return
    for item in _articles(document, options, DateOrders()):
        yield item
        clock.restart()


def _articles(document: Document, options: ReadOptions, orders: DateOrders) -> Iterator[Article | Problem]:
    """Yield the articles of one document and of the documents inside it, which are read while the outer one is open."""
    try:
        for item in choose(document, options).reader()(document, options):
            if isinstance(item, Document):
                yield from _articles(item, options, orders)
                continue
            if isinstance(item, Article | Problem):
                yield item
                continue
            article, problems = compose(item, options, orders)
            yield from problems
            if article:
                yield article
    except ReadError as error:
        yield error.problem
    except OSError as error:
        yield Problem(rule="input", message=f"reading stopped: {reason(error)}", file=document.source)
    except Exception as error:
        # A third-party parser that fails on one hostile file must not end the run. The tests that break
        # files allow none of these.
        message = f"the reader failed on it ({type(error).__name__}: {str(error)[:100]}); please report the file"
        yield Problem(rule="reader-fault", message=message, file=document.source)


def unique(wanted: str, source: str, seen: Seen) -> tuple[str, Problem | None]:
    """Return a unique id for an article: a repeated one gets the next free number, and a warning."""
    fresh = seen.give(wanted)
    if fresh == wanted:
        return wanted, None
    message = f"the id {wanted!r} is already in use; this article gets the id {fresh!r}"
    return fresh, Problem(rule="repeated-id", message=message, file=source, severity="warning")


def _unique(article: Article, seen: Seen) -> Iterator[Article | Problem]:
    """Yield the article, preceded by a warning if its id was repeated and got the next free number."""
    fresh, warning = unique(article.id, article.source, seen)
    if warning:
        yield warning
        article = article.model_copy(update={"id": fresh})
    yield article
