"""Train the decisions about an event: type, day, place, host and name.

python -m training.events --data DIR --cache DIR            figures: cross-validated by publisher, and of dev
python -m training.events --data DIR --cache DIR --write    the same, and annotate/weights/decisions/events

`--data` holds `news/unlabelled.jsonl` and `records/`. The cache keeps the results of the analysis up to the event, one
file per article; remove it when names, quotations or the cast change. The type is learnt first; day, place, host and
name use its cross-validated probabilities.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.decisions import choice as choices
from annotate.analyse.decisions import linear as linears
from annotate.analyse.decisions.scorer import Features
from annotate.analyse.events import choose_date, choose_host, choose_name, choose_place
from annotate.analyse.events.choose_type import TYPES, example_of
from annotate.analyse.events.context import Context
from annotate.analyse.events.lead import Story
from annotate.analyse.model.told import Told
from annotate.pipeline import steps
from training import choice, linear
from training.decide import Labelled, to_bytes
from training.evaluate import scorer
from training.event_gold import INVENTED, Record, article, records

OUT = Path(__file__).resolve().parent.parent / "annotate" / "weights" / "decisions" / "events"
TYPE = linear.LinearPlan(TYPES, "evidence", own_l2=16.0)
#: Weight of each of the 17 older articles and of the seeds in the final fit; cross-validation does not train on them.
OLD = 25.0
#: The same for the type: with more it learns little else.
OLD_TYPE = 1.5
#: Weight of a damaged twin in training; its article weighs 1.
TWIN = 0.4


@dataclass(frozen=True)
class Case:
    """An article with its gold event, in the format of the scorer."""

    id: str
    publisher: str
    event: Record
    story: Story
    weight: float


@dataclass(frozen=True)
class Field:
    """A field of the event: how to make candidates from a context, their values, and the plan of the choice."""

    name: str
    candidates: Callable[[Context], Sequence[tuple[Any, Features]]]
    article: Callable[[Context], Features]
    #: The surface forms or the value of a candidate; the first is the one shown.
    value: Callable[[Context, Any], tuple[str, ...]]
    plan: choice.ChoicePlan


def _words(context: Context, where: Any) -> tuple[str, ...]:
    return (where.of(context.story.text),)


def _names(context: Context, key: int) -> tuple[str, ...]:
    entity = context.story.cast.entities[key]
    return (entity.name, *entity.aliases)


_FIRM, _LOOSE = choice.ChoicePlan(l2=12.0, none_l2=4.0), choice.ChoicePlan(l2=3.0, none_l2=1.0)
#: The older articles, most of which tell a place, make a choice bolder than when it was cross-validated.
_PLACE, _HOST = replace(_FIRM, invented=0.05), replace(_FIRM, invented=0.07)
FIELDS = (
    Field("date", choose_date.candidates, choose_date.article, lambda _, day: (day.start,), _FIRM),
    Field("place", choose_place.candidates, choose_place.article, _words, _PLACE),
    Field("host", choose_host.candidates, choose_host.article, _names, _HOST),
    Field("name", choose_name.candidates, choose_name.article, _words, _LOOSE),
)


def right(field: str, wanted: str, values: tuple[str, ...], norm: Callable[[str], str]) -> bool:
    """Return whether the scorer counts a candidate as right."""
    want = norm(wanted)
    got = next((norm(v) for v in values if norm(v) == want), norm(values[0]))
    a, b = set(want.split()), set(got.split())
    if field == "date":
        return got[: len(want)] == want
    if field == "name":
        return 2 * len(a & b) >= 0.6 * (len(a) + len(b))
    return bool(a & b) and (a <= b or b <= a)


def cases(split: str, data: Path, cache: Path, told: Mapping[str, Told], *, twins: bool) -> Iterator[Case]:
    """Yield the articles of a split (see `event_gold.records`), or their damaged twins."""
    weight = {"old": OLD, "seeds": OLD, "cases": INVENTED}.get(split, TWIN if twins else 1.0)
    for record in records(split, data, twins=twins):
        yield Case(record["id"], record["publisher"], record["event"], story(record, cache, told), weight)


def story(record: Record, cache: Path, told: Mapping[str, Told]) -> Story:
    """Return the beginning of an article with the results of the analysis, from the cache if possible."""
    key = json.dumps([record["text"], record.get("title"), record.get("doc_date")])
    path = cache / f"{record['id']}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.pickle"
    if path.exists():
        layout, names, attributions, cast, title = pickle.loads(path.read_bytes())
        return Story(layout, names, attributions, cast, title, told.get(record["id"]))
    found = steps(article(record))
    parts = (found.page.layout, found.names, found.attributions, found.gathered, found.page.title)
    cache.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(parts))
    return Story(*parts, told.get(record["id"]))


# --- learning --------------------------------------------------------------------------------------------------------


def type_examples(found: Sequence[Case]) -> list[Labelled]:
    """Return the examples of the type."""
    return [Labelled(example_of(c.story), TYPES.index(c.event["type"]), c.id, c.publisher, c.weight) for c in found]


def contexts(found: Sequence[Case], examples: Sequence[Labelled], shares: Any) -> list[Context]:
    """Return the contexts of articles with these probabilities of their types, [articles, types]."""
    return [
        Context(c.story, dict(zip(TYPES, map(float, row), strict=True)), e.example.features)
        for c, e, row in zip(found, examples, shares, strict=True)
    ]


def tasks(
    field: Field, found: Sequence[Case], known: Sequence[Context], norm: Callable[[str], str]
) -> list[choice.Task]:
    """Return the choice to learn in each article."""
    out = []
    for case, context in zip(found, known, strict=True):
        rows = field.candidates(context)
        values = [field.value(context, value) for value, _ in rows]
        wanted: str | None = case.event.get(field.name) or None
        if not wanted and case.event.get(f"{field.name}_clean"):
            continue
        out.append(
            choice.Task(
                case.id,
                case.publisher,
                tuple(features for _, features in rows),
                tuple(v[0].casefold() for v in values),
                tuple(wanted is not None and right(field.name, wanted, v, norm) for v in values),
                field.article(context),
                bool(wanted),
                case.weight,
            )
        )
    return out


@dataclass(frozen=True)
class Split:
    """The articles of a split with their contexts."""

    name: str
    cases: list[Case]
    contexts: list[Context]


def learn_types(
    train: list[Case], others: dict[str, list[Case]], final: list[Case] | None
) -> tuple[list[Split], dict[str, Any]]:
    """Measure the type, and return the splits with their contexts and the arrays of the final model."""
    examples = type_examples(train)
    crossed = linear.cross_validated(examples, TYPE)
    heat = linear.temperature(crossed, examples)
    crossed = _heated(crossed, heat)
    _say_types("cross-validated", examples, crossed)
    splits = [Split("cross-validated", train, contexts(train, examples, crossed))]
    model = linears.load(to_bytes(linear.fit(examples, TYPE, heat)))
    for name, found in others.items():
        rows = type_examples(found)
        shares = linear.predicted(model, rows)
        _say_types(name, rows, shares)
        splits.append(Split(name, found, contexts(found, rows, shares)))
    rows = [replace(e, weight=min(OLD_TYPE, e.weight)) for e in type_examples(final or [])]
    return splits, linear.fit(rows, TYPE, heat) if final else {}


def _heated(shares: Any, heat: float) -> Any:
    raised = np.maximum(shares, 1e-6) ** (1 / heat)
    return raised / raised.sum(1, keepdims=True)


_KINDS = ("", ", damaged", ", invented")


def _kind(id_: str) -> str:
    """Return the kind of an article, printed after the name of a split."""
    return _KINDS[1] if id_.endswith(("_dmg", "_damaged")) else _KINDS[2] if id_.startswith("case_") else _KINDS[0]


def _say_types(name: str, examples: Sequence[Labelled], shares: Any) -> None:
    labels = np.array([e.label for e in examples])
    for kind in _KINDS:
        kept = np.array([_kind(e.group) == kind for e in examples])
        if kept.any():
            hit = 100 * (shares[kept].argmax(1) == labels[kept]).mean()
            print(f"type   {name + kind:26} {hit:.1f} of {kept.sum()}", flush=True)


def learn(field: Field, splits: list[Split], norm: Callable[[str], str]) -> tuple[float, float]:
    """Measure a field; return its temperature and threshold, fitted on held-out articles."""
    train = tasks(field, splits[0].cases, splits[0].contexts, norm)
    shares = choice.cross_validated(train, field.plan)
    heat = choice.temperature(train, shares)
    model = choices.load(to_bytes(choice.fit(train, field.plan, heat)))
    shares = [_heat(row, heat) for row in shares]
    real = [i for i, t in enumerate(train) if _kind(t.id) != _KINDS[2]]
    at_least = choice.threshold([train[i] for i in real], [shares[i] for i in real], field.plan)
    _say(field, splits[0].name, train, shares, at_least)
    for split in splits[1:]:
        rows = tasks(field, split.cases, split.contexts, norm)
        _say(field, split.name, rows, choice.predicted(model, rows), at_least)
    print(f"{field.name:6} temperature {heat:.2f}, chosen from {at_least} on", flush=True)
    return heat, at_least


def _heat(shares: list[float], heat: float) -> list[float]:
    raised = np.maximum([1 - sum(shares), *shares], 1e-6) ** (1 / heat)
    return [float(s) for s in (raised / raised.sum())[1:]]


def _say(field: Field, name: str, rows: list[choice.Task], shares: choice.Shares, at_least: float) -> None:
    for kind in _KINDS:
        kept = [i for i, t in enumerate(rows) if _kind(t.id) == kind]
        if kept:
            some = [rows[i] for i in kept]
            reached = sum(t.told and any(t.right) for t in some)
            out = choice.outcome(some, [shares[i] for i in kept], at_least)
            print(f"{field.name:6} {name + kind:26} {out}; among the candidates {reached}", flush=True)


def main() -> None:
    """Train and measure, and write the weights on request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--told", type=Path, help="what `training.branch` wrote")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    norm = scorer(options.data.parent / "score" / "score.py").norm

    told = pickle.loads(options.told.read_bytes()) if options.told else {}

    def both(split: str) -> list[Case]:
        return [c for twins in (False, True) for c in cases(split, options.data, options.cache, told, twins=twins)]

    train, dev, old = [*both("train"), *both("cases")], both("dev"), [*both("old"), *both("seeds")]
    final = [*train, *old] if options.write else None
    splits, arrays = learn_types(train, {"dev": dev, "old": old}, final)
    if options.write:
        linear.write(arrays, OUT / "type.npz")
    for field in FIELDS:
        heat, at_least = learn(field, splits, norm)
        if options.write:
            rows = [t for s in (splits[0], splits[2]) for t in tasks(field, s.cases, s.contexts, norm)]
            choice.write(choice.fit(rows, field.plan, heat, at_least), OUT / f"{field.name}.npz")


if __name__ == "__main__":
    main()
