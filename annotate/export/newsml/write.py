"""``newsml``: NewsML-G2 2.35 at conformance Power, with one newsItem per article.

Statements about the world are in subjects and asserts. Each statement about a passage of the text is a partMeta, which
refers to leaves of the body and states its offsets into the plain text of the same item (properties with the URIs
``oa:start`` and ``oa:end`` of W3C Web Annotation: zero-based, half open, in code points). Source: IPTC, NewsML-G2
Guidelines, https://iptc.org/std/NewsML-G2/guidelines/.

>>> from io import BytesIO
>>> from annotate import annotate
>>> write([annotate("The bridge is open, Ines Caldwell said.")], BytesIO(), ExportOptions())
1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, BinaryIO

from lxml import etree

from annotate.export.files.atomic import refused
from annotate.export.files.naming import guid
from annotate.export.newsml.body import NAR, body
from annotate.export.newsml.details import add_details
from annotate.export.newsml.elements import PLAIN, add
from annotate.export.newsml.item import Item, version_of
from annotate.export.newsml.meta import add_catalogs, add_content_meta, add_item_meta, add_rights
from annotate.export.newsml.parts import add_parts
from annotate.export.newsml.text import language_tag
from annotate.export.newsml.world import add_world
from annotate.export.options import ExportOptions
from annotate.models import Annotation
from annotate.read.article.characters import carriable

STANDARD_VERSION = "2.35"
SCHEMA_LOCATION = f"{NAR} http://www.iptc.org/std/NewsML-G2/2.35/specification/NewsML-G2_2.35-spec-All-Power.xsd"

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ROOT_NAMESPACES: Any = {None: NAR, "xsi": _XSI}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write one newsMessage with a newsItem per article, or one bare newsItem; return the number of articles.

    One item is in memory at a time. Raises `WriteError` if there is no article, or a second one for a bare item.
    """
    several = iter(annotations)
    first = next(several, None)
    if first is None:
        raise refused("nothing-to-write", "there is no article to write: a news message needs one")
    if options.newsml_root == "item":
        if next(several, None) is not None:
            raise refused("one-document", "a bare newsItem holds one article: give a folder for several")
        item = news_item(first, options, number=1, level=0)
        item.set(f"{{{_XSI}}}schemaLocation", SCHEMA_LOCATION)
        out.write(etree.tostring(item, xml_declaration=True, encoding="UTF-8") + b"\n")
        return 1
    count = 0
    with _message(out, first, options) as xml:
        for count, annotation in enumerate(chain([first], several), 1):
            xml.write("\n    ")
            xml.write(news_item(annotation, options, number=count, level=2))
        xml.write("\n  ")
    out.write(b"\n")
    return count


@contextmanager
def _message(out: BinaryIO, first: Annotation, options: ExportOptions) -> Iterator[Any]:
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        root = {f"{{{_XSI}}}schemaLocation": SCHEMA_LOCATION}
        with xml.element(f"{{{NAR}}}newsMessage", root, nsmap=_ROOT_NAMESPACES):
            header = etree.Element(f"{{{NAR}}}header", nsmap=PLAIN)
            add(header, "sent", options.stamp)
            add(header, "sender", carriable(options.provider))
            add(header, "transmitId", f"{guid(first.article, options)}:{version_of(first)}")
            add(header, "priority", "5")
            etree.indent(header, level=1)
            xml.write("\n  ")
            xml.write(header)
            xml.write("\n  ")
            with xml.element(f"{{{NAR}}}itemSet"):
                yield xml
            xml.write("\n")


def news_item(annotation: Annotation, options: ExportOptions, *, number: int, level: int) -> etree._Element:
    """Return the newsItem of one article, the `number`-th of its file, indented by `level`."""
    one = Item(annotation, options, "" if number == 1 else f"i{number}-")
    item = _opened(one)
    for add_head in (add_catalogs, add_rights, add_item_meta, add_content_meta):
        add_head(one, item)
    add_parts(one, item)
    if one.full:
        add_details(one, item)
    add_world(one, item)
    _content_set(one, item, level)
    return item


def _opened(one: Item) -> etree._Element:
    item = etree.Element(f"{{{NAR}}}newsItem", nsmap=PLAIN)
    item.set("guid", one.guid)
    item.set("version", version_of(one.annotation))
    item.set("standard", "NewsML-G2")
    item.set("standardversion", STANDARD_VERSION)
    item.set("conformance", "power")
    item.set(_XML_LANG, language_tag(one.article.language))
    return item


def _content_set(one: Item, item: etree._Element, level: int) -> None:
    contents = add(item, "contentSet", original=f"{one.prefix}text")
    words, characters = str(len(one.article.text.split())), str(len(one.article.text))
    text = add(contents, "inlineData", one.article.text, id=f"{one.prefix}text", contenttype="text/plain")
    nitf = add(contents, "inlineXML", id=f"{one.prefix}body", contenttype="application/nitf+xml")
    nitf.set("contenttypestandardversion", "3.6")
    for rendition in (text, nitf):
        rendition.set("wordcount", words)
        rendition.set("charcount", characters)
    # White space inside the body is text: indent while it is still empty.
    etree.indent(item, level=level)
    nitf.append(body(one.annotation, one.leaves, f"{one.guid}:"))
