"""Changes that a person makes to an annotation: small JSON objects that are applied, checked and recorded.

``do`` names the change; the other keys are its arguments. Spans are [start, end] in code points.

span (id, part, span, index)
    Sets or moves a part: content, cue, source, name, date_text, place, label, proposer_text, items, markers, mentions.
    ``index`` selects one of several (from 0); the index after the last adds one. A ``span`` of null removes the part.
set (id, field, value)
    Sets kind, role, name, aliases, type, date, date_end, host, participants, speakers, proposer or declared_count.
add (what, span)
    Adds a quotation, participant, list of proposals, group of pillars or event.
remove (id), accept (id)
    Rejects a finding; accepts it, which sets its confidence to 1.
merge (id, into), split (id, mentions)
    Merges two participants; splits the listed mentions of a participant off as a new participant.
form (id, index, value)
    Sets the form of a mention: name, short_name, nominal or pronoun.
restore (annotation)
    Restores an earlier state of the findings, for undo and redo; the article and its history stay.
confirm
    Records that a person has reviewed the whole annotation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from annotate.analyse.cast.pronouns import PRONOUN
from annotate.check import Fault, check_annotation
from annotate.models import Annotation
from annotate.review.order import Value, in_order

#: Parts that a finding can have several of, and the list that holds each.
_SEVERAL = {"content": "content", "mentions": "mentions", "items": "items", "markers": "items"}
_ONE = {
    "q": ("cue", "source"),
    "e": ("name", "date_text", "place"),
    "s": ("label", "proposer_text"),
    "g": ("label",),
    "p": (),
}
_FIELDS = {
    "q": ("kind", "speakers"),
    "e": ("type", "date", "date_end", "host", "participants"),
    "p": ("kind", "role", "name", "aliases"),
    "s": ("proposer", "declared_count"),
    "g": ("declared_count",),
}
_COLLECTIONS = {"q": "quotations", "p": "participants", "s": "proposals", "g": "pillars"}
_LETTERS = {"quotation": "q", "participant": "p", "proposals": "s", "pillars": "g", "event": "e"}
#: Confidence of what a person adds.
_SURE = 1.0


class ChangeError(ValueError):
    """A change that cannot be applied; the message tells the person who made it why."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A changed annotation, the path of the change, a note for its history, and the new id of the finding."""

    annotation: Annotation
    path: str
    note: str
    id: str | None


def applied(annotation: Annotation, change: Value) -> Applied:
    """Apply a change and return the new annotation; the given one stays as it is.

    The result is checked as by `annotate validate`. A change that adds an error is refused; errors that were there
    before may remain. Raises `ChangeError`.
    """
    make = _MAKERS.get(str(change.get("do")))
    if make is None:
        raise ChangeError(f"there is no change {change.get('do')!r}; use one of {', '.join(_MAKERS)}")
    try:
        path, note, value = make(annotation.model_dump(mode="json"), change)
        ordered, ids = in_order(value)
        made = Annotation.model_validate(ordered)
    except ChangeError:
        raise
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ChangeError(f"{where}: {first['msg'].lower()}, and {first['input']!r} was given") from None
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ChangeError(f"the change lacks a key or names something that does not exist: {error}") from None
    worse = _worse(check_annotation(annotation), check_annotation(made))
    if worse:
        raise ChangeError(f"{worse.message} ({worse.rule})")
    return Applied(made, path, note, ids.get(_named(change)))


def _named(change: Value) -> str:
    """Return the id that the changed finding had before the annotation was renumbered."""
    if change["do"] == "add":
        return f"{_LETTERS[change['what']]}9999"
    return str(change.get("into") or change.get("id") or "")


def _worse(before: Sequence[Fault], after: Sequence[Fault]) -> Fault | None:
    """Return the first error of a rule that is broken more often than before; existing errors may remain."""
    left = Counter(fault.rule for fault in before)
    for fault in after:
        left[fault.rule] -= 1
        if fault.severity == "error" and left[fault.rule] < 0:
            return fault
    return None


Made = tuple[str, str, Value]


def _span(value: Value, change: Value) -> Made:
    finding, path = _finding(value, change["id"])
    part, given = str(change["part"]), change.get("span")
    span = None if given is None else _cut(value, given)
    if part in _SEVERAL and _SEVERAL[part] in finding:
        return _one_of_several(value, finding, path, part, span, change)
    if part not in _ONE[change["id"][0]]:
        raise ChangeError(f"{change['id']} has no part {part!r}")
    finding[part] = span
    return f"{path}.{part}", "set" if span else "removed", value


def _one_of_several(value: Value, finding: Value, path: str, part: str, span: Value | None, change: Value) -> Made:
    listed, index = finding[_SEVERAL[part]], int(change["index"])
    if not 0 <= index <= len(listed):
        raise ChangeError(f"{change['id']} has {len(listed)} {part!r}; there is no number {index + 1}")
    nested = part in ("items", "markers") and change["id"][0] == "s"
    where = f"{path}.{_SEVERAL[part]}[{index}]"
    if nested and part == "markers":
        listed[index]["marker"] = span
    elif span is None:
        if len(listed) == 1 and part != "mentions":
            raise ChangeError("the last part cannot be removed; reject the whole finding instead")
        del listed[index]
    elif index == len(listed):
        listed.append(_new_part(part, span, nested, finding))
    elif nested:
        listed[index]["content"] = span
    elif part == "mentions":
        listed[index] = {**span, "form": listed[index]["form"]}
    else:
        listed[index] = span
    return where, "set" if span else "removed", value


def _new_part(part: str, span: Value, nested: bool, finding: Value) -> Value:
    if nested:
        return {"ordinal": 1, "marker": None, "content": span}
    return {**span, "form": _form_of(span["text"], finding)} if part == "mentions" else span


def _form_of(words: str, person: Value) -> str:
    """Return the likely form of a mention; a person can change it."""
    if words == person["name"]:
        return "name"
    if PRONOUN.fullmatch(words):
        return "pronoun"
    return "short_name" if words in person["aliases"] or words in person["name"].split() else "nominal"


def _set(value: Value, change: Value) -> Made:
    finding, path = _finding(value, change["id"])
    field = str(change["field"])
    if field not in _FIELDS[change["id"][0]]:
        raise ChangeError(f"{change['id']} has no field {field!r} that can be set")
    new = change["value"]
    if field == "name":
        new = str(new)
        if new not in value["article"]["text"]:
            raise ChangeError("a name must stand in the text as it is written")
    finding[field] = new
    return f"{path}.{field}", "set", value


def _add(value: Value, change: Value) -> Made:
    span = _cut(value, change["span"])
    what = str(change["what"])
    if what == "event":
        if value["event"] is not None:
            raise ChangeError("the annotation has a main event already; change or reject it first")
        empty = dict.fromkeys(("date", "date_end", "date_text", "place", "host"))
        event = {"id": "e9999", "name": span, "type": "other", "participants": [], "confidence": _SURE}
        value["event"] = event | empty
        return "$.event", "added", value
    made: dict[str, tuple[str, Value]] = {
        "quotation": ("quotations", {"id": "q9999", "kind": "indirect", "content": [span], "cue": None, "source": None,
                                     "speakers": [], "confidence": _SURE}),
        "participant": ("participants", {"id": "p9999", "name": span["text"], "kind": "person", "role": None,
                                         "aliases": [], "mentions": [{**span, "form": "name"}], "confidence": _SURE}),
        "proposals": ("proposals", {"id": "s9999", "label": None, "proposer": None, "proposer_text": None,
                                    "declared_count": None, "confidence": _SURE,
                                    "items": [{"ordinal": 1, "marker": None, "content": span}]}),
        "pillars": ("pillars", {"id": "g9999", "label": span, "declared_count": None, "items": [span],
                                "confidence": _SURE}),
    }  # fmt: skip
    if what not in made:
        raise ChangeError(f"there is no kind of finding {what!r}; use one of {', '.join((*made, 'event'))}")
    field, finding = made[what]
    value[field].append(finding)
    return f"$.{field}", "added", value


def _remove(value: Value, change: Value) -> Made:
    finding, path = _finding(value, change["id"])
    if change["id"][0] == "e":
        if value["event"] is finding:
            value["event"] = None
        value["related_events"] = [e for e in value["related_events"] if e is not finding]
    else:
        field = _COLLECTIONS[change["id"][0]]
        value[field] = [one for one in value[field] if one is not finding]
    return path, "rejected", value


def _accept(value: Value, change: Value) -> Made:
    finding, path = _finding(value, change["id"])
    finding["confidence"] = _SURE
    return path, "accepted", value


def _merge(value: Value, change: Value) -> Made:
    gone, path = _finding(value, change["id"])
    kept, _ = _finding(value, change["into"])
    if gone is kept or change["id"][0] != "p" or change["into"][0] != "p":
        raise ChangeError("only two different participants can be merged")
    kept["mentions"] += gone["mentions"]
    names = (*kept["aliases"], gone["name"], *gone["aliases"])
    kept["aliases"] = list(dict.fromkeys(name for name in names if name != kept["name"]))
    kept["role"] = kept["role"] or gone["role"]
    value["participants"] = [p for p in value["participants"] if p is not gone]
    _replace(value, change["id"], change["into"])
    return path, f"merged into {kept['name']}", value


def _replace(value: Value, old: str, new: str) -> None:
    """Replace every reference to one participant by a reference to another."""
    for quotation in value["quotations"]:
        quotation["speakers"] = [new if key == old else key for key in quotation["speakers"]]
    for event in (value["event"], *value["related_events"]):
        if event:
            event["host"] = new if event["host"] == old else event["host"]
            event["participants"] = [new if key == old else key for key in event["participants"]]
    for listed in value["proposals"]:
        listed["proposer"] = new if listed["proposer"] == old else listed["proposer"]


def _split(value: Value, change: Value) -> Made:
    person, path = _finding(value, change["id"])
    chosen = {int(index) for index in change["mentions"]}
    apart = [m for n, m in enumerate(person["mentions"]) if n in chosen]
    if not apart or len(apart) == len(person["mentions"]):
        raise ChangeError("a split must move some mentions and leave some")
    person["mentions"] = [m for n, m in enumerate(person["mentions"]) if n not in chosen]
    name = max(apart, key=lambda m: (m["form"] == "name", m["form"] == "short_name", m["end"] - m["start"]))["text"]
    left = {m["text"] for m in person["mentions"]}
    person["aliases"] = [
        alias for alias in person["aliases"] if alias in left or alias not in {m["text"] for m in apart}
    ]
    value["participants"].append(
        {"id": "p9999", "name": name, "kind": person["kind"], "role": None, "aliases": [], "mentions": apart,
         "confidence": _SURE}
    )  # fmt: skip
    return path, f"split off {name}", value


def _restore(value: Value, change: Value) -> Made:
    earlier = change["annotation"]
    kept = {key: value[key] for key in ("schema_version", "article", "provenance")}
    return "$", "restored an earlier state", {**value, **earlier, **kept}


def _form(value: Value, change: Value) -> Made:
    finding, path = _finding(value, change["id"])
    index = int(change["index"])
    finding["mentions"][index]["form"] = str(change["value"])
    return f"{path}.mentions[{index}].form", "set", value


def _confirm(value: Value, _change: Value) -> Made:
    return "$", "looked through", value


def _finding(value: Value, id_: str) -> tuple[Value, str]:
    """Return the finding with an id, and its JSON path."""
    if id_[:1] == "e":
        if value["event"] and value["event"]["id"] == id_:
            return value["event"], "$.event"
        field = "related_events"
    else:
        field = _COLLECTIONS.get(id_[:1], "")
    for n, one in enumerate(value.get(field, ())):
        if one["id"] == id_:
            return one, f"$.{field}[{n}]"
    raise ChangeError(f"there is no {id_!r} in this annotation")


def _cut(value: Value, given: Any) -> Value:
    """Return a span of the text, trimmed of white space at both ends."""
    text, (start, end) = value["article"]["text"], map(int, given)
    if not 0 <= start < end <= len(text):
        raise ChangeError(f"the span {start} to {end} is empty or lies outside the text")
    part = text[start:end]
    start, end = start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
    if start >= end:
        raise ChangeError("the span holds only white space")
    return {"start": start, "end": end, "text": text[start:end]}


_MAKERS: dict[str, Callable[[Value, Value], Made]] = {
    "span": _span,
    "set": _set,
    "add": _add,
    "remove": _remove,
    "accept": _accept,
    "merge": _merge,
    "split": _split,
    "form": _form,
    "restore": _restore,
    "confirm": _confirm,
}
