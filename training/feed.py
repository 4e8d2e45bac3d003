"""Prepare the batches of each epoch in a separate process while the previous epoch is in use."""

from __future__ import annotations

import multiprocessing
import pickle
import zlib
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tokenizers import Tokenizer

from training.examples import Article, Chunk, batches, epoch


def fold_of(article: str, folds: int) -> int:
    """Return the part that an article belongs to, determined by its id."""
    return zlib.crc32(article.encode()) % folds


@dataclass(frozen=True)
class Feed:
    """Determines the batches of a run; epoch n depends only on the seed and on n."""

    prepared: Path
    seed: int
    damage: float
    tokens: int
    #: Number of parts of the articles; each batch holds articles of one part.
    folds: int = 1
    #: The part that is left out.
    without: int | None = None

    def batches(self, number: int) -> list[list[Chunk]]:
        """Return the batches of an epoch: articles damaged and cut anew."""
        tokenizer = Tokenizer.from_file(str(self.prepared / "tokenizer.json"))
        with (self.prepared / "articles.pickle").open("rb") as file:
            data: dict[str, list[Article]] = pickle.load(file)
        articles = [a for a in data["train"] + data["names"] * 2 if fold_of(a.id, self.folds) != self.without]
        random = Random(f"{self.seed} epoch {number}")
        chunks = epoch(tokenizer, articles, random, self.damage)
        parts: list[list[Chunk]] = []
        for fold in range(self.folds if self.without is None else 1):
            some = [c for c in chunks if self.without is not None or fold_of(c.article, self.folds) == fold]
            parts += batches(some, self.tokens, random)
        random.shuffle(parts)
        return parts


class Ahead:
    """Yields the epochs in order; each is prepared while the previous one is in use."""

    def __init__(self, feed: Feed, first: int, last: int) -> None:
        self.feed, self.last = feed, last
        self.pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        self.made: dict[int, Future[list[list[Chunk]]]] = {}
        self._ask(first)

    def _ask(self, number: int) -> None:
        if number < self.last and number not in self.made:
            self.made[number] = self.pool.submit(self.feed.batches, number)

    def epoch(self, number: int) -> list[list[Chunk]]:
        """Return the batches of this epoch, and start to prepare the next."""
        self._ask(number)
        found = self.made.pop(number).result()
        self._ask(number + 1)
        return found

    def close(self) -> None:
        self.pool.shutdown(cancel_futures=True)
