"""Correct the layout of a web page before and after the extraction of its main text, where that is known to fail.

Before: boxes that address the visitor and elements of advertising are removed, and layout tables become plain blocks.
After: paragraphs that the extraction has joined, or put in a different order, are taken from the page itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from annotate.read.article.dates import to_iso
from annotate.read.article.markup import fragment_text, text_of
from annotate.read.page.furniture import apart, blocks_in, without_furniture
from annotate.read.records.fields import pick
from annotate.read.records.json_shapes import is_article, is_live_blog, plain

#: Elements of AMP (https://amp.dev/documentation/components) that are not part of a story.
_AMP = ("amp-ad", "amp-sticky-ad", "amp-auto-ads", "amp-analytics", "amp-sidebar", "amp-consent", "amp-embed",
        "amp-user-notification", "amp-social-share", "amp-pixel")  # fmt: skip
#: A cell with more words than this does not belong to a data table.
_CELL_WORDS = 60
#: A cell is navigation if it has at least this many links and more than this share of its letters in them.
_CELL_LINKS, _CELL_LINKED = 3, 0.6
#: Elements around a story inside the element that holds it.
_AROUND = (
    ".//nav|.//footer|.//aside|.//head|.//header[not(.//h1)]|.//form"
    "|.//div[.//a and normalize-space(.) = normalize-space(string(.//a))]"
)
#: An extraction with less than this share of the words in the declared body has missed the story.
_MISSED = 0.6
#: A body with more than this share of the words of an extraction is that of the same story.
_MOST = 0.7
#: The number of blocks above the story that are inspected, and the words of a line that is not a heading.
_ABOVE, _SENTENCE = 12, 10
_MARKER = re.compile(r"^(?:-|\d+\.) ", re.MULTILINE)
_MARKED_UP = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)
#: The properties under which schema.org states what a page is about; other nested things are parts or other articles.
_THINGS = ("@graph", "mainEntity", "mainEntityOfPage")
_TITLE_PARTS = re.compile(r"\s+[-–—|·:»]\s+")


def prepare(tree: Any) -> bool:
    """Prepare the tree of a page for extraction, in place; return whether boxes for the visitor were removed."""
    for element in list(tree.iter(*_AMP)):
        element.drop_tree()
    spoke = without_furniture(tree)
    for table in list(tree.iter("table")):
        if _places_things(table):
            _flatten(table)
    return spoke


def paragraphs(text: str, page: Any, declared: str | None) -> str:
    """Return the extracted text with the page's own paragraphs, in the page's order.

    `page` is the tree after `prepare`, `declared` the body in the page's metadata, if any.
    """
    if declared and len(text.split()) < _MISSED * len(declared.split()):
        return declared
    blocks = text.split("\n\n")
    if len(blocks) > 1 and _in_order(blocks, page):
        return text
    parts = apart(text, page) if len(blocks) == 1 else text
    words = text.split()
    for candidate in (declared, whole_body(page)):
        # The same words in more paragraphs; for a page with several articles, all of them.
        if candidate and "\n\n" in candidate and (len(blocks) > 1 or _holds(candidate, words)):
            return candidate
    return parts


def with_lists(text: str, page: Any) -> str:
    """Return the extracted text with the missing lists that the page has between two of its paragraphs.

    Lists of links are left out.
    """
    blocks = text.split("\n\n")
    known = {_MARKER.sub("", " ".join(block.split())): n for n, block in enumerate(blocks)}
    links = {" ".join(b.text.split()) for b in blocks_in(page) if b.linked}
    missing: dict[int, list[str]] = {}
    above: int | None = None
    run: list[str] = []
    for block in whole_body(deepcopy(page)).split("\n\n"):
        words = _MARKER.sub("", " ".join(block.split()))
        at = known.get(words)
        if at is not None:
            if run and above is not None and at > above:
                missing[above] = run
            above, run = at, []
        elif above is not None and _MARKER.match(block) and words not in links:
            run.append(block)
        elif not run:
            above = None
    return "\n\n".join(part for n, block in enumerate(blocks) for part in (block, *missing.get(n, ())))


def whole_body(page: Any) -> str:
    """Return the text of the page's article, or of the whole page if it marks none, without navigation.

    >>> from lxml.html import fromstring
    >>> whole_body(fromstring("<body><nav>Home</nav><p>The port closed.</p></body>"))
    'The port closed.'
    """
    for path in ("//article", "//main", "//body", "/*"):
        elements = page.xpath(path)
        if not elements:
            continue
        root = elements[0]
        if len(elements) > 1:
            root = next(a for a in root.iterancestors() if all(a in e.iterancestors() for e in elements))
            main = next((a for a in root.iterancestors("main")), None)
            root = root if main is None else main
        for around in root.xpath(_AROUND):
            if around.getparent() is not None:
                around.drop_tree()
        return text_of(root)
    return ""


def declared_article(page: Any) -> dict[str, Any]:
    """Return what the page declares about its article in schema.org's terms: text, published, authors.

    Values that are not declared are missing. Of several articles, the one with the longest body counts, or the first.
    """
    found = [pick(plain(thing), {})[0] for thing in _things(page) if is_article(thing)]
    best = max(found, key=lambda fields: len(str(fields.get("text") or "")), default={})
    text = best.pop("text", None)
    if is_live(page) and len(whole_body(deepcopy(page)).split()) >= _MISSED * len(str(text).split()):
        text = None  # the declared posts of a live blog are shorter than the posts themselves
    if isinstance(text, str):
        text = fragment_text(text) if _MARKED_UP.search(text) else text
        if text := "\n\n".join(line.strip() for line in text.splitlines() if line.strip()):
            best["text"] = text
    authors = best.pop("authors", None)
    names = [a for a in (authors if isinstance(authors, list) else [authors]) if isinstance(a, str) and a]
    if to_iso(best.get("published")) is None:
        best.pop("published", None)
    return {**best, "authors": names}


def is_live(page: Any) -> bool:
    """Return whether a page declares itself a live blog, whose posts are one article."""
    return any(is_live_blog(thing) for thing in _things(page))


def title_of(page: Any, text: str, found: str | None) -> str | None:
    """Return the title: the page's only main heading, or the part of its name that is a line of the text."""
    name = " ".join("".join(page.xpath("//title[1]//text()")).split())
    headings = [h for e in page.xpath("//h1") if (h := " ".join(text_of(e).split()))]
    parts = _TITLE_PARTS.split(name)
    # A heading that is the shorter part of the name belongs to the site.
    if len(headings) == 1 and headings[0] in name and len(headings[0]) >= len(max(parts, key=len)):
        return headings[0]
    lines = set(_lines(page)) | {line.strip() for line in text.splitlines()}
    if found and found in lines:
        return found
    return max((part for part in (name, *parts) if part in lines), key=len, default=found or name) or None


def before(page: Any, text: str) -> str:
    """Return the blocks above the story and its first paragraph, one per line; empty if the story is not found.

    Date and byline are there on pages that do not declare them in metadata.
    """
    lines = _lines(page)
    first = next((" ".join(line.split()) for line in text.splitlines() if len(line.split()) > _SENTENCE), None)
    at = lines.index(first) if first in lines else 0
    return "\n".join(lines[max(0, at - _ABOVE) : at + 1]) if at else ""


def _lines(page: Any) -> list[str]:
    """Return the blocks of the body, each on one line."""
    return [" ".join(block.text.split()) for body in page.xpath("//body") for block in blocks_in(body)]


def _things(page: Any) -> Iterator[dict[str, Any]]:
    """Yield the things that a page declares in JSON-LD, and the nested things that describe the page itself."""
    waiting: deque[Any] = deque()
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        try:
            waiting.append(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            continue
    while waiting:
        thing = waiting.popleft()
        if isinstance(thing, dict):
            yield thing
            waiting += [v for k, v in thing.items() if k in _THINGS and isinstance(v, dict | list)]
        elif isinstance(thing, list):
            waiting += thing


def _in_order(blocks: list[str], page: Any) -> bool:
    """Return whether blocks occur on the page in this order; a block that is not found does not count."""
    lines = _lines(page)
    places = {line: at for at, line in enumerate(lines)}
    repeated = {line for line, times in Counter(lines).items() if times > 1}
    found = [places[line] for block in blocks if (line := " ".join(block.split())) in places and line not in repeated]
    return found == sorted(found)


def _holds(candidate: str, words: list[str]) -> bool:
    """Return whether a text contains the given words in sequence, and not much else."""
    found = _MARKER.sub("", candidate).split()
    if len(found) < 1.5 * len(words) and " ".join(words) in " ".join(found):
        return True
    # The page's own body lacks its links: "Back to the article" above the story.
    return len(found) > _MOST * len(words) and not Counter(found) - Counter(words)


def _places_things(table: Any) -> bool:
    """Return whether a table is used for layout, as on pages from before style sheets."""
    if table.xpath("boolean(.//th|./caption)"):
        return False
    if table.xpath("boolean(.//table)"):
        return True
    return any(len("".join(cell.itertext()).split()) > _CELL_WORDS for cell in table.iter("td"))


def _flatten(table: Any) -> None:
    """Turn a table and its cells into plain blocks, in place; cells of links are removed."""
    for cell in list(table.iter("td")):
        links = ["".join(a.itertext()) for a in cell.iter("a")]
        letters = len("".join("".join(cell.itertext()).split()))
        if len(links) >= _CELL_LINKS and len("".join("".join(links).split())) > _CELL_LINKED * letters:
            cell.drop_tree()
    for element in table.iter("table", "tbody", "thead", "tr", "td"):
        element.tag = "div"
