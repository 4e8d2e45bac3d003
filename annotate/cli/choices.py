"""Options whose values are the names in a table."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

import typer


def choice(names: Collection[str], *declarations: str, **more: Any) -> Any:
    """Return an option that takes one of the names; any other value is refused with the list of names.

    `declarations` and `more` go to `typer.Option`. The values stay strings, so the table is the only list of names.
    """
    known = tuple(names)

    def chosen(value: str) -> str:
        if value in known:
            return value
        close = get_close_matches(value, known, 1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        message = f"{value!r} is not one of {', '.join(map(repr, known))}.{hint}"
        raise typer.BadParameter(message, param_hint=declarations[0])

    def begun(incomplete: str) -> list[str]:
        return [name for name in known if name.startswith(incomplete)]

    return typer.Option(*declarations, parser=chosen, autocompletion=begun, metavar=f"[{'|'.join(known)}]", **more)
