"""Puts an annotation in order: findings as in the text, ids counted from 1, references adjusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Value = dict[str, Any]


def in_order(annotation: Value) -> tuple[Value, Mapping[str, str]]:
    """Return an annotation as plain values with its findings sorted and renumbered, and the new id of each old one.

    Participants are sorted by first mention, quotations by content, lists by first item; mentions, contents and items
    are sorted, and items are numbered. References to findings that no longer exist are dropped.
    """
    value = dict(annotation)
    value["participants"] = sorted(map(_with_mentions, value["participants"]), key=_first_mention)
    value["quotations"] = sorted(
        map(_with_content, value["quotations"]), key=lambda quoted: (_at(quoted["content"][0]), _at(quoted["cue"]))
    )
    value["proposals"] = sorted((_numbered(s) for s in value["proposals"]), key=lambda s: _at(s["items"][0]["content"]))
    value["pillars"] = sorted((_with_items(g) for g in value["pillars"]), key=lambda g: _at(g["label"]))
    new: dict[str, str] = {}
    for field, letter in (("participants", "p"), ("quotations", "q"), ("proposals", "s"), ("pillars", "g")):
        new |= {one["id"]: f"{letter}{n}" for n, one in enumerate(value[field], 1)}
    events = [event for event in (value["event"], *value["related_events"]) if event]
    new |= {event["id"]: f"e{n}" for n, event in enumerate(events, 1)}
    return _renamed(value, new), new


def _renamed(value: Value, new: Mapping[str, str]) -> Value:
    def event(one: Value | None) -> Value | None:
        if one is None:
            return None
        people = _known(one["participants"], new)
        return {**one, "id": new[one["id"]], "host": new.get(one["host"] or ""), "participants": people}

    def each(field: str, **changed: Any) -> Iterator[Value]:
        for one in value[field]:
            yield {**one, "id": new[one["id"]], **{key: change(one) for key, change in changed.items()}}

    return {
        **value,
        "event": event(value["event"]),
        "related_events": [event(one) for one in value["related_events"]],
        "participants": list(each("participants")),
        "quotations": list(each("quotations", speakers=lambda q: _known(q["speakers"], new))),
        "proposals": list(each("proposals", proposer=lambda s: new.get(s["proposer"] or ""))),
        "pillars": list(each("pillars")),
    }


def _known(keys: list[str], new: Mapping[str, str]) -> list[str]:
    """Return the new ids of the findings that still exist, each once, in order."""
    return sorted({new[key] for key in keys if key in new}, key=lambda key: int(key[1:]))


def _with_mentions(person: Value) -> Value:
    unique = {(m["start"], m["end"]): m for m in person["mentions"]}
    return {**person, "mentions": [unique[where] for where in sorted(unique)]}


def _with_content(quotation: Value) -> Value:
    return {**quotation, "content": sorted(quotation["content"], key=_at)}


def _numbered(listed: Value) -> Value:
    items = sorted(listed["items"], key=lambda item: _at(item["content"]))
    return {**listed, "items": [{**item, "ordinal": number} for number, item in enumerate(items, 1)]}


def _with_items(group: Value) -> Value:
    return {**group, "items": sorted(group["items"], key=_at)}


def _first_mention(person: Value) -> tuple[int, int]:
    return _at(person["mentions"][0] if person["mentions"] else None)


def _at(span: Value | None) -> tuple[int, int]:
    return (span["start"], span["end"]) if span else (-1, -1)
