"""Builds an annotation from what another program marked and from the original annotation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from annotate import __version__
from annotate.check import check_annotation
from annotate.locate import json_path
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.review.imports.marked import PEOPLE, Marked, Region
from annotate.review.imports.match import matches
from annotate.review.order import Value, in_order

#: Confidence of what a person made.
_SURE = 1.0
_FINDINGS = ("participants", "quotations", "proposals", "pillars", "related_events")


def build(marked: Marked, base: Annotation | None, *, who: str, when: str) -> Annotation:
    """Return the annotation that corresponds to another program's marks.

    What the other format cannot hold (dates, counts, names, confidence ...) comes from `base`, the original annotation,
    if a finding overlaps one of its findings. An unchanged finding keeps its confidence; one that a person made or
    changed gets 1. If anything changed, the history gets an entry with `who` and `when`.

    Raises `ReadError` if `base` has another text, or if the result would not be valid.
    """
    if base is not None and base.article.text != marked.text:
        raise ReadError(Problem("text", "the text differs from that of the original annotation", article=marked.id))
    before = base.model_dump(mode="json") if base else _empty(marked)
    value, _ = in_order(_Builder(marked, before).value())
    if base is None or _findings(value) != _findings(in_order(before)[0]):
        edit = {"when": when, "who": who, "path": "$", "note": f"corrected in {marked.by}"}
        value["provenance"] = {**value["provenance"], "edits": [*value["provenance"]["edits"], edit]}
    try:
        made = Annotation.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in first["loc"])
        raise ReadError(Problem("schema", first["msg"].lower(), path=where, article=marked.id)) from error
    known = {(fault.rule, fault.message) for fault in check_annotation(base)} if base else set()
    for fault in check_annotation(made):
        if fault.severity == "error" and (fault.rule, fault.message) not in known:
            raise ReadError(Problem(fault.rule, fault.message, path=json_path(fault.path), article=marked.id))
    return made


def _findings(value: Value) -> list[Any]:
    return [value["event"], *(value[field] for field in _FINDINGS)]


def _empty(marked: Marked) -> Value:
    digest = hashlib.sha256(marked.text.encode("utf-8", "surrogatepass")).hexdigest()
    article = {"id": marked.id or "text", "source": marked.by, "sha256": digest, "text": marked.text, "language": "und"}
    frame = {
        name: next((_span(marked, region) for region in marked.labelled(name.capitalize())), None)
        for name in ("headline", "dateline", "byline")
    }
    nothing: Value = {field: [] for field in (*_FINDINGS, "repairs")}
    return {
        "schema_version": "1.0",
        "article": {**article, **frame, "published": None, "metadata": {}},
        "event": None,
        **nothing,
        "provenance": {"tool": marked.by, "version": __version__, "models": [], "options": {}, "edits": []},
    }


def _span(marked: Marked, region: Region) -> Value:
    return {"start": region.start, "end": region.end, "text": marked.text[region.start : region.end]}


class _Builder:
    """Builds the findings of one article. Earlier findings keep their ids until all are renumbered."""

    def __init__(self, marked: Marked, before: Value) -> None:
        self._marked = marked
        self._before = before
        self._people: dict[str, str] = {}
        self._fresh = 9000
        #: Participants without a mention appear in no other program; references to them are kept.
        self._unseen = {p["id"] for p in before["participants"] if not p["mentions"]}

    def value(self) -> Value:
        """Return the annotation with its findings unsorted."""
        people = list(self._participants())
        events = list(self._events())
        main = self._before["event"]
        first = next((e for e in events if main and e["id"] == main["id"]), None)
        if first is None and events and (main or not self._before["related_events"]):
            known = {event["id"] for event in self._before["related_events"]}
            first = next((event for event in events if event["id"] not in known), None)
        return {
            **self._before,
            "participants": people,
            "event": first,
            "related_events": [event for event in events if event is not first],
            "quotations": list(self._quotations()),
            "proposals": list(self._lists("ProposalList", "Proposal", "proposals", "s")),
            "pillars": list(self._lists("PillarGroup", "Pillar", "pillars", "g")),
        }

    def _participants(self) -> Iterator[Value]:
        regions = self._marked.labelled(*PEOPLE)
        groups = self._marked.groups("Same", regions)
        olds = [p for p in self._before["participants"] if p["mentions"]]
        found = matches([_places(group) for group in groups], [_of(p["mentions"]) for p in olds])
        for group, old in found.pairs(groups, olds):
            person = self._participant(group, old)
            self._people |= {region.key: person["id"] for region in group}
            yield self._sure(person, old)
        # References to a merged participant now refer to the one it was merged into.
        for old, group in found.merged(olds, groups):
            self._people[old["id"]] = self._people[group[0].key]
        for person in self._before["participants"]:
            if person["id"] in self._unseen:
                yield person
        for old in olds:
            self._people.setdefault(old["id"], old["id"])

    def _participant(self, group: list[Region], old: Value | None) -> Value:
        forms = {(m["start"], m["end"]): m["form"] for m in old["mentions"]} if old else {}
        mentions = []
        for region in group:
            form = region.form or forms.get((region.start, region.end)) or ("nominal" if old else "name")
            mentions.append({**_span(self._marked, region), "form": form})
        name, role = self._name(group, mentions, old)
        return {
            "id": old["id"] if old else self._new("p"),
            "name": name,
            "kind": PEOPLE[group[0].label],
            "role": role,
            "aliases": old["aliases"] if old else [],
            "mentions": mentions,
            "confidence": _SURE,
        }

    def _name(self, group: list[Region], mentions: list[Value], old: Value | None) -> tuple[str, str | None]:
        """Return name and role: from a note, else as before, else the longest mention that is a name."""
        note = next((region.note for region in group if region.note), "")
        if old and note in ("", ", ".join(filter(None, (old["name"], old["role"])))):
            return old["name"], old["role"]
        name, _, role = note.partition(", ")
        if name and name in self._marked.text:
            return name, role or None
        longest = max(mentions, key=lambda m: (m["form"] == "name", m["end"] - m["start"]))
        return longest["text"], None

    def _events(self) -> Iterator[Value]:
        before = [event for event in (self._before["event"], *self._before["related_events"]) if event]
        named = [event for event in before if event["name"]]
        groups = [[region] for region in self._marked.labelled("Event")]
        found = matches([_places(group) for group in groups], [_of([event["name"]]) for event in named])
        for (region,), old in found.pairs(groups, named):
            yield self._sure(self._event(region, old), old)
        for event in before:
            if not event["name"]:  # no span in the text, so nobody could have corrected it
                people = self._known(event["participants"])
                yield {**event, "host": self._person(event["host"]), "participants": people}

    def _event(self, region: Region, old: Value | None) -> Value:
        marked = self._marked

        def target(relation: str) -> Value | None:
            return next((_span(marked, to) for to in marked.targets(relation, {region.key})), None)

        words = region.note.split() if marked.detailed else []
        dates = [*words[1:], None, None]
        kind = words[0] if words else (old or {}).get("type", "other")
        hosts = [self._people[to.key] for to in marked.targets("Host", {region.key}) if to.key in self._people]
        taking = [self._people[to.key] for to in marked.targets("Participant", {region.key}) if to.key in self._people]
        if old:
            given = old["participants"] if not marked.detailed else self._only_unseen(old["participants"])
            taking = self._in_order([*taking, *self._known(given)], old["participants"])
            hosts = hosts or self._only_unseen([old["host"]])
        return {
            "id": old["id"] if old else self._new("e"),
            "name": _span(marked, region),
            "type": kind,
            "date": dates[0] if marked.detailed else (old or {}).get("date"),
            "date_end": dates[1] if marked.detailed else (old or {}).get("date_end"),
            "date_text": target("On"),
            "place": target("At"),
            "host": hosts[0] if hosts else None,
            "participants": taking,
            "confidence": _SURE,
        }

    def _quotations(self) -> Iterator[Value]:
        marked = self._marked
        groups = marked.groups("Continues", marked.labelled("Quotation"))
        olds = self._before["quotations"]
        found = matches([_places(group) for group in groups], [_of(old["content"]) for old in olds])
        for group, old in found.pairs(groups, olds):
            keys = {region.key for region in group}
            content = [_cut(marked.text, place) for place in _places(group)]
            said = [self._people[to.key] for to in marked.targets("Speaker", keys) if to.key in self._people]
            if old:
                said = self._in_order([*said, *self._only_unseen(old["speakers"])], old["speakers"])
            kind = next((region.kind for region in group if region.kind), "")
            quotation = {
                "id": old["id"] if old else self._new("q"),
                "kind": kind or (old["kind"] if old else _kind(content)),
                "content": content,
                "cue": next((_span(marked, to) for to in marked.targets("Cue", keys)), None),
                "source": next((_span(marked, to) for to in marked.targets("Source", keys)), None),
                "speakers": said,
                "confidence": _SURE,
            }
            yield self._sure(quotation, old)

    def _lists(self, head: str, item: str, field: str, letter: str) -> Iterator[Value]:
        marked = self._marked
        olds = self._before[field]
        labels = marked.labelled(head)
        groups = [[label, *marked.targets("Item", {label.key})] for label in labels]
        taken = {region.key for group in groups for region in group}
        groups += self._without_label([r for r in marked.labelled(item) if r.key not in taken], olds)
        groups = [group for group in groups if any(region.label == item for region in group)]
        spans = [_places([region for region in group if region.label == item]) for group in groups]
        found = matches(spans, [_of(_contents(old)) for old in olds])
        for group, old in found.pairs(groups, olds):
            label = next((_span(marked, region) for region in group if region.label == head), None)
            items = sorted((region for region in group if region.label == item), key=lambda r: r.start)
            made = {
                "id": old["id"] if old else self._new(letter),
                "label": label,
                "declared_count": self._declared(group[0], old),
                "confidence": _SURE,
            }
            if letter == "s":
                made |= self._proposed(group, items, old)
            else:
                made["items"] = [_span(marked, region) for region in items]
            yield self._sure(made, old)

    def _without_label(self, left: list[Region], olds: Sequence[Value]) -> list[list[Region]]:
        """Group items without a label as they were before; new ones form one list."""
        found: dict[str, list[Region]] = {}
        for region in left:
            of = (o for o in olds if any(s["start"] < region.end and region.start < s["end"] for s in _contents(o)))
            found.setdefault(next((old["id"] for old in of), ""), []).append(region)
        return list(found.values())

    def _declared(self, head: Region, old: Value | None) -> int | None:
        words = head.note.replace(",", "").split()
        if words[:1] == ["declared"] and words[1:2] and words[1].isdigit():
            return int(words[1])
        unheld = not self._marked.detailed or head.label in ("Proposal", "Pillar")
        return old["declared_count"] if old and unheld else None

    def _proposed(self, group: list[Region], items: list[Region], old: Value | None) -> Value:
        marked = self._marked
        to = marked.targets("Proposer", {region.key for region in group})
        people = [self._people[region.key] for region in to if region.key in self._people]
        words = next((_span(marked, region) for region in to if region.label == "Proposer"), None)
        if old and not marked.detailed:
            words = old["proposer_text"]
        if old and not people:
            people = self._only_unseen([old["proposer"]])
        return {
            "proposer": people[0] if people else None,
            "proposer_text": words,
            "items": [
                {"ordinal": 1, "marker": self._marker(region, items), "content": _span(marked, region)}
                for region in items
            ],
        }

    def _marker(self, item: Region, items: list[Region]) -> Value | None:
        """Return the marker of an item: from a relation, else the nearest one after the previous item."""
        for to in self._marked.targets("Marker", {item.key}):
            return _span(self._marked, to)
        if self._marked.detailed:
            return None
        after = max((other.start for other in items if other.start < item.start), default=-1)
        near = [m for m in self._marked.labelled("Marker") if after < m.start <= item.start]
        return _span(self._marked, near[-1]) if near else None

    def _sure(self, made: Value, old: Value | None) -> Value:
        """Return a finding; if it is unchanged, with its earlier confidence."""
        same = old is not None and {**made, "confidence": old["confidence"]} == self._as_now(old)
        return {**made, "confidence": old["confidence"]} if old and same else made

    def _as_now(self, old: Value) -> Value:
        """Return an earlier finding with its items numbered like new ones, for comparison."""
        if old["id"].startswith("s"):
            return {**old, "items": [{**item, "ordinal": 1} for item in old["items"]]}
        return old

    def _person(self, id_: str | None) -> str | None:
        return id_ if id_ in self._unseen else self._people.get(id_ or "")

    def _known(self, ids: Sequence[str]) -> list[str]:
        return [now for id_ in ids if (now := self._person(id_))]

    def _only_unseen(self, ids: Sequence[str | None]) -> list[str]:
        return [id_ for id_ in ids if id_ in self._unseen and id_]

    def _in_order(self, ids: list[str], before: Sequence[str]) -> list[str]:
        """Return the ids, each once: earlier ones in their order, then new ones."""
        place = {id_: at for at, id_ in enumerate(before)}
        return sorted(dict.fromkeys(ids), key=lambda id_: place.get(id_, len(place)))

    def _new(self, letter: str) -> str:
        self._fresh += 1
        return f"{letter}{self._fresh}"


def _contents(listed: Value) -> list[Value]:
    return [item.get("content", item) for item in listed["items"]]


def _places(group: list[Region]) -> list[tuple[int, int]]:
    return sorted(place for region in group for place in region.places)


def _of(spans: Sequence[Value]) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in spans]


def _cut(text: str, place: tuple[int, int]) -> Value:
    return {"start": place[0], "end": place[1], "text": text[place[0] : place[1]]}


def _kind(content: Sequence[Value]) -> str:
    """Return the kind of a new quotation, by how much of it is in quotation marks: all, none or some."""
    words = [span["text"].strip() for span in content]
    if all(word[0] in "\"“«„'‘" and word[-1] in "\"”»“'’" for word in words):
        return "direct"
    return "mixed" if any(mark in word for word in words for mark in '"“”«»„') else "indirect"
