"""XML of news: NewsML-G2, NITF 3.x, RSS and Atom, recognised by the root element.

XHTML goes to the reader of web pages. Nothing outside the document is loaded. A document that declares entities is
refused, because entities can make XML read other files or grow without limit.

>>> data = b"<rss><channel><item><title>First</title><description>One.</description></item></channel></rss>"
>>> document = Document.of("a.rss", "a.rss", io.BytesIO(data))
>>> [(draft.title, draft.text) for draft in read(document, ReadOptions())]
[('First', 'One.')]
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.article.markup import fragment_text, text_of
from annotate.read.documents.bounded import Counted
from annotate.read.documents.document import Document, Draft, Peekable
from annotate.read.options import ReadOptions, too_long
from annotate.read.page import html

_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: The profile named in our own exports, and the roles of an article's identifiers in them.
_OWN_PROFILE = "annotate-news-newsml-g2"
_OWN_IDS = {"id": "article-id", "source": "source-file", "sha256": "sha256"}

#: The content of an element: its text, and keyword arguments of a `Draft`.
Found = dict[str, Any]


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the articles of an XML document, one `newsItem`, `nitf`, `item` or `entry` at a time.

    Raises ReadError for an unknown root element, broken XML, entity declarations, or an item beyond the limit.
    """
    root = _root(document)
    if root in ("html", "HTML"):
        yield from html.read(document, options)
        return
    if root not in _ROOTS:
        known = "NewsML-G2, NITF, XHTML, RSS and Atom"
        message = f"its root element is <{root}>; the XML formats that can be read are {known}"
        raise ReadError(Problem("xml", message, document.source))
    if not document.head:
        raise ReadError(Problem("empty", "it is empty", document.source))
    element_name, take = _ROOTS[root]
    yield from _items(document, options, element_name, take)


def _root(document: Document) -> str:
    """Return the local name of the root element, from the first bytes."""
    head = re.sub(
        rb"<!--.*?-->|<\?.*?\?>|<![^>\[]*(?:\[.*?\]\s*)?>", b"", document.head.replace(b"\0", b""), flags=re.DOTALL
    )
    match = _ROOT.search(head)
    return match[1].decode("ascii", "replace") if match else ""


def _items(
    document: Document, options: ReadOptions, name: str, take: Callable[[Any], Found | None]
) -> Iterator[Draft | Problem]:
    from lxml import etree

    limit = options.limits.document
    first = document.stream.read(limit)
    # Within the limit, the digest is that of the document's bytes; in a longer document each item has its own.
    more = document.stream.read(1)
    digest = None if more else hashlib.sha256(first).hexdigest()
    several = bool(more) or len(re.findall(rb"<(?:[\w.-]+:)?" + name.encode() + rb"[\s>]", first)) != 1
    counted = Counted(io.BufferedReader(Peekable(document.stream, 0, first + more)))
    settings: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    found = last = 0
    try:
        for event, element in etree.iterparse(counted, events=("start", "end"), encoding=options.encoding, **settings):
            if event == "start":
                if element.getparent() is None:
                    _refuse_entities(element, document.source)
                if counted.count > limit + (1 << 20) + last:
                    message = too_long("an item", limit)
                    raise ReadError(Problem("too-long", message, document.source, element.sourceline))
                continue
            if _local(element) != name:
                continue
            found += 1
            draft = _draft(element, take, document, found if several else None, digest)
            last = counted.count
            yield draft
            element.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (None, None)
        message = f"broken XML: {str(error.msg).partition(', line ')[0]}"
        raise ReadError(Problem("xml", message, document.source, line or None, column or None)) from None
    except (LookupError, ValueError) as error:
        raise ReadError(Problem("xml", str(error), document.source)) from None
    if not found:
        yield Problem("empty", f"there is no <{name}> in it", document.source)


def _draft(
    element: Any, take: Callable[[Any], Found | None], document: Document, number: int | None, digest: str | None
) -> Draft | Problem:
    """Return the draft of one item; without a `number` it is the only one and takes the name of the file."""
    from lxml import etree

    source = f"{document.source}#{number}" if number else document.source
    found = take(element)
    if found is None:
        return Problem("text", "the item contains no text", document.source, element.sourceline, severity="warning")
    metadata = {key: value for key, value in found.pop("metadata", {}).items() if value}
    if not re.fullmatch("[0-9a-f]{64}", found.get("sha256", "")):
        found["sha256"] = digest or hashlib.sha256(etree.tostring(element, method="c14n")).hexdigest()
    return Draft(
        fallback_id=f"{document.stem}-{number}" if number else document.stem,
        metadata=metadata,
        **{"source": source, **found},
    )


def _refuse_entities(root: Any, source: str) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        message = "it declares entities, as hostile files do, and is not read"
        raise ReadError(Problem("entities", message, source))


# NewsML-G2


def _news_item(item: Any) -> Found | None:
    """Return the content of a NewsML-G2 newsItem: text/plain if there is any, else NITF, else XHTML."""
    meta, content = _child(item, "contentMeta"), _child(item, "itemMeta")
    inner = _body(item)
    if inner is None:
        return None
    text = inner["text"]
    if _text(_child(content, "profile")) == _OWN_PROFILE:
        return _own_item(text, meta)
    language = _child(meta, "language")
    dates = [
        _text(_child(meta, "contentCreated")),
        _text(_child(content, "firstCreated")),
        _text(_child(content, "versionCreated")),
    ]
    by = [_text(e) for e in _children(meta, "by")] or [_name(e) for e in _children(meta, "creator")]
    rights = _child(item, "rightsInfo")
    return {
        "text": text,
        "id": item.get("guid"),
        "title": _text(_child(meta, "headline")) or inner.get("title"),
        "published": next((d for d in dates if d), None) or inner.get("published"),
        "language": (language.get("tag") if language is not None else None) or item.get(_XML_LANG),
        "metadata": {
            "authors": [b for b in by if b],
            "publisher": _name(_child(content, "provider")),
            "dateline": _text(_child(meta, "dateline")),
            "copyright": _text(_child(rights, "copyrightNotice")),
            "usage": _text(_child(rights, "usageTerms")),
        },
    }


def _body(item: Any) -> Found | None:
    """Return the text of a newsItem and further values from its NITF; None if it has no text and no page."""
    bodies = _child(item, "contentSet")
    plain = [e for e in _children(bodies, "inlineData") if (e.get("contenttype") or "text/plain") == "text/plain"]
    inline = _children(bodies, "inlineXML")
    nitf = next((n for e in inline for n in e if _local(n) == "nitf"), None)
    xhtml = next((n for e in inline for n in e if _local(n) == "html"), None)
    inner: Found = (_nitf(nitf) if nitf is not None else None) or {}
    if plain:
        return {**inner, "text": "".join(plain[0].itertext())}
    if inner:
        return inner
    if xhtml is None:
        return None
    return {"text": text_of(next((e for e in xhtml.iter() if _local(e) == "body"), xhtml))}


def _own_item(text: str, meta: Any) -> Found:
    """Return the content of our own export: the article gets its original id, source and digest.

    The time of export is not a date of publication, and the notices added on export are not part of the article.
    """
    alternatives = {(e.get("type") or "").rpartition(":")[2]: e.text for e in _children(meta, "altId")}
    own = {name: alternatives.get(key) for name, key in _OWN_IDS.items()}
    language = _child(meta, "language")
    links = {"authors": [b for e in _children(meta, "by") if (b := _text(e))]}
    title = _text(_child(meta, "headline"))
    start = len(text) - len(text.lstrip())
    opens = bool(title) and text.startswith(title or "", start)
    return {
        "text": text,
        "title": None if opens else title,
        "headline": (start, start + len(title or "")) if opens else None,
        "published": _text(_child(meta, "contentCreated")),
        "language": language.get("tag") if language is not None else None,
        "metadata": links,
        **{name: value for name, value in own.items() if value},
    }


# NITF


def _nitf(root: Any) -> Found | None:
    """Return the content of an NITF 3.x document: body.content is the text; headline, byline and dateline are apart."""
    head = _child(root, "head")
    body = _child(root, "body")
    docdata = _child(head, "docdata")
    body_head = _child(body, "body.head")
    content = _child(body, "body.content")
    if content is None:
        return None
    issued = _child(docdata, "date.issue")
    hedline = _child(body_head, "hedline")
    doc_id = _child(docdata, "doc-id")
    return {
        "text": text_of(content),
        "id": doc_id.get("id-string") if doc_id is not None else None,
        "title": _text(_child(hedline, "hl1")) or _text(_child(head, "title")),
        "published_name": "date.issue",
        "published": issued.get("norm") if issued is not None else None,
        "language": root.get(_XML_LANG),
        "metadata": {
            "authors": [b for e in _children(body_head, "byline") if (b := _text(e))],
            "dateline": _text(_child(body_head, "dateline")),
            "copyright": _text(_child(_child(body_head, "rights"), "rights.owner")),
        },
    }


# RSS and Atom


def _rss_item(item: Any) -> Found | None:
    """Return the content of an item of RSS 2.0 or 1.0: content:encoded if there is any, else the description."""
    body = _text(_child(item, "encoded")) or _text(_child(item, "description"))
    if not body:
        return None
    creators = [_text(e) for e in (*_children(item, "creator"), *_children(item, "author"))]
    return {
        "text": fragment_text(body),
        "id": _text(_child(item, "guid")) or _text(_child(item, "link")),
        "title": _text(_child(item, "title")),
        "published_name": "pubDate",
        "published": _text(_child(item, "pubDate")) or _text(_child(item, "date")),
        "language": None,
        "metadata": {"url": _text(_child(item, "link")), "authors": [c for c in creators if c]},
    }


def _atom_entry(entry: Any) -> Found | None:
    """Return the content of an Atom entry (RFC 4287): its content element, else its summary."""
    body = next((e for e in (_child(entry, "content"), _child(entry, "summary")) if e is not None), None)
    if body is None:
        return None
    kind = body.get("type") or "text"
    text = text_of(body) if "xhtml" in kind else _text(body) or ""
    link = next((e.get("href") for e in _children(entry, "link") if e.get("rel", "alternate") == "alternate"), None)
    return {
        "text": fragment_text(text) if kind in ("html", "text/html") else text,
        "id": _text(_child(entry, "id")),
        "title": _text(_child(entry, "title")),
        "published": _text(_child(entry, "published")) or _text(_child(entry, "updated")),
        "language": entry.get(_XML_LANG),
        "metadata": {"url": link, "authors": [n for e in _children(entry, "author") if (n := _name(e))]},
    }


#: For each root element, the element that is one article and the function that reads it.
_ROOTS: dict[str, tuple[str, Callable[[Any], Found | None]]] = {
    "newsMessage": ("newsItem", _news_item),
    "newsItem": ("newsItem", _news_item),
    "nitf": ("nitf", _nitf),
    "rss": ("item", _rss_item),
    "RDF": ("item", _rss_item),
    "feed": ("entry", _atom_entry),
}


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> list[Any]:
    return [] if element is None else [child for child in element if _local(child) == name]


def _child(element: Any, name: str) -> Any:
    return next(iter(_children(element, name)), None)


def _text(element: Any) -> str | None:
    """Return the text of an element on one line; None if it has none."""
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None


def _name(party: Any) -> str | None:
    """Return the name of a party in NewsML-G2 or Atom: its name element, else its literal."""
    if party is None:
        return None
    return _text(_child(party, "name")) or party.get("literal")
