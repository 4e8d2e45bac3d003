"""The first step: read an input and store its articles in chunks for the actors that annotate them."""

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

#: Folder of the staged articles until the run ends.
STAGED = "_annotate/staged"
#: Most articles, and most characters, in a chunk.
_ARTICLES, _CHARACTERS = 500, 16_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """Reads inputs: a callable for Ray Data that maps one row per input to one row per chunk."""

    output: str
    reading: ReadOptions
    analysis: str

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Read the input of a row (`file`, its number; `url`; `source`, as the user named it) and write its chunks.

        Yields one row per chunk: `file`, `chunk` and `name`. Beside a chunk lies its description (`about`).
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
            yield Problem("input", f"the input cannot be opened: {reason(error)}", source)
            return
        with stream:
            yield from articles(read_stream(source, PurePosixPath(source).name, stream, self.reading))


def about(storage: Storage, name: str) -> dict[str, Any]:
    """Return the description of a chunk: `ids`, `sources` and `digests` (of article and options), one per article.

    `problems` has one list per article, of the problems before it in reading order, and one list of those after the
    last article.
    """
    return storage.noted(f"{name}.about") or {}


def _chunks(items: Iterable[Article | Problem]) -> Iterator[list[Article | Problem]]:
    """Yield the items in lists that fit into memory; at least one list, which may be empty."""
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
    """Write the articles of a chunk, one per line, and its description for the plan."""
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
