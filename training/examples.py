"""Turn articles into labelled chunks of wordpieces, damaged anew in every epoch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.analyse.model.wordpieces import Pieces, pieces_of
from training import damage, sentences

NAMES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
IGNORE = -100
LENGTH = 318

Range = tuple[int, int]


@dataclass
class Article:
    """A clean text with its labels; None for a layer of labels that is missing."""

    id: str
    text: str
    quotations: list[dict[str, Any]] | None = None
    names: list[tuple[int, int, str]] | None = None
    starts: list[tuple[int, int]] | None = None


@dataclass
class Attribution:
    """One cue with its contents and sources, as ranges of pieces."""

    cue: Range
    content: list[Range]
    source: list[Range]


@dataclass
class Chunk:
    """A sequence of pieces that the encoder reads at once, with its labels."""

    pieces: Pieces
    cue: NDArray[np.int64]
    name: NDArray[np.int64]
    start: NDArray[np.int64]
    span: NDArray[np.int64]
    attributions: list[Attribution] = field(default_factory=list)
    #: The id of its article.
    article: str = ""

    def __len__(self) -> int:
        return len(self.pieces)


def read_articles(path: Path, names: Path | None = None) -> list[Article]:
    """Return the articles of a PolNeAR file, with silver names if a file of them is given."""
    silver = {}
    if names is not None:
        with names.open(encoding="utf-8") as lines:
            silver = {r["id"]: [tuple(n) for n in r["names"]] for r in map(json.loads, lines)}
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Article(r["id"], r["text"], r["quotations"], silver.get(r["id"]), sentences.starts(r["text"])) for r in records
    ]


def read_wikigold(path: Path, per_article: int = 12) -> list[Article]:
    """Return WikiGold's sentences, joined into small articles with plausible spaces."""
    articles: list[Article] = []
    blocks = [b for b in path.read_text(encoding="utf-8").split("\n\n") if b.strip()]
    for first in range(0, len(blocks), per_article):
        text = ""
        names: list[tuple[int, int, str]] = []
        for block in blocks[first : first + per_article]:
            last, quoted = "O", False
            for line in block.strip().split("\n"):
                word, label = line.rsplit(" ", 1)
                if word == "-DOCSTART-":
                    continue
                closing = word == '"' and quoted
                glued = closing or word in {".", ",", ";", ":", "?", "!", ")", "'s", "n't", "'", "%"}
                if text and not glued and not text.endswith(("(", "\u2014")) and not (text.endswith('"') and quoted):
                    text += " "
                if word == '"':
                    quoted = not quoted
                at = len(text)
                text += word
                if label == "O":
                    last = "O"
                    continue
                kind = label[2:]
                if last == label and names:
                    names[-1] = (names[-1][0], len(text), kind)
                else:
                    names.append((at, len(text), kind))
                last = label
        articles.append(Article(f"wikigold-{first}", text, None, names, None))
    return articles


def _range(pieces: Pieces, middles: NDArray[Any], start: int, end: int) -> Range | None:
    """Return the pieces whose middle is in the span; a piece glued across an edge goes to one side."""
    a, b = int(np.searchsorted(middles, start)), int(np.searchsorted(middles, end))
    if a < b:
        return a, b
    a = int(np.searchsorted(pieces.starts, start, side="right")) - 1
    return (a, a + 1) if 0 <= a < len(pieces) and pieces.ends[a] > start else None


def labelled(tokenizer: Any, article: Article, recipe: damage.Recipe) -> Chunk:
    """Return the whole article as one chunk, damaged by the recipe, with all labels mapped."""
    text, forward = damage.damage(article.text, recipe)
    pieces = pieces_of(tokenizer, text)
    middles = (pieces.starts + pieces.ends) / 2.0

    def ranges(spans: list[list[int]]) -> list[Range]:
        found = []
        for start, end in spans:
            kept = damage.carried(forward, text, start, end)
            if kept and (r := _range(pieces, middles, *kept)):
                found.append(r)
        return found

    length = len(pieces)
    cue = np.full(length, 0 if article.quotations is not None else IGNORE, dtype=np.int64)
    name = np.full(length, 0 if article.names is not None else IGNORE, dtype=np.int64)
    start = np.full(length, 0 if article.starts is not None else IGNORE, dtype=np.int64)
    span = cue.copy()
    attributions = []
    for quotation in article.quotations or []:
        cues = ranges(quotation["cue"])
        if not cues:
            continue
        first, last = cues[0]
        if cue[first:last].any():  # two attributions share a cue: one of them is enough to learn from
            continue
        cue[first:last] = 2
        cue[first] = 1
        attributions.append(Attribution(cues[0], ranges(quotation["content"]), ranges(quotation["source"])))
        for code, found_ranges in ((3, attributions[-1].source), (1, attributions[-1].content)):
            for a, b in found_ranges:
                span[a:b] = code + 1
                span[a] = code
    for first_char, last_char, kind in article.names or []:
        kept = damage.carried(forward, text, first_char, last_char)
        found = _range(pieces, middles, *kept) if kept else None
        if found:
            label = NAMES.index("B-" + kind)
            name[found[0] : found[1]] = label + 1
            name[found[0]] = label
    for at, kind_of_start in article.starts or []:
        offset = forward[at]
        i = int(np.searchsorted(pieces.ends, offset, side="right"))
        if i < length:
            start[i] = max(start[i], kind_of_start)
    return Chunk(pieces, cue, name, start, span, attributions, article.id)


def cut(whole: Chunk, first: int, last: int) -> Chunk:
    """Return the pieces from first to last of a chunk, with the attributions whose cue is inside, clipped to it."""

    def clipped(ranges: list[Range]) -> list[Range]:
        return [(max(a, first) - first, min(b, last) - first) for a, b in ranges if b > first and a < last]

    attributions = [
        Attribution((a.cue[0] - first, a.cue[1] - first), clipped(a.content), clipped(a.source))
        for a in whole.attributions
        if a.cue[0] >= first and a.cue[1] <= last
    ]
    pieces = whole.pieces.cut(first, last)
    cue, name, start, span = (layer[first:last] for layer in (whole.cue, whole.name, whole.start, whole.span))
    return Chunk(pieces, cue, name, start, span, attributions, whole.article)


def chunks_of(whole: Chunk, random: Random, length: int = LENGTH) -> Iterator[Chunk]:
    """Return the article cut into chunks; half of the time the first is short, so that the cuts vary."""
    first = 0
    last = length if random.random() < 0.5 else random.randint(length // 8, length)
    while first < len(whole):
        yield cut(whole, first, min(last, len(whole)))
        first, last = last, last + length


def epoch(tokenizer: Any, articles: list[Article], random: Random, share: float) -> list[Chunk]:
    """Return the chunks of one pass over the articles: newly damaged, newly cut, shuffled."""
    found: list[Chunk] = []
    for article in articles:
        found += chunks_of(labelled(tokenizer, article, damage.drawn(random, share)), random)
    random.shuffle(found)
    return found


def batches(chunks: list[Chunk], tokens: int, random: Random) -> list[list[Chunk]]:
    """Yield batches of chunks of similar length, to reduce padding, with at most `tokens` pieces per batch."""
    ordered = sorted(chunks, key=lambda c: (len(c) // 32, random.random()))
    result: list[list[Chunk]] = []
    current: list[Chunk] = []
    for chunk in ordered:
        if current and (len(current) + 1) * max(len(chunk), len(current[0])) > tokens:
            result.append(current)
            current = []
        current.append(chunk)
    if current:
        result.append(current)
    random.shuffle(result)
    return result
