"""The vocabulary of the profile as a knowledge item, which other programs can load.

>>> knowledge_item("https://wire.example/terms/", "2026-01-01T00:00:00Z")[:38]
b"<?xml version='1.0' encoding='UTF-8'?>"
"""

from __future__ import annotations

from lxml import etree

from annotate.export.newsml.body import NAR
from annotate.export.newsml.elements import PLAIN, add
from annotate.export.newsml.vocabulary import ALIAS, CATALOG, EVENT_TYPES, TERMS


def knowledge_item(vocabulary: str, version_created: str) -> bytes:
    """Return the vocabulary as a NewsML-G2 knowledge item in XML, to be published once.

    `vocabulary` is the URI of the scheme (`ExportOptions.vocabulary`), `version_created` a date-time with a time zone.
    """
    item = etree.Element(f"{{{NAR}}}knowledgeItem", nsmap=PLAIN)
    item.set("guid", f"{vocabulary.rstrip('#/:')}:vocabulary")
    item.set("version", "1")
    item.set("standard", "NewsML-G2")
    item.set("standardversion", "2.35")
    item.set("conformance", "power")
    item.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    add(item, "catalogRef", href=CATALOG)
    add(add(item, "catalog"), "scheme", alias=ALIAS, uri=vocabulary)
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode="cinat:concept")
    add(add(meta, "provider", literal="annotate"), "name", "annotate")
    add(meta, "versionCreated", version_created)
    add(meta, "pubStatus", qcode="stat:usable")
    add(meta, "title", "Terms of annotate for annotations of news articles")
    concepts = add(item, "conceptSet")
    for code, name, definition in (*TERMS, *EVENT_TYPES):
        concept = add(concepts, "concept")
        add(concept, "conceptId", qcode=f"{ALIAS}:{code}")
        add(concept, "type", qcode="cpnat:abstract")
        add(concept, "name", name)
        add(concept, "definition", definition)
    etree.indent(item)
    return etree.tostring(item, xml_declaration=True, encoding="UTF-8") + b"\n"
