"""Running the command as its users do: in this process, as a process of its own, and on a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotate.cli import main

_PROGRAM = ["-c", "import sys; from annotate.cli import main; sys.exit(main())"]
#: Starts the command in a fresh interpreter.
COMMAND = [sys.executable, *_PROGRAM]

#: Three short articles.
MAYOR = 'Mayor Ines Caldwell said the bridge would open in June. "It is safe," she said.\n'
COURT = "The court ruled on Monday that the harbour must pay, Judge Theo Brandt told reporters.\n"
GERMAN = (
    "Der Ausbau des Hafens verzögert sich um ein Jahr, sagte die Ministerin am Montag. Der Grund sind die Preise.\n"
)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()

    @property
    def document(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def documents(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.split("\n") if line]


def run(*arguments: str | Path, stdin: bytes = b"") -> Run:
    """Run the command in this process, its standard streams in memory (so none is a terminal)."""
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", newline="")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", newline="")
    try:
        code = main([str(a) for a in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        return Run(int(code), out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept


def process(*arguments: str | Path, flags: Sequence[str] = (), **options: Any) -> subprocess.Popen[bytes]:
    """Start the command as a process; standard output and error are pipes unless the options say otherwise.

    `flags` are for the interpreter; the options are those of `subprocess.Popen`.
    """
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    return subprocess.Popen([sys.executable, *flags, *_PROGRAM, *(str(a) for a in arguments)], **given)


def finished(started: subprocess.Popen[bytes], seconds: float = 60) -> tuple[bytes, bytes]:
    """Return what a process prints until it ends; one that takes longer is killed, and the test fails."""
    try:
        return started.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        started.kill()
        started.communicate()
        raise


def on_terminal(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Run:
    """Run the command on a terminal of its own; what it prints is all in `out`, standard error too."""
    parent, child = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "CI", "FORCE_COLOR"}}
    started = process(
        *arguments,
        stdin=child,
        stdout=child,
        stderr=child,
        env={**environment, "TERM": "xterm", "COLUMNS": "200", **(env or {})},
    )
    os.close(child)
    seen = bytearray()
    with suppress(OSError):  # Linux reports the end of a terminal as an input error
        while select.select([parent], [], [], 120)[0] and (piece := os.read(parent, 65536)):
            seen += piece
    os.close(parent)
    return Run(started.wait(timeout=60), seen.decode("utf-8", "replace").replace("\r\n", "\n"), "")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, making folders as needed; return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder
