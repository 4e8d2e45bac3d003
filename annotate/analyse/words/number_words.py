"""Number words and ordinals, and the patterns that they make; all come from data/lists.toml."""

from __future__ import annotations

from functools import cache
from typing import cast

from annotate.analyse.words.files import table
from annotate.analyse.words.lexicon import alternation


@cache
def term_set(name: str) -> frozenset[str]:
    """Return the words under NAME in data/lists.toml."""
    return frozenset(cast("list[str]", table("lists.toml")[name]))


@cache
def numbers() -> dict[str, int]:
    """Return number words and their values."""
    return cast("dict[str, int]", table("lists.toml")["numbers"])


@cache
def ordinals() -> dict[str, int]:
    """Return ordinals and their values: ``{"first": 1, "firstly": 1}``."""
    return cast("dict[str, int]", table("lists.toml")["ordinals"])


def counted(raw: str) -> int | None:
    """Return the number that a word or digits stand for; None if they stand for none.

    >>> counted("five"), counted("12"), counted("many")
    (5, 12, None)
    """
    return int(raw) if raw.isdigit() and raw.isascii() and len(raw) < 3 else numbers().get(raw.casefold())


def ordinal(word: str) -> int | None:
    """Return the place that an ordinal stands for; None if it is not one.

    >>> ordinal("Thirdly"), ordinal("next")
    (3, None)
    """
    return ordinals().get(word.casefold())


def one_of(name: str) -> str:
    """Return the words under NAME in data/lists.toml as an alternation for a pattern, the longest first."""
    return alternation(term_set(name)).replace(r"\ ", r"\s+")


#: Alternations for patterns.
ORDINAL = "|".join(w for w in ordinals() if not w.endswith("ly"))
ORDINAL_LY = "|".join(w for w in ordinals() if w.endswith("ly"))
#: One to ten, as they enumerate ("One: press high.").
COUNT = "|".join(w for w, n in numbers().items() if n <= 10 and w not in term_set("pair_words"))
