"""Markdown, parsed by markdown-it: the text that a reader sees, with headings and list numbers, without markup.

>>> from io import BytesIO
>>> document = Document.of("a.md", "a.md", BytesIO(b"# First\\n\\nOne *more*.\\n"))
>>> [draft.text for draft in read(document, ReadOptions())]
['First\\n\\nOne more.']
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.article.encoding import decode
from annotate.read.article.markup import fragment_text
from annotate.read.documents.binary import refuse_binary, refuse_known_binary
from annotate.read.documents.document import Document, Draft
from annotate.read.documents.whole import read_whole
from annotate.read.options import ReadOptions
from annotate.read.records.fields import pick

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
#: The longest document, in bytes; longer ones take the parser too much time.
_LONGEST = 2 << 20


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the article of a Markdown file; title, date and other metadata come from its front matter.

    Raises ReadError if there is no text or the file is too long.
    """
    refuse_known_binary(document)
    data, digest = read_whole(document, options.limits, "a Markdown file", _LONGEST)
    decoded = decode(data, document.source, options.encoding)
    refuse_binary(decoded.text, document.source)
    yield from decoded.problems
    front: dict[str, Any] = {}
    body = decoded.text
    if match := _FRONT_MATTER.match(body):
        try:
            front = _front_matter(match[1], match[2])
            body = body[match.end() :]
        except ValueError as error:
            yield Problem(
                "front-matter", f"the front matter cannot be read: {error}", document.source, 1, severity="warning"
            )
    found, keys, rest = pick(front, options.fields)
    if "text" in found:
        rest[keys["text"]] = found["text"]
    text, headline = _rendered(body)
    if not text.strip():
        raise ReadError(Problem("empty", "there is no text in it", document.source))
    kept: dict[str, Any] = {name: found[name] for name in ("url", "authors", "publisher") if name in found}
    yield Draft(
        text=text,
        source=document.source,
        sha256=digest,
        id=str(found["id"]) if "id" in found else None,
        fallback_id=document.stem,
        title=found.get("title"),
        published=found.get("published"),
        published_name=keys.get("published", "published"),
        language=found.get("language"),
        metadata={**kept, **rest, **decoded.metadata},
        headline=headline,
    )


def _front_matter(fence: str, written: str) -> dict[str, Any]:
    """Return the YAML between "---" or the TOML between "+++", parsed; raises ValueError if it is broken."""
    if fence == "+++":
        return tomllib.loads(written)
    import yaml

    try:
        # With aliases, a few lines can expand to a billion; front matter does not need them.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(written, Loader=yaml.SafeLoader)):
            raise ValueError("YAML aliases are not allowed")
        value = yaml.safe_load(written)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error).partition("\n")[0]) from None
    return {str(k): v for k, v in value.items()} if isinstance(value, dict) else {}


def _rendered(markdown: str) -> tuple[str, tuple[int, int] | None]:
    """Return the text, and the range of the heading that it begins with, if any."""
    from markdown_it import MarkdownIt

    blocks: list[tuple[str, bool]] = []
    # For each open list, the number of its next item; None for a bullet list.
    lists: list[int | None] = []
    marker = ""
    row: list[str] | None = None
    heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        kind = token.type
        if kind in ("ordered_list_open", "bullet_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if kind.startswith("ordered") else None)
        elif kind in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif kind == "list_item_open":
            number = lists[-1]
            marker = "- " if number is None else f"{number}. "
            if number is not None:
                lists[-1] = number + 1
        elif kind in ("heading_open", "heading_close"):
            heading = kind == "heading_open"
        elif kind == "tr_open":
            row = []
        elif kind == "tr_close" and row is not None:
            blocks.append((" \t ".join(row), False))
            row = None
        elif kind in ("inline", "fence", "code_block", "html_block"):
            text = _block(token)
            if row is not None:
                row.append(text)
            elif text:
                blocks.append((marker + text, heading))
                marker = ""
    text = "\n\n".join(block for block, _ in blocks)
    headline = (
        (0, len(blocks[0][0])) if blocks and blocks[0][1] and len(blocks) > 1 and "\n" not in blocks[0][0] else None
    )
    return text, headline


def _block(token: Any) -> str:
    if token.type == "html_block":
        return fragment_text(token.content)
    if token.type != "inline":
        return str(token.content).strip("\n")
    parts = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(
        parts.get(child.type, child.content if child.type in ("text", "code_inline", "text_special") else "")
        for child in token.children or ()
    ).strip()
