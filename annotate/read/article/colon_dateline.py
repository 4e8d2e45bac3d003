"""A dateline of a place and a colon, as papers of India and others print it: "Chennai: The rains came late"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_PLACE = re.compile(r"(?P<place>[A-Z][\w.’'-]*(?:[ /][A-Z][\w.’'-]*){0,2}):(?=[ \u00a0][A-Z])")
#: A script, a list of labels or a round-up opens several lines so.
_LABELLED = re.compile(r"^[ \t]*[A-Z][^\n:.!?]{0,40}:(?=[ \t]\S)", re.MULTILINE)
#: Nobody but a speaker says so in the first sentence of a report.
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our)\b")
_QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")
_FEWEST_WORDS = 8


def place_before_colon(text: str, paragraph: str) -> int | None:
    """Return how many characters of a paragraph are a place and its colon; None where it opens otherwise.

    `text` is the article. Words that head such lines and are no place, first persons and a second line with a label
    say that the paragraph is something else.

    >>> lead = "Chennai: The rains came late this year, the weather office said on Monday."
    >>> place_before_colon(lead, lead)
    8
    """
    match = _PLACE.match(paragraph)
    if match is None or match["place"].casefold() in _not_places():
        return None
    rest = _QUOTED.sub("", paragraph[match.end() :])
    if len(rest.split()) < _FEWEST_WORDS or rest.rstrip()[-1:] not in (".", "”", '"') or _FIRST_PERSON.search(rest):
        return None
    return match.end() if len(_LABELLED.findall(text)) == 1 else None


@cache
def _not_places() -> frozenset[str]:
    table = tomllib.loads(files("annotate.read.article").joinpath("data/datelines.toml").read_text("utf-8"))
    return frozenset(table["not_places"])
