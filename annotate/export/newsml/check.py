"""Check NewsML-G2 for what its XML Schema cannot express and for what receivers require; needs no network.

Some rules are requirements of stock Superdesk, whose parser fails or loses the text if they are broken.

>>> [problem.rule for problem in check_newsml(read_newsml(b"<newsItem/>"))]
['newsml-root']
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

#: Attributes that refer to ids in the same file.
_REFERENCES = ("idrefs", "contentrefs", "sourceidref", "original")
#: The aliases of IPTC's catalogue that documents of this profile use.
IPTC_ALIASES = frozenset({"ninat", "stat", "cpnat", "howextr", "why", "riscope", "hashscope", "irel"})
_QCODES = ("qcode", "role", "rel", "type", "how", "why", "creator", "scope")
_NAMESPACES = {"g": NAR, "n": NITF}

_Found = tuple[str, str, etree._Element]


@dataclass(frozen=True, slots=True)
class NewsmlFile:
    """A parsed NewsML-G2 file: its bytes, its name and its root element."""

    data: bytes
    name: str
    root: etree._Element

    @property
    def items(self) -> list[etree._Element]:
        """The items with content; empty if the file is not NewsML-G2."""
        if self.root.tag == _g("newsItem"):
            return [self.root]
        return self.root.findall(f"{_g('itemSet')}/{_g('newsItem')}") if self.root.tag == _g("newsMessage") else []

    def problems(self, found: Iterable[_Found]) -> list[Problem]:
        """Return the findings as problems with line, column, path and article, in the order of the file."""
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
    """Parse a file without expanding entities or using the network; raises `ReadError` if it is not well-formed XML."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        why = re.sub(r", line \d+, column \d+$", "", error.msg or "")
        place = place_of_error(data) or _place(error)
        problem = Problem("newsml-xml", f"is not well-formed XML: {why}", name, *place)
        raise ReadError(problem) from error
    return NewsmlFile(data, name, root)


def check_newsml(file: NewsmlFile) -> list[Problem]:
    """Return the problems of a NewsML-G2 file, in document order; an empty list if there are none.

    References and the requirements of receivers are checked in every NewsML-G2 file; offsets, fingerprint, codes and
    text only in files of this project's profile.
    """
    root = file.root
    if not file.items:
        return file.problems([("newsml-root", "is not a NewsML-G2 message or item with a newsItem", root)])
    found = [*_identifiers(root), *_foreign_nodes(root)]
    for item in file.items:
        for rule in _ITEM_RULES:
            found.extend(rule(item))
        if _text_of(item, "itemMeta/profile") == PROFILE:
            for rule in _PROFILE_RULES:
                found.extend(rule(item))
    return file.problems(found)


def check_xsd(data: bytes, xsd: Path, name: str = "") -> list[Problem]:
    """Return the problems that the XML Schema finds; it does not check references.

    `xsd` is the path of the schema (IPTC publishes the official one, version 2.35). A file that is not well-formed, and
    a schema that cannot be used, are each one problem.
    """
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
    """Return the schema, or why it cannot be used; cached, since reading it takes longer than checking most files."""
    try:
        return etree.XMLSchema(etree.parse(str(xsd)))
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        return Problem("xsd-unusable", f"cannot be used as an XML Schema: {error}", str(xsd))


def _identifiers(root: etree._Element) -> Iterator[_Found]:
    """Yield ids that occur twice in the file, and references to ids that do not exist."""
    seen: set[str] = set()
    elements = [node for node in root.iter() if isinstance(node.tag, str)]
    for node in elements:
        for value in (node.get("id"), node.get("partid")):
            if value is None or not node.tag.startswith(f"{{{NAR}}}"):
                continue
            if value in seen:
                yield "newsml-id", f"the id {value!r} occurs twice in the file", node
            seen.add(value)
    for node in elements:
        for attribute in _REFERENCES:
            for reference in (node.get(attribute) or "").split():
                if reference not in seen:
                    yield "newsml-idref", f"{attribute} refers to {reference!r}, but no element has this id", node


def _foreign_nodes(root: etree._Element) -> Iterator[_Found]:
    for node in root.iter(etree.Comment, etree.ProcessingInstruction):
        if any(parent.tag in (_g("itemSet"), _g("contentSet"), _g("newsItem")) for parent in node.iterancestors()):
            yield "newsml-comment", "an item contains a comment or processing instruction; Superdesk fails on it", node


def _receivers(item: etree._Element) -> Iterator[_Found]:
    """Yield breaches of Superdesk's requirements, and characters in a guid that its addresses do not allow."""
    if not re.fullmatch(r"[A-Za-z0-9_,.:-]+", item.get("guid") or ""):
        yield "newsml-guid", "the guid contains characters other than A-Z a-z 0-9 _ , . : -", item
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
        yield "newsml-order", "inlineData comes after inlineXML; Superdesk then shows unmarked text", contents
    for body in contents.iter(f"{{{NITF}}}body.content"):
        if body.find(f"{{{NITF}}}block") is None:
            yield "newsml-block", "body.content has no block; Superdesk then reads an empty body", body


def _headlines(item: etree._Element) -> Iterator[_Found]:
    for node in item.findall(f"{_g('contentMeta')}/{_g('headline')}"):
        if len(node):
            yield "newsml-headline", "the headline contains markup; Superdesk cuts it off there", node


def _fingerprint(item: etree._Element) -> Iterator[_Found]:
    text = _first(item, "contentSet/inlineData")
    if text is None:
        yield "newsml-text", "the plain text, to which offsets refer, is missing", item
        return
    for node in item.findall(f"{_g('itemMeta')}/{_g('hash')}"):
        digest = sha256((text.text or "").encode()).hexdigest()
        if node.get("hashtypeuri") == SHA256 and node.text != digest:
            yield "newsml-hash", "the fingerprint does not match the plain text: the text was changed", node


def _same_text(item: etree._Element) -> Iterator[_Found]:
    plain, body = _first(item, "contentSet/inlineData"), _first(item, "contentSet/inlineXML")
    if plain is not None and body is not None and (plain.text or "") != _spelled(body):
        yield "newsml-body", "the marked body differs from the plain text", body


def _offsets(item: etree._Element) -> Iterator[_Found]:
    """Yield parts whose offsets do not select the text of their leaves, or the text that they quote."""
    plain = _first(item, "contentSet/inlineData")
    text = (plain.text or "") if plain is not None else ""
    leaves = {node.get("id"): _spelled(node) for node in item.iter(_g("span"))}
    for part in item.findall(_g("partMeta")):
        pairs = _pairs(part, len(text))
        if pairs is None:
            yield "newsml-offsets", "an offset is missing, not a number, or outside the plain text", part
            continue
        refs = (part.get("contentrefs") or "").split()
        if pairs and _once(pairs, text) != "".join(leaves.get(ref, "") for ref in refs):
            yield "newsml-offsets", "the leaves of the part differ from the text between its offsets", part
        quoted = [node.text or "" for node in part.findall(_g("description"))]
        if quoted and pairs and quoted != [text[start:end] for start, end in pairs]:
            yield "newsml-quoted", "the description differs from the text between the offsets", part
        for words in part.findall(_g("partMetaExtProperty")):
            spans = _pairs(words, len(text))
            if spans is None or any(text[start:end] != words.get("value") for start, end in spans):
                message = f"the value of {words.get('rel')} differs from the text between its offsets"
                yield "newsml-offsets", message, words


def _pairs(node: etree._Element, length: int) -> list[tuple[int, int]] | None:
    """Return the pairs of offsets of a node; None if one is missing, not a number, or outside the text."""
    starts = [child.get("value") or "" for child in node if child.get("reluri") == OA_START]
    ends = [child.get("value") or "" for child in node if child.get("reluri") == OA_END]
    if len(starts) != len(ends) or not all(value.isascii() and value.isdigit() for value in (*starts, *ends)):
        return None
    pairs = [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
    return pairs if all(start < end <= length for start, end in pairs) else None


def _once(pairs: list[tuple[int, int]], text: str) -> str:
    """Return the text of the pairs in their order, each character once, since each leaf is referred to once."""
    offsets = dict.fromkeys(offset for start, end in pairs for offset in range(start, end))
    return "".join(text[offset] for offset in offsets)


def _codes(item: etree._Element) -> Iterator[_Found]:
    """Yield codes of this project that its vocabulary does not define."""
    for node in item.iter(f"{{{NAR}}}*"):
        for attribute in _QCODES:
            for qcode in (node.get(attribute) or "").split():
                alias, _, code = qcode.partition(":")
                if alias == ALIAS and code not in CODES:
                    yield "newsml-code", f"{qcode} is not a term of the vocabulary", node


def _aliases(item: etree._Element) -> Iterator[_Found]:
    """Yield QCodes whose alias neither the item's own catalog nor IPTC's declares."""
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
    """Return the guid of the item that contains a node."""
    at: etree._Element | None = node
    while at is not None and at.tag != _g("newsItem"):
        at = at.getparent()
    return "" if at is None else at.get("guid") or ""


def _place(error: etree.XMLSyntaxError) -> tuple[int, int]:
    place: Any = error.position
    return max(1, place[0]), max(1, place[1])
