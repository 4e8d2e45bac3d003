"""What goes where, in each export: found by exporting an article in which every value is unlike every other.

A page of `docs/formats/` holds such a table between two comments; ``python -m tests.regenerate pages`` writes it.
A place is a path into the export, with what tells it from its neighbours in brackets.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from lxml import etree
from pydantic import BaseModel

from annotate.export import EXPORTERS, ExportOptions
from annotate.export.tables.columns import Role
from annotate.export.tables.definition import EXACT, TABLES
from annotate.models import Annotation, Event, Span
from tests.support.places import ROOT

PAGES = ROOT / "docs" / "formats"
START, END = "<!-- what goes where: made by `nox -s regenerate` -->", "<!-- end -->"
_OPTIONS = ExportOptions(timestamp=datetime(2026, 1, 1, tzinfo=UTC), guid_authority="example.org,2026")
_MOST_PLACES = 3

Leaf = tuple[str, str]


def _everything() -> dict[str, Any]:
    """Return an annotation as a plain value: every field filled, no value like another."""
    text = "x" * 2000 + "\n"

    def span(name: str) -> dict[str, Any]:
        nonlocal text
        start = len(text) + 2
        text += f"x {name} x\n"
        return {"start": start, "end": start + len(name), "text": name}

    def event(name: str, year: int, host: str, other: str) -> dict[str, Any]:
        spans = {key: span(f"{name}-{key}") for key in ("name", "date_text", "place")}
        dates = {"date": f"{year}-02-03", "date_end": f"{year}-02-04"}
        return {"type": "signing", "host": host, "participants": [other], **spans, **dates}

    people = [
        {"id": f"p{n}", "name": f"name{n}", "kind": "person", "mentions": [{**span(f"mention{n}"), "form": "name"}]}
        for n in range(11, 18)
    ]
    described = {"kind": "country", "role": "the-role", "aliases": ["the-alias"]}
    people[0] |= {**described, "mentions": [{**span("the-mention"), "form": "nominal"}]}
    value: dict[str, Any] = {
        "event": {"id": "e21", **event("event", 1971, "p12", "p13"), "confidence": 0.51},
        "related_events": [{"id": "e22", **event("related", 1981, "p14", "p15"), "confidence": 0.52}],
        "participants": [{**person, "confidence": 0.53 if person["id"] == "p11" else 0.01} for person in people],
        "quotations": [
            {
                "id": "q31",
                "kind": "mixed",
                "content": [span("the-content")],
                "cue": span("the-cue"),
                "source": span("the-source"),
                "speakers": ["p16"],
                "confidence": 0.54,
            }
        ],
        "proposals": [
            {
                "id": "s41",
                "label": span("the-list"),
                "proposer": "p17",
                "proposer_text": span("the-proposer"),
                "declared_count": 403,
                "items": [{"ordinal": 404, "marker": span("the-marker"), "content": span("the-item")}],
                "confidence": 0.55,
            }
        ],
        "pillars": [
            {
                "id": "g51",
                "label": span("the-group"),
                "declared_count": 503,
                "items": [span("the-pillar")],
                "confidence": 0.56,
            }
        ],
        "repairs": [{**span("the-damage"), "kind": "ligature", "replacement": "the-replacement"}],
        "provenance": {
            "tool": "the-tool",
            "version": "the-version",
            "models": [{"name": "the-model", "sha256": "b" * 64}],
            "options": {"the-option": "its-value"},
            "edits": [{"when": "1961-01-01", "who": "the-editor", "path": "$.the-path", "note": "the-note"}],
        },
    }
    parts = {name: span(f"the-{name}") for name in ("headline", "dateline", "byline")}
    article = {"id": "the-id", "source": "the-file", "sha256": "a" * 64, "text": text, "language": "sw"}
    published = "1951-05-06T07:08:09Z"
    value["article"] = {**article, **parts, "published": published, "metadata": {"the-key": "the-metadata"}}
    return value


#: Fields that are where the export changes when they are another: references to participants, and some kinds.
_OTHERWISE: dict[str, Any] = {
    **dict.fromkeys(("event.host", "related_events.host", "proposals.proposer")),
    **dict.fromkeys(("event.participants", "related_events.participants", "quotations.speakers"), ()),
    "participants.kind": "person",
}


def fields() -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    """Yield the contract's fields (``quotations.cue``), where the one of the example stands, and its value."""
    value = _everything()
    wanted = Annotation.model_fields
    order = ["article", *(name for name in wanted if name not in ("schema_version", "article"))]

    def walk(name: str, where: tuple[str | int, ...], inner: Any) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
        if isinstance(inner, dict) and not {"start", "end"} <= inner.keys() and name not in _WHOLE:
            for key, item in inner.items():
                yield from walk(f"{name}.{key}", (*where, key), item)
        elif isinstance(inner, list) and isinstance(inner[0], dict) and name not in _WHOLE:
            if {"start", "end"} <= inner[0].keys():
                yield name, (*where, 0), inner[0]
                for key in [key for key in inner[0] if key not in ("start", "end", "text")]:
                    yield f"{name}.{key}", (*where, 0, key), inner[0][key]
            else:
                yield from walk(name, (*where, 0), inner[0])
        else:
            yield name, where, inner

    for name in order:
        yield from walk(name, (name,), value[name])


#: Values of free form, and lists of them.
_WHOLE = ("article.metadata", "provenance.options", "provenance.models", "provenance.edits")


def table(format_: str) -> str:
    """Return the table of a format: each field of the contract, where it goes, and where its offsets go."""
    leaves = _leaves(format_, _everything())
    rows = {}
    for name, where, item in fields():
        is_span = isinstance(item, dict) and "start" in item
        words, offsets = (item["text"], str(item["start"])) if is_span else (item, None)
        if name in _OTHERWISE:
            found = _changed(format_, leaves, where, _OTHERWISE[name])
        else:
            found = _places(leaves, name, words)
        numbers = _shown(_places(leaves, name, offsets)[:1]) if offsets else ""
        rows[name] = f"{_shown(found)} | {numbers}"
    for name in [name for name in rows if name.startswith("related_events.")]:
        if rows[name] == rows[name.replace("related_events", "event")]:
            del rows[name]
    if not any(name.startswith("related_events.") for name in rows):
        rows["related_events"] = "as `event` | as `event`"
    lines = [f"| {name} | {row} |" for name, row in rows.items()]
    return "\n".join(["| field | place | start of its offsets |", "|---|---|---|", *lines])


def _shown(places: list[str]) -> str:
    return ", ".join(f"`{place}`" for place in places) or "–"


def _changed(format_: str, leaves: list[Leaf], where: tuple[str | int, ...], other: Any) -> list[str]:
    """Return where the export is no longer the same when the value is another."""
    value = _everything()
    steps = where if isinstance(where[-1], str) else where[:-1]
    inner: Any = value
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = other
    gone = [leaf for leaf in Counter(leaves) - Counter(_leaves(format_, value)) if not leaf[1].isdigit()]
    pointing = [leaf for leaf in gone if re.search(r"(^|:)(p1[2-7]|(name|mention)1[2-7])(-1)?$", leaf[1])]
    return list(dict.fromkeys(path for path, _ in pointing or gone))[:_MOST_PLACES]


def _places(leaves: list[Leaf], name: str, item: Any) -> list[str]:
    """Return where a value stands: as it is, at the end of an identifier, in percent, or within other words."""
    if isinstance(item, list | tuple):
        item = item[0]
    if isinstance(item, dict):
        item = next(str(v) for v in item.values())
    wanted = {str(item)}
    if name.endswith("confidence"):
        wanted = {f"{item:g}", str(round(item * 100))}
    elif name == "article.text":
        wanted.add(item.split("\n")[0])
    elif name == "proposals.id":
        wanted.add(f"pl{item[1:]}")
    folded = {word.casefold() for word in wanted}
    ends = ":-" if name.endswith((".kind", ".id")) else ":"
    exact = [
        path
        for path, words in leaves
        if words.casefold() in folded or any(words.rpartition(end)[2].casefold() in folded for end in ends)
    ]
    inside = [path for path, words in leaves if len(words) < 200 and any(w in words for w in wanted if len(w) > 6)]
    return list(dict.fromkeys(exact or inside))[:_MOST_PLACES]


def _leaves(format_: str, value: dict[str, Any]) -> list[Leaf]:
    """Return the paths and values of an export."""
    annotation = Annotation.model_validate(value)
    exporter = EXPORTERS[format_]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "x"
        exporter.to_file([annotation], target, _OPTIONS)
        return list(_WALKERS[format_](target))


def _json(target: Path) -> Iterator[Leaf]:
    yield from _json_leaves(json.loads(target.read_bytes()), "")


def _json_leaves(value: Any, path: str) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _json_leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_leaves(inner, f"{path}[{_kind(inner)}]")
    elif value is not None:
        yield path, str(value)


#: Values of the example that tell nothing about their place.
_NOT_TOLD = ("the-", "person", "country", "signing")


def _kind(value: Any) -> str:
    """Return what tells an object from others in its list."""
    if isinstance(value, dict):
        if isinstance(value.get("value"), dict) and isinstance(value["value"].get("labels"), list):
            return str(value["value"]["labels"][0])
        if isinstance(value.get("labels"), list):
            return str(value["labels"][0])
        if isinstance(value.get("body"), list):
            return str(value["body"][0]["value"])
        for key in ("rel", "role", "@type", "purpose", "type"):
            found = value.get(key)
            if isinstance(found, str) and not found.startswith(_NOT_TOLD):
                return found.partition(":")[0]
    return ""


def _xml(target: Path) -> Iterator[Leaf]:
    (item,) = etree.parse(str(target)).iter("{*}newsItem")
    yield from _xml_leaves(item, "")


def _xml_leaves(node: etree._Element, path: str) -> Iterator[Leaf]:
    for name, words in node.attrib.items():
        yield f"{path}/@{etree.QName(name).localname}".lstrip("/"), str(words)
    if node.text and node.text.strip() and not path.endswith("/p"):
        yield path.replace("contentSet/inlineXML/nitf/body/body.content/block/p/", "contentSet/inlineXML//"), node.text
    for child in node.iterchildren(tag=etree.Element):
        own = [child.get(key) for key in ("role", "rel", "reluri", "scope")]
        role = child.find("{*}role")
        told = next((words for words in (*own, None if role is None else role.get("qcode")) if words), "")
        name = etree.QName(child).localname
        told = told or (child.get("type") or "") * (name == "altId")
        kind = "[" + re.split("[:#]", told)[-1] + "]" if told else ""
        yield from _xml_leaves(child, f"{path}/{name}{kind}".lstrip("/"))


def _tables(target: Path) -> Iterator[Leaf]:
    for definition in TABLES:
        shown = [c.name for c in definition.columns if c.role is not Role.LABEL or c.name == "headline"]
        with (target / f"{definition.name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for name in shown:
                    if name != "headline" or definition.name == "articles":
                        yield f"{definition.name}.{name}", row[name]


def _flat(target: Path) -> Iterator[Leaf]:
    for row in csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"), newline="")):
        for name, cell in row.items():
            kind = "" if name in ("article_id", "headline", "published") else f"[{row['finding']}]"
            yield f"{name}{kind}", cell


def _brat(target: Path) -> Iterator[Leaf]:
    (text,) = target.glob("*.txt")
    yield "name of the files", text.stem
    yield ".txt", text.read_bytes().decode()
    (file,) = target.glob("*.ann")
    words: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        key, kind, *rest = line.split("\t")
        kind, *arguments = kind.split(" ")
        if key[0] == "T":
            words[key] = rest[0]
            yield f"T {kind}", rest[0]
            yield f"T {kind}", arguments[0]
        elif key[0] == "R":
            yield f"R {kind}", words[arguments[1].removeprefix("Arg2:")]
        elif key[0] == "A":
            yield f"A {kind}", arguments[1]
        else:
            for part in re.split("[ ,]+", rest[0]):
                yield f"# on {_type(file, arguments[0])}", part.strip(":")


def _type(file: Path, key: str) -> str:
    (line,) = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith(f"{key}\t")]
    return line.split("\t")[1].split(" ")[0]


_WALKERS: dict[str, Callable[[Path], Iterator[Leaf]]] = {
    "newsml": _xml,
    "csv": _tables,
    "csv-flat": _flat,
    "webannotation": _json,
    "ninjs": _json,
    "ninjs-1.6": _json,
    "schemaorg": _json,
    "brat": _brat,
    "labelstudio": _json,
}


def contract() -> str:
    """Return the table of the contract's own fields, as the models describe them."""
    rows: list[str] = []

    def walk(model: type[BaseModel], prefix: str) -> None:
        for name, field in model.model_fields.items():
            if issubclass(model, Span) and name in Span.model_fields:
                continue
            inner = next((m for m in _models(field.annotation) if m is not Span), None)
            many = "[]" if get_origin(field.annotation) is tuple else ""
            if inner is Event and name == "related_events":
                rows.append(f"| `{name}[]` | Other events, in the shape of `event`. |")
                continue
            told = field.description or (inner.__doc__ if inner else "") or ""
            choices = ", ".join(f"`{c}`" for c in _choices(field.annotation) if c not in told)
            told += f"{' ' * bool(told)}One of {choices}." if choices else ""
            rows.append(f"| `{prefix}{name}{many}` | {told} |")
            if inner is not None:
                walk(inner, f"{prefix}{name}{many}.")

    walk(Annotation, "")
    return "\n".join(["| field | what |", "|---|---|", *rows])


def _choices(annotation: Any) -> list[str]:
    """Return the values that a field may have, where they are listed."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation)) if len(get_args(annotation)) > 1 else []
    return [choice for argument in get_args(annotation) for choice in _choices(argument)]


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Return the models that an annotation of a field names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models(argument)]


def list_of_tables() -> str:
    """Return the tables that CSV, workbooks and databases have, with their keys."""
    rows = [f"| `{t.name}` | {t.description} | {', '.join(f'`{name}`' for name in t.key)} |" for t in (*TABLES, EXACT)]
    return "\n".join(["| table | what | key |", "|---|---|---|", *rows])


def block(name: str) -> str:
    """Return what the page of a format holds between the two comments."""
    if name in _WALKERS:
        return table(name)
    return {"json": contract, "sqlite": list_of_tables, "xlsx": list_of_tables}[name]()


def page(name: str) -> Path:
    """Return the path of a format's page."""
    return PAGES / f"{name}.md"


def rewritten(name: str) -> str:
    """Return a page as it should be; a page without the two comments refers to another and stays as it is."""
    before, start, rest = page(name).read_text(encoding="utf-8").partition(START)
    return f"{before}{start}\n{block(name)}\n{END}{rest.partition(END)[2]}" if start else before
