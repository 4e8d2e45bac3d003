"""Recognise labels at the start of a line: "By", "Published:", "WRITER: ...".

>>> label_of("WRITER: Post Reporters", 0)
('author', (8, 22))
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from annotate.read.article.dates import is_date_line

Kind = Literal["date", "other_date", "author", "other", "furniture", "byline", "dateline", "title", "body"]


def label_of(line: str, start: int) -> tuple[Kind, tuple[int, int] | None] | None:
    """Return the kind of a labelled line or of a page heading, and the range of its value; None for any other line.

    `start` is the offset of the line in its text, in code points, to which the range is relative.
    """
    plain = line.rstrip(".:").strip().lower()
    table = line_labels()
    if table.get(plain) == "furniture":
        return "furniture", None
    name, colon, rest = line.partition(":")
    key = name.strip().lower()
    kind = table.get(key)
    if colon and kind and kind != "furniture":
        value = rest.strip()
        if not value:
            return kind, None
        at = start + len(name) + 1 + (len(rest) - len(rest.lstrip()))
        return kind, (at, at + len(value))
    # Without a colon, the first words are a label only if a date follows: "Published on 12 November 2020".
    words = line.split()
    for n in (3, 2, 1):
        label = " ".join(words[:n]).lower()
        if table.get(label) in ("date", "other_date") and len(words) > n:
            at = line.index(words[n], len(" ".join(words[:n])))
            if is_date_line(line[at:]):
                return table[label], (start + at, start + len(line))
    return None


@cache
def line_labels() -> dict[str, Kind]:
    """Return the kind of line that each label indicates, by label in lower case."""
    table: dict[Kind, list[str]] = tomllib.loads(
        files("annotate.read.article").joinpath("data/labels.toml").read_text("utf-8")
    )  # type: ignore[assignment] # its keys are kinds; a test says so
    return {word: kind for kind, words in table.items() for word in words}
