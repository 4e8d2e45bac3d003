"""Extract text from markup that holds only the story: HTML fragments, XHTML and NITF bodies, trafilatura's output.

>>> fragment_text("<p>First.</p><ol><li>One</li><li>Two</li></ol>")
'First.\\n\\n1. One\\n\\n2. Two'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: Block elements of HTML, NITF 3.x (hl1, hedline, ...) and trafilatura's tree.
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "body.content", "bq", "block", "caption", "dd", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
        "header", "hedline", "hl1", "hl2", "hr", "item", "li", "list", "main", "nav", "nitf-table", "ol", "p", "pre",
        "quote", "row", "section", "table", "tagline", "tbody", "thead", "tr", "ul",
    }
)  # fmt: skip
_ITEMS = frozenset({"li", "item"})
_LISTS = frozenset({"ol", "ul", "list"})
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements whose text is not part of the story.
DROPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "button", "select", "textarea", "media", "media-metadata",
     "object", "iframe", "nav", "form"}
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARKER = re.compile(r"-|\d+\.")


def text_of(root: Any) -> str:
    """Return the text of an lxml element, with a blank line between blocks and with the markers of list items.

    White space is collapsed as in HTML, except no-break spaces. Items of a numbered list begin with "1. " and so on,
    other items with "- ". The walk is not recursive, so deep nesting needs no stack.
    """
    blocks: list[str] = []
    current: list[str] = []

    def flush() -> None:
        lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(current).split("\v"))
        block = "\n".join(line for line in lines if line)
        current.clear()
        if block:
            blocks.append(block)

    # For each open list, the number of its next item; None if its items are not numbered.
    numbers: list[int | None] = []
    for event, tag, value in _walk(root):
        if event == "text":
            current.append(value)
            continue
        if tag in _BLOCKS:
            flush()
        if tag in _LISTS:
            if event == "open":
                numbers.append(_first_number(value))
            elif numbers:
                numbers.pop()
        if event == "open":
            if tag in _ITEMS:
                current.append(_marker(numbers))
            elif tag in _BREAKS:
                current.append("\v")
            elif tag in _CELLS and "".join(current[-4:]).strip():
                current.append(" \t ")
    flush()
    return "\n\n".join(_with_markers(blocks))


def _with_markers(blocks: list[str]) -> list[str]:
    """Join a marker on a block of its own to the block that follows; drop a marker without one."""
    joined: list[str] = []
    for block in blocks:
        if joined and _MARKER.fullmatch(joined[-1]):
            joined[-1] += f" {block}"
        else:
            joined.append(block)
    return [block for block in joined if not _MARKER.fullmatch(block)]


def blocks_of(root: Any) -> Iterator[tuple[str, int, bool]]:
    """Yield (text, number of characters inside links, whether it is a heading) for each block of an element."""
    parts: list[str] = []
    linked = links = 0
    heading = False
    for event, tag, value in _walk(root):
        if event == "text":
            part = _SPACE.sub(" ", value)
            linked += len(part) if links else 0
            parts.append(part)
            continue
        if tag == "a":
            links += 1 if event == "open" else -1
        elif tag in _BLOCKS or tag in _CELLS or tag in _BREAKS:
            if text := "".join(parts).strip():
                yield text, linked, heading
            parts.clear()
            linked = 0
            heading = event == "open" and tag in _HEADINGS
    if text := "".join(parts).strip():
        yield text, linked, heading


def _walk(root: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield ("open", tag, element), ("text", "", str) and ("close", tag, element) in document order."""
    stack: list[tuple[str, Any]] = [("open", root)]
    while stack:
        event, value = stack.pop()
        if event == "text":
            yield "text", "", value
        elif event == "close":
            yield "close", _tag(value), value
        elif not isinstance(value.tag, str):
            # Comments and instructions have no text. An entity that was not expanded has its meaning in HTML.
            if type(value).__name__ == "_Entity":
                yield "text", "", _entity(value.name)
        elif (tag := _tag(value)) not in DROPPED:
            yield "open", tag, value
            stack.append(("close", value))
            for child in reversed(value):
                if child.tail:
                    stack.append(("text", child.tail))
                stack.append(("open", child))
            if value.text:
                stack.append(("text", value.text))


def _entity(name: str) -> str:
    """Return the character of an HTML entity; an unknown entity stays as it is written."""
    from html.entities import html5

    return html5.get(f"{name};", f"&{name};")


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _first_number(element: Any) -> int | None:
    """Return the number before the first item of an ordered list; None for a list without numbers."""
    if _tag(element) != "ol" and not (element.get("rend") or "").startswith("ol"):
        return None
    start = element.get("start") or "1"
    return int(start) - 1 if start.isdecimal() and start.isascii() and len(start) < 6 else 0


def _marker(numbers: list[int | None]) -> str:
    """Return the marker of the next item of the innermost list, and count the item."""
    if not numbers or numbers[-1] is None:
        return "- "
    numbers[-1] += 1
    return f"{numbers[-1]}. "


def fragment_text(html: str) -> str:
    """Return the text of an HTML fragment, such as a field of a feed or wire format."""
    from lxml import etree
    from lxml.html import HTMLParser, fragment_fromstring

    parser = HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    try:
        return text_of(fragment_fromstring(html, create_parent="div", parser=parser))
    except (etree.LxmlError, ValueError, AssertionError):
        return html
