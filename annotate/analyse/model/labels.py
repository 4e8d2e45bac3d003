"""The model's labels of names and sentence starts, as stretches of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from annotate.analyse.model.encoder import NAMES, STARTS, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["PER", "ORG", "LOC", "MISC"]


class NameSpan(NamedTuple):
    """A proper name in code points; the mean probability of its pieces."""

    start: int
    end: int
    kind: Kind
    confidence: float


class Start(NamedTuple):
    """A sentence begins at this code point; `paragraph` says that a paragraph does, too."""

    offset: int
    paragraph: bool
    confidence: float


def names(text: str, reading: Reading) -> list[NameSpan]:
    """Return the proper names of a text, in order."""
    pieces = reading.pieces
    found: list[NameSpan] = []
    if not len(pieces):
        return found
    for first, last, label in _runs(_whole_words(reading)):
        start, end = int(pieces.starts[first]), int(pieces.ends[last - 1])
        if any(c.isalnum() for c in text[start:end]):
            sure = float((reading.names[first:last, label] + reading.names[first:last, label + 1]).mean())
            found.append(NameSpan(start, end, NAMES[label][2:], sure))  # type: ignore[arg-type]
    return found


def starts(reading: Reading) -> list[Start]:
    """Return where sentences begin, in order; the first piece always begins one. `read` has to be asked for starts."""
    import numpy as np

    if not len(reading.pieces):
        return []
    labels = reading.starts.argmax(-1)
    labels[0] = max(labels[0], 1)
    paragraph = STARTS.index("paragraph")
    return [
        Start(int(reading.pieces.starts[i]), bool(labels[i] == paragraph), float(1 - reading.starts[i, 0]))
        for i in np.flatnonzero(labels)
    ]


def _whole_words(reading: Reading) -> NDArray[np.int64]:
    """Return one label per piece: the pieces of a word follow its first, unless a capital shows two glued words."""
    labels: NDArray[np.int64] = reading.names.argmax(-1)
    pieces = reading.pieces
    capital = frozenset((2, 3, 4, 5))
    for i in range(1, len(labels)):
        glued = pieces.starts[i] == pieces.ends[i - 1] and pieces.shapes[i] and pieces.shapes[i - 1]
        if glued and int(pieces.shapes[i]) not in capital:
            before = int(labels[i - 1])
            labels[i] = before + before % 2 if before else 0
    return labels


def _runs(labels: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Return (first, last, B- label) of every run; an inside label of another kind begins a new run."""
    found: list[list[int]] = []
    inside = 0
    for at, label in enumerate(labels.tolist()):
        if label == 0:
            inside = 0
        elif label % 2 == 1 or inside != label - 1:
            inside = label if label % 2 == 1 else label - 1
            found.append([at, at + 1, inside])
        else:
            found[-1][1] = at + 1
    return [(a, b, c) for a, b, c in found]
