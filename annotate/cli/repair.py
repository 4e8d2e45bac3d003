"""`annotate repair`: what a scraper destroyed, as a view, a diff or a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from annotate.cli.options import Encoding, input_format
from annotate.cli.terminal import stoppable, tell, write
from annotate.problems import Exit, Problem


def repair(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="As for convert; - for standard input.", show_default=False),
    ],
    encoding: Encoding = None,
    kind: Annotated[str | None, input_format()] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Print what changes, as a unified diff.")] = False,
    explained: Annotated[
        bool,
        typer.Option("--explain", help="Print the list: source, start, end, kind, what stands there, what should."),
    ] = False,
) -> None:
    """Show articles as they were before a scraper damaged them, as far as that can be known.

    Several articles stand each under a line with its source.
    """
    failed = False

    def shown() -> Iterator[tuple[str, list[str]]]:
        nonlocal failed
        for item in read(inputs, ReadOptions(encoding=encoding, format=kind)):
            if isinstance(item, Problem):
                tell(item)
                failed |= item.severity == "error"
                continue
            view = repaired_view(item.text, english=reads(item))
            lines = repair_list(item.source, view.repairs) if explained else []
            lines += repair_diff(item.source, item.text, view.text) if diff else []
            yield item.source, lines if diff or explained else [view.text.rstrip("\n")]

    with stoppable():
        from annotate.pipeline import reads
        from annotate.read import ReadOptions, read
        from annotate.repair import repair as repaired_view
        from annotate.report import repair_diff, repair_list, titled

        for lines in (lines for _, lines in shown()) if diff or explained else titled(shown()):
            if lines:
                write("\n".join(lines) + "\n")
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.OK)
