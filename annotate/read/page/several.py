"""Recognise pages that are not one article: front pages of teasers, and pages that print several articles."""

from __future__ import annotations

from typing import Any

from annotate.read.article.markup import blocks_of, text_of

#: The least words outside links in an article, whose heading is not a link. On a page of briefs, without a heading
#: of its own or a longer article, shorter ones that end like a sentence count too.
_FEWEST_WORDS, _FEWEST_OF_BRIEF, _BRIEF = 20, 8, 150
#: Articles inside these elements are not the page's own.
_BESIDE = ("aside", "nav", "footer", "a")
#: The least headings that are links on a front page, and the most words in any of its blocks of prose.
_FEWEST_TEASERS, _TEASER_WORDS = 3, 40
#: The least words of a teaser's title, and the least share of a page's words in the teasers of a front page.
_TITLE_WORDS, _MOST_OF_PAGE = 2, 0.8
#: A block with more than this share of its letters inside links is a link.
_LINKED = 0.8
_STOPS = frozenset('.!?"”’)')
_HEADINGS = ("h1", "h2", "h3", "h4")


def is_front(tree: Any) -> bool:
    """Return whether a page is a list of teasers: headings that are links, with only short blocks between them.

    A page with a heading of its own above two blocks of prose is not one, whatever it links to.

    >>> from lxml.html import fromstring
    >>> is_front(fromstring("<body><h1>Port closed</h1><p>The port of Arn closed on Monday.</p></body>"))
    False
    """
    teasers = own = prose = 0
    if _is_list_of_links(tree):
        return True
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


def _is_list_of_links(tree: Any) -> bool:
    """Return whether a page is a list whose items are each a linked title, some short lines and a link to the rest.

    The items hold nearly all of the page's words, and two links of each lead to the same place.
    """
    items = [item for item in tree.iter("li") if not any(True for _ in item.iterancestors("li", "nav", "footer"))]
    teasers = [item for item in items if _is_teaser(item)]
    if len(teasers) < _FEWEST_TEASERS:
        return False
    inside = sum(len(text.split()) for item in teasers for text, _, _ in blocks_of(item))
    everything = sum(len(text.split()) for text, linked, _ in _blocks(tree) if linked <= _LINKED * len(text))
    return inside >= _MOST_OF_PAGE * everything


def _is_teaser(item: Any) -> bool:
    links = [(link.get("href"), len(text_of(link).split())) for link in item.iter("a")]
    led = [href for href, _ in links if href]
    words = [len(text.split()) for text, _, _ in blocks_of(item)]
    return (
        len(words) > 1
        and max(words) <= _TEASER_WORDS
        and bool(links)
        and links[0][1] >= _TITLE_WORDS
        and len(led) > len(set(led))
    )


def articles_of(tree: Any) -> list[Any]:
    """Return the elements of the articles on a page that prints several; empty if it prints one, or only teasers.

    Each has a heading that is not a link, and some sentences. Posts inside an article are part of it.
    """
    outer = [a for a in tree.iter("article") if not any(True for _ in a.iterancestors("article", *_BESIDE))]
    said = [(a, _words(a)) for a in outer if _has_own_heading(a)]
    titled = any(not any(True for _ in h.iterancestors("article", *_BESIDE)) for h in tree.iter("h1"))
    briefs = not titled and max((words for _, words in said), default=0) <= _BRIEF
    whole = [a for a, words in said if words >= _FEWEST_WORDS or (briefs and words >= _FEWEST_OF_BRIEF and _stops(a))]
    return whole if len(whole) > 1 else []


def _has_own_heading(article: Any) -> bool:
    heading = next((h for h in article.iter(*_HEADINGS)), None)
    return heading is not None and bool(text_of(heading).strip()) and not any(True for _ in heading.iter("a"))


def _words(article: Any) -> int:
    return sum(len(text.split()) for text, linked, is_heading in blocks_of(article) if not is_heading and not linked)


def _stops(article: Any) -> bool:
    """Return whether an article ends like a sentence and with nothing that leads to the rest of it."""
    text, linked, _ = list(blocks_of(article))[-1]
    return not linked and text[-1:] in _STOPS


def _blocks(tree: Any) -> list[tuple[str, int, bool]]:
    return [block for body in tree.iter("body") for block in blocks_of(body)]
