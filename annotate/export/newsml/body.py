"""The body of a NewsML-G2 item: the text split into flat leaves, so that spans that cross can still be referred to.

Every character of the text is in the body exactly once and in order, and the leaves of a span concatenate to the span.
A paragraph is a line of the text with its line end and the blank lines after it.

>>> from annotate import annotate
>>> leaves = Leaves(annotate("The bridge is open, Ines Caldwell said."), prefix="", repairs=False)
>>> [(start, end, [mark.css for mark in marks]) for start, end, _, marks in leaves.pieces(0, 39) if marks]
[(0, 18, ['quotation']), (20, 33, ['person', 'source']), (34, 38, ['cue'])]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from annotate.models import Annotation, Span
from annotate.read.article.characters import carriable

NAR = "http://iptc.org/std/nar/2006-10-01/"
NITF = "http://iptc.org/std/NITF/2006-10-18/"
#: The default namespace has no prefix; lxml's stubs do not know that its name is None.
_NAR_PLAIN: Any = {None: NAR}
_NITF_PLAIN: Any = {None: NITF}

#: The class of a leaf that a participant's mention covers, by the participant's kind.
PARTICIPANT_CLASS = {"person": "person", "organization": "organisation", "country": "geoArea", "group": "group"}
#: The NITF element inside a leaf that is exactly one mention, by class.
_NITF_ELEMENT = {"person": "person", "organisation": "org", "group": "org", "geoArea": "location", "event": "event"}
#: The names of the attributes that hold the identity and its scheme, if not the usual ones.
_NITF_IDENTITY = {"location": ("location-code", "code-source")}

_PARAGRAPH = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)(?:[^\S\r\n]*(?:\r\n|\r|\n))*|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """One span to mark in the body: its offsets in code points, its class, and for mentions the participant's id."""

    start: int
    end: int
    css: str
    entity: str | None = None


def marks_of(annotation: Annotation, *, repairs: bool) -> Iterator[Mark]:
    """Yield all marks of the body; those of repairs only if `repairs` is true."""
    article = annotation.article
    for participant in annotation.participants:
        css = PARTICIPANT_CLASS[participant.kind]
        yield from (_mark(mention, css, participant.id) for mention in participant.mentions)
    for event in annotation.events:
        yield from _maybe(event.name, "event", event.id)
        yield from _maybe(event.date_text, "date")
        yield from _maybe(event.place, "place")
    for quotation in annotation.quotations:
        yield from (_mark(piece, "quotation") for piece in quotation.content)
        yield from _maybe(quotation.cue, "cue")
        yield from _maybe(quotation.source, "source")
    for proposal in annotation.proposals:
        yield from _maybe(proposal.label, "proposal-list")
        yield from _maybe(proposal.proposer_text, "source")
        for item in proposal.items:
            yield _mark(item.content, "proposal")
            yield from _maybe(item.marker, "marker")
    for pillar in annotation.pillars:
        yield _mark(pillar.label, "pillar-group")
        yield from (_mark(item, "pillar") for item in pillar.items)
    for span, css in ((article.headline, "headline"), (article.dateline, "dateline"), (article.byline, "byline")):
        yield from _maybe(span, css)
    if repairs:
        yield from (_mark(repair, "repair") for repair in annotation.repairs)


class Leaves:
    """The text split at every boundary of a mark; marked pieces have the ids ``s1``, ``s2``, ... in order."""

    def __init__(self, annotation: Annotation, *, prefix: str, repairs: bool) -> None:
        text = annotation.article.text
        marks = list(marks_of(annotation, repairs=repairs))
        self.paragraphs = tuple(_paragraphs(text, _lost_breaks(annotation)))
        cuts = {0, len(text)}
        for start, end in self.paragraphs:
            cuts |= {start, end}
        for mark in marks:
            cuts |= {mark.start, mark.end}
        self._cuts = sorted(cuts)
        self._covering: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            for index in self._pieces(mark.start, mark.end):
                self._covering[index].append(mark)
        self._ids = {index: f"{prefix}s{number}" for number, index in enumerate(sorted(self._covering), 1)}

    def ids(self, spans: Iterable[Span]) -> list[str]:
        """Return the ids of the leaves of the spans, in the order of the spans, each once."""
        found = (self._ids[index] for span in spans for index in self._pieces(span.start, span.end))
        return list(dict.fromkeys(found))

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, str | None, list[Mark]]]:
        """Yield (start, end, id, marks) for each piece between two offsets; the id of an unmarked piece is None."""
        for index in self._pieces(start, end):
            yield self._cuts[index], self._cuts[index + 1], self._ids.get(index), self._covering.get(index, [])

    def _pieces(self, start: int, end: int) -> range:
        return range(bisect_left(self._cuts, start), bisect_left(self._cuts, end))


def body(annotation: Annotation, leaves: Leaves, entities: str) -> etree._Element:
    """Return the NITF element with the text; `entities` is the URI prefix of this article's participants and events."""
    text = annotation.article.text
    nitf = etree.Element(f"{{{NITF}}}nitf", nsmap=_NITF_PLAIN)
    root = _nitf(nitf, "body")
    paragraphs = list(leaves.paragraphs)
    headline = annotation.article.headline
    if headline is not None and paragraphs and _is_headline(text, headline, paragraphs[0]):
        line = _nitf(_nitf(_nitf(root, "body.head"), "hedline"), "hl1")
        _fill(line, text, leaves, paragraphs.pop(0), entities)
    block = _nitf(_nitf(root, "body.content"), "block")
    for paragraph in paragraphs or [(0, 0)]:
        _fill(_nitf(block, "p"), text, leaves, paragraph, entities)
    return nitf


def _is_headline(text: str, headline: Span, paragraph: tuple[int, int]) -> bool:
    """Return whether the first paragraph is the headline and nothing else."""
    start, end = paragraph
    return start <= headline.start and headline.end <= end and text[start:end].strip() == headline.text.strip()


def _fill(parent: etree._Element, text: str, leaves: Leaves, paragraph: tuple[int, int], entities: str) -> None:
    """Append the pieces of a paragraph: marked pieces as span elements, the others as bare text."""
    last: etree._Element | None = None
    for start, end, leaf_id, marks in leaves.pieces(*paragraph):
        words = carriable(text[start:end])
        if leaf_id is None:
            if last is None:
                parent.text = (parent.text or "") + words
            else:
                last.tail = (last.tail or "") + words
            continue
        last = etree.SubElement(parent, f"{{{NAR}}}span", nsmap=_NAR_PLAIN)
        last.set("id", leaf_id)
        last.set("class", " ".join(dict.fromkeys(mark.css for mark in marks)))
        exact = [mark for mark in marks if mark.entity is not None and (mark.start, mark.end) == (start, end)]
        if len(exact) == 1:
            _inner(last, exact[0], entities).text = words
        else:
            last.text = words


def _inner(leaf: etree._Element, mark: Mark, entities: str) -> etree._Element:
    name = _NITF_ELEMENT[mark.css]
    value, source = _NITF_IDENTITY.get(name, ("value", "idsrc"))
    element = etree.SubElement(leaf, f"{{{NITF}}}{name}", nsmap=_NITF_PLAIN)
    element.set(value, mark.entity or "")
    element.set(source, entities)
    return element


def _nitf(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NITF}}}{name}")


def _paragraphs(text: str, breaks: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, which together cover the whole text; leading blank lines belong to the first."""
    start = 0
    for match in _PARAGRAPH.finditer(text):
        if not text[start : match.end()].strip() and match.end() < len(text):
            continue
        for cut in sorted(b for b in breaks if start < b < match.end()):
            yield start, cut
            start = cut
        yield start, match.end()
        start = match.end()


def _lost_breaks(annotation: Annotation) -> frozenset[int]:
    """Return the offsets at which a paragraph ended, according to the repairs."""
    found = set()
    for repair in annotation.repairs:
        before, line_end, _ = (repair.replacement or "").partition("\n")
        if repair.kind == "glued_paragraph" and line_end and repair.text.startswith(before.rstrip()):
            found.add(repair.start + len(before.rstrip()))
    return frozenset(found)


def _mark(span: Span, css: str, entity: str | None = None) -> Mark:
    return Mark(span.start, span.end, css, entity)


def _maybe(span: Span | None, css: str, entity: str | None = None) -> Iterator[Mark]:
    if span is not None:
        yield _mark(span, css, entity)
