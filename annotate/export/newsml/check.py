"""What the XML Schema cannot say about our NewsML-G2, and what receivers need beyond it; works offline.

Some of these rules are conditions of stock Superdesk, whose parser fails or loses the text without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

from annotate.export.newsml.body import NAR, NITF
from annotate.export.newsml.elements import OA_END, OA_START
from annotate.export.newsml.meta import PROFILE, SHA256
from annotate.export.newsml.vocabulary import ALIAS, CODES
from annotate.export.newsml.xml_places import Places, path_of, place_of_error
from annotate.problems import Problem, ReadError

#: Attributes that point to ids of the same file.
_REFERENCES = ("idrefs", "contentrefs", "sourceidref", "original")
#: Aliases of the IPTC's catalogue that documents of this profile use.
IPTC_ALIASES = frozenset({"ninat", "stat", "cpnat", "howextr", "why", "riscope", "hashscope", "irel"})
_QCODES = ("qcode", "role", "rel", "type", "how", "why", "creator", "scope")
_NAMESPACES = {"g": NAR, "n": NITF}

_Found = tuple[str, str, etree._Element]


@dataclass(frozen=True, slots=True)
class NewsmlFile:
    """A NewsML-G2 file that was read, its items, and where their elements stand."""

    data: bytes
    name: str
    root: etree._Element

    @property
    def items(self) -> list[etree._Element]:
        """Return the items with content; empty where the file is no NewsML-G2."""
        if self.root.tag == _g("newsItem"):
            return [self.root]
        return self.root.findall(f"{_g('itemSet')}/{_g('newsItem')}") if self.root.tag == _g("newsMessage") else []

    def problems(self, found: Iterable[_Found]) -> list[Problem]:
        """Return what was found as problems with line, column, path and article, in the order of the file."""
        found = list(found)
        if not found:
            return []
        places = Places(self.data, self.root)
        problems = [
            Problem(rule, message, self.name, *places.of(node), path_of(node), article=_guid(node))
            for rule, message, node in found
        ]
        return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))


def read_newsml(data: bytes, name: str = "") -> NewsmlFile:
    """Parse a file without entities and network; raises `ReadError` for what is no well-formed XML."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        why = re.sub(r", line \d+, column \d+$", "", error.msg or "")
        place = place_of_error(data) or _place(error)
        problem = Problem("newsml-xml", f"is not well-formed XML: {why}", name, *place)
        raise ReadError(problem) from error
    return NewsmlFile(data, name, root)


def check_newsml(file: NewsmlFile) -> list[Problem]:
    """Return what is wrong with a NewsML-G2 file, in document order; nothing where all is well.

    Every NewsML-G2 file is checked for its references and for what receivers need; files of this project's profile also
    for offsets, fingerprint, codes and text.
    """
    root = file.root
    if not file.items:
        return file.problems([("newsml-root", "is no NewsML-G2 message or item that holds a newsItem", root)])
    found = [*_identifiers(root), *_foreign_nodes(root)]
    for item in file.items:
        for rule in _ITEM_RULES:
            found.extend(rule(item))
        if _text_of(item, "itemMeta/profile") == PROFILE:
            for rule in _PROFILE_RULES:
                found.extend(rule(item))
    return file.problems(found)


def check_xsd(data: bytes, xsd: Path, name: str = "") -> list[Problem]:
    """Return what the XML Schema finds (the official one is IPTC's, version 2.35); it does not look at references."""
    try:
        file = read_newsml(data, name)
    except ReadError as error:
        return [error.problem]
    schema = _schema(xsd)
    if isinstance(schema, Problem):
        return [schema]
    if schema.validate(file.root):
        return []
    tree = file.root.getroottree()
    found = []
    for entry in list(schema.error_log):  # type: ignore[call-overload]
        nodes: Any = tree.xpath(entry.path) if entry.path else []
        found.append(("newsml-xsd", entry.message, nodes[0] if nodes else file.root))
    return file.problems(found)


@cache
def _schema(xsd: Path) -> etree.XMLSchema | Problem:
    """Return the schema, which takes longer to read than most files to check; or why it cannot be used."""
    try:
        return etree.XMLSchema(etree.parse(str(xsd)))
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        return Problem("xsd-unusable", f"cannot be used as an XML Schema: {error}", str(xsd))


def _identifiers(root: etree._Element) -> Iterator[_Found]:
    """Ids are unique in the file, and every reference finds one."""
    seen: set[str] = set()
    elements = [node for node in root.iter() if isinstance(node.tag, str)]
    for node in elements:
        for value in (node.get("id"), node.get("partid")):
            if value is None or not node.tag.startswith(f"{{{NAR}}}"):
                continue
            if value in seen:
                yield "newsml-id", f"the id {value!r} stands twice in the file", node
            seen.add(value)
    for node in elements:
        for attribute in _REFERENCES:
            for reference in (node.get(attribute) or "").split():
                if reference not in seen:
                    yield "newsml-idref", f"{attribute} points to {reference!r}, which no element has as id", node


def _foreign_nodes(root: etree._Element) -> Iterator[_Found]:
    for node in root.iter(etree.Comment, etree.ProcessingInstruction):
        if any(parent.tag in (_g("itemSet"), _g("contentSet"), _g("newsItem")) for parent in node.iterancestors()):
            yield "newsml-comment", "a comment or processing instruction stands in an item; Superdesk fails on it", node


def _receivers(item: etree._Element) -> Iterator[_Found]:
    """Superdesk's conditions, and the characters that its addresses allow in a guid."""
    if not re.fullmatch(r"[A-Za-z0-9_,.:-]+", item.get("guid") or ""):
        yield "newsml-guid", "the guid holds other characters than A-Z a-z 0-9 _ , . : -", item
    if item.get("version") is None:
        yield "newsml-version", "the newsItem has no version; Superdesk fails without it", item
    for name in ("itemMeta/itemClass", "itemMeta/pubStatus"):
        node = _first(item, name)
        if node is None or node.get("qcode") is None:
            yield "newsml-qcode-needed", f"{name} with a qcode is missing; Superdesk fails without it", item
    if _first(item, "contentMeta") is None:
        yield "newsml-content-meta", "contentMeta is missing; Superdesk fails without it", item
    if _first(item, "contentSet") is None:
        yield "newsml-content-set", "contentSet is missing; Superdesk fails without it", item


def _renditions(item: etree._Element) -> Iterator[_Found]:
    contents = _first(item, "contentSet")
    if contents is None:
        return
    names = [etree.QName(node).localname for node in contents if isinstance(node.tag, str)]
    if "inlineData" in names and "inlineXML" in names and names[-1] != "inlineXML":
        yield "newsml-order", "inlineData stands behind inlineXML; Superdesk then shows unmarked text", contents
    for body in contents.iter(f"{{{NITF}}}body.content"):
        if body.find(f"{{{NITF}}}block") is None:
            yield "newsml-block", "body.content has no block; Superdesk then takes an empty body", body


def _headlines(item: etree._Element) -> Iterator[_Found]:
    for node in item.findall(f"{_g('contentMeta')}/{_g('headline')}"):
        if len(node):
            yield "newsml-headline", "the headline holds markup; Superdesk cuts it there", node


def _fingerprint(item: etree._Element) -> Iterator[_Found]:
    text = _first(item, "contentSet/inlineData")
    if text is None:
        yield "newsml-text", "the plain text, which the offsets index, is missing", item
        return
    for node in item.findall(f"{_g('itemMeta')}/{_g('hash')}"):
        digest = sha256((text.text or "").encode()).hexdigest()
        if node.get("hashtypeuri") == SHA256 and node.text != digest:
            yield "newsml-hash", "the fingerprint is not that of the plain text: the text was changed", node


def _same_text(item: etree._Element) -> Iterator[_Found]:
    plain, body = _first(item, "contentSet/inlineData"), _first(item, "contentSet/inlineXML")
    if plain is not None and body is not None and (plain.text or "") != _spelled(body):
        yield "newsml-body", "the marked body does not spell the plain text", body


def _offsets(item: etree._Element) -> Iterator[_Found]:
    """For each part, the text between its offsets is the concatenation of its leaves, and what it quotes."""
    plain = _first(item, "contentSet/inlineData")
    text = (plain.text or "") if plain is not None else ""
    leaves = {node.get("id"): _spelled(node) for node in item.iter(_g("span"))}
    for part in item.findall(_g("partMeta")):
        pairs = _pairs(part, len(text))
        if pairs is None:
            yield "newsml-offsets", "the offsets lie outside the plain text or have no number", part
            continue
        refs = (part.get("contentrefs") or "").split()
        if pairs and _once(pairs, text) != "".join(leaves.get(ref, "") for ref in refs):
            yield "newsml-offsets", "the leaves of the part do not spell the text between its offsets", part
        quoted = [node.text or "" for node in part.findall(_g("description"))]
        if quoted and pairs and quoted != [text[start:end] for start, end in pairs]:
            yield "newsml-quoted", "the description is not the text between the offsets", part
        for words in part.findall(_g("partMetaExtProperty")):
            spans = _pairs(words, len(text))
            if spans is None or any(text[start:end] != words.get("value") for start, end in spans):
                yield "newsml-offsets", f"the value of {words.get('rel')} is not the text between its offsets", words


def _pairs(node: etree._Element, length: int) -> list[tuple[int, int]] | None:
    """Return the pairs of offsets of a node; None where one is missing, no number, or outside the text."""
    starts = [child.get("value") or "" for child in node if child.get("reluri") == OA_START]
    ends = [child.get("value") or "" for child in node if child.get("reluri") == OA_END]
    if len(starts) != len(ends) or not all(value.isascii() and value.isdigit() for value in (*starts, *ends)):
        return None
    pairs = [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
    return pairs if all(start < end <= length for start, end in pairs) else None


def _once(pairs: list[tuple[int, int]], text: str) -> str:
    """Return the text of the pairs in their order, each character once: a leaf is pointed to once."""
    offsets = dict.fromkeys(offset for start, end in pairs for offset in range(start, end))
    return "".join(text[offset] for offset in offsets)


def _codes(item: etree._Element) -> Iterator[_Found]:
    """Our own codes are those of the vocabulary."""
    for node in item.iter(f"{{{NAR}}}*"):
        for attribute in _QCODES:
            for qcode in (node.get(attribute) or "").split():
                alias, _, code = qcode.partition(":")
                if alias == ALIAS and code not in CODES:
                    yield "newsml-code", f"{qcode} is no term of the vocabulary", node


def _aliases(item: etree._Element) -> Iterator[_Found]:
    """Every QCode has an alias that the item's own catalog or the IPTC's declares."""
    declared = {scheme.get("alias") for scheme in item.findall(f"{_g('catalog')}/{_g('scheme')}")}
    if item.find(_g("catalogRef")) is not None:
        declared |= IPTC_ALIASES
    for node in item.iter(f"{{{NAR}}}*"):
        for attribute in _QCODES:
            for qcode in (node.get(attribute) or "").split():
                if qcode.partition(":")[0] not in declared:
                    yield "newsml-code", f"{attribute} has {qcode!r}, whose alias no catalog declares", node


_Rule = Callable[[etree._Element], Iterator[_Found]]
_ITEM_RULES: tuple[_Rule, ...] = (_receivers, _renditions, _headlines)
_PROFILE_RULES: tuple[_Rule, ...] = (_fingerprint, _same_text, _offsets, _codes, _aliases)


def _g(name: str) -> str:
    return f"{{{NAR}}}{name}"


def _first(item: etree._Element, path: str) -> etree._Element | None:
    return item.find("/".join(_g(step) for step in path.split("/")))


def _text_of(item: etree._Element, path: str) -> str | None:
    node = _first(item, path)
    return None if node is None else node.text


def _spelled(node: etree._Element) -> str:
    return "".join(str(words) for words in node.itertext())


def _guid(node: etree._Element) -> str:
    """Return the guid of the item that a node stands in."""
    at: etree._Element | None = node
    while at is not None and at.tag != _g("newsItem"):
        at = at.getparent()
    return "" if at is None else at.get("guid") or ""


def _place(error: etree.XMLSyntaxError) -> tuple[int, int]:
    place: Any = error.position
    return max(1, place[0]), max(1, place[1])
