"""E-mail (RFC 5322): the plain text of a message, or the text of its HTML, with subject and date.

The standard library's parser accepts any input. Attachments are not read.

>>> from io import BytesIO
>>> document = Document.of("a.eml", "a.eml", BytesIO(b"Subject: First\\n\\nOne."))
>>> [(draft.title, draft.text) for draft in read(document, ReadOptions())]
[('First', 'One.')]
"""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from annotate.problems import Problem, ReadError
from annotate.read.article.encoding import decode
from annotate.read.article.markup import fragment_text
from annotate.read.documents.binary import refuse_binary
from annotate.read.documents.document import Document, Draft
from annotate.read.documents.whole import read_whole
from annotate.read.options import ReadOptions


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the article of a message; its subject is the title, its date the day of publication.

    Raises ReadError if the message has no text.
    """
    data, digest = read_whole(document, options.limits)
    message = BytesParser(policy=policy.default).parsebytes(data)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise ReadError(Problem("empty", "the message has no text, only attachments", document.source))
    decoded = decode(_bytes(body), document.source, options.encoding, body.get_content_charset())
    text = fragment_text(decoded.text) if body.get_content_subtype() == "html" else decoded.text
    refuse_binary(text, document.source)
    yield from decoded.problems
    metadata = {"authors": _header(message, "from"), "message_id": _header(message, "message-id"), **decoded.metadata}
    yield Draft(
        text=text,
        source=document.source,
        sha256=digest,
        id=None,
        fallback_id=document.stem,
        title=_header(message, "subject"),
        published=_header(message, "date"),
        published_name="date",
        metadata={name: value for name, value in metadata.items() if value},
    )


def _bytes(part: MIMEPart) -> bytes:
    """Return the content of a part, with its transfer encoding decoded."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(message: EmailMessage, name: str) -> str | None:
    """Return a header on one line, with encoded words decoded; None if it is missing or broken."""
    try:
        value = message[name]
    except (ValueError, IndexError, AttributeError):  # the header parser fails on some broken headers
        return None
    return " ".join(str(value).split()) or None if value is not None else None
