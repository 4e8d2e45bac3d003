"""Damage an article as scrapers do, and map its spans to the damaged text.

All damage is deletion or one-for-one replacement, so one pass with an alignment map is enough. `FULL` reproduces a
known scraper, which drops digits, hyphens, dashes, apostrophes, quotation marks and all non-ASCII characters, and joins
paragraphs without a space. `drawn` mixes it with partial damage, because other scrapers lose other characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

DROPPED = frozenset("-'\"`0123456789")
MARKS = frozenset('"\u201c\u201d\u201e\u00ab\u00bb`')
APOSTROPHES = frozenset("'\u2018\u2019")
DIGITS = frozenset("0123456789")
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015")
_STRAIGHT = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " "})
_FINAL = frozenset(".!?\"'\u201d\u2019)\u2026")
_SPACES = frozenset("\t\r\u00a0\u202f\u2009 ")
_REMNANT = re.compile(r"&(?:nbsp|#160);|&amp;")
_NEWLINES = re.compile(r"[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True)
class Recipe:
    """What a scraper loses: some characters, all non-ASCII characters, curly marks, and newlines."""

    drop: frozenset[str] = frozenset()
    ascii_only: bool = False
    straighten: bool = False
    newlines: str = "keep"  # keep, space, or join (paragraph breaks vanish, other newlines become a space)


FULL = Recipe(drop=DROPPED, ascii_only=True, newlines="join")
CLEAN = Recipe()


def drawn(random: Random, share: float) -> Recipe:
    """Return a recipe for one article: clean, fully or partly damaged; `share` is the probability of damage."""
    if random.random() >= share:
        return Recipe(straighten=random.random() < 0.15)
    if random.random() < 0.65:
        return FULL
    drop: frozenset[str] = frozenset()
    for group, chance in ((MARKS, 0.6), (APOSTROPHES, 0.4), (DIGITS, 0.3), (DASHES, 0.4)):
        if random.random() < chance:
            drop |= group
    newlines = random.choice(("keep", "space", "join"))
    return Recipe(drop, random.random() < 0.3, random.random() < 0.5, newlines)


def newline_mode(text: str) -> str:
    """Return how the text separates paragraphs: by blank lines, by single lines, or by lines broken at hyperlinks."""
    if re.search(r"\n[ \t]*\n", text):
        return "block"
    lines = [line for line in text.split("\n") if line.strip()]
    short = sum(1 for line in lines if len(line.split()) < 5 and line.strip()[-1] not in _FINAL)
    return "linkbroken" if len(lines) > 5 and short > 0.15 * len(lines) else "line"


def _joins(mode: str, run: str, before: str, after: str) -> bool:
    if mode == "line" or (mode == "block" and run.count("\n") > 1):
        return True
    return mode == "linkbroken" and (before in _FINAL or after in set(",.;:)?!"))


def damage(text: str, recipe: Recipe = FULL) -> tuple[str, list[int]]:
    """Return the damaged text, and for every offset of the text and its end the corresponding offset in it."""
    if recipe == CLEAN:
        return text, list(range(len(text) + 1))
    mode = newline_mode(text)
    out: list[str] = []
    forward = [0] * (len(text) + 1)
    at, length = 0, len(text)

    def space() -> None:
        if out and out[-1] not in " \n":
            out.append(" ")

    while at < length:
        char = text[at]
        if char == "&" and recipe.ascii_only and (remnant := _REMNANT.match(text, at)):
            for k in range(remnant.start(), remnant.end()):
                forward[k] = len(out)
            if remnant.group() == "&amp;":
                out.append("&")
            else:
                space()
            at = remnant.end()
            continue
        if char == "\n" and recipe.newlines != "keep":
            run = _NEWLINES.match(text, at)
            assert run is not None
            for k in range(run.start(), run.end()):
                forward[k] = len(out)
            before, after = text[:at].rstrip()[-1:], text[run.end() : run.end() + 1]
            if recipe.newlines == "space" or not _joins(mode, run.group(), before, after):
                space()
            at = run.end()
            continue
        forward[at] = len(out)
        if char in _SPACES:
            space()
        elif char in recipe.drop or (recipe.ascii_only and ord(char) > 126):
            pass
        else:
            out.append(char.translate(_STRAIGHT) if recipe.straighten else char)
        at += 1
    forward[length] = len(out)
    damaged = "".join(out).rstrip()
    return damaged, [min(offset, len(damaged)) for offset in forward]


def carried(forward: list[int], damaged: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a half-open span in the damaged text, without outer white space; None if nothing of it survives."""
    a, b = forward[start], forward[end]
    while a < b and damaged[a].isspace():
        a += 1
    while b > a and damaged[b - 1].isspace():
        b -= 1
    return (a, b) if b > a else None
