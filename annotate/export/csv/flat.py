"""``csv-flat``: one table with one row per finding, for people who want a single sheet. It is not lossless.

>>> from io import BytesIO
>>> from annotate import annotate
>>> out = BytesIO()
>>> count = write([annotate("The bridge is open, Ines Caldwell said.")], out, ExportOptions())
>>> out.getvalue().decode().splitlines()[2].split(",")[3:8]
['participant', 'p1', '1', 'person', 'Ines Caldwell']
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotate.export.csv.cells import CellStyle
from annotate.export.options import ExportOptions
from annotate.export.tables.columns import Cell, Column, Role
from annotate.export.tables.rows import View, joined, percent
from annotate.models import Annotation, Span

#: Columns that do not apply to a kind of finding stay empty.
COLUMNS = (
    Column("article_id", Role.TEXT, "Id of the article."),
    Column("headline", Role.LABEL, "Headline of the article.", True),
    Column("published", Role.DATE, "Publication date.", True),
    Column("finding", Role.KEY, "event, participant, quotation, proposal or pillar."),
    Column("id", Role.KEY, "Id of the finding within the article."),
    Column("number", Role.INTEGER, "Position in its list, from 1.", True),
    Column("kind", Role.KEY, "Type of event, kind of participant or quotation.", True),
    Column("who", Role.LABEL, "Speakers, proposer, host, or the participant.", True),
    Column("role", Role.TEXT, "Title or function of the participant.", True),
    Column("text", Role.WORDS, "The words that are quoted, proposed or named, verbatim.", True),
    Column("start", Role.INTEGER, "Offset of its first code point, zero-based.", True),
    Column("end", Role.INTEGER, "Offset after its last code point.", True),
    Column("cue", Role.WORDS, "The words that introduce a quotation, such as 'said'.", True),
    Column("source", Role.WORDS, "The words that name the speaker or proposer.", True),
    Column("list", Role.WORDS, "The words that announce the list or group.", True),
    Column("date", Role.DATE, "Date of the event.", True),
    Column("place", Role.WORDS, "Place of the event.", True),
    Column("confidence", Role.INTEGER, "Confidence in percent."),
)


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write the table in the chosen dialect and return the number of articles."""
    style = CellStyle.of(options)
    if style.byte_order_mark:
        out.write("\ufeff".encode())
    out.write(_line([column.name for column in COLUMNS], style))
    count = 0
    for annotation in annotations:
        view = View(annotation)
        for finding in (*_events(view), *_participants(view), *_quotations(view), *_proposals(view), *_pillars(view)):
            row = {"article_id": view.id, "headline": view.headline, "published": view.article.published, **finding}
            out.write(_line([style.shown(row.get(column.name), column) for column in COLUMNS], style))
        count += 1
    return count


def _line(cells: list[str], style: CellStyle) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=style.delimiter, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def _events(view: View) -> Iterator[dict[str, Cell]]:
    for number, event in enumerate(view.events, 1):
        yield {
            "finding": "event",
            "id": event.id,
            "number": number,
            "kind": event.type,
            "who": view.name(event.host),
            **_where(event.name),
            "date": event.date,
            "place": event.place.text if event.place else None,
            "confidence": percent(event.confidence),
        }


def _participants(view: View) -> Iterator[dict[str, Cell]]:
    for number, participant in enumerate(view.annotation.participants, 1):
        yield {
            "finding": "participant",
            "id": participant.id,
            "number": number,
            "kind": participant.kind,
            "who": participant.name,
            "role": participant.role,
            **_where(participant.mentions[0] if participant.mentions else None),
            "confidence": percent(participant.confidence),
        }


def _quotations(view: View) -> Iterator[dict[str, Cell]]:
    for number, quotation in enumerate(view.annotation.quotations, 1):
        yield {
            "finding": "quotation",
            "id": quotation.id,
            "number": number,
            "kind": quotation.kind,
            "who": view.names(quotation.speakers),
            "text": joined(quotation.content),
            "start": quotation.content[0].start,
            "end": quotation.content[-1].end,
            "cue": quotation.cue.text if quotation.cue else None,
            "source": quotation.source.text if quotation.source else None,
            "confidence": percent(quotation.confidence),
        }


def _proposals(view: View) -> Iterator[dict[str, Cell]]:
    for proposal in view.annotation.proposals:
        for item in proposal.items:
            yield {
                "finding": "proposal",
                "id": proposal.id,
                "number": item.ordinal,
                "who": view.name(proposal.proposer),
                **_where(item.content),
                "source": proposal.proposer_text.text if proposal.proposer_text else None,
                "list": proposal.label.text if proposal.label else None,
                "confidence": percent(proposal.confidence),
            }


def _pillars(view: View) -> Iterator[dict[str, Cell]]:
    for pillar in view.annotation.pillars:
        for number, item in enumerate(pillar.items, 1):
            yield {
                "finding": "pillar",
                "id": pillar.id,
                "number": number,
                **_where(item),
                "list": pillar.label.text,
                "confidence": percent(pillar.confidence),
            }


def _where(span: Span | None) -> dict[str, Cell]:
    return {"text": span.text, "start": span.start, "end": span.end} if span else {}
