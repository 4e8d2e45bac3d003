"""The page of commands in the documentation, made from the command line itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

from annotate.cli import app
from tests.support.places import ROOT

PAGE = ROOT / "docs" / "reference" / "commands.md"
_HEAD = """# Commands

`annotate COMMAND --help` prints the same. This page is made from the program by `nox -s regenerate`.
"""


def page() -> str:
    """Return the page."""
    group: Any = typer.main.get_command(app)
    parts = [_HEAD, *(_command(name, command) for name, command in group.commands.items())]
    return "\n".join(parts)


def _command(name: str, command: Any) -> str:
    lines = [f"## annotate {name}", "", _plain(inspect.cleandoc(command.help or "")), ""]
    panels: dict[str, list[Any]] = {}
    for parameter in command.params:
        if not getattr(parameter, "hidden", False):
            panel = getattr(parameter, "rich_help_panel", None) or _kind(parameter)
            panels.setdefault(panel, []).append(parameter)
    for panel, parameters in panels.items():
        lines += [f"**{panel}**", "", "| | |", "|---|---|"]
        lines += [row for parameter in parameters for row in _row(parameter)]
        lines.append("")
    example = re.search(r"Example: \[bold\](.*?)\[/bold\]", command.epilog or "")
    return "\n".join([*lines, "```sh not-run", example[1], "```", ""] if example else lines)


def _kind(parameter: Any) -> str:
    return "Arguments" if parameter.param_type_name == "argument" else "Options"


def _row(parameter: Any) -> Iterator[str]:
    if parameter.name == "help":
        return
    if parameter.param_type_name == "argument":
        names = f"`{parameter.metavar or parameter.name.upper()}`"
    else:
        names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
        value = _value(parameter)
        names += f" `{value}`" if value else ""
    told = _plain(parameter.help or "")
    environment = f" Environment variable `{parameter.envvar}`." if getattr(parameter, "envvar", None) else ""
    yield f"| {names} | {_cell(told + environment)} |"


def _value(parameter: Any) -> str:
    """Return how the value of an option is written: its metavar, or the names to choose from; empty for a flag."""
    if parameter.is_flag or parameter.is_bool_flag:
        return ""
    return str(parameter.metavar or "").strip("[]").replace("|", ", ")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _plain(text: str) -> str:
    """Return help without the markup of the terminal, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"\[/?(?:bold|dim|italic)\]", "", text)).strip()
