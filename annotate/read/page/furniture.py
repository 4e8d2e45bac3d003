"""Distinguish page furniture, which addresses the visitor (log in, accept cookies, not found), from news.

A block is furniture only if one of its sentences is of the kind that pages address to visitors, and all others address
the visitor too or are too short to mean anything. A text is not an article only if all its blocks are furniture, links
or labels. One sentence of news is enough for an article.

>>> not_an_article(plain_blocks("Please log in to continue reading.")) is None
False
>>> not_an_article(plain_blocks("The board agreed on Wednesday to test a night ferry.")) is None
True
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from annotate.read.article.markup import blocks_of

#: A block with fewer words than this and without a full stop at its end is a label.
_LABEL = 6
#: A block with more words is not furniture; terms and conditions are read like any text.
_LONGEST = 150
#: The most blocks of a box.
_BOX = 40
#: This many links, without other content, are a list of links.
_LINKS = 5
#: A block with more than this share of its letters inside links is a link.
_LINKED = 0.8
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_MARKER = re.compile(r"^(?:-|\d+\.) ")
_TO_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
#: Quotation marks; furniture does not quote anybody.
_QUOTED = re.compile(r'["“”«»„]|\b(?:said|says|told|according to|announced|reported)\b')

#: Elements whose text is not part of a story, but of what is read if there is none.
_MENUS = ("nav", "form", "button", "select", "textarea")
#: Elements that hold a sentence. Except the first and "noscript", they are not boxes by themselves.
_SPEAKING = ("div", "p", "h1", "h2", "h3", "h4", "h5", "li", "a", "button", "label", "span", "noscript")

Said = Literal["visitor", "link", "label", "news"]


class Block(NamedTuple):
    """A block of text, the number of its characters inside links, and whether it is a heading."""

    text: str
    linked: int = 0
    heading: bool = False


def not_an_article(blocks: Iterable[Block], *, spoke: bool = False) -> str | None:
    """Return why a text is not an article if it holds nothing but furniture; None if it may be an article.

    `spoke` is true if boxes of furniture were removed from it before.
    """
    kinds: list[Said] = ["visitor"] if spoke else []
    for block in blocks:
        kinds.append(_said(block))
        if kinds[-1] == "news":
            return None
    if "visitor" in kinds:
        return "no article here, only messages to a visitor: to log in, to agree, that nothing was found"
    if kinds.count("link") >= _LINKS:
        return "no article here, only links"
    return None


def plain_blocks(text: str) -> Iterable[Block]:
    """Yield the lines of a text as blocks."""
    return (Block(line) for line in text.splitlines() if line.strip())


def blocks_behind(text: str, page: Any) -> Iterator[Block]:
    """Yield the lines of a text extracted from a page, with the links and headings that the page marks."""
    known = {" ".join(block.text.split()): block for block in blocks_in(page)}
    for line in plain_blocks(text):
        words = " ".join(line.text.split())
        yield known.get(words) or known.get(_MARKER.sub("", words)) or line


def apart(text: str, page: Any) -> str:
    """Return a text that the extraction joined from several blocks of the page as these blocks, without menus.

    If it found no story, it gives the words of the whole page on one line: "Home News Please log in." Any other
    text is returned as it is.
    """
    body = next(page.iter("body"), page)
    wanted = _letters(text)
    story = [_letters(block.text) for block in blocks_in(body)]
    if wanted in story:
        return text
    whole = deepcopy(body)
    for element in whole.iter(*_MENUS):
        element.tag = "div"
    blocks = blocks_in(whole)
    letters = [_letters(block.text) for block in blocks]
    for first in range(len(blocks)):
        length, last = 0, first
        while length < len(wanted) and last < len(blocks) and wanted.startswith(letters[last], length):
            length += len(letters[last])
            last += 1
        if length == len(wanted):
            said = [b for b, own in zip(blocks[first:last], letters[first:last], strict=True) if own in story]
            # Links are a menu beside a sentence; without a sentence, they are what the page says.
            sentences = any(_said(b) in ("news", "visitor") for b in said)
            kept = [" ".join(b.text.split()) for b in said if not (sentences and _is_link(b))]
            return "\n\n".join(kept) if 0 < len(kept) < last - first else text
    return text


def _letters(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def blocks_in(root: Any) -> list[Block]:
    """Return the blocks of an lxml element."""
    return [Block(*block) for block in blocks_of(root)]


def without_furniture(tree: Any) -> bool:
    """Remove the boxes that only address the visitor (subscribe, log in, accept); return whether there were any.

    A box is the largest element around such a sentence that says nothing else and has something to click. A sentence
    without a box ("Change your password.") may be advice in an article and stays. If the whole page is furniture, its
    body stays.
    """
    any_ = False
    gone: set[Any] = set()
    looked_at: dict[Any, bool] = {}

    def is_furniture(box: Any) -> bool:
        if box not in looked_at:
            looked_at[box] = _is_furniture(blocks_of(box))
        return looked_at[box]

    for element in list(tree.iter(*_SPEAKING)):
        if element in gone:
            continue
        own = " ".join(" ".join((element.text or "", *(child.tail or "" for child in element))).split())
        if not own or not _speaks_to_visitor(own):
            continue
        box = element
        while (parent := box.getparent()) is not None and parent.tag not in ("body", "html", "main", "article"):
            if not is_furniture(parent):
                break
            box = parent
        clickable = box.tag not in _SPEAKING[1:] and box.xpath("boolean(.//a|.//button|.//input)")
        if (box.tag == "noscript" or clickable) and box.getparent() is not None:
            gone.update(box.iter())
            box.drop_tree()
            any_ = True
    return any_


def without_wall(text: str) -> str:
    """Return the text of a page without the notices of a paywall (subscribe, log in) and of a print view.

    Notices of a paywall are removed only at the end, and only if one of them is about the rest of the story; list items
    stay. A page that has no other text stays whole.
    """
    blocks = text.split("\n\n")
    kept = [b for b in blocks if "\n" in b or not any(p.search(" ".join(b.split())) for p in _patterns("print"))]
    end = len(kept)
    while end and not _MARKER.match(kept[end - 1]) and _said(Block(kept[end - 1])) == "visitor":
        end -= 1
    if any(p.search(sentence) for b in kept[end:] for sentence in _sentences(b) for p in _patterns("wall")):
        kept = kept[:end]
    return "\n\n".join(kept) if any(_said(Block(b)) == "news" for b in kept) else text


def _is_furniture(blocks: Iterable[tuple[str, int, bool]]) -> bool:
    """Return whether the blocks of an element form a box of furniture: they are few, and none is news."""
    kinds = []
    for block in blocks:
        kinds.append(_said(Block(*block)))
        if kinds[-1] == "news" or len(kinds) > _BOX:
            return False
    return "visitor" in kinds


def _said(block: Block) -> Said:
    """Classify a block."""
    text = " ".join(block.text.split()).replace("’", "'")
    words = len(text.split())
    if words <= _LONGEST and _speaks_to_visitor(text):
        return "visitor"
    if _is_link(block):
        return "link"
    if block.heading or (words < _LABEL and not text.endswith((".", "!", "?", "…"))):
        return "label"
    return "label" if any(p.search(text) for kind in ("line", "print") for p in _patterns(kind)) else "news"


def _is_link(block: Block) -> bool:
    return block.linked > _LINKED * len(block.text)


def _speaks_to_visitor(text: str) -> bool:
    """Return whether one sentence is of the kind that pages address to visitors, and none is of another kind."""
    if _QUOTED.search(text):
        return False
    found = False
    for sentence in _sentences(text):
        if any(pattern.search(sentence) for kind in ("visitor", "wall") for pattern in _patterns(kind)):
            found = True
        elif len(sentence.split()) >= _LABEL and not _TO_YOU.search(sentence):
            return False
    return found


def _sentences(text: str) -> list[str]:
    """Return the sentences, without a full stop, an ellipsis or an exclamation mark at their end."""
    return [s.rstrip(".…!:") for s in _SENTENCE_END.split(" ".join(text.split()).replace("’", "'"))]


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in examples()[kind])


@cache
def examples() -> dict[str, list[dict[str, str]]]:
    """Return the patterns, each with its example."""
    return tomllib.loads(files("annotate.read.page").joinpath("data/furniture.toml").read_text("utf-8"))
