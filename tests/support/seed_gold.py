"""The seed articles and their gold, as the tests read them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import read
from tests.support.places import SEEDS

FILES = sorted(p for p in SEEDS.iterdir() if p.suffix in {".txt", ".jsonl"})
GOLD_FILES = sorted(SEEDS.glob("*.gold.json"))


@cache
def gold() -> dict[str, dict[str, Any]]:
    """Return the gold of each article by its id."""
    records = [json.loads(p.read_text(encoding="utf-8")) for p in GOLD_FILES]
    return {r["id"]: r for r in records}


@cache
def items() -> tuple[Article | Problem, ...]:
    """Return what reading makes of all seed files, once."""
    return tuple(read([str(p) for p in FILES]))


def articles() -> dict[str, Article]:
    """Return the articles that were read, by id."""
    return {a.id: a for a in items() if isinstance(a, Article)}
