"""Find sentence and paragraph starts in clean text, by its newlines and full stops.

These are labels for training, not a segmenter: clean text shows them, the damage hides the signs, and the model must
find them again.
"""

from __future__ import annotations

import re
from pathlib import Path

_ABBREVIATIONS = frozenset(
    line.strip()
    for line in (Path(__file__).parent / "abbreviations.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_STOP = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]*[A-Z0-9])")
_LAST_WORD = re.compile(r"(\S+)$")

NONE, SENTENCE, PARAGRAPH = 0, 1, 2


def starts(text: str) -> list[tuple[int, int]]:
    """Return (offset, SENTENCE or PARAGRAPH) of every sentence, in order; PARAGRAPH implies a sentence start."""
    found: dict[int, int] = {}
    for block in re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        found[block.start()] = PARAGRAPH
        for stop in _STOP.finditer(block.group()):
            before = block.group()[: stop.start() + 1]
            word = _LAST_WORD.search(before)
            last = word.group(1).lstrip("(\"'\u201c\u2018[") if word else ""
            if last in _ABBREVIATIONS or re.fullmatch(r"(?:[A-Z]\.)+", last):
                continue
            found[block.start() + stop.end()] = SENTENCE
    return sorted(found.items())
