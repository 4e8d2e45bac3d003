"""Where in an XML file its elements begin: lxml knows lines only, so a second parser reads the file if need be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from lxml import etree


class Places:
    """The line and column, from 1 and in code points, of each element, comment and instruction of a tree."""

    def __init__(self, data: bytes, root: etree._Element) -> None:
        self._by_node: dict[etree._Element, tuple[int, int]] = {}
        nodes = [node for node in root.iter() if isinstance(node.tag, str) or node.tag in _INSTRUCTIONS]
        begun = _begins(data)
        # With entities that hold elements the two parsers count differently: then lines have to do.
        if len(nodes) == len(begun):
            self._by_node = dict(zip(nodes, begun, strict=True))

    def of(self, node: etree._Element) -> tuple[int | None, int | None]:
        """Return line and column at which a node of the tree begins; None for what is not known."""
        line: Any = node.sourceline
        return self._by_node.get(node, (line if isinstance(line, int) else None, None))


_INSTRUCTIONS = (etree.Comment, etree.ProcessingInstruction)


def path_of(node: etree._Element) -> str:
    """Return a path such as ``/newsMessage/itemSet/newsItem[2]``, without namespaces; positions only where needed."""
    steps: list[str] = []
    at: etree._Element | None = node
    while at is not None:
        parent = at.getparent()
        name = etree.QName(at).localname if isinstance(at.tag, str) else "comment()"
        same = [at] if parent is None else [child for child in parent if child.tag == at.tag]
        steps.append(name if len(same) == 1 else f"{name}[{same.index(at) + 1}]")
        at = parent
    return "/" + "/".join(reversed(steps))


def place_of_error(data: bytes) -> tuple[int, int] | None:
    """Return where a file stops to be well-formed XML; None where this parser finds nothing wrong with it.

    Unlike lxml's, its columns count code points, and its lines end nowhere.
    """
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    except (ValueError, LookupError):
        return None
    return None


def _begins(data: bytes) -> list[tuple[int, int]]:
    """Return where each element, and each comment and instruction inside the root, begins, in the order of the file."""
    found: list[tuple[int, int]] = []
    depth = 0
    parser = expat.ParserCreate()

    def note() -> None:
        found.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        note()

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def inside(*_: str) -> None:
        if depth:
            note()

    handlers: dict[str, Callable[..., None]] = {
        "StartElementHandler": start,
        "EndElementHandler": end,
        "CommentHandler": inside,
        "ProcessingInstructionHandler": inside,
    }
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # an encoding, or a trick with entities, that expat refuses
        return []
    return found
