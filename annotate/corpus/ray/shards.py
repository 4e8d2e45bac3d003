"""The third step: actors annotate and write one shard after another, each with a record that it is done."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from annotate.corpus.feed import Feed
from annotate.corpus.order import Order
from annotate.corpus.outcome import Finished
from annotate.corpus.output import shard_name
from annotate.corpus.ray.plan import Shard
from annotate.corpus.ray.storage import Storage
from annotate.corpus.stop import Stop
from annotate.corpus.work import Settings
from annotate.corpus.workers import Workers
from annotate.export import EXPORTERS, ExportOptions
from annotate.json_text import json_text
from annotate.models import Annotation, Article
from annotate.problems import Problem

#: Folder of the records of finished shards.
DONE = "_annotate/done"


def record_name(number: int) -> str:
    """Return the name of the record of a shard.

    >>> record_name(17)
    '_annotate/done/part-00017.json'
    """
    return f"{DONE}/part-{number:05d}.json"


class Annotator:
    """Annotates shards: a callable class for Ray Data that maps rows of shards to rows of records.

    A separate process does the work, as in a local run: an article that kills it or takes too long becomes a problem
    and does not kill the actor again and again.
    """

    def __init__(
        self, output: str, format_: str, options: ExportOptions, settings: Settings, article_seconds: float
    ) -> None:
        self._storage = Storage(output)
        self._exporter = EXPORTERS[format_]
        self._options = options
        self._crew = Workers(1, settings, article_seconds)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Annotate the shards of a batch."""
        rows = zip(batch["number"], batch["shard"], strict=True)
        return {"record": [json_text(self._annotated(Shard.of(int(number), str(shard)))) for number, shard in rows]}

    def _annotated(self, shard: Shard) -> dict[str, Any]:
        began = time.monotonic()
        problems: list[Problem] = []
        finished: list[Finished] = []
        for item in Order(Feed(self._articles(shard)), self._crew, None, Stop(), lambda: None):
            (problems if isinstance(item, Problem) else finished).append(item)  # type: ignore[arg-type]
        name = shard_name(shard.number, self._exporter)
        found: dict[str, int] = {}
        for one in finished:
            for kind, count in one.found.items():
                found[kind] = found.get(kind, 0) + count
        content = self._content(finished)
        if finished:
            self._storage.write(name, content)
        else:
            self._storage.remove(name)
        record = {
            "number": shard.number,
            "name": name,
            "digest": shard.digest,
            "size": len(content),
            "articles": len(finished),
            "words": sum(one.words for one in finished),
            "found": found,
            "problems": [asdict(problem) for problem in problems],
            "seconds": round(time.monotonic() - began, 3),
        }
        self._storage.note(record_name(shard.number), record)
        return record

    def _content(self, finished: list[Finished]) -> bytes:
        """Return the bytes of a file with these articles."""
        if not finished:
            return b""
        out = io.BytesIO()
        items: Iterator[Annotation | bytes]
        lines = self._exporter.name == "jsonl"
        items = (one.line() if lines else one.annotation() for one in finished)
        self._exporter.to_stream(items, out, self._options)
        return out.getvalue()

    def _articles(self, shard: Shard) -> Iterator[Article | Problem]:
        """Yield the staged articles of a shard, with the ids from the plan."""
        place = 0
        for name, first, end in shard.pieces:
            lines = (self._storage.read(name) or b"").split(b"\n")
            for line in lines[first:end]:
                article = Article.model_validate_json(line)
                if place in shard.renamed:
                    article = article.model_copy(update={"id": shard.renamed[place]})
                yield article
                place += 1
