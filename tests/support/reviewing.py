"""A server of `annotate review`, started as people start it, and a browser's or a program's way to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.places import ROOT


@dataclass(frozen=True)
class Server:
    """A server that runs: its process, the address that it printed, and the one without the token."""

    process: subprocess.Popen[str]
    address: str

    @property
    def base(self) -> str:
        """The address without the token."""
        return self.address.split("/?")[0]

    @property
    def token(self) -> str:
        """The token."""
        return self.address.partition("token=")[2]

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def reviewing(folder: Path, who: str = "Ada") -> Iterator[Server]:
    """Start `annotate review` on a folder; it is interrupted at the end, as by Ctrl-C."""
    command = [sys.executable, "-m", "annotate", "review", str(folder), "--who", who]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout
    try:
        first = process.stdout.readline()
        yield Server(process, first.split()[-1])
    finally:
        process.stdout.close()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def client(server: Server) -> Iterator[Any]:
    """Give a client of HTTP that has shown the token, and sends its changes as a page of the app does."""
    import httpx

    with httpx.Client(base_url=server.base, headers={"Origin": server.base}, timeout=60) as made:
        made.get("/", params={"token": server.token}, follow_redirects=False)
        yield made
