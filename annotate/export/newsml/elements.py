"""Add elements of NewsML-G2: names, terms and offsets.

>>> parent = etree.Element("parent")
>>> _ = add(parent, "name", "Ines Caldwell", role="person", qcode=None)
>>> parent[0].text, dict(parent[0].attrib)
('Ines Caldwell', {'role': 'person'})
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from annotate.export.newsml.body import NAR
from annotate.export.newsml.text import one_line
from annotate.export.newsml.vocabulary import ann
from annotate.export.tables import rows
from annotate.json_text import json_text
from annotate.models import Span
from annotate.read.article.characters import carriable

OA_START, OA_END = "http://www.w3.org/ns/oa#start", "http://www.w3.org/ns/oa#end"
#: The alias of the participants and events of one article; their identity is local to the article.
ENTITIES = "ent"
#: The concept type of a participant in IPTC's scheme cpnat, by kind.
CPNAT = {"person": "person", "organization": "organisation", "country": "geoArea", "group": "organisation"}
HOW, WHY = "howextr:tool", "why:direct"
#: The default namespace has no prefix; lxml's stubs do not know that its name is None.
PLAIN: Any = {None: NAR}


def add(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str | None) -> etree._Element:
    """Add an element with a text and attributes, and return it; whatever is None is left out."""
    element = etree.SubElement(parent, f"{{{NAR}}}{tag}")
    if text is not None:
        element.text = carriable(text)
    for name, value in attributes.items():
        if value is not None:
            element.set(name, carriable(value))
    return element


def add_name(parent: etree._Element, text: str) -> etree._Element:
    """Add a name, on one line, and return the element."""
    return add(parent, "name", one_line(text))


def entity(key: str) -> str:
    """Return the QCode of a participant or event."""
    return f"{ENTITIES}:{key}"


def percent(confidence: float) -> str:
    """Return a confidence from 0 to 1 in whole percent."""
    return str(rows.percent(confidence))


def xml_json(value: Any) -> str:
    """Return JSON that XML can carry: characters that XML does not allow are written as escapes."""
    return "".join(c if carriable(c) == c else f"\\u{ord(c):04x}" for c in json_text(value))


def add_term(part: etree._Element, term: str, value: str | None) -> None:
    """Add the value of a term of this project, unless it is None."""
    if value is not None:
        add(part, "partMetaExtProperty", rel=ann(term), value=value)


def add_exact(part: etree._Element, term: str, value: str | None) -> None:
    """Add a string that may hold any character, as a JSON string, unless it is None."""
    add_term(part, term, None if value is None else xml_json(value))


def add_offsets(part: etree._Element, spans: Iterable[Span], tag: str = "partMetaExtProperty") -> None:
    """Add the start and end of each span, in code points."""
    for span in spans:
        add(part, tag, reluri=OA_START, value=str(span.start))
        add(part, tag, reluri=OA_END, value=str(span.end))


def add_words(part: etree._Element, term: str, span: Span | None) -> None:
    """Add the words of a span with their offsets, unless it is None."""
    if span is not None:
        words = add(part, "partMetaExtProperty", rel=ann(term), value=span.text)
        add_offsets(words, [span], "related")
