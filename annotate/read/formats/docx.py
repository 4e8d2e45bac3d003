"""Word documents (.docx), read with python-docx: paragraphs, headings, list items and tables in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from annotate.libraries import needed_to_read
from annotate.problems import Problem, ReadError
from annotate.read.documents.document import Document, Draft
from annotate.read.documents.whole import read_whole
from annotate.read.options import ReadOptions


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the article of a document; title and author come from its properties. Raises ReadError if it is broken."""
    docx = needed_to_read("docx", "a Word document", document.source)
    data, digest = read_whole(document, options.limits)
    try:
        opened = docx.Document(io.BytesIO(data))
        text = "\n\n".join(_blocks(opened))
        properties = opened.core_properties
    except Exception as error:  # zip, XML and relations each raise their own exceptions
        message = f"it cannot be opened as a Word document ({type(error).__name__})"
        raise ReadError(Problem("docx", message, document.source)) from None
    author = properties.author if properties.author not in ("", "python-docx") else None
    yield Draft(
        text=text,
        source=document.source,
        sha256=digest,
        id=None,
        fallback_id=document.stem,
        title=properties.title or None,
        published=None,
        metadata={"authors": author} if author else {},
    )


def _blocks(opened: Any) -> Iterator[str]:
    """Yield paragraphs and tables; list items have a marker, and the cells of a row are separated by tabs."""
    for block in opened.iter_inner_content():
        if hasattr(block, "rows"):
            rows = ("\t".join(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows)
            yield "\n".join(row for row in rows if row.strip())
        elif text := block.text.strip():
            yield f"- {text}" if (block.style.name or "").startswith("List") else text
