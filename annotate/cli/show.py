"""`annotate show`: annotations on the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from annotate.cli.choices import choice
from annotate.cli.options import Encoding, input_format
from annotate.cli.terminal import stoppable, tell, write
from annotate.problems import Exit, Problem
from annotate.view.fields import ALL

if TYPE_CHECKING:
    from annotate.models import Annotation


def show(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Exports of convert, or articles: files, folders, glob patterns, @list.txt, or - for standard input.",
            show_default=False,
        ),
    ],
    field: Annotated[
        list[str] | None, choice(ALL, "--field", help="Mark and list this field only; may be repeated.")
    ] = None,
    text: Annotated[bool, typer.Option("--text/--no-text", help="Print the text, or only the findings.")] = True,
    plain: Annotated[
        bool, typer.Option("--plain", help="Print marks in brackets, without colour or wrapping, as in a pipe.")
    ] = False,
    pager: Annotated[
        bool, typer.Option("--pager/--no-pager", help="Send output longer than the terminal through $PAGER.")
    ] = True,
    encoding: Encoding = None,
    kind: Annotated[str | None, input_format()] = None,
) -> None:
    """Show annotations on the terminal: the text with its marks in colour, then the findings.

    In a pipe and with NO_COLOR, brackets mark the findings: [q4 "None of this is exotic,"] is content of quotation q4.
    """
    failed = False

    def note(problem: Problem) -> None:
        nonlocal failed
        failed |= problem.severity == "error"
        tell(problem)

    terminal = sys.stdout.isatty()
    bare = plain or not terminal or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    with stoppable():
        from annotate.read import ReadOptions
        from annotate.report import titled
        from annotate.view.opened import opened

        fields = tuple(name for name in ALL if not field or name in field)

        def views() -> Iterator[tuple[str, list[str]]]:
            for annotation in opened(inputs, ReadOptions(encoding=encoding, format=kind), note):
                yield annotation.article.source, _lines(annotation, fields, text, bare)

        for lines in titled(views()):
            page = "\n".join(lines) + "\n"
            if pager and terminal and len(lines) >= shutil.get_terminal_size().lines:
                _paged(page)
            else:
                write(page)
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.OK)


def _paged(text: str) -> None:
    """Show a text in the user's pager; `less`, the usual one, shows colours only with -R."""
    import pydoc

    os.environ.setdefault("LESS", "-R")
    pydoc.pager(text)


def _lines(annotation: Annotation, fields: tuple[str, ...], text: bool, bare: bool) -> list[str]:
    if bare:
        from annotate.view.plain import plain

        return list(plain(annotation, fields, text=text))
    from annotate.view.console import drawing, text_of

    return text_of(drawing(annotation, fields, text=text)).rstrip("\n").split("\n")
