"""``schemaorg``: a schema.org NewsArticle in JSON-LD, as search engines and knowledge graphs read it.

schema.org has no terms for offsets and confidence. Source: https://schema.org/NewsArticle.

>>> import json
>>> from annotate import annotate
>>> found = json.loads(document(annotate("The bridge is open, Ines Caldwell said."), ExportOptions()))
>>> found["@type"], found["mentions"][0]["name"]
('NewsArticle', 'Ines Caldwell')
"""

from __future__ import annotations

from typing import Any

from annotate.export.files.naming import guid
from annotate.export.newsml.text import web_address
from annotate.export.options import ExportOptions
from annotate.export.tables.rows import headline_of
from annotate.json_text import json_text
from annotate.models import Annotation, Event, Participant, PillarSet, ProposalSet, Quotation

CONTEXT = "https://schema.org"
#: The part of that context which an export needs; every name has the IRI that schema.org's own context gives it.
TERMS = {"@vocab": "http://schema.org/", "url": {"@type": "@id"}, "itemListOrder": {"@type": "@id"}}
_TYPES = {"person": "Person", "organization": "Organization", "country": "Country", "group": "Organization"}


def document(annotation: Annotation, options: ExportOptions) -> bytes:
    """Return the article as JSON-LD in UTF-8."""
    article = annotation.article
    base = guid(article, options)
    found = {
        "@context": TERMS if options.jsonld_context == "inline" else CONTEXT,
        "@type": "NewsArticle",
        "@id": base,
        "identifier": article.id,
        "url": web_address(article.metadata.get("url")),
        "headline": headline_of(annotation),
        "datePublished": article.published,
        "inLanguage": article.language,
        "dateline": article.dateline.text if article.dateline else None,
        "author": {"@type": "Person", "name": article.byline.text} if article.byline else None,
        "articleBody": article.text,
        "about": [_event(event, base) for event in annotation.events],
        "mentions": [_party(participant, base) for participant in annotation.participants],
        "hasPart": [
            *(_quotation(quotation, base) for quotation in annotation.quotations),
            *(_proposals(proposal, base) for proposal in annotation.proposals),
            *(_pillars(pillar, base) for pillar in annotation.pillars),
        ],
    }
    return json_text(_filled(found), indent=2).encode() + b"\n"


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item not in (None, [], ())}


def _reference(base: str, key: str) -> dict[str, str]:
    return {"@id": f"{base}:{key}"}


def _event(event: Event, base: str) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Event",
            **_reference(base, event.id),
            "name": event.name.text if event.name else None,
            "additionalType": event.type,
            "startDate": event.date,
            "endDate": event.date_end,
            "location": {"@type": "Place", "name": event.place.text} if event.place else None,
            "organizer": _reference(base, event.host) if event.host else None,
            "attendee": [_reference(base, person) for person in event.participants],
        }
    )


def _party(participant: Participant, base: str) -> dict[str, Any]:
    person = participant.kind == "person"
    return _filled(
        {
            "@type": _TYPES[participant.kind],
            **_reference(base, participant.id),
            "name": participant.name,
            "alternateName": list(participant.aliases),
            "jobTitle" if person else "description": participant.role,
        }
    )


def _quotation(quotation: Quotation, base: str) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Quotation",
            **_reference(base, quotation.id),
            "text": " […] ".join(piece.text for piece in quotation.content),
            "creator": [_reference(base, speaker) for speaker in quotation.speakers],
            "creditText": quotation.source.text if quotation.source else None,
        }
    )


def _proposals(proposal: ProposalSet, base: str) -> dict[str, Any]:
    creator = _reference(base, proposal.proposer) if proposal.proposer else None
    works = [
        (item.ordinal, _filled({"@type": "CreativeWork", "text": item.content.text, "creator": creator}))
        for item in proposal.items
    ]
    return _list(proposal.id, base, proposal.label.text if proposal.label else None, proposal.declared_count, works)


def _pillars(pillar: PillarSet, base: str) -> dict[str, Any]:
    things = [(number, {"@type": "Thing", "name": item.text}) for number, item in enumerate(pillar.items, 1)]
    return _list(pillar.id, base, pillar.label.text, pillar.declared_count, things)


def _list(
    key: str, base: str, name: str | None, declared: int | None, items: list[tuple[int, dict[str, Any]]]
) -> dict[str, Any]:
    return _filled(
        {
            "@type": "ItemList",
            **_reference(base, key),
            "name": name,
            "numberOfItems": declared,
            "itemListOrder": "https://schema.org/ItemListOrderAscending",
            "itemListElement": [{"@type": "ListItem", "position": number, "item": item} for number, item in items],
        }
    )
