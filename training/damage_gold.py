"""Make the damaged twin of an annotated article: the text as a scraper leaves it, with all spans mapped.

Values written only in digits are lost: a date or a count becomes null, and the old value is kept under `..._clean`.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from training.damage import FULL, Recipe, carried, damage

Record = dict[str, Any]
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|tonight|tomorrow", re.IGNORECASE)


def damaged(record: Record, article: Record, recipe: Recipe = FULL) -> tuple[Record, Record]:
    """Return the record and its article, damaged by the recipe; ids end in "_dmg"."""
    text, forward = damage(article["text"], recipe)

    def pair(start: int, end: int) -> tuple[int, int] | None:
        return carried(forward, text, start, end)

    def span(value: Record | None) -> Record | None:
        where = pair(value["start"], value["end"]) if value else None
        return {"start": where[0], "end": where[1], "text": text[where[0] : where[1]]} if where else None

    def kept(values: list[Record]) -> list[Record]:
        return [one for one in map(span, values) if one]

    def person(value: Record) -> Record | None:
        name = span(value["name"])
        return (
            {**value, "name": name, "aliases": kept(value["aliases"]), "role": span(value.get("role"))}
            if name
            else None
        )

    def listed(value: Record) -> Record | None:
        items = [pair(*item) for item in value["items"]]
        if not all(items):
            return None
        changed = {**value, "items": [list(item) for item in items if item], "label": span(value["label"])}
        if "items_core" in value:
            cores = [pair(*core) for core in value["items_core"]]
            changed["items_core"] = [list(core or item) for core, item in zip(cores, changed["items"], strict=True)]
            changed["proposer"], changed["proposer_alt"] = span(value["proposer"]), kept(value["proposer_alt"])
        label = value["label"]["text"] if value["label"] else ""
        if value["declared_count"] and str(value["declared_count"]) in label and "digits" not in lost:
            changed["declared_count_clean"], changed["declared_count"] = value["declared_count"], None
        changed["surface"] = [text[a:b][:60] for a, b in changed["items"]]
        return changed

    lost = "" if recipe.drop >= set("0123456789") else "digits"
    event: Record = {**record["event"], **{k: span(record["event"][k]) for k in ("name", "place", "host", "date_text")}}
    told = record["event"]["date_text"]
    if not lost and told and re.search(r"\d", told["text"]) and not _DAY.search(told["text"]):
        event["date_clean"], event["date"] = event["date"], None
    others = [
        {**other, "items": [list(w) for w in (pair(*item) for item in other["items"]) if w]}
        for other in record["other_enumerations"]
    ]
    id_ = f"{record['id']}_dmg"
    changed = {
        **record,
        "id": id_,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "event": event,
        "participants": [p for p in map(person, record["participants"]) if p],
        "proposal_sets": [s for s in map(listed, record["proposal_sets"]) if s],
        "pillar_sets": [s for s in map(listed, record["pillar_sets"]) if s],
        "other_enumerations": others,
    }
    return changed, {**article, "id": id_, "text": text}
