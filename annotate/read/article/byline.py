"""Find the byline of a text whose authors are known from the metadata of a page, a record or a feed."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The number of lines to search for the byline, blank ones not counted, and its longest length in characters.
_LINES, _LONGEST = 8, 160
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
#: Words of a byline other than names, in lower case: "Words by Sven Ott and Lia Park, staff writer".
_BESIDE = frozenset(
    (
        "by", "and", "with", "words", "text", "story", "report", "reported", "written", "reporting", "photos",
        "photographs", "pictures", "staff", "writer", "writers", "reporter", "reporters", "correspondent",
        "correspondents", "editor", "author", "authors", "from", "in", "special", "to", "the", "for", "our",
    )
)  # fmt: skip


def byline_of(text: str, authors: object) -> tuple[int, int] | None:
    """Return the range of the line in the head of a text that only names its authors; None if there is none.

    The range is in code points and trimmed of white space. `authors` is the value in the input: a name, a list of
    names, or anything else, which gives None.

    >>> byline_of("Clock tower silent\\n\\nKofi Lars\\n\\nThe clock of Venn fell silent.", ["Kofi Lars"])
    (20, 29)
    """
    names = [set(_words(name)) for name in _names(authors)]
    for count, match in enumerate(_LINE.finditer(text)):
        line = match.group().strip()
        if count >= 2 * _LINES:
            return None
        words = set(_words(line)) if len(line) <= _LONGEST else set()
        named = [name for name in names if name and name <= words]
        if named and words <= _BESIDE.union(*named):
            start = match.start() + match.group().index(line)
            return start, start + len(line)
    return None


def _names(authors: object) -> Sequence[str]:
    if isinstance(authors, str):
        return [authors]
    return [name for name in authors if isinstance(name, str)] if isinstance(authors, list | tuple) else []


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
