"""``ninjs-1.6``: the version that stock Superdesk reads, with headline, text, and what the article is about.

It has no place for quotations, proposals and pillars. Source: https://iptc.org/standards/ninjs/.

>>> import json
>>> from annotate import annotate
>>> found = json.loads(document(annotate("The bridge is open, Ines Caldwell said."), ExportOptions()))
>>> found["person"][0]["name"]
'Ines Caldwell'
"""

from __future__ import annotations

from html import escape
from typing import Any

from annotate.export.files.naming import guid
from annotate.export.newsml.item import version_of
from annotate.export.ninjs.version3 import PROFILE, notice, utc
from annotate.export.options import ExportOptions
from annotate.export.tables.rows import headline_of, percent
from annotate.json_text import json_text
from annotate.models import Annotation, Event, Participant

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_1.6.json#"
_PLACES = {"person": "person", "organization": "organisation", "group": "organisation", "country": "place"}


def document(annotation: Annotation, options: ExportOptions) -> bytes:
    """Return the article as a ninjs 1.6 document in UTF-8."""
    article = annotation.article
    base = guid(article, options)
    concepts: list[Participant | Event] = [*annotation.participants, *annotation.events]
    found: dict[str, Any] = {
        "uri": base,
        "type": "text",
        "representationtype": "complete",
        "profile": PROFILE,
        "version": version_of(annotation),
        "versioncreated": options.stamp,
        "contentcreated": utc(article.published),
        "pubstatus": "usable",
        "language": article.language,
        "ednote": notice(annotation),
        "usageterms": options.usage_terms,
        "headline": headline_of(annotation),
        "byline": article.byline.text if article.byline else None,
        "body_text": article.text,
        "body_html": "".join(f"<p>{escape(line.strip())}</p>" for line in article.text.splitlines() if line.strip()),
        "charcount": len(article.text),
        "wordcount": len(article.text.split()),
        "person": [],
        "organisation": [],
        "place": [],
        "event": [_concept(base, event.id, event.label, event.type) for event in annotation.events],
        "subject": [
            {**_concept(base, item.id, _name(item), None), "confidence": percent(item.confidence)} for item in concepts
        ],
        "altids": {"article-id": article.id, "source": article.source},
        "$standard": {"name": "ninjs", "version": "1.6", "schema": SCHEMA},
    }
    for participant in annotation.participants:
        concept = _concept(base, participant.id, participant.name, participant.role or participant.kind)
        found[_PLACES[participant.kind]].append(concept)
    return json_text({k: v for k, v in found.items() if v not in (None, [])}, indent=2).encode() + b"\n"


def _concept(base: str, code: str, name: str, rel: str | None) -> dict[str, Any]:
    concept = {"name": name, "scheme": f"{base}:", "code": code}
    return {**concept, "rel": rel} if rel else concept


def _name(item: Participant | Event) -> str:
    return item.name if isinstance(item, Participant) else item.label
