"""The marks of an article: one `Mark` for each span of an annotation, with its layer and part.

Offsets are code points of `article.text`, as in the annotation. `tree` resolves overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotate.models import Annotation, Span
from annotate.view.fields import Layer


@dataclass(frozen=True, slots=True)
class Mark:
    """One span to be marked.

    `finding` is the id of the finding, such as ``q3`` or ``p1``; repairs are numbered ``r1``, ``r2``; the frame of an
    article has no id. `part` names the span within the finding: content, cue, source, mention, name, date, place,
    label, proposer, marker, item, repair, headline, dateline or byline. `variant` is the kind of a quotation, mention
    or repair. `confidence` is that of the finding, 0 to 1; 1 if it has none.
    """

    start: int
    end: int
    layer: Layer
    part: str
    finding: str = ""
    variant: str = ""
    confidence: float = 1.0
    #: Number of an item in its list, from 1; 0 for other parts.
    number: int = 0


def marks(annotation: Annotation) -> list[Mark]:
    """Return every span of an annotation as a mark, in no particular order.

    >>> from annotate import annotate
    >>> sorted({mark.layer.value for mark in marks(annotate("\\"We lost,\\" said Rosa Kern."))})
    ['participant', 'quotation']
    """
    return [
        *_frame(annotation),
        *_events(annotation),
        *_participants(annotation),
        *_quotations(annotation),
        *_proposals(annotation),
        *_pillars(annotation),
        *_repairs(annotation),
    ]


def _mark(
    span: Span, layer: Layer, part: str, finding: str, confidence: float, variant: str = "", number: int = 0
) -> Mark:
    return Mark(span.start, span.end, layer, part, finding, variant, confidence, number)


def _frame(annotation: Annotation) -> Iterator[Mark]:
    for part in ("headline", "dateline", "byline"):
        span: Span | None = getattr(annotation.article, part)
        if span:
            yield Mark(span.start, span.end, Layer.FRAME, part)


def _events(annotation: Annotation) -> Iterator[Mark]:
    for event in annotation.events:
        for part, span in (("name", event.name), ("date", event.date_text), ("place", event.place)):
            if span:
                yield _mark(span, Layer.EVENT, part, event.id, event.confidence)


def _participants(annotation: Annotation) -> Iterator[Mark]:
    for participant in annotation.participants:
        for mention in participant.mentions:
            yield _mark(
                mention, Layer.PARTICIPANT, "mention", participant.id, participant.confidence, variant=mention.form
            )


def _quotations(annotation: Annotation) -> Iterator[Mark]:
    for quotation in annotation.quotations:
        parts = [("content", span) for span in quotation.content]
        parts += [(part, span) for part, span in (("cue", quotation.cue), ("source", quotation.source)) if span]
        for part, span in parts:
            yield _mark(span, Layer.QUOTATION, part, quotation.id, quotation.confidence, variant=quotation.kind)


def _proposals(annotation: Annotation) -> Iterator[Mark]:
    for proposal in annotation.proposals:
        for part, span in (("label", proposal.label), ("proposer", proposal.proposer_text)):
            if span:
                yield _mark(span, Layer.PROPOSAL, part, proposal.id, proposal.confidence)
        for item in proposal.items:
            for part, span in (("marker", item.marker), ("item", item.content)):
                if span:
                    yield _mark(span, Layer.PROPOSAL, part, proposal.id, proposal.confidence, number=item.ordinal)


def _pillars(annotation: Annotation) -> Iterator[Mark]:
    for pillar in annotation.pillars:
        yield _mark(pillar.label, Layer.PILLAR, "label", pillar.id, pillar.confidence)
        for number, span in enumerate(pillar.items, 1):
            yield _mark(span, Layer.PILLAR, "item", pillar.id, pillar.confidence, number=number)


def _repairs(annotation: Annotation) -> Iterator[Mark]:
    for number, repair in enumerate(annotation.repairs, 1):
        yield _mark(repair, Layer.REPAIR, "repair", f"r{number}", 1.0, variant=repair.kind)
