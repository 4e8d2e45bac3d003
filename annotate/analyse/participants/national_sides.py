"""National sides: in a match, a country's name stands for a group of players."""

from __future__ import annotations

from dataclasses import replace

from annotate.analyse.findings import Cast, EventFinding
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table


def with_sides(cast: Cast, main: EventFinding | None) -> Cast:
    """Return the cast of an article on a match with the countries and nations in it as groups, else as it is."""
    if main is None or main.type != "match":
        return cast
    nations = frozenset(table("participation.toml")["match"]["nations"].split()) | lexicon.countries().keys()
    entities = tuple(replace(e, kind="group") if e.kind != "person" and e.name in nations else e for e in cast.entities)
    return replace(cast, entities=entities)
