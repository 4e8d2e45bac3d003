"""The accuracy of the program on gold, against floors that only rise.

    python -m tests.figures              print the table
    python -m tests.figures --raise      raise the floors to what is reached now, rounded down to one decimal
    python -m tests.figures --new-data   set digest, size and floors anew if the gold itself has changed

``tests/figures.json`` holds for each set the file to score (below the project, else below ``shared`` beside it),
its SHA-256, the number of its articles, and the floors, in percent. A figure below its floor is a failure; so is gold
with another digest, since figures on other data say nothing. No option lowers a floor on the same data.

The figures come from the reference scorer, transformed so that more is better and no figure can fall because another
rises: a field of the event counts over all articles (right, or rightly empty); `false_sets` is the share of articles
without false sets. Figures measured on findings only (`kind`, `speaker.accuracy`) are shown, but have no floor.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from annotate import stream
from annotate.corpus.cores import cores
from annotate.models import Annotation, Article
from annotate.read import read
from tests.support.places import ROOT, SHARED
from tests.support.shared import module_at

FLOORS = ROOT / "tests" / "figures.json"
#: Points by which a figure may be below its floor: a quantised model rounds differently on different processors.
TOLERANCE = 0.2
#: From this number of articles on, several processes annotate.
_MANY = 40
#: Figures of the scorer that are shown, if a row has them.
_SHOWN = ("F1", "accuracy", "end_to_end")
#: Shown without a floor: shares of the findings can fall when more is found.
_OF_FINDINGS = frozenset({"kind.accuracy", "speaker.accuracy"})

Record = dict[str, Any]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One set of gold: the file to score, the number of articles, and the floors."""

    name: str
    #: A file of JSON lines, or a folder of ``*.gold.json``; relative to the project or to ``shared``.
    gold: str
    #: The file of articles to annotate, if it is another one: the same articles, read once for both.
    articles: str
    #: Only every n-th article is used, in the order of the file.
    every: int
    sha256: str
    n: int
    floors: Mapping[str, float]


def load() -> dict[str, GoldSet]:
    """Read the table of floors."""
    table = json.loads(FLOORS.read_text(encoding="utf-8"))
    return {
        name: GoldSet(
            name, s["gold"], s.get("articles", s["gold"]), s.get("every", 1), s["sha256"], s["n"], s["floors"]
        )
        for name, s in table.items()
    }


def locate(name: str) -> Path:
    """Return the path of a gold file; it need not exist."""
    own = ROOT / name
    return own if own.exists() else SHARED / name


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, or of the gold files of a folder in the order of their names."""
    files = sorted(path.glob("*.gold.json")) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()


def gold_of(gold_set: GoldSet) -> dict[str, Record]:
    """Return the gold records of a set by the id of their article."""
    path = locate(gold_set.gold)
    if path.is_dir():
        records = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(path.glob("*.gold.json"))]
    else:
        records = [json.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
    return {r["id"]: r for r in records[:: gold_set.every]}


@cache
def annotated(name: str, every: int) -> dict[str, Record]:
    """Return the annotation of each article of a file or folder, by id; each is made once."""
    path = locate(name)
    inputs = sorted(str(p) for p in path.iterdir() if p.suffix in {".txt", ".jsonl"}) if path.is_dir() else [str(path)]
    articles = [item for item in read(inputs) if isinstance(item, Article)][::every]
    found = {}
    for one in stream(articles, jobs=_jobs(len(articles))):
        if not isinstance(one, Annotation):
            raise ValueError(str(one))
        found[one.article.id] = one.model_dump(mode="json")
    return found


def _jobs(articles: int) -> int | None:
    """Return how many processes annotate: one per core if it pays, None if ANNOTATE_THREADS asks for one."""
    wanted = int(os.environ.get("ANNOTATE_THREADS", cores()))
    return wanted if wanted > 1 and articles >= _MANY else None


def measure(gold_set: GoldSet) -> Figures:
    """Run the program over the articles of a set and return its figures, in percent."""
    predicted = annotated(gold_set.articles, gold_set.every)
    gold = gold_of(gold_set)
    for id_, record in gold.items():
        if predicted[id_]["article"]["text"] != record["text"]:
            raise ValueError(f"{gold_set.name}: the text of {id_} was not read as the gold has it")
    return figures(_scorer().score(gold, predicted))


def figures(rows: Mapping[str, Mapping[str, Any]]) -> Figures:
    """Return the figures to show from the scorer's rows, as ``row.figure``."""
    out: Figures = {}
    for row, values in rows.items():
        if "of_null" in values:
            right = values["accuracy"] / 100 * values["of"] + values["of_null"] - values["invented"]
            out[f"{row}.right"] = 100 * right / (values["of"] + values["of_null"])
        elif "per_article" in values:
            out[f"{row}.none"] = max(0.0, 100 * (1 - values["per_article"]))
        elif values.get("of", values.get("gold", 1)):
            out |= {f"{row}.{key}": values[key] for key in _SHOWN if key in values}
    return out


def misses(reached: Figures, floors: Mapping[str, float]) -> list[str]:
    """Return one line for each floor that is not reached, and for each figure that is no longer measured."""
    return [
        f"{name}: {reached[name]:.1f} is below its floor {floor}" if name in reached else f"{name}: no longer measured"
        for name, floor in floors.items()
        if name not in reached or reached[name] < floor - TOLERANCE
    ]


def rise(reached: Figures, floors: Mapping[str, float]) -> dict[str, float]:
    """Return the floors raised to the figures, rounded down to one decimal; none is lowered or dropped."""
    now = {n: math.floor(value * 10 + 1e-6) / 10 for n, value in reached.items() if n not in _OF_FINDINGS}
    return {**floors, **{name: max(value, floors.get(name, 0.0)) for name, value in now.items()}}


def table(gold_set: GoldSet, reached: Figures) -> str:
    """Return the figures of a set beside their floors, a line each."""
    lines = [f"{gold_set.name} ({gold_set.n} articles)"]
    for name in {**reached, **gold_set.floors}:
        value, floor = reached.get(name), gold_set.floors.get(name)
        lines.append(f"  {name:28} {_shown(value):>6}   floor {_shown(floor):>6}")
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


@cache
def _scorer() -> Any:
    """Load the reference scorer from beside the project."""
    return module_at(SHARED / "score" / "score.py")


def main(arguments: list[str]) -> int:
    """Print the table; raise floors or set new ones if asked. Return 1 if a floor is missed or a digest differs."""
    stored = json.loads(FLOORS.read_text(encoding="utf-8"))
    wrong = 0
    for name, gold_set in load().items():
        path = locate(gold_set.gold)
        if not path.exists():
            print(f"{name}: {path} is absent")
            continue
        changed = digest(path) != gold_set.sha256
        if changed and "--new-data" not in arguments:
            print(f"{name}: {path} has another digest; if that is meant, run with --new-data", file=sys.stderr)
            wrong += 1
            continue
        reached = measure(gold_set)
        if changed:
            gold_set = replace(gold_set, sha256=digest(path), n=len(gold_of(gold_set)), floors=rise(reached, {}))
            stored[name] |= {"sha256": gold_set.sha256, "n": gold_set.n, "floors": gold_set.floors}
        elif "--raise" in arguments:
            stored[name]["floors"] = rise(reached, gold_set.floors)
        print(table(gold_set, reached), flush=True)
        missed = [] if changed else misses(reached, gold_set.floors)
        wrong += len(missed)
        print("".join(f"  {line}\n" for line in missed), end="", file=sys.stderr)
    if {"--raise", "--new-data"} & set(arguments):
        FLOORS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
