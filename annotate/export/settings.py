"""A publisher's settings, in a file: who sends its exports, under which authority and rights, in which dialect.

A settings file is TOML. Its only table is named after the command, and its keys are the options without their dashes::

    [convert]
    provider = "example.org"
    guid-authority = "example.org,2026"
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from annotate.export.options import ExportOptions
from annotate.inputs import reason

#: The file that is read if it exists in the working directory and no other file is named.
SETTINGS_FILE = "annotate.toml"
#: The keys of the table, spelt like the options.
SETTINGS = tuple(field.name.replace("_", "-") for field in fields(ExportOptions))


def read_settings(path: Path) -> dict[str, str]:
    """Return the settings in a file by parameter name (``guid_authority``); times are in ISO 8601.

    Raises ValueError with a message that names the file and the key.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     path = Path(name) / "annotate.toml"
    ...     _ = path.write_text('[convert]\\nguid-authority = "example.org,2026"\\n')
    ...     read_settings(path)
    {'guid_authority': 'example.org,2026'}
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {reason(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not TOML: {error}") from error
    for name in data:
        if name != "convert":
            raise ValueError(f"{path} has {name!r} at the top level, but only the table [convert] is allowed")
    table = data.get("convert", {})
    if not isinstance(table, dict):
        raise ValueError(f"{path} has a value called convert, but [convert] must be a table")
    found = {}
    for name, value in table.items():
        if name not in SETTINGS:
            known = ", ".join(SETTINGS)
            raise ValueError(f"{path} has {name!r} in [convert], which is not a setting; the settings are {known}")
        if isinstance(value, datetime) and name == "timestamp":
            value = value.isoformat()
        if not isinstance(value, str):
            why = "but the value must be a text in quotation marks"
            raise ValueError(f"{path} has {name} = {value!r} in [convert], {why}")
        found[name.replace("-", "_")] = value
    return found
