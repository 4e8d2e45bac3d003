"""Find words that lost their apostrophe: "Chinas", "dont", "this years holder".

>>> from annotate.repair import find_repairs
>>> text = (
...     "Chinas plan has the support of both towns, and the boards members will vote. It was the th "
...     "meeting in the s. We hope so, she said. Its a longterm plan, and the mayors of the islands and "
...     "the Fishers Union of Ormsund back it."
... )
>>> [repair.replacement for repair in find_repairs(text) if repair.kind == "lost_apostrophe"]
['China’s', 'board’s', 'It’s']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from annotate.analyse.words.files import table
from annotate.analyse.words.frequencies import zipf
from annotate.analyse.words.number_words import term_set
from annotate.clean import Change
from annotate.repair.page import Page

_TOKEN = re.compile(r"[^\W\d_]+")


def apostrophes(page: Page) -> Iterator[Change]:
    """Yield words that lost their apostrophe ("Chinas", "dont", "this years holder"), in a text without apostrophes."""
    if not page.lost:
        return
    text = page.text
    glued = {g.range.start for g in page.glued}
    names = _Names(
        frozenset(m.group() for m in _TOKEN.finditer(text) if m.group()[0].isupper()),
        frozenset(m.group(1) for m in re.finditer(r"\b[Tt]he ([A-Z][^\W\d_]+)", text)),
    )
    tokens = list(_TOKEN.finditer(text))
    for i, match in enumerate(tokens):
        token = match.group()
        if match.start() in glued or len(token) < 2:
            continue
        meant = _contracted(token, _context(tokens, i, text)) or _possessive(token, _context(tokens, i, text), names)
        if meant:
            yield Change(*match.span(), "lost_apostrophe", meant)


@dataclass(frozen=True)
class _Around:
    """The words beside a token in its sentence, in lower case; "" if a stop comes between."""

    before: str
    two_before: str
    after: str
    after_raw: str


def _context(tokens: Sequence[re.Match[str]], i: int, text: str) -> _Around:
    def word(j: int, low: int, high: int) -> str:
        if not 0 <= j < len(tokens) or re.search(r"[.,;:!?()]", text[low:high]):
            return ""
        return tokens[j].group()

    before = word(i - 1, tokens[i - 1].end() if i else 0, tokens[i].start())
    two = word(i - 2, tokens[i - 2].end(), tokens[i - 1].start()) if before and i > 1 else ""
    after = word(i + 1, tokens[i].end(), tokens[i + 1].start()) if i + 1 < len(tokens) else ""
    return _Around(before.casefold(), two.casefold(), after.casefold(), after)


def _recased(token: str, at: int) -> str:
    return token[:at] + "’" + token[at:]


_ELIDED = re.compile(r"[OD][A-Z][a-z]")


def _contracted(token: str, around: _Around) -> str | None:
    """Return "don't" for "dont" if the form with an apostrophe is much more common or the context demands it."""
    low = token.casefold()
    rules = table("repair.toml")
    if _ELIDED.match(token) and zipf(f"{low[0]}'{low[1:]}") + zipf(f"{low[0]}'{low[1:].removesuffix('s')}") >= 1.0:
        return _recased(token, 1)  # "OMalley", "DSouza"
    if low in ("were", "well"):
        if around.before not in rules["clause_openers"]:
            return None
        if token == "Were" and not around.before and around.after not in rules["inversions"]:
            return _recased(token, 2)
    for ending in rules["contractions"]:
        if not low.endswith(ending) or len(low) <= len(ending):
            continue
        at = len(token) - len(ending) + (1 if ending == "nt" else 0)
        full = low[:at] + "'" + low[at:]
        if low in rules["ambiguous"]:
            return _recased(token, at) if around.after in rules["ambiguous"][low] else None
        if zipf(full) >= 3.0 and zipf(full) - zipf(low) >= 0.5:
            return _recased(token, at)
    return None


def _possessive(token: str, around: _Around, page: _Names) -> str | None:
    """Return "China's" for "Chinas", by frequency, by the words around it, or because no plural has this form."""
    low = token.casefold()
    if not low.endswith("s") or (low.endswith(("ss", "us", "is")) and zipf(low) > 2.5) or len(low) < 4:
        return None
    at = len(token) - 1
    stem = low[:-1]
    plain, owned = zipf(low), zipf(stem + "'s")
    lead = owned - plain
    rules = table("repair.toml")
    if stem in rules["weekdays"] and around.before not in ("on", "and", "or", ""):
        return _recased(token, at) if _opens_noun(around) else None  # "after Mondays debate", not "open on Mondays"
    if low == "peoples" and around.after_raw[:1].isupper():
        return _recased(token, at)  # "the Peoples Republic"
    if token[0].isupper():
        return _recased(token, at) if _owns_as_name(token, around, page, plain, owned) else None
    if not _opens_noun(around):
        return None
    if plain < 1.5 and zipf(stem) >= 2.5:
        return _recased(token, at)  # "countrys", "partys"
    if (around.before == "each" and low == "others") or low in rules["usual_owners"]:
        return _recased(token, at)
    single = around.before in (*rules["singular_determiners"], *rules["weekdays"]) or (
        around.two_before in rules["singular_determiners"] and around.before in rules["between"]
    )
    if single and owned >= 2.0 and lead >= -1.8 and around.before != "a":
        return _recased(token, at)
    if single and around.before == "a" and owned >= 2.0 and lead >= -1.0:
        return _recased(token, at)
    if _verb_like(around.after):
        return None
    if around.before in rules["determiners"] and owned >= 2.5 and lead >= rules["determined_margin"]:
        return _recased(token, at)
    return _recased(token, at) if owned > 2.0 and lead >= rules["owner_margin"] else None


def _owns_as_name(token: str, around: _Around, page: _Names, plain: float, owned: float) -> bool:
    """Return whether a capitalised word is a possessive rather than a plural such as "the Clintons".

    `plain` and `owned` are the Zipf frequencies of the word and of its possessive.
    """
    if around.before == "the" and page.plain_name(token[:-1]):
        return False
    likely = owned - plain >= 0.5 and owned >= 1.5
    named = plain < 2.5 and token[:-1] in page.capitals
    return (likely or named) and (_opens_noun(around) or (likely and not around.after))


@cache
def _plural_verbs() -> frozenset[str]:
    return frozenset(table("repair.toml")["plural_verbs"].split())


def _verb_like(word: str) -> bool:
    """Return whether a word may be the verb of a plural subject: "the voters rejected", "the members agree"."""
    return (
        word.endswith(("ed", "ly", "ing"))
        or word in _plural_verbs()
        or word in term_set("told")
        or word in table("repair.toml")["verbs_of_plurals"]
    )


@dataclass(frozen=True)
class _Names:
    """The capitalised words of a text, and the words that follow "the"."""

    capitals: frozenset[str]
    articled: frozenset[str]

    def plain_name(self, word: str) -> bool:
        """Return whether a word is used as a name without an article: then "the Clintons" are people."""
        return word in self.capitals and word not in self.articled


@cache
def _no_noun_follows() -> frozenset[str]:
    return frozenset(table("repair.toml")["no_noun_follows"])


def _opens_noun(around: _Around) -> bool:
    """Return whether a noun can follow: the next word is not a preposition or an unambiguous verb form."""
    return bool(around.after) and around.after not in _no_noun_follows()
