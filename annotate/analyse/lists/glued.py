"""Labels whose noun is glued to the first member: "three pillar sectorssecurity"."""

from __future__ import annotations

import re
from functools import cache

from annotate.analyse.lists.announcements import Announcement, announcement_ending, plural
from annotate.analyse.text.glued_words import cut_word
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.frequencies import zipf
from annotate.analyse.words.number_words import term_set

_TOKEN = re.compile(r"[^\W\d_]+")
#: In characters: no two words glued to each other are longer.
_LONGEST_TOKEN = 60


def glued_labels(outline: Outline) -> list[Announcement]:
    """Return the labels with a count whose noun is glued to what follows, in the order of the text."""
    found: list[Announcement] = []
    for at in outline.words_at(_group_plurals()):
        token = _TOKEN.match(outline.lower, at)
        if not token or token.end() - at > _LONGEST_TOKEN or zipf(token.group()) > 0:
            continue
        noun = next((n for n in _group_plurals() if token.group().startswith(n)), None)
        if noun is None or len(noun) not in cut_word(token.group(), hyphens_lost=True):
            continue
        label = announcement_ending(outline, at, noun)
        if label and label.count is not None:
            found.append(label)
    return found


@cache
def _group_plurals() -> tuple[str, ...]:
    return tuple(sorted((plural(n) for n in term_set("pillar_nouns")), key=len, reverse=True))
