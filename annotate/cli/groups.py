"""Commands whose options are fields of dataclasses, one class per group."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose options are the fields of its parameters' dataclasses.

    Typer reads options from the parameters of one function. Here, a parameter whose type is a dataclass is replaced by
    the fields of that class, each declared in Typer's way: ``Annotated[type, typer.Option(...)]`` and a default. The
    command is then called with instances of the classes.
    """
    groups: dict[str, type[Any]] = {}
    flat: list[inspect.Parameter] = []

    def add(name: str, annotation: Any, default: Any) -> None:
        flat.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation))

    hints = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        if not is_dataclass(hints[name]):
            add(name, hints[name], parameter.default)
            continue
        groups[name] = hints[name]
        inner = get_type_hints(hints[name], include_extras=True)
        for field in fields(hints[name]):
            add(field.name, inner[field.name], field.default)

    def called(**given: Any) -> None:
        built = {name: kind(**{f.name: given.pop(f.name) for f in fields(kind)}) for name, kind in groups.items()}
        command(**given, **built)

    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in flat}
    called.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined] # any callable may have one
    return called
