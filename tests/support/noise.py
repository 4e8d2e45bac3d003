"""Noise that real pages and files carry, put into a clean text at known places.

What was done can then be compared with what is found. Each function changes a text the way a page, a mail or
a typesetter does and says what it did. All is deterministic: the places are chosen by counting, not by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

#: (start, end, replacement): an edit of the clean text.
Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Noised:
    """A text with noise, and where the offsets of the clean text are now."""

    text: str
    forward: tuple[int, ...]
    #: (start, end, what was there) of each edit.
    places: tuple[tuple[int, int, str], ...]


def apply(text: str, edits: Iterator[Edit]) -> Noised:
    """Make the edits, which are in order and apart."""
    pieces: list[str] = []
    forward: list[int] = []
    places = []
    at = length = 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        forward += range(length, length + start - at)
        length += start - at
        forward += [length] * (end - start)
        places.append((length, length + len(new), text[start:end]))
        length += len(new)
        at = end
    forward += range(length, length + len(text) - at + 1)
    return Noised("".join([*pieces, text[at:]]), tuple(forward), tuple(places))


def wrapped(text: str, width: int = 72) -> Iterator[Edit]:
    """Break lines at a width, as mail and wire services do; the paragraphs stand apart as before."""
    for block in re.finditer(r"[^\n]+", text):
        begun, space = block.start(), -1
        for match in re.finditer(r"(?<=\S) (?=\S)", block.group()):
            at = block.start() + match.start()
            if at - begun > width and space > begun:
                yield space, space + 1, "\n"
                begun = space + 1
            space = at
        if block.end() - begun > width and space > begun:
            yield space, space + 1, "\n"


_NAMED = {
    "&": "&amp;",
    "“": "&ldquo;",
    "”": "&rdquo;",
    "’": "&#8217;",
    "‘": "&lsquo;",
    "—": "&mdash;",
    "–": "&#x2013;",
    '"': "&quot;",
    "'": "&#39;",
}


def entities(text: str) -> Iterator[Edit]:
    """Leave characters as HTML writes them, and every fortieth space as one that does not break."""
    spaces = count()
    for match in re.finditer(r"""[&“”’‘—–"']|(?<=\w) (?=\w)""", text):
        if match.group() != " ":
            yield *match.span(), _NAMED[match.group()]
        elif next(spaces) % 40 == 7:
            yield *match.span(), "&nbsp;"


def soft_hyphens(text: str) -> Iterator[Edit]:
    """Put a soft hyphen into the middle of every third long word."""
    for n, match in enumerate(re.finditer(r"[A-Za-z]{8,}", text)):
        if n % 3 == 0:
            middle = (match.start() + match.end()) // 2
            yield middle, middle, "\u00ad"


def ligatures(text: str) -> Iterator[Edit]:
    """Set "fi", "fl", "ff", "ffi" and "ffl" as one character."""
    signs = {"ffi": "\ufb03", "ffl": "\ufb04", "ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02"}
    for match in re.finditer("ffi|ffl|ff|fi|fl", text):
        yield *match.span(), signs[match.group()]


def mojibake(text: str) -> Iterator[Edit]:
    """Decode what is not ASCII as Windows does, though it is UTF-8."""
    for match in re.finditer(r"[^\x00-\x7f]", text):
        try:
            yield *match.span(), match.group().encode().decode("cp1252")
        except UnicodeDecodeError:
            yield *match.span(), match.group().encode().decode("cp1252", errors="ignore")


FURNITURE = (
    "ADVERTISEMENT",
    "Read more: What the council decided on Monday",
    "Share this article",
    "Advertisement",
    "Related Stories",
    "Story continues below advertisement",
)


def furniture(text: str) -> Iterator[Edit]:
    """Put a line of the page behind every third paragraph."""
    gap = "\n\n" if "\n\n" in text else "\n"
    for n, match in enumerate(re.finditer(gap + r"(?=\S)", text)):
        if n % 3 == 1:
            yield match.end(), match.end(), FURNITURE[n // 3 % len(FURNITURE)] + gap


def headers(text: str) -> Iterator[Edit]:
    """Put the same running header between paragraphs, as printed pages have it."""
    gap = "\n\n" if "\n\n" in text else "\n"
    for n, match in enumerate(re.finditer(gap + r"(?=\S)", text)):
        if n % 4 == 2:
            yield match.end(), match.end(), "The Evening Courier, Monday Edition" + gap


NOISES: dict[str, Callable[[str], Iterator[Edit]]] = {
    "hard_wrap": wrapped,
    "entity": entities,
    "soft_hyphen": soft_hyphens,
    "ligature": ligatures,
    "mojibake": mojibake,
    "furniture": furniture,
    "header": headers,
}
