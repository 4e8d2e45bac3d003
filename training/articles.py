"""Annotated articles with the findings of the tool: the training data of the decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotate.analyse.steps import Steps
from annotate.models import Article
from annotate.pipeline import reads, steps
from annotate.read import read
from annotate.read.compose import article_of

#: Genres that news agencies write, whose participants are those that the tool is for.
REPORTS = frozenset(("wire", "business", "sport", "court", "disaster", "politics", "press release", "speech"))

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def seeds() -> Iterator[tuple[dict[str, Any], Steps]]:
    """Yield the gold of each seed in a language that is read, and what the steps of the tool find in it."""
    for path in sorted(SEEDS.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = article_of(gold["text"], id=gold["id"], published=gold.get("doc_date"))
        if gold.get("participants") and reads(article):
            yield gold, steps(article)


def annotated(*files: Path) -> Iterator[tuple[dict[str, Any], Steps]]:
    """Yield each article's gold, as `training.gold` builds it, and what the steps of the tool find in it."""
    for path in files:
        gold = {record["id"]: record for record in map(json.loads, path.open(encoding="utf-8"))}
        for item in read([str(path)]):
            if isinstance(item, Article) and reads(item):
                yield gold[item.id], steps(item)
