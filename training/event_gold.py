"""The articles that decisions about events learn from: annotated, older and invented ones, and damaged twins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotate.models import Article
from annotate.read.compose import article_of
from training import gold
from training.damage_gold import damaged

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
CASES = SEEDS.parent / "tests" / "analyse" / "cases" / "event"
#: Weight of an invented article.
INVENTED = 0.5
Record = dict[str, Any]


def records(split: str, data: Path, *, twins: bool) -> Iterator[Record]:
    """Yield the gold of a split of `training/gold` in the format of the scorer, or that of the damaged twins.

    "old" are the 17 articles of `records/dev.jsonl`, "cases" the invented articles and "seeds" those of the project,
    of which there are no twins. Each record has a publisher; where none is known, its id.
    """
    if split == "old":
        name = "dev_damaged.jsonl" if twins else "dev.jsonl"
        lines = (data / "records" / name).read_text(encoding="utf-8").splitlines()
        found: Iterator[Record] = (record | {"publisher": f"old {record['id']}"} for record in map(json.loads, lines))
    elif split == "cases":
        found = (record for record in _invented() if not twins)
    elif split == "seeds":
        found = (record for record in _seeds() if not twins)
    else:
        articles = gold.texts(data)
        pairs = ((record, articles[record["id"]]) for record in gold.records(split))
        found = (gold.gold(*(damaged(*pair) if twins else pair)) for pair in pairs)
    yield from found


def _seeds() -> Iterator[Record]:
    for path in sorted(SEEDS.glob("*.gold.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record.get("event"):
            yield record | {"publisher": f"seed {record['id']}"}


def _invented() -> Iterator[Record]:
    """Yield the invented articles of the tests that are not held out: events that are rare in the gold."""
    for path in sorted(CASES.glob("*.txt")):
        if path.stem == "README" or "aside" in path.stem:
            continue
        for n, block in enumerate(re.split(r"(?m)^== ", path.read_text(encoding="utf-8"))[1:]):
            head, _, rest = block.partition("\n")
            text, _, told = rest.partition("\n@ ")
            day = head.partition("; published ")[2].strip()
            values = dict(re.findall(r"(?m)^(?:@ )?(\w+): (.+)$", told))
            first = {key: value.split(" | ")[0] for key, value in values.items()}
            if "type" in first:
                name = f"case_{path.stem}_{n}"
                yield {
                    "id": name,
                    "publisher": name,
                    "text": text.strip("\n"),
                    "doc_date": None if day == "-" else day,
                    "event": {key: None if value == "-" else value for key, value in first.items()},
                }


def article(record: Record) -> Article:
    """Return the record as an article, read as the tool does."""
    return article_of(
        record["text"],
        id=record["id"],
        title=record.get("title"),
        published=record.get("doc_date"),
        metadata={"title": record["title"]} if record.get("title") else None,
    )
