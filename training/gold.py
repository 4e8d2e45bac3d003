"""Join the stand-off annotations of `training/gold/` with their texts, which are not part of the project.

python -m training.gold --data DIR check      every offset against its text
python -m training.gold --data DIR build OUT  gold files in the scorer's form, of each split and its damaged twin
python -m training.gold --data DIR agreement  the second readings against the first, by the scorer

A record holds id, sha256 of the text, offsets and the short strings at these offsets (see `training/gold/README.md`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "gold"
SPLITS = ("train", "dev", "blind", "blind_second", "blind_third")
#: Articles annotated for attributions: those to learn from, and others by two readers.
ATTRIBUTIONS = ("attributions_train", "attributions_first", "attributions_second")
#: The collections with annotated articles, and what the ids of their articles begin with here.
_COLLECTIONS = {
    "news/unlabelled.jsonl": "",
    "polnear/train.jsonl": "pn:",
    "gum/train.jsonl": "gum:",
    "gum/dev.jsonl": "gum:",
}
Record = dict[str, Any]


def records(split: str) -> Iterator[Record]:
    """Yield the stand-off records of a split (`SPLITS`, "second", "lists", `ATTRIBUTIONS`)."""
    with (HERE / f"{split}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(data: Path) -> dict[str, Record]:
    """Return the articles of the folder's collections by id; those of PolNeAR and GUM have a prefix."""
    found = {}
    for file, prefix in _COLLECTIONS.items():
        with (data / file).open(encoding="utf-8") as lines:
            found |= {prefix + record["id"]: record for record in map(json.loads, lines)}
    return found


def spans(record: Record) -> Iterator[tuple[int, int, str]]:
    """Yield every located string of a record."""

    def of(value: Any) -> Iterator[tuple[int, int, str]]:
        if isinstance(value, dict):
            if {"start", "end", "text"} <= value.keys():
                yield value["start"], value["end"], value["text"]
            else:
                for part in value.values():
                    yield from of(part)
        elif isinstance(value, list):
            for part in value:
                yield from of(part)

    yield from of({key: value for key, value in record.items() if key not in ("id", "sha256")})


def faults(record: Record, text: str) -> Iterator[str]:
    """Yield the errors of a record."""
    if hashlib.sha256(text.encode()).hexdigest() != record["sha256"]:
        yield "the text is another one than was annotated"
        return
    for start, end, surface in spans(record):
        if text[start:end] != surface:
            yield f"[{start}, {end}) holds {text[start:end]!r} and not {surface!r}"
    for kind in ("proposal_sets", "pillar_sets"):
        for found in record.get(kind, ()):
            ends = [offset for item in found["items"] for offset in item]
            if ends != sorted(ends) or ends[-1] > len(text):
                yield f"items of a set overlap or lie outside the text: {found['items']}"


def _surface(span: Record | None) -> str | None:
    return None if span is None else str(span["text"])


_FLAGS = ("dual", "optional", "partial")


def gold(record: Record, article: Record) -> Record:
    """Return a record in the scorer's format for gold."""
    event = record["event"]
    text = article["text"]
    return {
        "id": record["id"],
        **{key: article.get(key) for key in ("publisher", "doc_date", "title", "text")},
        "genre": record["genre"],
        "event": {
            **{key: _surface(event[key]) for key in ("name", "place", "host")},
            "type": event["type"],
            "date": event["date"],
            **({"date_clean": event["date_clean"]} if "date_clean" in event else {}),
            "date_surface": _surface(event["date_text"]),
        },
        "participants": [
            {
                "name": _surface(p["name"]),
                "kind": p["kind"],
                "role": _surface(p.get("role")),
                "aliases": [_surface(a) for a in p["aliases"]],
                **({"optional": True} if p.get("optional") else {}),
            }
            for p in record["participants"]
        ],
        "proposal_sets": [
            {
                "proposer": _surface(s["proposer"]),
                "proposer_alt": [_surface(a) for a in s["proposer_alt"]],
                "declared_count": s["declared_count"],
                "items": s["items"],
                "items_core": s["items_core"],
                **{flag: True for flag in _FLAGS if s.get(flag)},
            }
            for s in record["proposal_sets"]
        ],
        "pillar_sets": [
            {
                "label": _surface(s["label"]),
                "declared_count": s["declared_count"],
                "items": [text[a:b] for a, b in s["items"]],
                "item_spans": s["items"],
                **{flag: True for flag in _FLAGS if s.get(flag)},
            }
            for s in record["pillar_sets"]
        ],
        "other_enumerations": record["other_enumerations"],
    }


def prediction(record: Record, article: Record) -> Record:
    """Return a record in the scorer's format for annotations, to compare two annotators."""
    text = article["text"]
    people = [
        {
            "id": f"p{n}",
            "name": _surface(p["name"]),
            "kind": p["kind"],
            "role": _surface(p.get("role")),
            "aliases": [_surface(a) for a in p["aliases"]],
        }
        for n, p in enumerate(record["participants"], 1)
    ]

    def key(span: Record | None, *, add: bool = False) -> str | None:
        if span is None:
            return None
        found = next((p["id"] for p in people if span["text"] in (p["name"], *p["aliases"])), None)
        if found is None and add:
            found = f"h{len(people)}"
            people.append({"id": found, "name": span["text"], "kind": "organization", "role": None, "aliases": []})
        return found

    def cut(item: list[int]) -> Record:
        return {"start": item[0], "end": item[1], "text": text[item[0] : item[1]]}

    event = record["event"]
    return {
        "article": {"id": record["id"], "text": text},
        "event": {**{k: event[k] for k in ("name", "type", "date", "place")}, "host": key(event["host"], add=True)},
        "proposals": [
            {
                "proposer": key(s["proposer"]),
                "declared_count": s["declared_count"],
                "items": [{"content": cut(i)} for i in s["items"]],
            }
            for s in record["proposal_sets"]
        ],
        "pillars": [
            {"label": s["label"], "declared_count": s["declared_count"], "items": [cut(i) for i in s["items"]]}
            for s in record["pillar_sets"]
        ],
        "participants": people,
    }


def attributions(record: Record, article: Record) -> Record:
    """Return a reader's attributions in the form that the scorer reads as gold."""
    quotations = [
        {field: [[s["start"], s["end"]] for s in q[field]] for field in ("source", "cue")} | {"content": q["content"]}
        for q in record["quotations"]
    ]
    return {"id": record["id"], "text": article["text"], "quotations": quotations}


def build(data: Path, out: Path) -> None:
    """Write the gold of each split and its damaged twin, and the attributions of each reader."""
    from training.damage_gold import damaged

    articles = texts(data)
    out.mkdir(parents=True, exist_ok=True)
    for name in ATTRIBUTIONS:
        with (out / f"{name}.jsonl").open("w", encoding="utf-8") as lines:
            for record in records(name):
                lines.write(json.dumps(attributions(record, articles[record["id"]]), ensure_ascii=False) + "\n")
    for split in (*SPLITS, "lists"):
        whole = [(record, articles[record["id"]]) for record in records(split)]
        for name, pairs in ((split, whole), (f"{split}_damaged", [damaged(*pair) for pair in whole])):
            with (out / f"{name}.jsonl").open("w", encoding="utf-8") as lines:
                for pair in pairs:
                    lines.write(json.dumps(gold(*pair), ensure_ascii=False) + "\n")


def check(data: Path) -> int:
    """Print every error, and return their number."""
    articles = texts(data)
    count = total = 0
    for split in (*SPLITS, "second", "lists", *ATTRIBUTIONS):
        for record in records(split):
            total += 1
            for fault in faults(record, articles[record["id"]]["text"]):
                count += 1
                print(f"{split} {record['id']}: {fault}")
    print(f"{total} records, {count} faults")
    return count


def agreement(data: Path) -> None:
    """Print the scorer's rows for the second readings against the first, and the other way round."""
    from training.evaluate import scorer

    module = scorer(data.parent / "score" / "score.py")
    articles = texts(data)
    first = {r["id"]: r for split in SPLITS for r in records(split)}
    second = {r["id"]: r for r in records("second")}
    both = sorted(first.keys() & second.keys())
    for one, two, name in ((first, second, "second by first"), (second, first, "first by second")):
        wanted = {i: gold(one[i], articles[i]) for i in both}
        given = {i: prediction(two[i], articles[i]) for i in both}
        print(f"{name}, n = {len(both)}")
        for row, values in module.score(wanted, given).items():
            print(
                f"  {row:15s}",
                "  ".join(f"{k} {v:.1f}" if isinstance(v, float) else f"{k} {v}" for k, v in values.items()),
            )


def main() -> None:
    """Check, build or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("what", choices=("check", "build", "agreement"))
    parser.add_argument("out", type=Path, nargs="?", default=Path("training/prepared/gold"))
    options = parser.parse_args()
    if options.what == "check":
        raise SystemExit(bool(check(options.data)))
    if options.what == "build":
        build(options.data, options.out)
    else:
        agreement(options.data)


if __name__ == "__main__":
    main()
