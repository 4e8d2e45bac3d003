"""Names, countries, titles and common words from the lists under data/, each read once, when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from annotate.analyse.words.files import entries, table


@cache
def words(file: str, *path: str) -> frozenset[str]:
    """Return one list of words out of a TOML file: ``words("titles.toml", "nouns", "m")``."""
    value: Any = table(file)
    for step in path:
        value = value[step]
    return frozenset(value.split())


def alternation(found: Iterable[str]) -> str:
    """Return words as an alternation for a pattern, the longest first, so that none hides a longer one.

    >>> alternation(["Jan", "January"])
    'January|Jan'
    """
    return "|".join(re.escape(w) for w in sorted(set(found), key=lambda w: (-len(w), w)))


@cache
def one_of(file: str, *path: str) -> str:
    """Return one list of words out of a TOML file as an alternation for a pattern.

    >>> one_of("titles.toml", "address", "clergy")
    'Monsignor|Reverend|Msgr|Rev'
    """
    return alternation(words(file, *path))


@cache
def saying(*kinds: str) -> str:
    """Return the verbs of saying of these kinds ("saying", "proposing"), in all forms, as an alternation."""
    return alternation(w for kind in kinds or ("saying",) for w in words("speech.toml", kind))


@cache
def forms_of_address(*kinds: str) -> str:
    """Return "Mr", "Sir" and the like, without full stops, as an alternation; the kinds are those of titles.toml."""
    return alternation(w for kind in kinds for w in words("titles.toml", "address", kind))


@cache
def weekdays() -> str:
    """Return the names of the days of the week, in full, as an alternation."""
    return alternation(row.split()[0] for row in table("dates.toml")["weekdays"])


@cache
def short_months() -> str:
    """Return the abbreviated names of the months, without their stops, as an alternation."""
    return alternation(w for row in table("dates.toml")["months"] for w in row.split()[1:])


@cache
def common_words() -> frozenset[str]:
    """Return common English words, lower case."""
    return frozenset(entries("common_words.txt"))


@cache
def given_names() -> dict[str, str]:
    """Return given names with their sex: m, f or u."""
    return dict(tuple(line.split(" ")) for line in entries("given_names.txt"))  # type: ignore[misc]


@cache
def places() -> frozenset[str]:
    """Return towns, states and regions; countries are not among them."""
    regions = words("name_words.toml", "places", "regions")
    capitals = {c.strip() for row in _country_rows() for c in row[2].split(",") if c.strip()}
    return frozenset(entries("places.txt")) | regions | capitals


@cache
def countries() -> dict[str, str]:
    """Return every name of a country with its usual name: ``{"Britain": "United Kingdom"}``."""
    found: dict[str, str] = {}
    for row in _country_rows():
        for name in (row[0], *row[1].split(",")):
            if name.strip():
                found[name.strip()] = row[0]
    return found


@cache
def demonyms() -> dict[str, str]:
    """Return the demonyms with their countries: ``{"Dutch": "Netherlands"}``."""
    found: dict[str, str] = {}
    for row in _country_rows():
        for word in row[3].split(","):
            word = word.strip()
            if word:
                found.setdefault(word, row[0])
                if not word.endswith(("s", "h", "ese")):
                    found.setdefault(word + "s", row[0])
    return found


@cache
def capitals() -> dict[str, str]:
    """Return capital cities with their country."""
    return {c.strip(): row[0] for row in _country_rows() for c in row[2].split(",") if c.strip()}


@cache
def _country_rows() -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for line in entries("countries.txt"):
        name, other, capital, people = (part.strip() for part in line.split("|"))
        rows.append((name, other, capital, people))
    return tuple(rows)


@cache
def person_nouns() -> dict[str, str]:
    """Return nouns for one person in lower case, with and without hyphens, with their sex: m, f or u."""
    nouns = {w.casefold(): sex for sex in ("u", "m", "f") for w in words("titles.toml", "nouns", sex)}
    return {w.replace("-", ""): sex for w, sex in nouns.items()} | nouns


@cache
def honorifics() -> dict[str, str]:
    """Return "Mr.", "Mrs." and the like, with their sex: m, f or u."""
    return {w: sex for sex in ("u", "m", "f") for w in words("titles.toml", "honorifics", sex)}
