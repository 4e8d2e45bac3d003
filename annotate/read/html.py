"""Web pages: the main text, its paragraphs kept and the page's furniture left out, by trafilatura.

No network: what is read is the page that was given, and nothing that it points to.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.document import Document, Draft
from annotate.read.encoding import decode
from annotate.read.language import UNKNOWN, detect
from annotate.read.markup import text_of
from annotate.read.options import ReadOptions
from annotate.read.text import refuse_binary
from annotate.read.whole import read_whole

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
#: Pages beyond this take the extraction too long, in bytes.
_LONGEST = 4 << 20
_MOST_ELEMENTS = 30_000


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the article of a web page."""
    data, digest = read_whole(document, options.limits, "a web page", _LONGEST)
    declared = _CHARSET.search(data[:4096])
    hint = document.hints.get("charset") or (declared and (declared[1] or declared[2]).decode("ascii", "replace"))
    decoded = decode(data, document.source, options.encoding, hint or None)
    refuse_binary(decoded.text, document.source)
    yield from decoded.problems
    page = page_of(decoded.text, document.source, document.hints.get("url"))
    metadata = {**page.pop("metadata"), **document.hints.get("metadata", {}), **decoded.metadata}
    published = page.pop("published") or document.hints.get("published")
    yield Draft(
        source=document.source,
        sha256=digest,
        id=None,
        fallback_id=document.hints.get("id") or document.stem,
        published=published,
        metadata=metadata,
        **page,
    )


def page_of(html: str, source: str, url: str | None = None) -> dict[str, Any]:
    """Return text, title, published, language and metadata of a page; raises ReadError for one without a story."""
    trafilatura = _quiet_trafilatura()
    html = _XML_DECLARATION.sub("", html.replace("\0", "\ufffd"), count=1)
    tree = trafilatura.load_html(html)
    if tree is None:
        raise ReadError(Problem("html", "it is no web page that can be parsed", source))
    said = {name: _first(tree, paths) for name, paths in _paths().items()}
    # Beyond this many elements the extraction takes minutes, and no page of news has them.
    found = _extracted(trafilatura, tree, url) if tree.xpath("count(//*)") <= _MOST_ELEMENTS else None
    text = text_of(found.body) if found is not None and found.body is not None else ""
    if not text.strip():
        text = _whole_body(trafilatura.load_html(html))
    if not text.strip():
        raise ReadError(Problem("html", "there is no article text in the page", source))
    language = detect(text)
    metadata = {
        "url": url or said["url"],
        "authors": [a.strip() for a in found.author.split(";")] if found is not None and found.author else None,
        "publisher": found.sitename if found is not None else None,
        "description": found.description if found is not None else None,
    }
    return {
        "text": text,
        "title": (found.title if found is not None else None) or _first(tree, ["//title/text()"]),
        "published": said["published"] or (found.date if found is not None else None),
        "language": said["language"] if language == UNKNOWN else language,
        "metadata": {name: value for name, value in metadata.items() if value},
    }


def _extracted(trafilatura: Any, tree: Any, url: str | None) -> Any:
    """Return what trafilatura finds in a page; None where it finds nothing, or stumbles over a broken page."""
    try:
        return trafilatura.bare_extraction(
            tree,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # The search for a date in the whole page would take today as its bound: no two days the same result.
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None


def _whole_body(tree: Any) -> str:
    """Return the text of a page too small for the extraction, without its navigation."""
    if tree is None:
        return ""
    for path in ("//article", "//main", "//body", "/*"):
        if elements := tree.xpath(path):
            for furniture in elements[0].xpath(".//nav|.//footer|.//aside|.//head"):
                furniture.drop_tree()
            return text_of(elements[0])
    return ""


def _first(tree: Any, paths: list[str]) -> str | None:
    for path in paths:
        for value in tree.xpath(path, namespaces={"xml": "http://www.w3.org/XML/1998/namespace"}):
            if isinstance(value, str) and value.strip():
                return value.strip()
    return None


@cache
def _paths() -> dict[str, list[str]]:
    return tomllib.loads(files("annotate.read").joinpath("data/page.toml").read_text("utf-8"))


@cache
def _quiet_trafilatura() -> Any:
    """Import trafilatura; its log is about its own attempts and no word to the user."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return trafilatura
