"""Find the keys of a record that hold text, title, date and so on, by the usual names and those that the user gives.

>>> pick({"Body": "One.", "page": 3}, {"text": "Body"})
({'text': 'One.'}, {'text': 'Body'}, {'page': 3})
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

#: The values that a record may give for its article, in the order in which they are looked up.
WANTED = ("id", "text", "title", "published", "url", "language", "authors", "publisher")


@cache
def _names() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("annotate.read.records").joinpath("data/names.toml").read_text("utf-8"))
    return {wanted: tuple(_plain(n) for n in table[wanted]) for wanted in WANTED}


def _plain(name: str) -> str:
    """Return a name in lower case without spaces, hyphens and underscores."""
    return name.strip().lower().replace("_", "").replace("-", "").replace(" ", "")


def pick(
    record: Mapping[str, Any], mapping: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str], dict[str, Any]]:
    """Return (values by our names, the key of each in the record, everything else in the record).

    `mapping` has the user's names, which must match exactly and take precedence. Null and empty values count as absent,
    except a `text`, which is returned as it is so that a message can describe its fault.
    """
    by_plain: dict[str, list[str]] = {}
    for key in record:
        by_plain.setdefault(_plain(key), []).append(key)
    found: dict[str, Any] = {}
    keys: dict[str, str] = {}
    for wanted in WANTED:
        if wanted in mapping:
            value, name = _inside(record, mapping[wanted])
            if name is not None and value is not None:
                found[wanted], keys[wanted] = value, name
            continue
        for plain in _names()[wanted]:
            fitting = next((k for k in by_plain.get(plain, ()) if _usable(wanted, k, record[k])), None)
            if fitting is not None and fitting not in keys.values():
                found[wanted], keys[wanted] = record[fitting], fitting
                break
    used = {key for key in keys.values() if key in record}
    return found, keys, {k: v for k, v in record.items() if k not in used}


def _usable(wanted: str, key: str, value: Any) -> bool:
    """Return whether a value has a suitable type; names such as "article" hold objects as often as text."""
    if value is None or value == "" or value == []:
        return False
    if wanted in ("title", "language") or (wanted == "text" and _plain(key) != "text"):
        return isinstance(value, str)
    if wanted == "id":
        return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
    return True


def _inside(record: Mapping[str, Any], name: str) -> tuple[Any, str | None]:
    """Return the value for a name, which may be dotted, and the name; (None, None) if there is none."""
    if name in record:
        return record[name], name
    value: Any = record
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None, None
        value = value[part]
    return value, name
