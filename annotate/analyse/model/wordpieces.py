"""Tokenize text into wordpieces, and keep the features of form that an uncased vocabulary throws away.

The encoder's vocabulary folds case and swallows white space. Both carry meaning here: a capital in the middle of
a word is where a scraper glued two paragraphs ("said.As"), and a newline ends what a speaker says. So each piece
brings along its shape, the white space before it and whether it stands between double quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHAPES = ("other", "lower", "capital", "title", "upper", "mixed", "digits")
GAPS = ("none", "space", "newline", "blank line")
QUOTED = ("no marks in the paragraph", "outside marks", "inside marks")

_OPENING = "\u201c\u201e\u00ab"
_NEWLINE = re.compile("\n")
#: White space that surely parts words, whatever stands beside it.
_BETWEEN_SPACES = re.compile(r"[^ \n]+")
#: The number of words kept in memory, and the length of the longest of them in characters.
_MOST_WORDS, _LONGEST_WORD = 1 << 16, 32
_MARK = re.compile(r"[\"\u201c\u201d\u201e\u00ab\u00bb]|\n")

#: Vocabulary id, start and end in its word, and shape.
_Piece = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Pieces:
    """One row per wordpiece: vocabulary id, code-point offsets, shape, gap before it, and quotation state."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    shapes: NDArray[np.int8]
    gaps: NDArray[np.int8]
    quoted: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)

    def columns(self) -> tuple[NDArray[Any], ...]:
        """All columns, in the order in which they are declared."""
        return self.ids, self.starts, self.ends, self.shapes, self.gaps, self.quoted

    def cut(self, first: int, last: int) -> Pieces:
        """Pieces `first` to `last`; offsets stay those of the whole text."""
        return Pieces(*(column[first:last] for column in self.columns()))


@lru_cache(maxsize=65536)
def shape(surface: str) -> int:
    """Return the index into SHAPES: the pattern of capitals of a wordpiece in the text."""
    if surface.islower():
        return 1
    if surface.isdigit():
        return 6
    if not any(c.isalpha() for c in surface):
        return 0
    if surface.isupper():
        return 2 if len(surface) == 1 else 4
    if surface.istitle() and surface[0].isupper():
        return 3
    return 5 if any(c.isupper() for c in surface) else 1


def gap(between: str) -> int:
    """Return the index into GAPS for the characters between two pieces."""
    if not between:
        return 0
    newlines = between.count("\n")
    return min(newlines, 2) + 1 if newlines else 1


def quotation_states(text: str) -> tuple[list[int], list[int]]:
    """Return the offsets at which the quotation state changes, and the state from each one on, both in text order.

    Straight marks open after white space or a bracket and close otherwise; marks are forgotten at the end of a
    line, because a paragraph that stays open is as common as a lost closing mark.
    """
    offsets, states = [0], [0]
    line_from, inside = 0, False
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if mark == "\n":
            if states[line_from] or len(states) > line_from + 1:
                offsets.append(at)
                states.append(0)
                line_from = len(states) - 1
            inside = False
            continue
        if len(states) == line_from + 1 and states[line_from] == 0:
            states[line_from] = 1
        straight_opens = not inside and (at == 0 or not text[at - 1].isalnum())
        opens = straight_opens if mark == '"' else mark in _OPENING
        inside = opens
        offsets.append(at if opens else at + 1)
        states.append(2 if opens else 1)
    return offsets, states


def pieces_of(tokenizer: Any, text: str) -> Pieces:
    """Return the wordpieces of a text without special ones; offsets are code points of the text as given."""
    import numpy as np

    words = [(match.start(), match.group()) for match in _BETWEEN_SPACES.finditer(text)]
    known = _words(tokenizer).pieces([word for _, word in words])
    counts = [len(pieces) for pieces in known]
    columns = np.array([piece for pieces in known for piece in pieces], dtype=np.int32).reshape(-1, 4)
    begun = np.repeat(np.array([start for start, _ in words], dtype=np.int32), counts)
    ids, starts, ends = columns[:, 0].copy(), columns[:, 1] + begun, columns[:, 2] + begun
    gaps = _gaps(text, starts, ends)
    if len(ids) and (starts[0] == 0 or gaps[0] < 3):
        gaps[0] = 3  # the start of a text is the start of a paragraph
    changes, states = quotation_states(text)
    quoted = np.array(states, dtype=np.int8)[np.searchsorted(np.array(changes), starts, side="right") - 1]
    return Pieces(ids, starts, ends, columns[:, 3].astype(np.int8), gaps, quoted)


def _gaps(text: str, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> NDArray[np.int8]:
    """Return `gap` for the characters before each piece."""
    import numpy as np

    newlines = np.array([match.start() for match in _NEWLINE.finditer(text)], dtype=np.int32)
    before = np.concatenate((np.zeros(min(1, len(ends)), dtype=np.int32), ends[:-1]))
    found = np.searchsorted(newlines, starts) - np.searchsorted(newlines, before)
    return np.where(starts > before, np.minimum(found, 2) + 1, 0).astype(np.int8)


class _Words:
    """The pieces of words that were met before: a word has the same wherever it stands, and few words are new."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[_Piece, ...]] = {}

    def pieces(self, words: Sequence[str]) -> list[tuple[_Piece, ...]]:
        """Return the pieces of each word, with their offsets in it."""
        found = list(map(self._known.get, words))
        new = list(dict.fromkeys(word for word, pieces in zip(words, found, strict=True) if pieces is None))
        split = dict(zip(new, self._split(new), strict=True))
        if len(self._known) > _MOST_WORDS:
            self._known = {}
        self._known.update((word, pieces) for word, pieces in split.items() if len(word) <= _LONGEST_WORD)
        return [split[word] if pieces is None else pieces for word, pieces in zip(words, found, strict=True)]

    def _split(self, words: Sequence[str]) -> list[tuple[_Piece, ...]]:
        encoding = self._tokenizer.encode("\n".join(words), add_special_tokens=False)
        pieces = list(zip(encoding.ids, encoding.offsets, strict=True))
        found: list[tuple[_Piece, ...]] = []
        at = begun = 0
        for word in words:
            first = at
            while at < len(pieces) and pieces[at][1][0] < begun + len(word):
                at += 1
            found.append(
                tuple(
                    (id_, start - begun, end - begun, shape(word[start - begun : end - begun]))
                    for id_, (start, end) in pieces[first:at]
                )
            )
            begun += len(word) + 1
        return found


@lru_cache(maxsize=2)
def _words(tokenizer: Any) -> _Words:
    return _Words(tokenizer)
