"""Full detail: the parts of a newsItem that are needed only to read it back."""

from __future__ import annotations

from typing import Any

from lxml import etree

from annotate.export.newsml.elements import add_exact, add_offsets, add_term, add_words, percent, xml_json
from annotate.export.newsml.item import Item
from annotate.export.newsml.parts import add_part
from annotate.json_text import plain_value
from annotate.models import Event, Participant


def add_details(one: Item, item: etree._Element) -> None:
    """Add the parts that hold everything of the annotation that the standard detail leaves out."""
    value = plain_value(one.annotation)
    _article_part(one, item, value["article"])
    _provenance_part(one, item, value["provenance"])
    for event in one.events:
        _event_part(one, item, event)
    for participant in one.annotation.participants:
        _participant_parts(one, item, participant)
    for number, repair in enumerate(one.annotation.repairs, 1):
        part = add_part(one, item, f"r{number}", "repair", [repair], number)
        add_offsets(part, [repair])
        add_term(part, "kind", repair.kind)
        add_term(part, "replacement", repair.replacement)


def _article_part(one: Item, item: etree._Element, value: dict[str, Any]) -> None:
    part = add_part(one, item, "article", "article", [], None)
    add_term(part, "schema-version", one.annotation.schema_version)
    add_exact(part, "article-id", one.article.id)
    add_exact(part, "source-file", one.article.source)
    add_term(part, "sha256", one.article.sha256)
    add_exact(part, "language", one.article.language)
    add_term(part, "published", one.article.published)
    add_term(part, "metadata", xml_json(value["metadata"]))
    for name in ("headline", "dateline", "byline"):
        add_words(part, name, getattr(one.article, name))


def _provenance_part(one: Item, item: etree._Element, value: dict[str, Any]) -> None:
    part = add_part(one, item, "provenance", "provenance", [], None)
    add_exact(part, "tool", one.annotation.provenance.tool)
    add_exact(part, "version", one.annotation.provenance.version)
    for name in ("models", "options", "edits"):
        add_term(part, name, xml_json(value[name]))


def _event_part(one: Item, item: etree._Element, event: Event) -> None:
    part = add_part(one, item, event.id, "event", [event.name] if event.name else [], None)
    add_term(part, "kind", "main-event" if event is one.annotation.event else "related-event")
    add_term(part, "event-type", event.type)
    add_term(part, "confidence", percent(event.confidence))
    add_term(part, "date", event.date)
    add_term(part, "date-end", event.date_end)
    add_term(part, "host", event.host)
    for person in event.participants:
        add_term(part, "participant", person)
    for name, span in (("name", event.name), ("date-text", event.date_text), ("place", event.place)):
        add_words(part, name, span)


def _participant_parts(one: Item, item: etree._Element, participant: Participant) -> None:
    part = add_part(one, item, participant.id, "participant", [], None)
    add_exact(part, "name", participant.name)
    add_term(part, "kind", participant.kind)
    add_exact(part, "title", participant.role)
    for alias in participant.aliases:
        add_exact(part, "other-name", alias)
    add_term(part, "confidence", percent(participant.confidence))
    for number, mention in enumerate(participant.mentions, 1):
        child = add_part(one, item, f"{participant.id}-m{number}", "mention", [mention], number)
        add_offsets(child, [mention])
        add_term(child, "part-of", f"{one.prefix}{participant.id}")
        add_term(child, "form", mention.form)
