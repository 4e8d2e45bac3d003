"""Train the decision which candidates are lists of proposals and which are groups of pillars.

    python -m training.lists candidates GOLD ...    how many of the gold lists are among the candidates
    python -m training.lists measure GOLD ...       cross-validation by publisher
    python -m training.lists fit GOLD ...           write annotate/weights/decisions/lists/list.npz

GOLD are files in the scorer's format (`python -m training.gold build`). The invented cases under tests/analyse/cases
that `CASES` names are training data as well, because lists are rare: one article in ten has one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.decisions import Example
from annotate.analyse.findings import Range
from annotate.analyse.lists.candidates import Candidate
from annotate.analyse.lists.features import features
from annotate.analyse.lists.find import candidates_of
from annotate.analyse.text.outline import Outline
from annotate.analyse.text.sentences import segment
from training.decide import Labelled, Plan, arrays, cross_validated, temperature, write

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "annotate" / "weights" / "decisions" / "lists" / "list.npz"
#: Invented cases that are learnt from; the others only test.
CASES = (
    "proposals/announced", "proposals/aside", "proposals/enumerated", "proposals/further", "proposals/further_negative",
    "proposals/negative", "pillars/aside", "pillars/groups", "pillars/negative",
    "proposals/kinds", "proposals/kinds_negative", "pillars/kinds", "pillars/kinds_negative",
)  # fmt: skip
#: Features that may only count for a list (1) or against it (-1), so that few examples cannot teach the opposite.
SIGNS = {
    "count agrees": 1, "strong": 1, "definite": 1, "point": 1, "following": 1, "colon": 1, "announced": 1, "owner": 1,
    "orders": 1, "duties": 1, "to be done": 1, "alike": 1, "semicolons": 1, "told": -1, "names": -1, "places": -1,
    "questions": -1, "scored": -1, "sentences away": -1, "between": -1, "digits": -1,
    "idle": -1, "named members": -1, "demands include": 1, "aims to do": 1, "bare plural": -1,
}  # fmt: skip
PLAN = Plan(rounds=300, leaves=12, rate=0.05, least=2, columns_share=0.2, rows_share=0.8, l2=1.0, monotone=SIGNS)
#: Lowest probability at which a list is reported; below it, too many lists are false.
CHOICE = 0.5
#: Lowest F1 of the items at which a candidate is the gold list.
SAME = 0.6

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """One gold list: its kind, its items as (start, end of the first sentence, end), and whether it counts."""

    kind: str
    items: tuple[tuple[int, int, int], ...]
    optional: bool


@dataclass(frozen=True)
class Reading:
    """An article's outline and candidates; `back` takes ranges of the legible view to the article's text."""

    id: str
    publisher: str
    text: str
    outline: Outline
    candidates: tuple[Candidate, ...]
    back: Any
    wanted: tuple[Wanted, ...]
    weight: float = 1.0


def wanted(record: Record) -> tuple[Wanted, ...]:
    """Return the gold lists of a record in the scorer's form."""
    found = []
    for kind, key, spans in (("proposals", "proposal_sets", "items"), ("pillars", "pillar_sets", "item_spans")):
        for one in record[key]:
            cores = one.get("items_core", one[spans])
            items = tuple((a, min(core, b), b) for (a, b), (_, core) in zip(one[spans], cores, strict=True))
            found.append(Wanted(kind, items, bool(one.get("optional"))))
    return tuple(found)


def readings(path: Path, weight: float = 1.0) -> Iterator[Reading]:
    """Yield the articles of a file of gold in the scorer's form."""
    from annotate.models import Article
    from annotate.pipeline import view_of
    from annotate.read import read

    gold = {r["id"]: r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    for item in read([str(path)]):
        if not isinstance(item, Article) or item.id not in gold:
            continue
        view = view_of(item)
        outline = Outline(view.layout)
        record = gold[item.id]
        publisher = record.get("publisher") or record.get("source", "")
        yield Reading(
            item.id, publisher, item.text, outline, tuple(candidates_of(outline)), view.offsets.span_to_text,
            wanted(record), weight,
        )  # fmt: skip


def cases(names: Sequence[str], weight: float = 1.0) -> Iterator[Reading]:
    """Yield the invented cases of some files."""
    from tests.support.list_cases import CASES as FOLDER
    from tests.support.list_cases import read_cases

    for name in names:
        kind = name.split("/")[0]
        for case in read_cases(FOLDER / f"{name}.txt"):
            outline = Outline(segment(case.text))
            sets = tuple(
                Wanted(kind, tuple((a, b, b) for a, b in (s.items[k] for k in sorted(s.items))), False)
                for s in case.sets
            )
            yield Reading(
                f"{name}: {case.name}", f"case {len(case.name) % 7}", case.text, outline,
                tuple(candidates_of(outline)), lambda a, b: (a, b), sets, weight,
            )  # fmt: skip


def _letters(text: str, start: int, end: int) -> set[int]:
    return {i for i in range(start, end) if text[i].isalnum()}


def alike(reading: Reading, ranges: Sequence[Range], want: Wanted) -> float:
    """Return the F1 of the items of a candidate against a gold list, with the scorer's criterion for an item."""
    text = reading.text
    got = [reading.back(*r) for r in ranges]
    hits = 0
    left = list(want.items)
    for start, end in got:
        for item in left:
            first, core, last = item
            mine, theirs = _letters(text, start, end), _letters(text, first, last)
            shared = len(mine & theirs) / max(1, len(mine | theirs))
            near = (
                len(re.findall(r"\w+", text[min(first, start) : max(first, start)])) <= 3
                and core - 2 <= end <= last + 2
            )
            if shared >= (0.5 if want.kind == "proposals" else 0.8) or (want.kind == "proposals" and near):
                hits += 1
                left.remove(item)
                break
    return 2 * hits / (len(got) + len(want.items))


def label(reading: Reading, candidate: Candidate) -> int | None:
    """Return whether a candidate is a gold list; None if the gold leaves it open."""
    best = 0.0
    for want in reading.wanted:
        same = alike(reading, _shown(candidate), want)
        if want.optional and same > 0:
            return None
        best = max(best, same)
    return int(best >= SAME)


def _shown(candidate: Candidate) -> Sequence[Range]:
    return candidate.phrases if candidate.is_group else [r for _, r in candidate.items]


def examples(found: Sequence[Reading]) -> list[Labelled]:
    """Return the candidates of some articles with their classes."""
    out = []
    for reading in found:
        for candidate in reading.candidates:
            kind = label(reading, candidate)
            if kind is not None:
                example = Example(features(reading.outline, candidate))
                out.append(Labelled(example, kind, reading.id, reading.publisher, reading.weight))
    return out


def recall(found: Sequence[Reading]) -> tuple[int, int]:
    """Return how many of the gold lists that count are among the candidates, and their total number."""
    hit = total = 0
    for reading in found:
        for want in reading.wanted:
            if want.optional:
                continue
            total += 1
            best = max((alike(reading, _shown(c), want) for c in reading.candidates), default=0.0)
            hit += best >= SAME
            if best < SAME:
                text = " | ".join(reading.text[a:b][:50] for a, _, b in want.items)
                print("  no candidate", reading.id, want.kind, round(best, 2), text.replace("\n", "¶")[:240])
    return hit, total


def learnt_from(paths: Sequence[Path]) -> list[Reading]:
    """Return the invented cases and the articles of the files; damaged twins count half, other articles double."""
    found = list(cases(CASES))
    for path in paths:
        found += readings(path, 0.5 if path.stem.endswith("damaged") else 2.0)
    return found


def measure(found: Sequence[Reading]) -> tuple[float, str]:
    """Return the temperature fitted across publishers, and the right, false and missed lists at several thresholds."""
    labelled = examples(found)
    margins = cross_validated(labelled, PLAN)
    heat = temperature(margins, labelled)
    sure = 1 / (1 + np.exp(-margins[:, 0] / heat))
    truth = np.array([e.label == 1 for e in labelled])
    real = np.array([not e.publisher.startswith("case ") for e in labelled])
    lines = []
    for name, some in (("cases", ~real), ("articles", real)):
        for threshold in (0.4, 0.5, 0.6, 0.7):
            taken = sure >= threshold
            counts = [int((some & a).sum()) for a in (taken & truth, taken & ~truth, ~taken & truth)]
            lines.append(f"{name} {threshold}: {counts[0]} right, {counts[1]} false, {counts[2]} missed")
    return heat, "\n".join(lines)


def main() -> None:
    """Count, measure or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("candidates", "measure", "fit"))
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    if options.what == "candidates":
        for path in options.gold:
            print(path.name, *recall(list(readings(path))))
        return
    found = learnt_from(options.gold)
    heat, shown = measure(found)
    print(shown)
    if options.what == "fit":
        write(arrays(examples(found), PLAN), OUT, temperature=heat, choice=CHOICE)


if __name__ == "__main__":
    main()
