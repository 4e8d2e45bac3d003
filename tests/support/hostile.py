"""Texts that invite a step of the analysis to work far longer than their length asks for.

Each maker takes a length in characters and returns a text of about that length. What repeats, never ends, never
begins or matches everywhere has made some analyser of text quadratic; `benchmarks/bounds.py` times every one of them at
doubling lengths, and `tests/test_bounds.py` counts the steps that they cost.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, islice

_SYLLABLES = (
    "bal",
    "dor",
    "fen",
    "gar",
    "kel",
    "lim",
    "mor",
    "nas",
    "pel",
    "ron",
    "sar",
    "tav",
    "ul",
    "vin",
    "wes",
    "zan",
)


def surname(number: int) -> str:
    """Return a word with a capital that differs for every number: 0 gives "Balbalbal"."""
    word = ""
    for _ in range(3):
        number, digit = divmod(number, len(_SYLLABLES))
        word = _SYLLABLES[digit] + word  # the last syllable changes first: every ending occurs in a short text too
    return (word + ("" if not number else surname(number).lower())).capitalize()


def repeated(unit: str) -> Callable[[int], str]:
    """Return a maker that repeats a piece of text."""
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def numbered(unit: str) -> Callable[[int], str]:
    """Return a maker that repeats a template with another name (``{name}``) and number (``{n}``) each time."""

    def make(length: int) -> str:
        size = len(unit.format(name=surname(0), n=1))
        return "".join(unit.format(name=surname(n), n=n + 1) for n in islice(count(), max(1, length // size)))

    return make


#: What is timed, by name.
HOSTILE: dict[str, Callable[[int], str]] = {
    "one name speaks": repeated("Trump said. "),
    "many names speak": numbered('Ann {name} said: "We will see." '),
    "many names in one sentence": numbered("Ann {name}, "),
    "one name without a verb": repeated("Trump "),
    "names joined by and": numbered("{name} and "),
    "one family": numbered("{name} Reed said. Reed left. "),
    "many families": numbered("Mary {name} said that Mr. {name} said. "),
    "one body": numbered("The {name} Post said. The Post said. "),
    "campaigns": numbered("The {name} campaign said the campaign said. "),
    "country after country": repeated("France "),
    "bodies joined": repeated("Bank of Commission for "),
    "women and then he": lambda n: numbered("Mary {name} said. ")(n // 2) + repeated("He said. ")(n // 2),
    "he and then women": lambda n: repeated("He said. ")(n // 2) + numbered("Mary {name} said. ")(n // 2),
    "he in one sentence": repeated("he told France, "),
    "an open mark": lambda n: "“" + repeated("We know, Trump said. ")(n),
    "an open mark and nothing": lambda n: "“" + repeated("We know that. ")(n // 2) + repeated("Trump said. ")(n // 2),
    "he inside marks": lambda n: "“" + numbered("Ann {name} said he told him. ")(n),
    "stripped of marks": lambda n: repeated("the harbour of the town was closed for a day ")(600) + "a" * n,
    "headline after headline": numbered("{name} Wins Harbour Vote\n\n"),
    "signed": numbered("“We will see it.” — Ann {name}\n\n"),
    "pronouns": repeated("Ann Reed came. He said she told him that they would go. "),
    "the same description": repeated("The minister said the company told the ministry. "),
    "many descriptions": numbered("The {name} minister said the old company of {name} had told the memo. "),
    "documents": numbered("The poll by {name} said so. The report said that the memo said. "),
    "capitals": repeated("THE MINISTER OF TRADE MET THE PRESIDENT "),
    "one word of capitals": repeated("A"),
    "one word": repeated("a"),
    "one line": repeated("the harbour of the town was closed for a day and then for another one "),
    "spaces": repeated(" "),
    "commas": repeated(","),
    "spaced commas": repeated("a, "),
    "quotation marks": repeated('"'),
    "opening marks": repeated("“a "),
    "single marks": repeated("'a "),
    "closing marks": repeated("a” "),
    "quotations": repeated('"We will see," Ann Reed said. '),
    "digits": repeated("7"),
    "spaced digits": repeated("12 345 6 "),
    "dates": repeated("on Nov. 12, 2020, "),
    "days": repeated("on Tuesday "),
    "paragraphs": repeated("The harbour was closed.\n\n"),
    "lines": repeated("closed\n"),
    "line breaks": repeated("\n"),
    "carriage returns": repeated("\r"),
    "glued words": repeated("saidHe wentShe "),
    "glued sentences": repeated("closed.The harbour was"),
    "stops": repeated("."),
    "initials": repeated("A. "),
    "hyphens": repeated("a-"),
    "apostrophes": repeated("a’"),
    "brackets": repeated("("),
    "numbered items": numbered("{n}. the harbour should close; "),
    "ordinals": repeated("First, close the harbour. Second, open it. "),
    "colons": repeated("three points: "),
    "semicolons": repeated("a harbour; a school; and a road; "),
    "pillars": repeated("three pillars: trade, aid and peace. "),
    "script": numbered("{name}: We will see.\n"),
    "meetings": numbered("The {name} summit was held in Berlin on Tuesday. "),
    "entities": repeated("&amp;"),
    "mojibake": repeated("â€œ"),
    "combining marks": repeated("e\u0301"),
    "emoji": repeated("👩‍👩‍👧"),
    "foreign": repeated("港口关闭了"),
    "furniture": repeated("ADVERTISEMENT The harbour. "),
    "addresses": numbered("https://example.org/{name}/{n} "),
}
