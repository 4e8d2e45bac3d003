"""``webannotation``: W3C Web Annotation (JSON-LD), one AnnotationCollection per article, one Annotation per span.

Offsets count code points, as the Recommendation asks (https://www.w3.org/TR/annotation-model/#text-position-selector).
The quote selector finds the span again if the text moves. Web Annotation has no terms for confidence, order, declared
counts and the text itself, so these are in ``ann:record``: the annotation without the offsets and words of its spans,
which reading back restores from the Annotations.

>>> import json
>>> from annotate import annotate
>>> collection = json.loads(document(annotate("The bridge is open, Ines Caldwell said."), ExportOptions()))
>>> [item["body"][0]["value"] for item in collection["first"]["items"]]
['mention', 'quotation', 'cue', 'source']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotate.export.files.naming import guid
from annotate.export.loading import annotation_of
from annotate.export.options import ExportOptions
from annotate.export.tables.rows import headline_of
from annotate.json_text import json_text, plain_value
from annotate.locate import spans_in
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_OA, _AS, _XSD = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/2001/XMLSchema#",
)
#: What that context defines for the terms used in a collection (W3C, Web Annotation Vocabulary, 2017).
TERMS: Mapping[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{name: f"{_OA}{name}" for name in ("Annotation", "TextualBody", "SpecificResource")},
    **{name: f"{_OA}{name}" for name in ("TextPositionSelector", "TextQuoteSelector", "exact", "prefix", "suffix")},
    **{
        name: f"{_OA}{name}"
        for name in ("highlighting", "identifying", "classifying", "describing", "tagging", "editing")
    },
    **{name: {"@id": f"{_OA}{name}", "@type": f"{_XSD}nonNegativeInteger"} for name in ("start", "end")},
    **{name: {"@id": f"{_OA}has{name.title()}", "@type": "@id"} for name in ("body", "target", "source", "selector")},
    "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
    "AnnotationCollection": f"{_AS}OrderedCollection",
    "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "Software": f"{_AS}Application",
    **{name: {"@id": f"{_AS}{name}", "@type": "@id"} for name in ("generator", "first", "partOf")},
    "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
    "total": {"@id": f"{_AS}totalItems", "@type": f"{_XSD}nonNegativeInteger"},
    "startIndex": {"@id": f"{_AS}startIndex", "@type": f"{_XSD}nonNegativeInteger"},
    "created": {"@id": "http://purl.org/dc/terms/created", "@type": f"{_XSD}dateTime"},
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}
#: The key under which the annotation without its spans is stored.
RECORD = "ann:record"
#: Length of the context before and after a quoted span, in code points.
_AROUND = 24

_Path = tuple[str | int, ...]
#: The motivation and the meaning of a span, by its path in the contract without list positions.
_MEANING: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("article", "headline"): ("highlighting", "headline"),
    ("article", "dateline"): ("highlighting", "dateline"),
    ("article", "byline"): ("highlighting", "byline"),
    ("event", "name"): ("identifying", "event"),
    ("event", "date_text"): ("highlighting", "date"),
    ("event", "place"): ("highlighting", "place"),
    ("related_events", "name"): ("identifying", "related event"),
    ("related_events", "date_text"): ("highlighting", "date"),
    ("related_events", "place"): ("highlighting", "place"),
    ("participants", "mentions"): ("identifying", "mention"),
    ("quotations", "content"): ("classifying", "quotation"),
    ("quotations", "cue"): ("highlighting", "cue"),
    ("quotations", "source"): ("highlighting", "source"),
    ("proposals", "label"): ("highlighting", "list of proposals"),
    ("proposals", "proposer_text"): ("highlighting", "proposer"),
    ("proposals", "items", "marker"): ("highlighting", "marker"),
    ("proposals", "items", "content"): ("classifying", "proposal"),
    ("pillars", "label"): ("highlighting", "group of pillars"),
    ("pillars", "items"): ("classifying", "pillar"),
    ("repairs",): ("editing", "repair"),
}


def document(annotation: Annotation, options: ExportOptions) -> bytes:
    """Return the collection as JSON-LD in UTF-8."""
    record = plain_value(annotation)
    text, base = annotation.article.text, guid(annotation.article, options)
    found = list(spans_in(record))
    items = [_item(number, where, span, record, text, base) for number, (where, span) in enumerate(found, 1)]
    for _, span in found:
        for key in ("start", "end", "text"):
            del span[key]
    provenance = annotation.provenance
    collection: dict[str, Any] = {
        "@context": [
            TERMS if options.jsonld_context == "inline" else CONTEXT,
            {
                "ann": options.vocabulary,
                RECORD: {"@type": "@json"},
                "ann:at": {"@type": "http://www.w3.org/2001/XMLSchema#string"},
            },
        ],
        "id": base,
        "type": "AnnotationCollection",
        "label": headline_of(annotation) or annotation.article.id,
        "created": options.stamp,
        "generator": {"type": "Software", "name": f"{provenance.tool} {provenance.version}"},
        "total": len(items),
        RECORD: record,
    }
    if items:
        page = {"id": f"{base}:page1", "type": "AnnotationPage", "partOf": base, "startIndex": 0, "items": items}
        collection["first"] = page
    return json_text(collection, indent=2).encode() + b"\n"


def _item(
    number: int, where: _Path, span: Mapping[str, Any], record: Mapping[str, Any], text: str, base: str
) -> dict[str, Any]:
    motivation, meaning = _MEANING[tuple(step for step in where if isinstance(step, str))]
    start, end = span["start"], span["end"]
    quote = {"type": "TextQuoteSelector", "exact": span["text"]}
    if before := text[max(0, start - _AROUND) : start]:
        quote["prefix"] = before
    if after := text[end : end + _AROUND]:
        quote["suffix"] = after
    return {
        "id": f"{base}:a{number}",
        "type": "Annotation",
        "motivation": motivation,
        "body": list(_bodies(where, span, record, meaning, base)),
        "target": {
            "source": f"{base}:text",
            "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quote],
        },
        "ann:at": "".join(f"/{step}" for step in where),
    }


def _bodies(
    where: _Path, span: Mapping[str, Any], record: Mapping[str, Any], meaning: str, base: str
) -> Iterator[dict[str, Any]]:
    """Yield what the span is, and the participant that it refers to or who said it."""
    yield {"type": "TextualBody", "purpose": "tagging", "value": meaning}
    finding = _at(record, where[:2]) if isinstance(where[1] if len(where) > 1 else None, int) else None
    if meaning == "mention" and isinstance(finding, dict):
        yield {"type": "SpecificResource", "purpose": "identifying", "source": f"{base}:{finding['id']}"}
        yield {"type": "TextualBody", "purpose": "describing", "value": finding["name"]}
    elif meaning == "quotation" and isinstance(finding, dict):
        yield {"type": "TextualBody", "purpose": "classifying", "value": f"{finding['kind']} quotation"}
        for speaker in finding["speakers"]:
            yield {"type": "SpecificResource", "purpose": "identifying", "source": f"{base}:{speaker}"}
    elif meaning == "repair" and span["replacement"] is not None:
        yield {"type": "TextualBody", "purpose": "editing", "value": span["replacement"]}


def _at(record: Any, where: Sequence[str | int]) -> Any:
    for step in where:
        record = record[step]
    return record


def read(path: Path) -> Iterator[Annotation]:
    """Yield the one annotation of a collection; raises `ReadError`."""
    try:
        collection = value_of(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise ReadError(Problem("json", f"is not JSON: {error}", str(path))) from error
    yield annotation_of(record_of(collection, path)[0], path)


def record_of(collection: Any, path: Path | str = "") -> tuple[dict[str, Any], dict[str, int]]:
    """Return the annotation in a parsed collection, and the index of the item that holds each span, by JSON pointer.

    The record of the collection is filled in place. Raises `ReadError`.
    """
    places: dict[str, int] = {}
    try:
        record: dict[str, Any] = collection[RECORD]
        for number, item in enumerate(collection.get("first", {}).get("items", [])):
            span: Any = record
            for step in item["ann:at"][1:].split("/"):
                span = span[int(step) if isinstance(span, list) else step]
            position, quote = item["target"]["selector"]
            span.update(start=position["start"], end=position["end"], text=quote["exact"])
            places[item["ann:at"]] = number
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        why = "is not a collection of Web Annotations written by this program"
        raise ReadError(Problem("webannotation", why, str(path))) from error
    return record, places
