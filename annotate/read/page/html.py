"""Web pages: the main text, extracted with trafilatura, with its paragraphs and without the page's furniture.

The network is not used: nothing that the page links to is read.

>>> page_of("<article><h1>Ferry tested</h1><p>The board agreed to test a night ferry.</p></article>", "a.html")["title"]
'Ferry tested'
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.article.encoding import decode
from annotate.read.article.frame import find_frame
from annotate.read.article.language import UNKNOWN, detect
from annotate.read.article.markup import text_of
from annotate.read.documents.binary import refuse_binary
from annotate.read.documents.document import Document, Draft
from annotate.read.documents.whole import read_whole
from annotate.read.options import ReadOptions
from annotate.read.page.furniture import blocks_behind, not_an_article, without_wall
from annotate.read.page.layout import (
    before,
    declared_article,
    is_live,
    paragraphs,
    prepare,
    title_of,
    whole_body,
    with_lists,
)
from annotate.read.page.quotes import set_quotes
from annotate.read.page.several import articles_of, is_front

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_BY = re.compile(r"^by\s+|\.$", re.IGNORECASE)
#: Parts of XML that an HTML parser reads as text: the XML declaration, and declarations inside the document type.
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>|<!DOCTYPE[^>\[]{0,300}\[[^\]]*\]\s*>", re.IGNORECASE)
#: The longest page, in bytes; longer ones take the extraction too much time.
_LONGEST = 4 << 20
_MOST_ELEMENTS = 30_000


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the article of a web page, or each of several; raises ReadError if it has none."""
    data, digest = read_whole(document, options.limits, "a web page", _LONGEST)
    declared = _CHARSET.search(data[:4096])
    hint = document.hints.get("charset") or (declared and (declared[1] or declared[2]).decode("ascii", "replace"))
    decoded = decode(data, document.source, options.encoding, hint or None)
    refuse_binary(decoded.text, document.source)
    yield from decoded.problems
    parts = _parts(decoded.text)
    name = document.hints.get("id") or document.stem
    for n, part in enumerate(parts, 1):
        source = f"{document.source}#{n}" if len(parts) > 1 else document.source
        page = page_of(part, source, document.hints.get("url"), judged=options.format is None)
        metadata = {**page.pop("metadata"), **document.hints.get("metadata", {}), **decoded.metadata}
        yield Draft(
            source=source,
            sha256=digest,
            id=None,
            fallback_id=f"{name}-{n}" if len(parts) > 1 else name,
            published=page.pop("published") or document.hints.get("published"),
            metadata=metadata,
            **page,
        )


def _parts(html: str) -> list[str]:
    """Return the page as one HTML text, or one HTML text with the page's head for each article that it prints."""
    if html.count("<article") < 2:
        return [html]
    from lxml import etree

    tree = _quiet_trafilatura().load_html(html)
    if tree is None or tree.xpath("count(//*)") > _MOST_ELEMENTS or is_live(tree):
        return [html]
    found = articles_of(tree)
    language = tree.get("lang")
    opening = f'<html lang="{escape(language)}">' if language else "<html>"
    bodies = (etree.tostring(article, encoding="unicode", method="html", with_tail=False) for article in found)
    return [f"{opening}<body>{body}</body></html>" for body in bodies] or [html]


def page_of(html: str, source: str, url: str | None = None, *, judged: bool = True) -> dict[str, Any]:
    """Return text, title, published, language and metadata of a page; raises ReadError if it has no story.

    If `judged` is false, a page that is not an article (log in, not found, a list of links) is read like any other.
    """
    trafilatura = _quiet_trafilatura()
    html = _XML_DECLARATION.sub("", html.replace("\0", "\ufffd"), count=2)
    tree = trafilatura.load_html(html)
    if tree is None:
        raise ReadError(Problem("html", "it cannot be parsed as a web page", source))
    said = {name: _first(tree, paths) for name, paths in _paths().items()}
    # Beyond this many elements the extraction takes minutes; news pages do not have so many.
    usual = tree.xpath("count(//*)") <= _MOST_ELEMENTS
    declared = declared_article(tree)
    if judged and usual and not declared.get("text") and is_front(tree):
        message = "no article here, only teasers of other pages; --format html reads it anyway"
        raise ReadError(Problem("no-article", message, source))
    set_quotes(tree)
    spoke = prepare(tree) if usual else False
    page = deepcopy(tree)
    found = _extracted(trafilatura, tree, url) if usual else None
    text = text_of(found.body) if found is not None and found.body is not None else ""
    title = title_of(page, text, found.title if found is not None else None)
    text = _story(text, page, declared.get("text"))
    if judged and (reason := not_an_article(blocks_behind(text, page), spoke=spoke)):
        raise ReadError(Problem("no-article", f"{reason}; --format html reads it anyway", source))
    if not text.strip():
        raise ReadError(Problem("no-article", "no article here, the page has no story", source))
    published = said["published"] or declared.get("published") or (found.date if found is not None else None)
    authors = [a.strip() for a in found.author.split(";")] if found is not None and found.author else []
    published, authors = _from_above(page, text, published, authors or declared["authors"])
    return {
        "text": text,
        "title": title,
        "published": published,
        "language": said["language"] if (language := detect(text)) == UNKNOWN else language,
        "metadata": _metadata(found, url or said["url"], authors),
    }


def _story(text: str, page: Any, declared: str | None) -> str:
    """Return the extracted text with the parts of the story that it lacks, and without parts that are not the story."""
    if text.strip():
        return without_wall(paragraphs(with_lists(text, page), page, declared))
    return without_wall(declared or whole_body(page))


def _metadata(found: Any, url: str | None, authors: list[str]) -> dict[str, Any]:
    metadata = {
        "url": url,
        "authors": authors,
        "publisher": found.sitename if found is not None else None,
        "description": found.description if found is not None else None,
    }
    return {name: value for name, value in metadata.items() if value}


def _from_above(page: Any, text: str, published: Any, authors: list[str]) -> tuple[Any, list[str]]:
    """Return date and authors; if the page does not declare them, they come from the lines above the text."""
    if published and authors:
        return published, authors
    above = before(page, text)
    frame = find_frame(above)
    if not authors and frame.byline:
        authors = [_BY.sub("", above[slice(*frame.byline)])]
    return published or frame.published, authors


def _extracted(trafilatura: Any, tree: Any, url: str | None) -> Any:
    """Return what trafilatura finds in a page; None if it finds nothing or fails on a broken page."""
    try:
        return trafilatura.bare_extraction(
            tree,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # The search for a date in the whole page uses today as a bound, so its result would change from day to day.
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None


def _first(tree: Any, paths: list[str]) -> str | None:
    for path in paths:
        for value in tree.xpath(path, namespaces={"xml": "http://www.w3.org/XML/1998/namespace"}):
            if isinstance(value, str) and value.strip():
                return value.strip()
    return None


@cache
def _paths() -> dict[str, list[str]]:
    return tomllib.loads(files("annotate.read.page").joinpath("data/page.toml").read_text("utf-8"))


@cache
def _quiet_trafilatura() -> Any:
    """Import and return trafilatura, with its log silenced, because that is about its own attempts."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return trafilatura
