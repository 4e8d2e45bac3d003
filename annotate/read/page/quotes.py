"""Quotations that a page sets apart: `<blockquote>` with its author, embedded posts, pull quotes.

A browser shows them as quotations by layout alone, which plain text lacks. Such a block therefore becomes a paragraph
in quotation marks with the author after a dash, as newspapers print it.

>>> from lxml import html
>>> tree = html.fromstring("<div><blockquote>Nobody asked us.<footer>Olav Brekke</footer></blockquote></div>")
>>> set_quotes(tree)
>>> tree.text_content()
'“Nobody asked us.” — Olav Brekke'
"""

from __future__ import annotations

import re
from typing import Any

#: A post names its author after a dash, before the link to itself.
_SIGNED = re.compile(r"[—–―-]{1,2}\s*(?P<who>\S.{1,100})")
#: The last line of an embedded picture: "A post shared by Lena Brandt (@lenabrandt) on 4 June 2024".
_SHARED = re.compile(r"(?:A|An|This) (?:post|photo|video|reel|story) shared by (?P<who>\S.{1,100}?)(?: on .{1,60})?")
_OPENING = "\"“”„«‘'"
_LETTERS = re.compile(r"[^\W_]+")
#: The least words of a pull quote, and the number of characters in which the page's own wording is searched.
_FEWEST_WORDS = 3
#: Longer blocks are cited documents, not the words of one speaker.
_LONGEST = 1200


def set_quotes(tree: Any) -> None:
    """Rewrite the quotations of a page that name their author, in place; remove those that repeat the story."""
    quotes = [q for q in tree.iter("blockquote") if q.getparent() is not None]
    if not quotes:
        return
    story = _plain(" ".join(tree.itertext()))
    for quote in quotes:
        who = _author(quote)
        words = " ".join(" ".join(quote.itertext()).split())
        if not words or len(words) > _LONGEST:
            continue
        plain = _plain(words)
        if len(plain.split()) >= _FEWEST_WORDS and story.count(plain) > 1:
            quote.drop_tree()
        elif who:
            _rewrite(quote, words, who)


def _author(quote: Any) -> str | None:
    """Remove and return the author of a quotation: its `<footer>`, `<cite>` or caption, or what follows a last dash."""
    for element in (*quote.iter("footer"), *quote.iter("cite"), *_caption(quote)):
        who = " ".join(" ".join(element.itertext()).split()).lstrip("—–- ")
        if who and len(who) <= 120:
            element.drop_tree()
            return who
    children = list(quote)
    if children and (shared := _SHARED.fullmatch(" ".join(" ".join(children[-1].itertext()).split()))):
        children[-1].drop_tree()
        return shared["who"]
    for n, child in enumerate(children):
        match = _SIGNED.fullmatch(" ".join((child.tail or "").split()))
        if match and child.tag == "p":
            child.tail = None
            for later in children[n + 1 :]:
                later.drop_tree()
            return match["who"].strip()
    return None


def _caption(quote: Any) -> list[Any]:
    """Return the caption of a figure that contains only the quotation, since it names the author."""
    figure = quote.getparent()
    if figure.tag != "figure" or any(True for _ in figure.iter("img", "video", "iframe", "table")):
        return []
    return [child for child in figure if child.tag == "figcaption"]


def _rewrite(quote: Any, words: str, who: str) -> None:
    """Turn a quotation into one paragraph: its words in quotation marks, and its author after a dash."""
    marked = words if words[0] in _OPENING else f"“{words}”"
    for child in list(quote):
        quote.remove(child)
    quote.tag, quote.text = "p", f"{marked} — {who}"
    quote.attrib.clear()
    if quote.getparent().tag == "figure":
        quote.getparent().tag = "div"  # figures on a page are left out


def _plain(text: str) -> str:
    """Return the words of a text in lower case, with one space before and after each."""
    return f" {' '.join(word.casefold() for word in _LETTERS.findall(text))} "
