"""`annotate view`: show annotations as pages in a browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotate.cli.options import Encoding, input_format
from annotate.cli.terminal import progress, raise_swallowed_interrupt, refuse, stoppable, tell
from annotate.problems import Exit, Problem

if TYPE_CHECKING:
    from annotate.models import Annotation


def view(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Exports of convert, or articles: files, folders, glob patterns, @list.txt, or - for standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="Page to write (page.html), or folder for many articles."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace existing files.")] = False,
    show: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser; without -o, use a temporary file.")
    ] = False,
    encoding: Encoding = None,
    kind: Annotated[str | None, input_format()] = None,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="Print problems only, no progress and no summary.")
    ] = False,
) -> None:
    """Show annotations as HTML pages: who said what, and where in the text.

    One article becomes one self-contained page; a folder gets one page per article and an index with search and
    filters. Articles without annotations are annotated first.
    """
    failed = False

    def note(problem: Problem) -> None:
        nonlocal failed
        failed |= problem.severity == "error"
        tell(problem)

    if output is None and not show:
        refuse("name the page with -o page.html (or -o pages/ for a folder), or use --open")
    target = Path(output) if output is not None else _temporary()
    folder = output is not None and (output.endswith(("/", os.sep)) or target.is_dir() or not target.suffix)
    with stoppable(), progress(quiet) as step:
        from annotate.read import ReadOptions
        from annotate.view.opened import opened
        from annotate.view.site import INDEX, SeveralError, write

        def done(annotation: Annotation) -> None:
            step(annotation.article.id)
            raise_swallowed_interrupt()

        options = ReadOptions(encoding=encoding, format=kind)
        try:
            count = write(opened(inputs, options, note), target, folder=folder, overwrite=overwrite, done=done)
        except SeveralError as error:
            refuse(str(error))
    page = target / INDEX if folder else target
    if not count:
        typer.echo("annotate: the inputs hold no article to show; nothing was written", err=True)
        raise typer.Exit(Exit.PROBLEMS)
    if show:
        typer.launch(str(page))
    if not quiet and (output is None or os.isatty(2)):
        typer.echo(f"{page}: {count} {'article' if count == 1 else 'articles'}", err=True)
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.OK)


def _temporary() -> Path:
    """Return the path of a page in a new private folder, which stays until the system clears temporary files."""
    import tempfile

    return Path(tempfile.mkdtemp(prefix="annotate-view-")) / "page.html"
