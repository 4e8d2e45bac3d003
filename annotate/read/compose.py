"""Make an `Article` from a draft: make characters safe, normalise dates and language, find headline and dateline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Protocol

from annotate.models import Article, Span
from annotate.problems import Problem, Severity
from annotate.read.article.byline import byline_of
from annotate.read.article.characters import TooDeepError, carriable, carriable_value
from annotate.read.article.dates import order_of, to_iso
from annotate.read.article.frame import Frame, find_frame
from annotate.read.article.language import declared, detect
from annotate.read.documents.document import Draft
from annotate.read.options import RAISES, Order, ReadOptions
from annotate.read.page.furniture import not_an_article, plain_blocks


class DateOrders:
    """The order of day and month in the numeric dates of a run so far, counted from dates that allow only one order."""

    #: The number of dates that must agree; none may differ.
    ENOUGH = 2

    def __init__(self) -> None:
        self._seen: dict[Order, int] = {"dmy": 0, "mdy": 0}

    def note(self, value: object) -> None:
        """Count a date."""
        if order := order_of(value):
            self._seen[order] += 1

    def agreed(self) -> Order | None:
        """Return the order that enough dates have and none contradicts; None if there is none."""
        order: Order
        for order in ("dmy", "mdy"):
            if self._seen[order] >= self.ENOUGH and self._seen[order] == sum(self._seen.values()):
                return order
        return None


class _Say(Protocol):
    def __call__(self, rule: str, message: str, severity: Severity = "error", /) -> None: ...


def compose(
    draft: Draft, options: ReadOptions, orders: DateOrders | None = None
) -> tuple[Article | None, list[Problem]]:
    """Return the article of a draft, or None, and its problems.

    A publication date that cannot be read is a warning and stays in the metadata under its own name. A text of only
    white space is an error, and so is a text that is not an article, unless the user names the format.
    """
    problems: list[Problem] = []
    limits = options.limits

    file = draft.source.removesuffix(f"#{draft.line}")

    def say(rule: str, message: str, severity: Severity = "error", /) -> None:
        problems.append(Problem(rule, message, file, draft.line, severity=severity))

    if not draft.text.strip():
        say("empty", "there is no text in it")
        return None, problems
    if options.format is None and (reason := not_an_article(plain_blocks(draft.text))):
        say("no-article", f"{reason}; use --format with the name of its format to read it anyway")
        return None, problems
    text = carriable(draft.text)
    try:
        metadata = carriable_value(dict(draft.metadata), limits.nesting)
    except TooDeepError:
        say("nesting", f"lists and objects are nested deeper than the limit of {limits.nesting}; {RAISES['nesting']}")
        return None, problems
    title = carriable(draft.title) if draft.title else None
    frame = find_frame(text)
    published = frame.published
    if draft.published is not None:
        published = _published(draft.published, draft.published_name, options, orders, say)
        kept = carriable_value(draft.published, limits.nesting)
        if not isinstance(draft.published, date) and str(kept).replace(" ", "T") != published:
            metadata.setdefault(draft.published_name, kept)
    return _article(draft, text, title, frame, published, metadata), problems


def _published(value: Any, name: str, options: ReadOptions, orders: DateOrders | None, say: _Say) -> str | None:
    """Return a date in ISO 8601; None, with a warning, if it cannot be read."""
    shown = _shown(carriable_value(value, options.limits.nesting))
    published = to_iso(value, options.date_order)
    if orders is not None:
        orders.note(value)
    if published is None and orders is not None and (order := orders.agreed()):
        published = to_iso(value, order)
        if published:
            say("date-order", f"{shown} is read as {published}, because the other dates have that order", "warning")
    if published is None:
        if to_iso(value, "dmy"):
            hint = "day and month are ambiguous; use --date-order dmy or mdy"
        else:
            hint = "it is left out; write it like 2024-03-12"
        say("date", f"{name} cannot be read as a date: {shown}; {hint}", "warning")
    return published


def _article(
    draft: Draft, text: str, title: str | None, frame: Frame, published: str | None, metadata: dict[str, Any]
) -> Article:
    headline = draft.headline
    if headline is None:
        headline = _title_in(text, title) if title else frame.headline
    return Article(
        id=carriable(draft.id).strip() if draft.id and draft.id.strip() else carriable(draft.fallback_id),
        source=carriable(draft.source),
        sha256=draft.sha256,
        text=text,
        language=declared(draft.language) or detect(text),
        headline=_span(text, headline),
        byline=_span(text, frame.byline or _byline(text, headline, metadata)),
        dateline=_span(text, frame.dateline),
        published=published,
        metadata={"title": title, **metadata} if title else metadata,
    )


def _byline(text: str, headline: tuple[int, int] | None, metadata: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the line that names the authors whom the metadata give, unless it is the headline."""
    found = byline_of(text, metadata.get("authors"))
    return None if found == headline else found


def article_of(
    text: str,
    *,
    id: str = "text",
    title: str | None = None,
    published: str | date | None = None,
    language: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Article:
    """Return a text as an article, as if it was read from a file: with language, headline, byline and dateline.

    `published` is a date or date-time, in ISO 8601 or as news texts write it. `language` is a BCP 47 tag or the name of
    a language; without it, the language is detected. A `title` that opens the text becomes the headline; any other is
    kept in the metadata. The digest is that of the text in UTF-8. A text of only white space gives an article in which
    nothing is found. Nothing is raised: a date that cannot be read is kept in the metadata.

    >>> article = article_of("The bridge is open, Mayor Ines Caldwell said.", published="4 May 2024")
    >>> article.published, article.language
    ('2024-05-04', 'en')
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    draft = Draft(text, id, digest, id, id, title, published, language=language, metadata=dict(metadata or {}))
    article, _ = compose(draft, ReadOptions(format="text"))
    if article is None:
        known = declared(language) or "und"
        article = Article(id=carriable(id), source=carriable(id), sha256=digest, text=carriable(text), language=known)
    return article


def _title_in(text: str, title: str) -> tuple[int, int] | None:
    """Return the range of the title, in code points, if it opens the text; None otherwise."""
    wanted = title.strip()
    start = len(text) - len(text.lstrip())
    end = start + len(wanted)
    if not wanted or text[start:end] != wanted:
        return None
    # The title must be a line of its own, not the first words of the story.
    return (start, end) if not text[end:] or text[end] in "\r\n" else None


def _span(text: str, where: tuple[int, int] | None) -> Span | None:
    return Span.of(text, *where) if where else None


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
