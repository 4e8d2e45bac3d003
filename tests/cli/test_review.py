"""`annotate review` as a command: usage errors, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import SEED_ANNOTATIONS
from tests.support.reviewing import client, reviewing
from tests.support.running import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The annotations of the seeds, one file each."""
    target = tmp_path / "annotations"
    assert run("convert", str(SEED_ANNOTATIONS), "--as-is", "--to", "json", "-o", f"{target}/").code == 0
    return target


def test_folders_that_are_none(tmp_path: Path) -> None:
    """A missing folder, or one without annotations, is refused with a message that says what to do."""
    for path in (tmp_path, tmp_path / "none"):
        done = run("review", str(path))
        assert done.code == 2
        assert "annotate convert ... --to json" in done.err


def test_a_port_that_is_taken(folder: Path) -> None:
    """A port in use is an error; no other port is chosen."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("review", str(folder), "--port", str(taken.getsockname()[1]))
    assert done.code == 2
    assert "choose another with --port" in done.err


def test_without_the_extra(folder: Path) -> None:
    """If the framework is not installed, the message names the extra."""
    program = (
        "import sys; sys.modules['uvicorn'] = None; from annotate.cli import main; "
        "sys.exit(main(['review', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'annotate-news[review]'" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_how_it_ends(folder: Path, number: int, code: int) -> None:
    """Ctrl-C ends the command with the usual code; so does SIGTERM."""
    with reviewing(folder) as server:
        with client(server) as web:
            assert web.get("/").status_code == 200
        server.process.send_signal(number)
        assert server.process.wait(20) == code


def test_only_this_machine(folder: Path) -> None:
    """The server listens on one loopback address only."""
    with reviewing(folder) as server:
        assert server.base.startswith("http://127.0.0.1:")
        port = int(server.base.rpartition(":")[2])
        with socket.socket() as other:
            assert other.connect_ex(("127.0.0.2", port)) != 0
