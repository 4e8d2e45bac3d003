"""`annotate import`: read back corrections made in other programs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotate.cli.terminal import refuse, stoppable, tell
from annotate.problems import Exit, Problem, ReadError

if TYPE_CHECKING:
    from annotate.models import Annotation
    from annotate.review.imports.marked import Marked


def imported(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT",
            help="JSON exports of Label Studio tasks, or brat folders with .txt and .ann files.",
            show_default=False,
        ),
    ],
    onto: Annotated[
        list[str] | None,
        typer.Option(
            "--onto", metavar="FILE", help="Original annotations; they supply what the other format cannot hold."
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="JSON Lines file, or folder/ of JSON; default: stdout."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace existing files.")] = False,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Name of the corrector.")] = None,
    timestamp: Annotated[
        str | None,
        typer.Option(
            "--timestamp", help="Time of the corrections, e.g. 2026-01-01T00:00:00Z; default: the task's, or now."
        ),
    ] = None,
) -> None:
    """Read corrections made in Label Studio or brat back into annotations."""
    with stoppable():
        problems: list[Problem] = []

        def note(problem: Problem) -> None:
            problems.append(problem)
            tell(problem)

        _write(_built(inputs, onto or [], note, who, timestamp), output, overwrite, note)
        failed = any(problem.severity == "error" for problem in problems)
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.OK)


def _built(
    inputs: list[Path], onto: list[str], note: Callable[[Problem], None], who: str | None, timestamp: str | None
) -> Iterator[Annotation]:
    from annotate.read import ReadOptions
    from annotate.review.imports.build import build
    from annotate.view.opened import opened

    bases = {found.article.id: found for found in opened(onto, ReadOptions(), note)} if onto else {}
    now = timestamp or os.environ.get("ANNOTATE_TIMESTAMP") or ""
    for path in inputs:
        for marked in _marked(path):
            if isinstance(marked, Problem):
                note(marked)
                continue
            base = bases.get(marked.id)
            if onto and base is None:
                note(Problem("no-base", f"--onto has no annotation with the id {marked.id!r}; add it", str(path)))
                continue
            try:
                when = now or marked.when or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                yield build(marked, base, who=who or marked.who or "unknown", when=when)
            except ReadError as error:
                found = error.problem
                message = f"{found.message}; this article was not imported"
                note(Problem(found.rule, message, str(path), path=found.path, article=marked.id))


def _marked(path: Path) -> Iterator[Marked | Problem]:
    from annotate.review.imports import brat, label_studio

    try:
        yield from brat.read(path) if path.is_dir() else label_studio.read(path)
    except ReadError as error:
        yield error.problem


def _write(found: Iterator[Annotation], output: str | None, overwrite: bool, note: Callable[[Problem], None]) -> None:
    import sys

    from annotate.corpus.corrected import Sparing, all_kept
    from annotate.corpus.outcome import Finished
    from annotate.export import EXPORTERS, ExportOptions

    if output is None:
        EXPORTERS["jsonl"].to_stream(found, sys.stdout.buffer, ExportOptions())
        return
    path = Path(output)
    if output.endswith(("/", os.sep)) or path.is_dir():
        options = ExportOptions()
        EXPORTERS["json"].to_folder(found, path, options, overwrite=overwrite, spared=Sparing(note))
    elif path.suffix in (".jsonl", ".ndjson"):
        whole = (one.annotation() for one in all_kept(map(Finished.kept, found), path))
        EXPORTERS["jsonl"].to_file(whole, path, ExportOptions(), overwrite=overwrite)
    else:
        refuse(f"-o {output} is neither a JSON Lines file nor a folder; name it name.jsonl or name/")
