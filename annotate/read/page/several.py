"""Recognise pages that are not one article: front pages of teasers, and pages that print several articles."""

from __future__ import annotations

from typing import Any

from annotate.read.article.markup import blocks_of, text_of

#: The least words outside links in an article, whose heading is not a link.
_FEWEST_WORDS = 20
#: The least headings that are links on a front page, and the most words in any of its blocks of prose.
_FEWEST_TEASERS, _TEASER_WORDS = 3, 40
#: A block with more than this share of its letters inside links is a link.
_LINKED = 0.8
_HEADINGS = ("h1", "h2", "h3", "h4")


def is_front(tree: Any) -> bool:
    """Return whether a page is a list of teasers: headings that are links, with only short blocks between them.

    A page with a heading of its own above two blocks of prose is not one, whatever it links to.
    """
    teasers = own = prose = 0
    for text, linked, heading in _blocks(tree):
        words = len(text.split())
        if words > _TEASER_WORDS:
            return False
        if heading:
            is_link = linked > _LINKED * len(text)
            teasers += is_link
            own, prose = (0, 0) if is_link else (1, 0)
        elif linked <= _LINKED * len(text) and words > 3:
            prose += 1
            if own and prose > 1:
                return False
    return teasers >= _FEWEST_TEASERS


def articles_of(tree: Any) -> list[Any]:
    """Return the elements of the articles on a page that prints several; empty if it prints one, or only teasers.

    Each has a heading that is not a link, and some sentences. Posts inside an article are part of it.
    """
    outer = [a for a in tree.iter("article") if not any(True for _ in a.iterancestors("article"))]
    whole = [a for a in outer if _is_whole(a)]
    return whole if len(whole) > 1 else []


def _is_whole(article: Any) -> bool:
    heading = next((h for h in article.iter(*_HEADINGS)), None)
    if heading is None or not text_of(heading).strip() or any(True for _ in heading.iter("a")):
        return False
    words = sum(len(text.split()) for text, linked, is_heading in blocks_of(article) if not is_heading and not linked)
    return words >= _FEWEST_WORDS


def _blocks(tree: Any) -> list[tuple[str, int, bool]]:
    return [block for body in tree.iter("body") for block in blocks_of(body)]
