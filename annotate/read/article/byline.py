"""The byline of a text whose authors are known from beside it: from a page's metadata, a record or a feed."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The byline is looked for in so many lines that are not blank, and has at most so many characters.
_LINES, _LONGEST = 8, 160
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
#: What stands in a byline beside the names, in lower case: "Words by Sven Ott and Lia Park, staff writer".
_BESIDE = frozenset(
    (
        "by", "and", "with", "words", "text", "story", "report", "reported", "written", "reporting", "photos",
        "photographs", "pictures", "staff", "writer", "writers", "reporter", "reporters", "correspondent",
        "correspondents", "editor", "author", "authors", "from", "in", "special", "to", "the", "for", "our",
    )
)  # fmt: skip


def byline_of(text: str, authors: object) -> tuple[int, int] | None:
    """Return where a line in the head of a text names one of its authors and says nothing else; None if none does.

    The range is in code points and trimmed of white space. `authors` is what the input gave: a name, a list of names,
    or anything else, in which nothing is found.

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
