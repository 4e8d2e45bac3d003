"""One record, from a JSON line, a row of a table or an object of a document, made into a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.inputs.document import Draft
from annotate.read.options import ReadOptions
from annotate.read.records.fields import pick

#: What goes into the metadata under one name, whatever the input called it.
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
    """Return the draft of a record with a text; raises ReadError that names what is missing or of the wrong type."""
    found, keys, rest = pick(record, options.fields)

    def fail(rule: str, message: str, key: str = "text") -> ReadError:
        return ReadError(Problem(rule=rule, message=message, file=file, line=line, path=f"{path}.{key}"))

    if "text" not in found:
        wanted = options.fields.get("text", "text")
        if "text" in rest and "text" not in options.fields:
            raise fail(
                "text",
                "the text is empty" if rest["text"] in ("", []) else f"the text is {_type(rest['text'])}, not a string",
            )
        raise fail(
            "text",
            f"there is no {wanted!r}; it has {_some(record)}. --field text=NAME says which holds the text",
            wanted,
        )
    text = found["text"]
    if not isinstance(text, str):
        raise fail("text", f"the text is {_type(text)}, not a string", keys["text"])
    kept: dict[str, Any] = {name: found[name] for name in _KEPT if name in found}
    title, language = found.get("title"), found.get("language")
    if language is not None and not isinstance(language, str):
        kept[keys["language"]] = language
        language = None
    if title is not None and not isinstance(title, str):
        kept[keys["title"]] = title
        title = None
    return Draft(
        text=text,
        source=source,
        sha256=sha256,
        id=_id(found.get("id")),
        fallback_id=fallback_id,
        title=title,
        published=found.get("published"),
        published_name=keys.get("published", "published"),
        language=language,
        metadata={**kept, **rest, **(metadata or {})},
        line=line,
    )


def _id(value: Any) -> str | None:
    return None if value is None else str(value)


def _type(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return "null" if value is None else names.get(type(value), f"a {type(value).__name__}")


def _some(record: Mapping[str, Any]) -> str:
    names = [repr(str(k)[:40]) for k in list(record)[:6]]
    return (", ".join(names) + (" and others" if len(record) > 6 else "")) or "no keys at all"
