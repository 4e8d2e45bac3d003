"""The line and column at which XML elements begin: lxml knows only lines, so a second parser reads the file if needed.

>>> data = b"<a>\\n  <b/></a>"
>>> root = etree.fromstring(data)
>>> Places(data, root).of(root[0]), path_of(root[0])
((2, 3), '/a/b')
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from lxml import etree


class Places:
    """The line and column (from 1, in code points) of each element, comment and processing instruction of a tree."""

    def __init__(self, data: bytes, root: etree._Element) -> None:
        self._by_node: dict[etree._Element, tuple[int, int]] = {}
        nodes = [node for node in root.iter() if isinstance(node.tag, str) or node.tag in _INSTRUCTIONS]
        begun = _begins(data)
        # If entities contain elements, the two parsers count differently; only lines are given then.
        if len(nodes) == len(begun):
            self._by_node = dict(zip(nodes, begun, strict=True))

    def of(self, node: etree._Element) -> tuple[int | None, int | None]:
        """Return the line and column at which a node of the tree begins; None for either if it is not known."""
        line: Any = node.sourceline
        return self._by_node.get(node, (line if isinstance(line, int) else None, None))


_INSTRUCTIONS = (etree.Comment, etree.ProcessingInstruction)


def path_of(node: etree._Element) -> str:
    """Return a path such as ``/newsMessage/itemSet/newsItem[2]``, without namespaces, with positions only if needed."""
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
    """Return the line and column at which a file stops being well-formed XML; None if this parser accepts it.

    Unlike those of lxml, its columns count code points, and its line numbers have no upper limit.
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
    """Return the places of elements, and of comments and instructions inside the root, in the order of the file."""
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
    except (expat.ExpatError, ValueError, LookupError):  # an encoding, or a use of entities, that expat refuses
        return []
    return found
