"""Find the edges of words that spans must respect."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate

from annotate.models import Annotation


class WordEdges:
    """The word edges of one article; next to damage listed as a repair, every offset is an edge."""

    def __init__(self, annotation: Annotation) -> None:
        self._text = annotation.article.text
        self._damaged = sorted((repair.start, repair.end) for repair in annotation.repairs)
        #: The furthest end of the repairs up to each one.
        self._reach = list(accumulate((end for _, end in self._damaged), max))

    def cut(self, at: int) -> bool:
        """Return whether an offset (in code points) lies inside a word of undamaged text."""
        if not inside_word(self._text, at):
            return False
        before = bisect_right(self._damaged, (at, len(self._text)))
        return not (before and self._reach[before - 1] >= at)


def inside_word(text: str, at: int) -> bool:
    """Return whether an offset lies inside a word, in a script with spaces between words and with capital letters.

    A lower-case letter followed by a capital counts as an edge, because glued words look like that.

    >>> inside_word("It is doubtless so", 11), inside_word("the harbour’s", 11), inside_word("saidHe", 4)
    (True, False, False)
    """
    if not 0 < at < len(text) or not _is_of_word(text[at - 1]):
        return False
    if unicodedata.combining(text[at]):
        return True
    return _is_of_word(text[at]) and not (text[at - 1].islower() and text[at].isupper())


def _is_of_word(character: str) -> bool:
    return character.isdigit() or character.lower() != character.upper()
