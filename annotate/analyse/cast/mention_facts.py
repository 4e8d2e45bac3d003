"""What is known of each mention by itself: where it stands, whose words it stands in, and how it is used."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotate.analyse.cast.mentions import NAMED, Mention, alike, is_pronoun, owns, subjects
from annotate.analyse.cast.salience import SUBJECT
from annotate.analyse.cast.voices import Voices, asks
from annotate.analyse.findings import Cast, Layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Doubles = NDArray[np.float64]

_PREPOSITION = re.compile(
    r"\b(?:of|for|at|from|in|on|with|to|by|about|against|among|than|like|over|between|as)[ ](?:the[ ])?\Z"
)
#: The columns of `Facts` that are whole numbers, in the order in which they are read.
_COLUMNS = (
    "kind", "key", "start", "end", "sentence", "paragraph", "voice", "content", "source", "speaker", "sex",
    "determiner", "ruled", "head",
)  # fmt: skip
#: The sexes by their numbers.
_SEXES = "umf"
#: In characters: a mention this near to the start of its sentence opens it.
_OPENING = 3


@dataclass(frozen=True)
class Facts:
    """The mentions of one text as arrays, [mentions]."""

    mentions: Sequence[Mention]
    kind: Ints
    #: The entity that the mention stands for; -1 where it is to be decided.
    key: Ints
    start: Ints
    end: Ints
    sentence: Ints
    paragraph: Ints
    #: Whose words the mention stands in: 0 the author's, else one number for each speaker.
    voice: Ints
    #: The attribution in whose content it stands, and whose source it is; -1 for none.
    content: Ints
    source: Ints
    #: The entity in whose words it stands; -1 where that is not known.
    speaker: Ints
    sex: Ints
    determiner: Ints
    #: The entity that the rules take it for; -1 for none.
    ruled: Ints
    #: A number for each head noun; nouns that mean the same share one.
    head: Ints
    #: Whether it is a subject, a possessor, behind a preposition, in the headline, in a paragraph that asks, and
    #: whether it opens its sentence, [mentions, 6].
    flags: Doubles
    #: How often its entity is named, by logarithm.
    times: Doubles
    #: Whether its entity is the person, the body or the country that is named most.
    foremost: Doubles


def facts(layout: Layout, cast: Cast, voices: Voices, mentions: Sequence[Mention]) -> Facts:
    """Return what is known of each mention."""
    import numpy as np

    sentences, paragraphs = [s.start for s in layout.sentences], [p.start for p in layout.paragraphs]
    heads: dict[str, int] = {}
    same = alike()
    rows = []
    for m in mentions:
        at = m.range.start
        sentence, paragraph = bisect_right(sentences, at) - 1, bisect_right(paragraphs, at) - 1
        head = heads.setdefault(same.get(m.head, m.head), len(heads))
        where = (m.range.start, m.range.end, sentence, paragraph, *voices.at(m.range)[:4])
        rows.append((m.kind, -1 if m.key is None else m.key, *where, _SEXES.index(m.sex), m.determiner, m.ruled, head))
    columns = list(np.array(rows, dtype=np.int64).reshape(len(mentions), len(_COLUMNS)).T)
    named = Counter(m.key for m in mentions if m.key is not None and m.kind >= NAMED)
    foremost = {max(keys, key=lambda k: (named[k], -k)) for keys in _by_kind(cast, named) if keys}
    return Facts(
        mentions=mentions,
        flags=_flags(layout, mentions, columns[4].tolist(), columns[5].tolist()),
        times=np.array([math.log1p(named.get(-1 if m.key is None else m.key, 0)) for m in mentions]),
        foremost=np.array([float(m.key in foremost) for m in mentions]),
        **dict(zip(_COLUMNS, columns, strict=True)),
    )


def _by_kind(cast: Cast, named: Counter[int]) -> list[list[int]]:
    kinds = ("person", "organization", "country")
    return [[key for key in named if cast.entities[key].kind == kind] for kind in kinds]


def _flags(layout: Layout, mentions: Sequence[Mention], sentence: list[int], paragraph: list[int]) -> Doubles:
    """Return the columns that `Facts.flags` names."""
    import numpy as np

    text = layout.text
    asking = [asks(p, text) for p in layout.paragraphs]
    rows = []
    for m, s, p in zip(mentions, sentence, paragraph, strict=True):
        governed = bool(_PREPOSITION.search(text, max(0, m.range.start - 14), m.range.start))
        by_form = is_pronoun(m) and m.head not in ("it", "you")
        subject = m.head in subjects() if by_form else not governed and bool(SUBJECT.match(text, m.range.end))
        rows.append(
            (
                subject,
                owns(text, m),
                governed,
                layout.headline is not None and layout.headline.contains(m.range),
                p >= 0 and asking[p],
                s >= 0 and m.range.start - layout.sentences[s].start < _OPENING,
            )
        )
    return np.array(rows, dtype=np.float64).reshape(len(mentions), 6)
