"""PDF with a text layer, read with pypdf: the text of its pages. Text in images is not recognised.

The analysis joins the lines of a page into paragraphs, as it does with any hard-wrapped text.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from annotate.libraries import needed_to_read
from annotate.problems import Problem, ReadError
from annotate.read.documents.document import Document, Draft
from annotate.read.documents.whole import read_whole
from annotate.read.options import ReadOptions

#: The most pages of an article.
_MOST_PAGES = 500


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the article of a document; raises ReadError if it is locked, broken, too long, or has no text layer."""
    pypdf = needed_to_read("pypdf", "a PDF", document.source)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    data, digest = read_whole(document, options.limits)

    def refused(message: str) -> ReadError:
        return ReadError(Problem("pdf", message, document.source))

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise refused("it is locked by a password; unlock it and save it again")
        if len(reader.pages) > _MOST_PAGES:
            raise refused(f"it has {len(reader.pages)} pages, but the limit is {_MOST_PAGES}; split it")
        text = "\n\n".join(page.extract_text().strip() for page in reader.pages).strip()
        told = reader.metadata
        title, author, made = (told.title, told.author, told.creation_date) if told else (None, None, None)
    except ReadError:
        raise
    except Exception as error:  # any part of the parser may fail on a broken file
        raise refused(f"it cannot be read as a PDF ({type(error).__name__})") from None
    if not text:
        raise refused("it has no text layer, only images; recognise its text with another program first")
    metadata = {"authors": author, "created": made.isoformat() if made else None}
    yield Draft(
        text=text,
        source=document.source,
        sha256=digest,
        id=None,
        fallback_id=document.stem,
        title=title or None,
        metadata={name: value for name, value in metadata.items() if value},
    )
