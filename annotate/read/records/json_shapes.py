"""Extract records from the common shapes of JSON: lists, envelopes, schema.org, ninjs, JSON Feed, news-please.

>>> list(records({"articles": [{"text": "One."}, {"text": "Two."}]}, {}))
[('$.articles[0]', {'text': 'One.'}), ('$.articles[1]', {'text': 'Two.'})]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from annotate.read.article.markup import fragment_text
from annotate.read.records.fields import pick

#: Keys of HTML bodies, which are converted to text; from ninjs 1.x and JSON Feed 1.1.
_HTML_BODIES = ("body_xhtml", "body_html", "content_html")
_PLAIN_BODIES = ("body_text", "content_text", "articleBody")


def records(value: Any, mapping: Mapping[str, str], path: str = "$") -> Iterator[tuple[str, Any]]:
    """Yield (JSON path, record) for each article of a document; a value that is not a list is one record."""
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from records(item, mapping, f"{path}[{n}]")
        return
    if not isinstance(value, Mapping):
        yield path, value
        return
    value = dict(value)
    if _has_text(value, mapping) or "schema_version" in value:
        yield path, value
        return
    for key in _shapes()["wrappers"]:
        if isinstance(value.get(key), Mapping):
            rest = {k: v for k, v in value.items() if k != key and not isinstance(v, Mapping | list)}
            yield from records({**rest, **value[key]}, mapping, f"{path}.{key}")
            return
    for key in _shapes()["lists"]:
        inner = value.get(key)
        if isinstance(inner, list) and any(isinstance(item, Mapping) for item in inner):
            members = [(n, item) for n, item in enumerate(inner) if not _is_other_type(item)]
            for n, item in members or list(enumerate(inner)):
                yield from records(item, mapping, f"{path}.{key}[{n}]")
            return
        if isinstance(inner, Mapping):
            yield from records(inner, mapping, f"{path}.{key}")
            return
    yield path, value


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with its text, title and date under the usual names, whatever its vocabulary.

    They come from the lists of bodies, headlines and bylines in ninjs 2 and 3, and from the names of things in
    schema.org. Everything else stays under its own key.
    """
    record = dict(record)
    if isinstance(record.get("bodies"), list) and "text" not in record:
        _take_ninjs(record)
    if is_live_blog(record):
        _take_live(record)
    for key in _HTML_BODIES:
        if isinstance(record.get(key), str) and not any(
            isinstance(record.get(k), str) for k in ("text", *_PLAIN_BODIES)
        ):
            record["text"] = fragment_text(record.pop(key))
    if _type(record) or "@context" in record or "articleBody" in record:
        for key in ("author", "publisher", "creator"):
            if key in record:
                record[key] = _named(record[key])
        if isinstance(record.get("inLanguage"), Mapping):
            record["inLanguage"] = record["inLanguage"].get("alternateName") or record["inLanguage"].get("name")
    if "versioncreated" in record or "firstcreated" in record:
        for key in ("firstcreated", "versioncreated", "firstCreated", "versionCreated"):
            if record.get(key) and "published" not in record:
                record["published"] = record.pop(key)
    return record


def is_live_blog(thing: Mapping[str, Any]) -> bool:
    """Return whether a schema.org thing is a live blog with its posts."""
    return _type(thing) == "LiveBlogPosting" and isinstance(thing.get("liveBlogUpdate"), list)


def _take_live(record: dict[str, Any]) -> None:
    """Make the body of a live blog from its posts, in order, with the headline and the body of each as blocks."""
    posts = [post for post in record.pop("liveBlogUpdate") if isinstance(post, Mapping)]
    blocks = [record.get("articleBody"), *(post.get(key) for post in posts for key in ("headline", "articleBody"))]
    record["articleBody"] = "\n\n".join(block.strip() for block in blocks if isinstance(block, str) and block.strip())


def _take_ninjs(record: dict[str, Any]) -> None:
    """Move text, title, authors and date of ninjs 2.x and 3.x to the usual names, in place."""
    bodies = [b for b in record["bodies"] if isinstance(b, Mapping) and isinstance(b.get("value"), str)]
    is_text = [b for b in bodies if str(b.get("contentType") or b.get("contenttype") or "text/plain") == "text/plain"]
    if is_text:
        record["text"] = is_text[0]["value"]
    elif bodies:
        record["text"] = fragment_text(bodies[0]["value"])
    if bodies:
        del record["bodies"]
    for key, name in (("headlines", "title"), ("bylines", "authors")):
        values = [
            v["value"] for v in record.get(key) or [] if isinstance(v, Mapping) and isinstance(v.get("value"), str)
        ]
        if values and name not in record:
            record[name] = values[0] if name == "title" or len(values) == 1 else values
            if len(values) == len(record[key]) and (name != "title" or len(values) == 1):
                del record[key]
    for key in ("contentCreated", "firstCreated", "firstcreated", "versionCreated", "versioncreated"):
        if record.get(key) and "published" not in record:
            record["published"] = record.pop(key)


def _has_text(value: Mapping[str, Any], mapping: Mapping[str, str]) -> bool:
    found = pick(value, mapping)[0].get("text")
    if isinstance(found, str) or "text" in value:
        return True
    if any(isinstance(value.get(key), str) for key in (*_HTML_BODIES, *_PLAIN_BODIES)):
        return True
    return isinstance(value.get("bodies"), list)


def is_article(value: Mapping[str, Any]) -> bool:
    """Return whether a schema.org thing is an article."""
    return _type(value) is not None


def _type(value: Any) -> str | None:
    """Return the schema.org type of a thing if it is a type of article; None otherwise."""
    given = value.get("@type") if isinstance(value, Mapping) else None
    for one in given if isinstance(given, list) else [given]:
        name = str(one).replace(":", "/").rpartition("/")[2]
        if name in _shapes()["types"]:
            return name
    return None


def _is_other_type(value: Any) -> bool:
    return isinstance(value, Mapping) and "@type" in value and _type(value) is None and value.get("@type") != "ListItem"


def _named(thing: Any) -> Any:
    """Return the name of a schema.org thing, or of each of a list of them."""
    if isinstance(thing, list):
        return [_named(one) for one in thing]
    if isinstance(thing, Mapping) and isinstance(thing.get("name"), str):
        return thing["name"]
    return thing


@cache
def _shapes() -> dict[str, list[str]]:
    return tomllib.loads(files("annotate.read.records").joinpath("data/shapes.toml").read_text("utf-8"))
