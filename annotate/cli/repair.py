"""`annotate repair`: undo scraper damage and print the text, a diff or a list of repairs."""

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
    diff: Annotated[bool, typer.Option("--diff", help="Print the changes as a unified diff.")] = False,
    explained: Annotated[
        bool,
        typer.Option("--explain", help="List the repairs: source, start, end, kind, text, replacement."),
    ] = False,
) -> None:
    """Show articles with scraper damage undone, as far as the original can be inferred.

    With several articles, a line naming the source precedes each one.
    """
    with stoppable():
        from annotate.report import titled

        run = _Run(inputs, encoding, kind, diff=diff, explained=explained)
        for lines in (lines for _, lines in run.shown()) if diff or explained else titled(run.shown()):
            if lines:
                write("\n".join(lines) + "\n")
    raise typer.Exit(Exit.PROBLEMS if run.failed else Exit.OK)


class _Run:
    """The articles to show, and whether one of them could not be read."""

    def __init__(
        self, inputs: list[str], encoding: str | None, kind: str | None, *, diff: bool, explained: bool
    ) -> None:
        from annotate.read import ReadOptions

        self._inputs = inputs
        self._options = ReadOptions(encoding=encoding, format=kind)
        self._diff = diff
        self._explained = explained
        self.failed = False

    def shown(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the source of each article and the lines to print for it; problems are reported as they occur."""
        from annotate.pipeline import reads
        from annotate.read import read
        from annotate.repair import repair as repaired
        from annotate.report import repair_diff, repair_list

        for item in read(self._inputs, self._options):
            if isinstance(item, Problem):
                tell(item)
                self.failed |= item.severity == "error"
                continue
            view = repaired(item.text, english=reads(item))
            lines = repair_list(item.source, view.repairs) if self._explained else []
            lines += repair_diff(item.source, item.text, view.text) if self._diff else []
            yield item.source, lines if self._diff or self._explained else [view.text.rstrip("\n")]
