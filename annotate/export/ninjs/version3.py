"""``ninjs``: IPTC's JSON for news, version 3.1; findings about the text are associations.

Quotations, proposals and pillars are components with their words as body, their source as infoSource, and offsets as
altIds; a list is a composite of its items. ninjs has no terms for their confidence, cues or mention forms. Source:
https://iptc.org/standards/ninjs/.

>>> utc("2026-03-12T07:40:00+01:00"), utc("2026-03-12")
('2026-03-12T06:40:00Z', None)
"""

from __future__ import annotations

from typing import Any

from annotate.export.files.naming import guid
from annotate.export.newsml.item import version_of
from annotate.export.newsml.text import truncated_date_time
from annotate.export.options import ExportOptions
from annotate.export.tables.rows import headline_of
from annotate.json_text import json_text
from annotate.models import Annotation, Event, Participant, PillarSet, ProposalSet, Quotation, Span

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
PROFILE = "annotate"
#: The property that holds participants of each kind.
_PLACES = {"person": "people", "organization": "organisations", "group": "organisations", "country": "places"}


def document(annotation: Annotation, options: ExportOptions) -> bytes:
    """Return the article as a ninjs 3.1 document in UTF-8."""
    return json_text(_Ninjs(annotation, options).value(), indent=2).encode() + b"\n"


def utc(published: str | None) -> str | None:
    """Return a date-time in UTC, to the second, in the form that Superdesk reads; None if it has no time zone."""
    from datetime import UTC, datetime

    if published is None or "T" not in published or truncated_date_time(published) is None:
        return None
    moment = datetime.fromisoformat(published)
    if moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return None


def notice(annotation: Annotation) -> str:
    """Return the notice that software made the annotations, with its name and version."""
    provenance = annotation.provenance
    return f"Annotations were made by software ({provenance.tool} {provenance.version})."


class _Ninjs:
    """Builds one document."""

    def __init__(self, annotation: Annotation, options: ExportOptions) -> None:
        self.annotation = annotation
        self.options = options
        self.guid = guid(annotation.article, options)
        self.people = {participant.id: participant for participant in annotation.participants}

    def value(self) -> dict[str, Any]:
        article = self.annotation.article
        headline = headline_of(self.annotation)
        events = self.annotation.events
        groups: dict[str, list[dict[str, Any]]] = {"people": [], "organisations": [], "places": []}
        for participant in self.annotation.participants:
            groups[_PLACES[participant.kind]].append(self._party(participant))
        body = {"role": "canonical-text", "contentType": "text/plain", "charCount": len(article.text)}
        found: dict[str, Any] = {
            "uri": self.guid,
            "type": "text",
            "representationType": "full",
            "profile": PROFILE,
            "version": version_of(self.annotation),
            "versionCreated": self.options.stamp,
            "contentCreated": utc(article.published),
            "pubStatus": "usable",
            "language": article.language,
            "edNote": notice(self.annotation),
            "usageTerms": self.options.usage_terms,
            "headlines": [{"value": headline}] if headline else None,
            "bodies": [{**body, "wordCount": len(article.text.split()), "value": article.text}],
            **groups,
            "events": [{"uri": self._uri(event.id), "name": event.label, "rel": "event"} for event in events],
            "by": article.byline.text if article.byline else None,
            "altIds": [{"role": "article-id", "value": article.id}, {"role": "source", "value": article.source}],
            "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
            "associations": [
                *(self._event(event) for event in events),
                *(self._quotation(quotation) for quotation in self.annotation.quotations),
                *(self._proposals(proposal) for proposal in self.annotation.proposals),
                *(self._pillars(pillar) for pillar in self.annotation.pillars),
            ],
        }
        return {key: value for key, value in found.items() if value not in (None, [])}

    def _uri(self, key: str) -> str:
        return f"{self.guid}:{key}"

    def _party(self, participant: Participant) -> dict[str, Any]:
        return {"uri": self._uri(participant.id), "name": participant.name, "rel": participant.role or participant.kind}

    def _sources(self, people: tuple[str, ...], words: Span | None, role: str) -> list[dict[str, Any]]:
        if people:
            return [
                {"uri": self._uri(p), "name": self.people[p].name, "role": role} for p in people if p in self.people
            ]
        return [{"name": words.text, "role": role}] if words else []

    def _event(self, event: Event) -> dict[str, Any]:
        details: dict[str, Any] = {}
        if start := truncated_date_time(event.date):
            details["dates"] = {"expectedStartDate": start}
            if end := truncated_date_time(event.date_end):
                details["dates"]["expectedEndDate"] = end
        if event.host and event.host in self.people:
            details["organiser"] = {"uri": self._uri(event.host), "name": self.people[event.host].name, "rel": "host"}
        found = {"uri": self._uri(event.id), "type": "event", "name": event.label, "rel": f"event:{event.type}"}
        if event.place:
            found["located"] = event.place.text
        return {**found, "eventDetails": details} if details else found

    def _quotation(self, quotation: Quotation) -> dict[str, Any]:
        ids = _offsets(quotation.content)
        if quotation.cue:
            ids.append({"role": "cue", "value": quotation.cue.text})
        return {
            "uri": self._uri(quotation.id),
            "type": "component",
            "name": quotation.id,
            "rel": f"quotation:{quotation.kind}",
            "bodies": [{"role": "content", "contentType": "text/plain", "value": s.text} for s in quotation.content],
            **_filled("infoSources", self._sources(quotation.speakers, quotation.source, "speaker")),
            "altIds": ids,
        }

    def _proposals(self, proposal: ProposalSet) -> dict[str, Any]:
        proposer = self._sources((proposal.proposer,) if proposal.proposer else (), proposal.proposer_text, "proposer")
        items = [
            self._component(f"{proposal.id}-{number}", "proposal", item.content, str(item.ordinal))
            for number, item in enumerate(proposal.items, 1)
        ]
        return self._list(proposal, "proposals", proposal.label, items, proposer)

    def _pillars(self, pillar: PillarSet) -> dict[str, Any]:
        items = [
            self._component(f"{pillar.id}-{number}", "pillar", item, str(number))
            for number, item in enumerate(pillar.items, 1)
        ]
        return self._list(pillar, "pillars", pillar.label, items, [])

    def _list(
        self,
        group: ProposalSet | PillarSet,
        rel: str,
        label: Span | None,
        items: list[dict[str, Any]],
        sources: list[dict[str, Any]],
    ) -> dict[str, Any]:
        ids = _offsets([label]) if label else []
        if group.declared_count is not None:
            ids.append({"role": "declared-count", "value": str(group.declared_count)})
        found = {"uri": self._uri(group.id), "type": "composite", "name": label.text if label else group.id, "rel": rel}
        return {**found, **_filled("infoSources", sources), **_filled("altIds", ids), "associations": items}

    def _component(self, key: str, rel: str, content: Span, order: str) -> dict[str, Any]:
        return {
            "uri": self._uri(key),
            "type": "component",
            "name": order,
            "rel": rel,
            "bodies": [{"role": "content", "contentType": "text/plain", "value": content.text}],
            "altIds": _offsets([content]),
        }


def _filled(name: str, values: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: values} if values else {}


def _offsets(spans: Any) -> list[dict[str, str]]:
    """Return offsets in code points as alternative ids, one pair per piece."""
    pairs = ((("start", span.start), ("end", span.end)) for span in spans)
    return [{"role": role, "value": str(value)} for pair in pairs for role, value in pair]
