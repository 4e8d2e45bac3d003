"""What tells that two mentions are the same: facts of every pair of a mention and one that may be its antecedent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from annotate.analyse.cast.descriptions import heads_of
from annotate.analyse.cast.mention_facts import Facts
from annotate.analyse.cast.mentions import CLASSES, DETERMINERS, NAMED, NOUNS, offices
from annotate.analyse.findings import Cast
from annotate.analyse.words.files import table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Doubles = NDArray[np.float64]

#: The number of mentions before, and after (a source, a name in apposition), that may be an antecedent.
BEFORE, BEHIND = 40, 3
_APPOSED = re.compile(r"(?:[’']s)?(?:,[ ]|[ ]\(|,?[ ][–—-][ ]|,[ ](?:aged[ ])?\d\d,[ ])(?:(?:an?|the)[ ])?\Z")
_COPULA = re.compile(r",?[ ](?:is|was|were|are|became|becomes|remains|am|be|been|as)[ ](?:\w+[ ])?\Z")
#: Classes of distance, from and to.
_SENTENCES = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 8), (9, 10**9))
_PARAGRAPHS = ((0, 0), (1, 1), (2, 2), (3, 10**9))
#: A gap that is longer is neither.
_WIDEST = 24


@dataclass(frozen=True)
class Pairs:
    """Pairs of a mention and a possible antecedent: their numbers, [pairs], and their facts, [pairs, columns]."""

    later: Ints
    earlier: Ints
    table: Doubles
    #: 0 where both stand in the words of one speaker, 1 where one stands in the author's, 2 where two others speak.
    case: Ints


def pairs(text: str, cast: Cast, known: Facts, first: int = 0, last: int | None = None) -> Pairs:
    """Return every pair of a mention from `first` to before `last` that may be the same by sex and form.

    Mentions with a key look for no antecedent.
    """
    import numpy as np

    unknown = np.flatnonzero(known.key[first:last] < 0) + first
    offsets = np.array([*range(-BEFORE, 0), *range(1, BEHIND + 1)])
    later = np.repeat(unknown, len(offsets))
    earlier = later + np.tile(offsets, len(unknown))
    inside = (earlier >= 0) & (earlier < len(known.mentions))
    later, earlier = later[inside], earlier[inside]
    kept = _fits(known, later, earlier)
    kept[kept] = ~_of_other_kind(cast, known, later[kept], earlier[kept])
    later, earlier = later[kept], earlier[kept]
    one, two = known.voice[later], known.voice[earlier]
    case = np.where(one == two, 0, np.where((one == 0) | (two == 0), 1, 2))
    return Pairs(later, earlier, np.column_stack(_columns(text, cast, known, later, earlier)), case)


def alone(known: Facts) -> Doubles:
    """Return what of each mention tells that it goes back to none, [mentions, columns]."""
    import numpy as np

    determiners = [known.determiner == d for d in range(len(DETERMINERS))]
    columns = [*known.flags.T, *determiners, known.voice > 0, known.source >= 0, known.content >= 0]
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def _fits(known: Facts, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Say which pairs may be the same: not one inside the other, sexes alike, and behind it only who is named."""
    import numpy as np

    codes = {name: code for code, name in enumerate(CLASSES)}
    apart = (known.end[b] <= known.start[a]) | (known.end[a] <= known.start[b])
    sexes = (known.sex[a] == 0) | (known.sex[b] == 0) | (known.sex[a] == known.sex[b])
    possible = np.zeros((len(CLASSES), len(CLASSES)), dtype=bool)
    for one, others in table("references.toml")["antecedents"].items():
        possible[codes[one], [codes[other] for other in others]] = True
    behind = b > a
    speaks = (known.source[b] >= 0) & (known.source[b] == known.content[a])
    return np.asarray(apart & sexes & possible[known.kind[a], known.kind[b]] & (~behind | speaks | (known.key[b] >= 0)))


def _of_other_kind(cast: Cast, known: Facts, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Say where a noun for a body names another kind than the name does: "the council" is no "Bay Courier"."""
    import numpy as np

    out = np.zeros(len(a), dtype=bool)
    kinds: dict[int, tuple[frozenset[str], frozenset[int]]] = {}
    described = (known.kind[a] == CLASSES.index("body noun")) & (known.kind[b] > NAMED) & (known.key[b] >= 0)
    for row in np.flatnonzero(described):
        noun, key = known.mentions[a[row]].head, int(known.key[b[row]])
        if key not in kinds:
            entity = cast.entities[key]
            last = heads_of((entity.name,))
            of_name = frozenset(n for n, (_, names) in enumerate(_apart()) if not names.isdisjoint(last))
            kinds[key] = frozenset(heads_of((entity.name, *entity.aliases))), of_name
        heads, of_name = kinds[key]
        of_noun = {n for n, (nouns, _) in enumerate(_apart()) if noun in nouns}
        fits = not heads.isdisjoint(table("sources.toml")["bodies"].get(noun, "").split())
        out[row] = bool(of_noun and of_name) and not fits and of_noun.isdisjoint(of_name)
    return out


@cache
def _apart() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return the kinds of bodies: for each its nouns, and the last words of the names of such bodies."""
    bodies = table("sources.toml")["bodies"]
    kinds = [frozenset(nouns.split()) for nouns in table("references.toml")["nouns"]["apart"]]
    return tuple((nouns, frozenset(head for noun in nouns for head in bodies[noun].split())) for nouns in kinds)


def _columns(text: str, cast: Cast, known: Facts, a: Ints, b: Ints) -> list[Doubles]:
    """Return the columns of the table; their order is that of the weights."""
    import numpy as np

    columns = [
        *_distance(known, a, b),
        *_speech(known, a, b),
        *_bearer(known, a, b),
        known.head[a] == known.head[b],
        _same_words(known, a, b),
        *_nouns_fit(cast, known, a, b),
        *_between(text, known, a, b),
        *(known.determiner[a] == d for d in range(len(DETERMINERS))),
        *(known.determiner[b] == d for d in range(len(DETERMINERS))),
        *known.flags[a].T,
        *known.flags[b].T,
        known.flags[a, 0] * known.flags[b, 0],
    ]
    return [np.asarray(column, dtype=np.float64) for column in columns]


def _distance(known: Facts, a: Ints, b: Ints) -> list[Any]:
    """Say how far apart the two stand, in sentences, mentions, paragraphs and possible antecedents."""
    import numpy as np

    sentences = np.abs(known.sentence[a] - known.sentence[b])
    paragraphs = np.abs(known.paragraph[a] - known.paragraph[b])
    rank = _rank(a, b)
    return [
        *((sentences >= low) & (sentences <= high) for low, high in _SENTENCES),
        np.log1p(np.abs(a - b)),
        *((paragraphs >= low) & (paragraphs <= high) for low, high in _PARAGRAPHS),
        b > a,
        1.0 / rank,
        rank == 1,
    ]


def _speech(known: Facts, a: Ints, b: Ints) -> list[Any]:
    """Say whose words the two stand in, and whether one is the source of the other's."""
    quoted_a, quoted_b = known.voice[a] > 0, known.voice[b] > 0
    one_voice = known.voice[a] == known.voice[b]
    content_a, content_b = known.content[a], known.content[b]
    return [
        quoted_a & ~quoted_b,
        quoted_b & ~quoted_a,
        quoted_a & quoted_b & one_voice,
        quoted_a & quoted_b & ~one_voice,
        ~quoted_a & ~quoted_b,
        (content_a >= 0) & (content_a == known.source[b]),
        (content_b >= 0) & (content_b == known.source[a]),
        (content_a >= 0) & (content_a == content_b),
        known.source[a] >= 0,
        known.source[b] >= 0,
    ]


def _bearer(known: Facts, a: Ints, b: Ints) -> list[Any]:
    """Say what is known of the entity that the earlier mention stands for."""
    named = known.key[b] >= 0
    return [
        named & (known.speaker[a] == known.key[b]),
        named & (known.speaker[a] >= 0) & (known.speaker[a] != known.key[b]),
        named & (known.ruled[a] == known.key[b]),
        (known.ruled[a] >= 0) & (known.ruled[a] == known.ruled[b]),
        (known.ruled[a] >= 0) & (known.ruled[a] != known.key[b]) & (known.ruled[a] != known.ruled[b]),
        named,
        known.times[b],
        known.foremost[b],
        (known.sex[a] > 0) & (known.sex[a] == known.sex[b]),
    ]


def _rank(a: Ints, b: Ints) -> Doubles:
    """Return for each pair how many of the possible antecedents are as near as this one, counted from 1."""
    import numpy as np

    order = np.lexsort((np.abs(a - b), a))
    first = np.r_[True, a[order][1:] != a[order][:-1]] if len(a) else np.zeros(0, dtype=bool)
    places = np.arange(len(a))
    begun = np.maximum.accumulate(np.where(first, places, 0))
    out = np.empty(len(a))
    out[order] = places - begun + 1
    return out


def _same_words(known: Facts, a: Ints, b: Ints) -> Doubles:
    """Return the share of the words before the noun that both have."""
    import numpy as np

    out = np.zeros(len(a))
    described = np.flatnonzero((known.determiner[a] != len(DETERMINERS) - 1) & (known.head[a] == known.head[b]))
    for row in described:
        one, two = known.mentions[a[row]].modifiers, known.mentions[b[row]].modifiers
        out[row] = len(one & two) / max(1, len(one | two)) if one or two else 0.5
    return out


def _nouns_fit(cast: Cast, known: Facts, a: Ints, b: Ints) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Say where the noun is an office of the person or the kind of the body, and where words before it fit the name."""
    import numpy as np

    office, body, words, other = (np.zeros(len(a)) for _ in range(4))
    bodies = table("sources.toml")["bodies"]
    nouned = np.flatnonzero((known.kind[a] >= NOUNS) & (known.key[b] >= 0))
    heads: dict[int, frozenset[str]] = {}
    for row in nouned:
        mention, key = known.mentions[a[row]], int(known.key[b[row]])
        entity = cast.entities[key]
        if entity.kind == "person":
            fits = entity.offices & offices(mention.head)
            office[row] = bool(fits)
            other[row] = bool(entity.offices) and not fits
            words[row] = bool(mention.modifiers & entity.offices)
        else:
            if key not in heads:
                heads[key] = frozenset(h.casefold() for h in heads_of((entity.name, *entity.aliases)))
            wanted = {w.casefold() for w in bodies.get(mention.head, "").split()} | {mention.head}
            body[row] = bool(wanted & heads[key])
            words[row] = bool(mention.modifiers & {w.casefold() for w in entity.name.split()})
    return office, body, words, other


def _between(text: str, known: Facts, a: Ints, b: Ints) -> tuple[Doubles, Doubles]:
    """Say where the two stand in apposition, and where one is said to be the other."""
    import numpy as np

    apposed, copula = np.zeros(len(a)), np.zeros(len(a))
    low = np.minimum(known.end[a], known.end[b])
    high = np.maximum(known.start[a], known.start[b])
    for row in np.flatnonzero((high - low < _WIDEST) & (high >= low)):
        apposed[row] = bool(_APPOSED.match(text[low[row] : high[row]]))
        copula[row] = bool(_COPULA.match(text[low[row] : high[row]]))
    return apposed, copula
