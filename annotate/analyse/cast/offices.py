"""Which words name an office, and the lists of small words around them."""

from __future__ import annotations

from functools import cache, lru_cache

from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: Honorifics that are titles, too.
REVEREND = frozenset(("Rev", "Dr", "Prof", "Rev.", "Dr.", "Prof.", "Reverend"))
#: Those honorifics that do not indicate an office; any other title takes precedence.
WEAK = frozenset(("Dr", "Prof", "Dr.", "Prof."))


def around(key: str) -> str:
    """Return one list of small words as an alternation for a pattern."""
    return "|".join(table("sources.toml")["around"][key].split())


#: Words that no modifier of an office is.
NO_MODIFIERS = frozenset(around("verbs").split("|")) | frozenset(around("prepositions").split("|"))


@lru_cache(maxsize=4096)
def is_office(word: str) -> bool:
    """Return whether a word names an office: "minister", "Sen.", "Minister/Foreign", "co-chair".

    >>> [is_office(word) for word in ("minister", "Sen.", "co-chair", "table")]
    [True, True, True, False]
    """
    low = word.casefold().rstrip(".")
    nouns = lexicon.person_nouns()
    if (low.startswith("co") and low[2:] in nouns) or low in _unhyphenated():
        return True
    if word.endswith("."):
        return word.rstrip(".") in lexicon.words("titles.toml", "abbreviations", "words") or word in REVEREND
    return (
        low in nouns
        or low.rsplit("/", 1)[-1].rsplit("-", 1)[-1] in nouns
        or word in lexicon.words("titles.toml", "abbreviations", "words")
        or word in REVEREND
    )


@cache
def _unhyphenated() -> frozenset[str]:
    """Return the nouns for people that have a hyphen, as a text writes them that has lost it: "vicepresident"."""
    return frozenset(noun.replace("-", "") for noun in lexicon.person_nouns() if "-" in noun)
