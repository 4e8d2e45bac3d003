"""`annotate evaluate` and `annotate agreement`: measure annotations and print the figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotate.cli.terminal import refuse, stoppable, tell
from annotate.problems import Exit, Problem

if TYPE_CHECKING:
    from annotate.models import Annotation

_Gold = Annotated[
    Path, typer.Argument(metavar="GOLD", help="Annotations or gold records, one per line.", show_default=False)
]


def _annotations(names: list[str], problems: list[Problem]) -> Iterator[Annotation]:
    from annotate.read import ReadOptions
    from annotate.view.opened import opened

    def note(problem: Problem) -> None:
        problems.append(problem)
        tell(problem)

    return opened(names, ReadOptions(), note)


def evaluate(
    gold: _Gold,
    predicted: Annotated[
        list[str],
        typer.Argument(
            metavar="PRED",
            help="Annotations as convert writes them, or articles, which are annotated.",
            show_default=False,
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print figures, articles and errors as JSON.")] = False,
    articles: Annotated[
        bool, typer.Option("--articles", help="Add a table with one row per article, worst first.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write an HTML page with the errors side by side.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the page if it exists.")] = False,
) -> None:
    """Measure annotations against a reference: one figure per field, with a confidence interval."""
    with stoppable():
        from annotate.evaluate import evaluate as measure
        from annotate.evaluate import references, shown
        from annotate.export.files.atomic import replacing
        from annotate.problems import ReadError

        problems: list[Problem] = []
        try:
            wanted = references(gold)
        except ReadError as error:
            tell(error.problem)
            raise typer.Exit(Exit.PROBLEMS) from None
        result = measure(wanted, _annotations(predicted, problems))
        figures = result.figures()
        if json:
            typer.echo(shown.as_json(result, figures), nl=False)
        else:
            lines = [*shown.as_text(figures, len(result.missing), len(result.moved))]
            typer.echo("\n".join([*lines, *(shown.per_article(result) if articles else ())]))
        if page:
            with replacing(page, overwrite=overwrite) as out:
                out.write(shown.page(result, figures).encode())
        failed = bool(result.missing) or any(p.severity == "error" for p in problems)
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.OK)


def agreement(
    first: Annotated[str, typer.Argument(metavar="A", help="Annotations of the first annotator.", show_default=False)],
    second: Annotated[
        str, typer.Argument(metavar="B", help="Annotations of the same articles by the second.", show_default=False)
    ],
) -> None:
    """Compare two annotators: agreement per field, corrected for chance where that is defined."""
    with stoppable():
        from annotate.evaluate import agreement as compare
        from annotate.evaluate import shown

        problems: list[Problem] = []
        rows = compare(_annotations([first], problems), _annotations([second], problems))
        if not rows:
            refuse("the two inputs have no article in common; articles are matched by id, so compare their ids")
        typer.echo("\n".join(shown.agreement_as_text(rows)))
    raise typer.Exit(Exit.PROBLEMS if any(p.severity == "error" for p in problems) else Exit.OK)
