"""``labelstudio``: a JSON array of tasks with pre-annotations for Label Studio.

`CONFIGURATION` is the labelling interface to paste into a project.
Offsets count code points, as Label Studio's Python tools expect. The format has no place for order and declared counts.
Source: https://labelstud.io/guide/predictions.

>>> from annotate import annotate
>>> made = task(annotate("The bridge is open, Ines Caldwell said."))
>>> [region["value"]["text"] for region in made["predictions"][0]["result"] if "value" in region]
['Ines Caldwell', 'The bridge is open', 'said', 'Ines Caldwell']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from annotate.export.options import ExportOptions
from annotate.export.tables.rows import headline_of
from annotate.json_text import json_text
from annotate.models import Annotation, Span

LABELS = (
    *("Person", "Organization", "Country", "Group", "Event", "Date", "Place", "Quotation", "Cue", "Source"),
    *("Proposal list", "Proposal", "Marker", "Pillar group", "Pillar"),
)
RELATIONS = ("speaker", "cue", "source", "continues", "item", "proposer", "host", "date", "place", "same")
CONFIGURATION = "\n".join(
    (
        "<View>",
        "  <Relations>" + "".join(f'<Relation value="{name}"/>' for name in RELATIONS) + "</Relations>",
        '  <Labels name="label" toName="text">' + "".join(f'<Label value="{name}"/>' for name in LABELS) + "</Labels>",
        '  <Text name="text" value="$text" granularity="symbol"/>',
        "</View>",
    )
)


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write a JSON array with one task per article and return their number; one article is in memory at a time."""
    count = 0
    out.write(b"[")
    for count, annotation in enumerate(annotations, 1):
        out.write(b"\n" if count == 1 else b",\n")
        out.write(json_text(task(annotation)).encode())
    out.write(b"\n]\n")
    return count


def task(annotation: Annotation) -> dict[str, Any]:
    """Return one task: the text and one prediction with all regions and relations."""
    article, provenance = annotation.article, annotation.provenance
    regions = _Regions()
    regions.fill(annotation)
    data = {"text": article.text, "id": article.id, "headline": headline_of(annotation) or "", "source": article.source}
    scores = [q.confidence for q in annotation.quotations]
    prediction: dict[str, Any] = {
        "model_version": f"{provenance.tool} {provenance.version}",
        "result": [*regions.found, *regions.relations],
    }
    if scores:
        prediction["score"] = round(sum(scores) / len(scores), 2)
    return {"data": data, "predictions": [prediction]}


class _Regions:
    """The regions and relations of one task; their ids are those of the annotation, followed by a number."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []
        self.relations: list[dict[str, Any]] = []
        self._people: dict[str, str] = {}

    def fill(self, annotation: Annotation) -> None:
        """Add all findings of the annotation."""
        for person in annotation.participants:
            mentions = list(self._all(person.id, person.kind.capitalize(), person.mentions, person.confidence))
            if mentions:
                self._people[person.id] = mentions[0]
                self._join("same", mentions[1:], mentions[:1])
        for event in annotation.events:
            name = self._maybe(event.id, "Event", event.name, event.confidence)
            self._join("date", name, self._maybe(f"{event.id}-date", "Date", event.date_text, event.confidence))
            self._join("place", name, self._maybe(f"{event.id}-place", "Place", event.place, event.confidence))
            self._join("host", name, self._persons([event.host] if event.host else []))
        for quotation in annotation.quotations:
            sure = quotation.confidence
            pieces = list(self._all(quotation.id, "Quotation", quotation.content, sure))
            self._join("continues", pieces[1:], pieces[:1])
            self._join("cue", pieces[:1], self._maybe(f"{quotation.id}-cue", "Cue", quotation.cue, sure))
            self._join("source", pieces[:1], self._maybe(f"{quotation.id}-source", "Source", quotation.source, sure))
            self._join("speaker", pieces[:1], self._persons(quotation.speakers))
        for proposal in annotation.proposals:
            sure = proposal.confidence
            label = self._maybe(proposal.id, "Proposal list", proposal.label, sure)
            items = list(self._all(f"{proposal.id}-item", "Proposal", [i.content for i in proposal.items], sure))
            list(self._all(f"{proposal.id}-marker", "Marker", [i.marker for i in proposal.items if i.marker], sure))
            self._join("item", label, items)
            self._join("proposer", label or items[:1], self._persons([proposal.proposer] if proposal.proposer else []))
        for pillar in annotation.pillars:
            label = self._maybe(pillar.id, "Pillar group", pillar.label, pillar.confidence)
            self._join("item", label, list(self._all(f"{pillar.id}-item", "Pillar", pillar.items, pillar.confidence)))

    def _all(self, key: str, label: str, spans: Iterable[Span], confidence: float) -> Iterator[str]:
        for number, span in enumerate(spans, 1):
            region = f"{key}-{number}"
            value = {"start": span.start, "end": span.end, "text": span.text, "labels": [label]}
            frame = {"id": region, "from_name": "label", "to_name": "text", "type": "labels"}
            self.found.append({**frame, "value": value, "score": confidence})
            yield region

    def _maybe(self, key: str, label: str, span: Span | None, confidence: float) -> list[str]:
        return list(self._all(key, label, [span] if span else [], confidence))

    def _persons(self, people: Iterable[str]) -> list[str]:
        return [self._people[person] for person in people if person in self._people]

    def _join(self, name: str, sources: list[str], targets: list[str]) -> None:
        for source in sources:
            for target in targets:
                ends = {"from_id": source, "to_id": target}
                self.relations.append({"type": "relation", **ends, "direction": "right", "labels": [name]})
