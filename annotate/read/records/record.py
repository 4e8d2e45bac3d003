"""Make a draft from one record: a JSON line, a row of a table, or an object of a document.

>>> record = {"text": "One.", "title": "First", "page": 3}
>>> draft_of(record, source="a#1", file="a", sha256="", fallback_id="a-1", options=ReadOptions()).metadata
{'page': 3}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.documents.document import Draft
from annotate.read.options import ReadOptions
from annotate.read.records.fields import pick

#: Values that go into the metadata under these names, whatever their names in the input.
_KEPT = ("url", "authors", "publisher")


def draft_of(
    record: Mapping[str, Any],
    *,
    source: str,
    file: str,
    sha256: str,
    fallback_id: str,
    options: ReadOptions,
    line: int | None = None,
    metadata: Mapping[str, Any] | None = None,
    path: str = "$",
) -> Draft:
    """Return the draft of a record with a text; raises ReadError if the text is missing or of the wrong type.

    `source` is the origin of the article, `file` and `line` (from 1) the place for messages, `sha256` the digest of the
    record in hex, `fallback_id` the id if the record has none, `metadata` further values, `path` its JSON path.
    """
    found, keys, rest = pick(record, options.fields)
    if fault := _text_fault(record, found, keys, rest, options):
        message, key = fault
        raise ReadError(Problem("text", message, file, line, path=f"{path}.{key}"))
    kept: dict[str, Any] = {name: found[name] for name in _KEPT if name in found}
    for name in ("language", "title"):
        if not isinstance(found.get(name), str | None):
            kept[keys[name]] = found.pop(name)
    return Draft(
        text=found["text"],
        source=source,
        sha256=sha256,
        id=_id(found.get("id")),
        fallback_id=fallback_id,
        title=found.get("title"),
        published=found.get("published"),
        published_name=keys.get("published", "published"),
        language=found.get("language"),
        metadata={**kept, **rest, **(metadata or {})},
        line=line,
    )


def _text_fault(
    record: Mapping[str, Any],
    found: Mapping[str, Any],
    keys: Mapping[str, str],
    rest: Mapping[str, Any],
    options: ReadOptions,
) -> tuple[str, str] | None:
    """Return what is wrong with the text of a record, and its key; None if it is a string."""
    if "text" in found:
        text = found["text"]
        return None if isinstance(text, str) else (f"the text is {_type(text)}, not a string", keys["text"])
    if "text" in rest and "text" not in options.fields:
        empty = rest["text"] in ("", [])
        return "the text is empty" if empty else f"the text is {_type(rest['text'])}, not a string", "text"
    wanted = options.fields.get("text", "text")
    hint = "--field text=NAME names the one with the text"
    return f"there is no {wanted!r}; {_keys(record)}. {hint}", wanted


def _id(value: Any) -> str | None:
    return None if value is None else str(value)


def _type(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return "null" if value is None else names.get(type(value), f"a {type(value).__name__}")


def _keys(record: Mapping[str, Any]) -> str:
    if not record:
        return "there are no keys"
    names = ", ".join(repr(str(key)[:40]) for key in list(record)[:6])
    return f"the keys are {names}" + (" and others" if len(record) > 6 else "")
