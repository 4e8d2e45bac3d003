"""Statements about passages of the text: one partMeta for each quotation, proposal and pillar."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from annotate.export.newsml.elements import HOW, WHY, add, add_name, add_offsets, add_term, add_words, entity, percent
from annotate.export.newsml.item import Item
from annotate.export.newsml.vocabulary import ann
from annotate.models import PillarSet, ProposalSet, Quotation, Span

#: Below this confidence a part carries a signal.
DOUBTFUL = 0.5


def add_parts(one: Item, item: etree._Element) -> None:
    """Add the parts of quotations, proposals and pillars."""
    for number, quotation in enumerate(one.annotation.quotations, 1):
        _quotation(one, item, quotation, number)
    for proposal in one.annotation.proposals:
        _proposal(one, item, proposal)
    for pillar in one.annotation.pillars:
        _pillar(one, item, pillar)


def add_part(
    one: Item, item: etree._Element, key: str, role: str, spans: Sequence[Span], seq: int | None
) -> etree._Element:
    """Add a part about spans of the text, with its role and, in a list, its number; return the element."""
    part = add(item, "partMeta", partid=f"{one.prefix}{key}")
    if seq is not None:
        part.set("seq", str(seq))
    if spans:
        part.set("contentrefs", " ".join(one.leaves.ids(spans)))
    part.set("creator", ann("annotate"))
    part.set("how", HOW)
    part.set("why", WHY)
    add(part, "role", qcode=ann(role))
    return part


def _source(one: Item, part: etree._Element, person: str | None, role: str, words: Span | None) -> None:
    """Add the speaker or proposer of a part: the participant or, if none is known, the words that name the source."""
    if person is not None:
        source = add(part, "infoSource", qcode=entity(person), role=ann(role))
        if person in one.people:
            add_name(source, one.people[person].name)
    elif words is not None:
        add_name(add(part, "infoSource", role=ann(role)), words.text)


def _quotation(one: Item, item: etree._Element, quotation: Quotation, number: int) -> None:
    part = add_part(one, item, quotation.id, f"quotation-{quotation.kind}", quotation.content, number)
    for speaker in quotation.speakers or (None,):
        _source(one, part, speaker, "speaker", quotation.source)
    for piece in quotation.content:
        add(part, "description", piece.text, role=ann("content"), confidence=percent(quotation.confidence))
    add_offsets(part, quotation.content)
    add_words(part, "cue", quotation.cue)
    add_words(part, "source", quotation.source)
    _signals(one, part, quotation.confidence)


def _proposal(one: Item, item: etree._Element, proposal: ProposalSet) -> None:
    key = f"pl{proposal.id[1:]}"
    label = [proposal.label] if proposal.label else []
    part = add_part(one, item, key, "proposal-list", label, None)
    _source(one, part, proposal.proposer, "proposer", proposal.proposer_text)
    _list(one, part, proposal.label, proposal, proposal.proposer_text)
    for number, point in enumerate(proposal.items, 1):
        child = add_part(one, item, f"{key}-{number}", "proposal", [point.content], point.ordinal)
        _source(one, child, proposal.proposer, "proposer", proposal.proposer_text)
        _listed(one, child, key, point.content, proposal.confidence)
        add_words(child, "marker", point.marker)


def _pillar(one: Item, item: etree._Element, pillar: PillarSet) -> None:
    part = add_part(one, item, pillar.id, "pillar-group", [pillar.label], None)
    _list(one, part, pillar.label, pillar, None)
    for number, member in enumerate(pillar.items, 1):
        child = add_part(one, item, f"{pillar.id}-{number}", "pillar", [member], number)
        _listed(one, child, pillar.id, member, pillar.confidence)


def _list(
    one: Item, part: etree._Element, label: Span | None, group: ProposalSet | PillarSet, proposer: Span | None
) -> None:
    """Fill the part of a list: its label, its two counts, and a signal if they differ."""
    found = len(group.items)
    if label:
        add(part, "headline", label.text, confidence=percent(group.confidence))
        add_offsets(part, [label])
    else:
        add_term(part, "confidence", percent(group.confidence))
    if group.declared_count is not None:
        add_term(part, "declared-count", str(group.declared_count))
    add_term(part, "found-count", str(found))
    add_words(part, "proposer-text", proposer)
    _signals(one, part, group.confidence, differs=group.declared_count not in (None, found))


def _listed(one: Item, part: etree._Element, parent: str, content: Span, confidence: float) -> None:
    add(part, "description", content.text, role=ann("content"), confidence=percent(confidence))
    add_offsets(part, [content])
    add_term(part, "part-of", f"{one.prefix}{parent}")


def _signals(one: Item, part: etree._Element, confidence: float, *, differs: bool = False) -> None:
    if confidence < DOUBTFUL:
        add(part, "signal", qcode=ann("low-confidence"))
    if differs:
        add(part, "signal", qcode=ann("count-differs"))
