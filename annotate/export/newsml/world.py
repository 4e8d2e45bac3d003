"""Statements about the world: asserts, references to them from the text, and the derivation of dates."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from annotate.export.newsml.elements import CPNAT, HOW, WHY, add, add_name, entity, percent
from annotate.export.newsml.item import Item
from annotate.export.newsml.text import truncated_date_time
from annotate.export.newsml.vocabulary import ann
from annotate.models import Event, Participant, Span


def add_world(one: Item, item: etree._Element) -> None:
    """Add each participant and event as an assert, the references from the text, and the derivation of dates."""
    for participant in one.annotation.participants:
        _assert_participant(one, item, participant)
    for event in one.events:
        _assert_event(one, item, event)
    _inline_refs(one, item)
    for event in one.events:
        _derivations(one, item, event)


def _assert_participant(one: Item, item: etree._Element, participant: Participant) -> None:
    claim = add(item, "assert", qcode=entity(participant.id))
    add(claim, "type", qcode=f"cpnat:{CPNAT[participant.kind]}")
    add_name(claim, participant.name)
    for alias in participant.aliases:
        role = "short-name" if len(alias) < len(participant.name) else "other-name"
        add_name(claim, alias).set("role", ann(role))
    if participant.role:
        add(claim, "definition", participant.role)
    if participant.kind in ("group", "country"):
        add(claim, "related", rel=ann("kind"), qcode=ann(participant.kind))
    for role in _roles(one, participant.id):
        add(claim, "related", rel=ann("role"), qcode=ann(role))


def _roles(one: Item, person: str) -> list[str]:
    found = {
        "speaker": any(person in quotation.speakers for quotation in one.annotation.quotations),
        "proposer": any(person == proposal.proposer for proposal in one.annotation.proposals),
        "host": any(person == event.host for event in one.events),
        "participant": any(person in event.participants for event in one.events),
    }
    return [role for role, plays in found.items() if plays] or ["mentioned"]


def _assert_event(one: Item, item: etree._Element, event: Event) -> None:
    claim = add(item, "assert", qcode=entity(event.id))
    add(claim, "type", qcode="cpnat:event")
    if event.name:
        add_name(claim, event.name.text)
    add(claim, "related", rel=ann("event-type"), qcode=ann(event.type))
    if event is one.annotation.event:
        for other in one.annotation.related_events:
            add(claim, "related", rel=ann("related-event"), qcode=entity(other.id))
    start = truncated_date_time(event.date)
    if start is None:
        _undated(one, claim, event)
        return
    details = add(claim, "eventDetails")
    dates = add(details, "dates")
    add(dates, "start", start, id=f"{one.prefix}{event.id}-start", how=HOW)
    if end := truncated_date_time(event.date_end):
        add(dates, "end", end, id=f"{one.prefix}{event.id}-end", how=HOW)
    for person in event.participants:
        _party(one, add(details, "participant", qcode=entity(person)), person)
    if event.place:
        add_name(add(details, "location"), event.place.text)
    if event.host:
        _party(one, add(details, "organiser", qcode=entity(event.host), role=ann("host")), event.host)


def _undated(one: Item, claim: etree._Element, event: Event) -> None:
    """Relate host, place and participants without `eventDetails`, which requires a date."""
    if event.host:
        _party(one, add(claim, "related", rel=ann("host"), qcode=entity(event.host)), event.host)
    if event.place:
        add_name(add(claim, "related", rel=ann("place")), event.place.text)
    for person in event.participants:
        _party(one, add(claim, "related", rel=ann("participant"), qcode=entity(person)), person)


def _party(one: Item, element: etree._Element, person: str) -> None:
    if person in one.people:
        add_name(element, one.people[person].name)


def _inline_refs(one: Item, item: etree._Element) -> None:
    for participant in one.annotation.participants:
        _inline_ref(one, item, participant.id, participant.mentions, participant.confidence)
    for event in one.events:
        _inline_ref(one, item, event.id, [event.name] if event.name else [], event.confidence)


def _inline_ref(one: Item, item: etree._Element, key: str, spans: Sequence[Span], confidence: float) -> None:
    if spans:
        refs = " ".join(one.leaves.ids(spans))
        add(item, "inlineRef", idrefs=refs, qcode=entity(key), confidence=percent(confidence), how=HOW, why=WHY)


def _derivations(one: Item, item: etree._Element, event: Event) -> None:
    """Add the words, and the date of writing, from which the date of the event was derived."""
    if event.date_text is None or truncated_date_time(event.date) is None:
        return
    targets = f"{one.prefix}{event.id}-start"
    if truncated_date_time(event.date_end):
        targets += f" {one.prefix}{event.id}-end"
    if one.created and (event.date or "")[:4] not in event.date_text.text:
        created = f"{one.prefix}content-created"
        add(item, "derivedFromValue", one.created, sourceidref=created, idrefs=targets)
    for start, end, leaf, _ in one.leaves.pieces(event.date_text.start, event.date_text.end):
        words = one.article.text[start:end]
        add(item, "derivedFromValue", words, sourceidref=leaf, idrefs=targets)
