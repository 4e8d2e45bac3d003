"""Classify and trim the members of a list in running text: phrases, clauses and orders."""

from __future__ import annotations

import re

from annotate.analyse.findings import Range
from annotate.analyse.lists.items import LONGEST, trimmed
from annotate.analyse.words.number_words import term_set

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=[A-Z])")
#: In words: as far into a member as its finite verb can stand.
_NEAR_START = 3


def as_phrase(text: str, where: Range) -> Range | None:
    """Return a member of a group without an article before a name, final stop and marks."""
    found = trimmed(text, where.start, where.end, finals=" \t\r\n\xa0,;.:")
    if found:
        article = _ARTICLE.match(text, found.start, found.end)
        if article and article.end() < found.end:
            return Range(article.end(), found.end)
    return found


def words_of(text: str, start: int, end: int) -> list[str]:
    """Return the words of a stretch in lower case; of a very long one those at its beginning."""
    return [w.casefold() for w in _WORD.findall(text, start, min(end, start + LONGEST))]


def is_clause(text: str, where: Range) -> bool:
    """Return whether a member is a clause: it has a subject and a finite verb near its beginning, or a modal verb.

    A verb further on belongs to a relative clause without its pronoun: "the fees she has received".
    """
    found = words_of(text, where.start, where.end)
    for at, word in enumerate(found):
        if word in term_set("clause_links"):
            break
        if word in term_set("duties") or word in ("will", "would") or (at < _NEAR_START and word in term_set("finite")):
            return True
    return bool(found) and found[0] in term_set("subjects")


def is_order(words: list[str]) -> bool:
    """Return whether an item begins with an order, an infinitive or a gerund: "Withdraw", "to build", "cutting".

    >>> is_order(["withdraw", "the", "troops"]), is_order(["the", "troops"])
    (True, False)
    """
    if not words:
        return False
    first = words[0]
    if first in ("to", "not", "do", "don't", "never") and len(words) > 1:
        first = words[1]
    return first in term_set("orders") or is_gerund(words[0])


def is_gerund(word: str) -> bool:
    """Return whether a word looks like a gerund ("cutting", not "king")."""
    return word.endswith("ing") and len(word) > 5
