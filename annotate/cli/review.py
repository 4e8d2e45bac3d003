"""`annotate review`: correct annotations in the browser."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from annotate.cli.terminal import refuse, stoppable
from annotate.inputs import reason
from annotate.problems import Exit


def review(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="Folder of annotations, one JSON file per article, as convert writes them.",
            show_default=False,
        ),
    ],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 picks a free one.")] = 0,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Your name in the history; default: your user name.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the app in the browser.")] = False,
) -> None:
    """Correct annotations in the browser; every change is checked and saved at once.

    The app runs on this machine and answers only at the printed address. Ctrl-C stops it.
    """
    _refuse_unless_annotations(folder)

    def ready(address: str) -> None:
        typer.echo(f"Review {folder} at {address}\nEvery change is saved at once; Ctrl-C stops the app.")
        if show:
            typer.launch(address)

    with stoppable():
        _serve(folder, port, (who or _user()).strip() or "unknown", ready)
    raise typer.Exit(Exit.OK)


def _serve(folder: Path, port: int, who: str, ready: Callable[[str], None]) -> None:
    try:
        from annotate.review.server import serve
    except ImportError as error:
        refuse(f"review needs {error.name}: install it with `pip install 'annotate-news[review]'`")
    try:
        serve(folder, port=port, who=who, ready=ready)
    except OSError as error:
        refuse(f"port {port} cannot be used: {reason(error)}; choose another with --port")
    except KeyboardInterrupt:
        return


def _refuse_unless_annotations(folder: Path) -> None:
    fill = "create one with `annotate convert ... --to json -o annotations/`"
    if not folder.is_dir():
        refuse(f"{folder} is not a folder of annotations; {fill}")
    if not any(folder.glob("*.json")):
        refuse(f"{folder} holds no annotations; {fill}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
