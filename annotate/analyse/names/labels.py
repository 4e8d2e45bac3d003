"""Names in the labels of a script: "MINISTER HALE" is Hale, "THE WITNESS" is nobody's name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from annotate.analyse.findings import Layout, Name, Range
from annotate.analyse.names.vocabulary import vocabulary
from annotate.analyse.text.scripts import is_office, is_plain
from annotate.analyse.words import lexicon


def with_labels(layout: Layout, names: Iterable[Name]) -> tuple[Name, ...]:
    """Return the names, those in labels replaced by the person that the label names, or left out with an office."""
    names = tuple(names)
    starts = [n.range.start for n in names]
    replaced: dict[Range, Name | None] = {}
    for turn in layout.turns:
        words = turn.label.of(layout.text)
        if is_office(words):
            replaced[turn.label] = None
        elif is_plain(words) or not _named(turn.label, starts):
            person = _person(layout.text, turn.label)
            if person is not None:
                replaced[turn.label] = Name(person, "person", 0.9, "label of a script")
    if not replaced:
        return names
    labels = sorted(replaced)
    kept = [n for n in names if not _touches(labels, n.range)]
    return tuple(sorted([*kept, *(n for n in replaced.values() if n)], key=lambda n: n.range))


def _named(label: Range, starts: list[int]) -> bool:
    """Return whether a name begins inside a label."""
    at = bisect_left(starts, label.start)
    return at < len(starts) and starts[at] < label.end


def _touches(labels: list[Range], where: Range) -> bool:
    at = bisect_right(labels, where.end - 1, key=lambda r: r.start) - 1
    return at >= 0 and labels[at].overlaps(where)


def _person(text: str, label: Range) -> Range | None:
    """Return the name in a label without the title before it; None for a body or where nothing is left."""
    start = label.start
    words = label.of(text).split()
    while words and _is_title(words[0]):
        start = text.index(words[0], start) + len(words[0])
        words = words[1:]
    if not words or words[-1].title() in vocabulary().org_heads or _is_listed(" ".join(words)):
        return None
    start = text.index(words[0], start)
    return Range(start, label.end)


def _is_title(word: str) -> bool:
    low = word.casefold().rstrip(".")
    return (
        low in lexicon.person_nouns()
        or low in ("the", "vice", "deputy", "of")
        or word.title() in lexicon.honorifics()
        or low.title() in lexicon.words("titles.toml", "abbreviations", "words")
    )


def _is_listed(surface: str) -> bool:
    known = vocabulary()
    return any(s in known.single_orgs or s in known.countries for s in (surface, surface.title()))
