"""The first step: an input is read, and its articles are laid down in chunks for whoever annotates them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from annotate.corpus.ledger import keys_of
from annotate.corpus.ray.storage import Storage, open_input
from annotate.corpus.reading import articles
from annotate.inputs import reason
from annotate.json_text import json_text, plain_value
from annotate.models import Article
from annotate.problems import Problem
from annotate.read import ReadOptions
from annotate.read.run import read_stream

#: Where staged articles lie until the run has ended.
STAGED = "_annotate/staged"
#: The most articles in a chunk, and the most characters.
_ARTICLES, _CHARACTERS = 500, 16_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """What a task needs to read an input: a callable for Ray Data, a row an input in, a row a chunk out."""

    output: str
    reading: ReadOptions
    analysis: str

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Read the input of a row (`file`, its number; `url`; `source`, as the user named it) and write its chunks.

        Yields a row a chunk: `file`, `chunk` and `name`. Beside each chunk lies what `about` returns.
        """
        file = int(row["file"])
        storage = Storage(self.output)
        for number, items in enumerate(_chunks(self._items(str(row["url"]), str(row["source"])))):
            name = f"{STAGED}/{file:06d}-{number:05d}.jsonl"
            _write(items, storage, name, self.analysis)
            yield {"file": file, "chunk": number, "name": name}

    def _items(self, url: str, source: str) -> Iterator[Article | Problem]:
        try:
            stream = open_input(url)
        except OSError as error:
            yield Problem("input", f"it cannot be opened: {reason(error)}", source)
            return
        with stream:
            yield from articles(read_stream(source, PurePosixPath(source).name, stream, self.reading))


def about(storage: Storage, name: str) -> dict[str, Any]:
    """Return what a chunk says of itself: `ids`, `sources` and `digests` (of article and options), one an article.

    `problems` is a list for each article of what stands before it in the order of reading, and one for what stands
    behind the last.
    """
    return storage.noted(f"{name}.about") or {}


def _chunks(items: Iterable[Article | Problem]) -> Iterator[list[Article | Problem]]:
    """Yield the items in lists that fit into memory; at least one, which may be empty."""
    held: list[Article | Problem] = []
    count = characters = 0
    several = iter(items)
    for item in several:
        held.append(item)
        if isinstance(item, Article):
            count, characters = count + 1, characters + len(item.text)
        if count >= _ARTICLES or characters >= _CHARACTERS:
            yield held
            held, count, characters = [], 0, 0
    yield held


def _write(items: list[Article | Problem], storage: Storage, name: str, analysis: str) -> None:
    """Write the articles of a chunk, a line each, and beside it what the plan needs to know."""
    lines: list[str] = []
    columns: dict[str, list[Any]] = {"ids": [], "sources": [], "digests": []}
    problems: list[list[dict[str, Any]]] = [[]]
    for item in items:
        if isinstance(item, Problem):
            problems[-1].append(asdict(item))
            continue
        problems.append([])
        columns["ids"].append(item.id)
        columns["sources"].append(item.source)
        columns["digests"].append(b"".join(keys_of(item, analysis)).hex())
        lines.append(json_text(plain_value(item)))
    if lines:
        storage.write(name, "\n".join(chain(lines, [""])).encode())
    storage.note(f"{name}.about", {**columns, "problems": problems})
