"""The second step: make ids unique in reading order and divide the articles into shards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from annotate.problems import Problem
from annotate.read.article.ids import Seen
from annotate.read.run import unique


@dataclass(slots=True)
class Shard:
    """The articles of one file: ranges of chunks (name, first, last + 1), and the ids that were changed.

    `digest` covers the articles, their ids and all options: a record with the same digest means that the shard is done.
    """

    number: int
    pieces: list[tuple[str, int, int]] = field(default_factory=list)
    #: Changed ids by position of the article in the shard, from 0.
    renamed: dict[int, str] = field(default_factory=dict)
    count: int = 0
    digest: str = ""

    def row(self) -> dict[str, Any]:
        """Return the shard as a row of Ray Data."""
        value = {"pieces": self.pieces, "renamed": self.renamed, "count": self.count, "digest": self.digest}
        return {"number": self.number, "shard": json.dumps(value)}

    @classmethod
    def of(cls, number: int, shard: str) -> Shard:
        """Return the shard from the values of a row."""
        value = json.loads(shard)
        renamed = {int(place): name for place, name in value["renamed"].items()}
        pieces = [(str(name), int(first), int(end)) for name, first, end in value["pieces"]]
        return cls(number, pieces, renamed, int(value["count"]), str(value["digest"]))


def plan(
    chunks: Iterable[tuple[str, dict[str, Any]]], size: int, options: str, note: Callable[[Problem], None]
) -> Iterator[Shard]:
    """Yield the shards for chunks given in the order of the inputs; problems go to `note`.

    A chunk is given by name and description (see `stage.about`). `size` is the number of articles in a shard, `options`
    a digest of everything else that its bytes depend on.
    """
    seen = Seen()
    shard, digest = Shard(0), blake2b(options.encode(), digest_size=16)
    for chunk, about in chunks:
        for place, before in enumerate(about["problems"]):
            for problem in before:
                note(Problem(**problem))
            if place == len(about["ids"]):
                continue
            name, warning = unique(about["ids"][place], about["sources"][place], seen)
            if warning:
                note(warning)
                shard.renamed[shard.count] = name
            digest.update(f"{about['digests'][place]} {name}\n".encode("utf-8", "surrogatepass"))
            _extend(shard, chunk, place)
            if shard.count == size:
                shard.digest = digest.hexdigest()
                yield shard
                shard, digest = Shard(shard.number + 1), blake2b(options.encode(), digest_size=16)
    if shard.count:
        shard.digest = digest.hexdigest()
        yield shard


def _extend(shard: Shard, name: str, place: int) -> None:
    """Add an article to the last range of a shard, or begin a new range."""
    shard.count += 1
    if shard.pieces and shard.pieces[-1][0] == name and shard.pieces[-1][2] == place:
        shard.pieces[-1] = (name, shard.pieces[-1][1], place + 1)
    else:
        shard.pieces.append((name, place, place + 1))
