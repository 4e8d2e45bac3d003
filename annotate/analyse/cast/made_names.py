"""Bodies that go by the name of somebody, or of a country: "the Trump campaign", "Norway's central bank"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from annotate.analyse.cast.offices import around
from annotate.analyse.findings import Name, Range
from annotate.analyse.text.glued_words import without_apostrophes
from annotate.analyse.words.files import table


def made_names(text: str, names: Iterable[Name]) -> list[tuple[Name, Range, str]]:
    """Return the bodies that are made of a name: the name, the whole, and the words after the name in lower case.

    >>> text = "The Trump campaign denied it."
    >>> [(made.of(text), words) for _, made, words in made_names(text, [Name(Range(4, 9), "person", 1.0, "")])]
    [('Trump campaign', 'campaign')]
    """
    lost = without_apostrophes(text)
    made: list[tuple[Name, Range, str]] = []
    for name in names:
        match = None if name.kind == "place" else _of_somebody(lost).match(text, name.range.end)
        if match is None and name.kind in ("country", "nationality", "place"):
            match = _of_country(lost).match(text, name.range.end)
        if match:
            made.append((name, Range(name.range.start, match.end("head")), match["head"].casefold()))
    return made


@cache
def _of_somebody(lost: bool) -> re.Pattern[str]:
    """Return what makes a body of a name before it: "Trump campaign"; `lost`: without apostrophes."""
    words = {key: "|".join(listed.split()) for key, listed in table("sources.toml")["made_names"].items()}
    return re.compile(
        rf"{_owner(lost)}(?:(?:{words['between']}) )?(?P<head>{words['heads']})\b(?! (?:{around('not_made')}))",
        re.IGNORECASE,
    )


@cache
def _of_country(lost: bool) -> re.Pattern[str]:
    """Return what makes a body of a country's name before it where nothing is made of that body in turn.

    "Norway's central bank", "the Israeli foreign ministry", but not "U.S. military bases".
    """
    words = {key: "|".join(listed.split()) for key, listed in table("sources.toml")["made_names"].items()}
    return re.compile(
        rf"{_owner(lost)}(?P<head>(?:(?:{words['kinds']})[ ])?(?:{words['national']}))"
        rf"(?=[’']s?[ ]|[.,;:)”\"\n]|\Z|[ ](?:{words['behind']}|[a-z]+ed)\b)"
    )


def _owner(lost: bool) -> str:
    return rf"(?:[’']s|[’']|{'s?' if lost else ''})?[ \u00a0]"
