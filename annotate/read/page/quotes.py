"""Quotations that a page sets apart: `<blockquote>` with its author, embedded posts, sentences pulled out of the story.

A browser shows them as quotations by their layout alone, which plain text has not. So that the text says as much as the
page, such a block becomes a paragraph in quotation marks with the author behind a dash, as newspapers print it.
"""

from __future__ import annotations

import re
from typing import Any

#: A post names its author behind a dash, before the link to itself.
_SIGNED = re.compile(r"[—–―-]{1,2}\s*(?P<who>\S.{1,100})")
_OPENING = "\"“”„«‘'"
_LETTERS = re.compile(r"[^\W_]+")
#: A pulled sentence has at least so many words, and a page's own wording is looked for in that many characters.
_FEWEST_WORDS = 3
#: Longer blocks are documents that are cited, not words of one speaker.
_LONGEST = 1200


def set_quotes(tree: Any) -> None:
    """Change the quotations of a page that name their author; drop those that repeat a sentence of the story."""
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
    """Take the author out of a quotation: its `<footer>` or `<cite>`, or what stands behind a dash at its end."""
    for element in (*quote.iter("footer"), *quote.iter("cite")):
        who = " ".join(" ".join(element.itertext()).split()).lstrip("—–- ")
        if who and len(who) <= 120:
            element.drop_tree()
            return who
    children = list(quote)
    for n, child in enumerate(children):
        match = _SIGNED.fullmatch(" ".join((child.tail or "").split()))
        if match and child.tag == "p":
            child.tail = None
            for later in children[n + 1 :]:
                later.drop_tree()
            return match["who"].strip()
    return None


def _rewrite(quote: Any, words: str, who: str) -> None:
    """Make one paragraph of a quotation: its words in marks, and its author behind a dash."""
    marked = words if words[0] in _OPENING else f"“{words}”"
    for child in list(quote):
        quote.remove(child)
    quote.tag, quote.text = "p", f"{marked} — {who}"
    quote.attrib.clear()


def _plain(text: str) -> str:
    """Return the words of a text in lower case, one space around each."""
    return f" {' '.join(word.casefold() for word in _LETTERS.findall(text))} "
