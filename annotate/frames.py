"""Annotations as pandas tables; pandas is imported only when a table is requested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from annotate.models import Annotation, Span

if TYPE_CHECKING:
    import pandas

#: The columns of a table of quotations, and their types.
_QUOTATIONS = {
    "article": "string",
    "published": "string",
    "id": "string",
    "kind": "string",
    "content": "string",
    "cue": "string",
    "source": "string",
    "speakers": "object",
    "speaker_ids": "object",
    "start": "int64",
    "end": "int64",
    "confidence": "float64",
}


def quotations_frame(annotations: Iterable[Annotation]) -> pandas.DataFrame:
    """Return a table with one row per quotation, in the order of the annotations.

    The columns are `article` (its id), `published` (ISO 8601), `id`, `kind`, `content` (pieces joined by " [...] "),
    `cue`, `source`, `speakers` and `speaker_ids` (lists of names and of participant ids), `start` and `end` (of the
    whole content, in code points of the article's text) and `confidence` (0 to 1). A value that the article does not
    give is missing (NA). An annotation without quotations has no row; a table without rows still has the columns.

    Raises ImportError if pandas is not installed.

    >>> from annotate import annotate
    >>> table = quotations_frame([annotate("The bridge is open, Mayor Ines Caldwell said.")])
    >>> table["speakers"].tolist()
    [['Ines Caldwell']]
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("a table of quotations needs pandas: pip install pandas") from error
    rows = [row for annotation in annotations for row in _quotations(annotation)]
    return pandas.DataFrame(rows, columns=list(_QUOTATIONS)).astype(_QUOTATIONS)


def _quotations(annotation: Annotation) -> Iterator[dict[str, Any]]:
    names = {participant.id: participant.name for participant in annotation.participants}
    for quotation in annotation.quotations:
        yield {
            "article": annotation.article.id,
            "published": annotation.article.published,
            "id": quotation.id,
            "kind": quotation.kind,
            "content": " [...] ".join(piece.text for piece in quotation.content),
            "cue": _text(quotation.cue),
            "source": _text(quotation.source),
            "speakers": [names[speaker] for speaker in quotation.speakers],
            "speaker_ids": list(quotation.speakers),
            "start": quotation.content[0].start,
            "end": quotation.content[-1].end,
            "confidence": quotation.confidence,
        }


def _text(span: Span | None) -> str | None:
    return span.text if span else None
