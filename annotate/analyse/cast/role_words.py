"""The words of roles: possible heads, words that cannot begin a role, and features of the words at its edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from annotate.analyse.cast.offices import is_office
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: What stands between the edge of a role and the next word, by its mark.
MARKS = {",": "comma", ".": "stop", "\n": "line", " ": "space", "": "none", "(": "bracket", ")": "bracket"}
MARKS |= dict.fromkeys("\"“”‘’'", "quote") | dict.fromkeys("—–-", "dash") | dict.fromkeys(";:!?", "stop")


@lru_cache(maxsize=1 << 14)
def heads(word: str) -> bool:
    """Return whether a word may be the head of a role: a noun for people, in the plural too."""
    low = word.casefold().rstrip(".")
    ending = table("titles.toml")["heads"]
    return (
        is_office(word)
        or (low.endswith("s") and (low[:-1] in lexicon.person_nouns() or is_office(low[:-1])))
        or low in lexicon.words("titles.toml", "heads", "words")
        or (len(low) > 5 and low.endswith(tuple(ending["endings"].split())) and low not in ending["never"].split())
    )


@lru_cache(maxsize=1 << 15)
def edge(place: str, word: str) -> tuple[str, ...]:
    """Return the signs of a word at one place beside the edge of a role: "first.capital"."""
    return tuple(f"{place}.{fact}" for fact in _facts(word))


def _facts(word: str) -> Iterator[str]:
    low = word.casefold().rstrip(".")
    bare = low.removesuffix("’s").removesuffix("'s")
    yield "capital" if word[0].isupper() else "digit" if word[0].isdigit() else "small"
    if len(word) > 1 and word.isupper():
        yield "acronym"
    if bare != low:
        yield "owner"
    for fact, words in _classes().items():
        if low in words or word in words or bare in words:
            yield fact
    if heads(word):
        yield "head"
    for ending in ("ed", "ing", "s"):
        if low.endswith(ending) and word[0].islower():
            yield f"-{ending}"


def is_short(words: Sequence[str]) -> bool:
    """Return whether words in lower case are an honorific or a short office alone: "dr.", "sen.".

    >>> is_short(["sen."]), is_short(["foreign", "minister"])
    (True, False)
    """
    return len(words) == 1 and words[0].rstrip(".") in _short()


@cache
def _short() -> frozenset[str]:
    short = {*lexicon.honorifics(), *lexicon.words("titles.toml", "abbreviations", "words")}
    return frozenset(word.rstrip(".").casefold() for word in short)


@cache
def determiners() -> frozenset[str]:
    """Return the words that no role begins with: articles and possessive pronouns."""
    return frozenset(w for key in ("article", "possessive") for w in table("titles.toml")["edges"][key].split()) - {
        "one"
    }


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    """Return the lists by which the words at the edges of a role are told apart, by name."""
    listed = {name: frozenset(words.split()) for name, words in table("titles.toml")["edges"].items()}
    return {
        **listed,
        "modifier": lexicon.words("titles.toml", "before", "modifiers"),
        "honorific": frozenset(lexicon.honorifics()),
        "body": lexicon.words("name_words.toml", "organizations", "heads"),
        "region": lexicon.words("name_words.toml", "places", "heads"),
        "demonym": frozenset(lexicon.demonyms()),
        "country": frozenset(lexicon.countries()),
        "place": lexicon.places(),
        "given": frozenset(lexicon.given_names()),
        "common": lexicon.common_words(),
    }
