"""What is gathered of an entity, and how names are compared."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from annotate.analyse.findings import Range
from annotate.models import MentionForm, ParticipantKind

Sex = Literal["m", "f", "u"]

#: Small words that count neither as initials nor as offices.
SMALL = frozenset(["of", "the", "and", "for", "on", "in", "de", "la", "du", "&", "to", "a"])
#: The most people or bodies kept for one shared word of their names; any others are found by their whole names only.
MOST_BEARERS = 64
#: The stop behind a single letter: "U.S.".
_STOP_OF_LETTER = re.compile(r"(?<=\b[^\W\d_])\.")


@dataclass(slots=True)
class Mention:
    """One place where an entity is named or referred to."""

    range: Range
    key: int
    form: MentionForm


@dataclass(slots=True)
class Candidate:
    """An entity while it is being gathered."""

    key: int
    kind: ParticipantKind | Literal["place", "other"]
    sex: Sex
    surfaces: Counter[str] = field(default_factory=Counter)
    confidence: float = 0.5
    role: str | None = None
    #: Words of all its titles, lower case: "sen", "ambassador", "nominee".
    offices: set[str] = field(default_factory=set)
    first: int = 0
    #: For "Trump campaign": the key of "Trump".
    owner: int | None = None

    @property
    def name(self) -> str:
        """Return the fullest form; of equally full ones the most frequent, then the first."""
        return max(self.surfaces, key=lambda s: (*_fullness(s), self.surfaces[s]))


def _fullness(surface: str) -> tuple[int, int]:
    words = surface.split()
    shouted = surface.isupper() and len(words) > 1
    return (-shouted, sum(len(w) > 2 for w in words) * 10 + len(words))


def plain(surface: str) -> str:
    """Return a name as it is compared: lower case, one kind of space and apostrophe, no stops in acronyms.

    >>> plain("the U.N. Refugee’s Agency")
    "the un refugee's agency"
    """
    folded = surface.replace("\u00a0", " ").replace("’", "'").casefold()
    return _STOP_OF_LETTER.sub("", folded)
