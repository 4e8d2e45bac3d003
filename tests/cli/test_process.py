"""The command as a process: terminals, pipes, interrupts, full devices, help and completion."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from annotate.cli.terminal import asked_to_stop, noted
from tests.support.running import COURT, MAYOR, finished, on_terminal, process, run, write

COMMANDS = ("convert", "validate", "schema")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two articles."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"a.txt": MAYOR, "b.txt": COURT})


def test_version() -> None:
    """--version prints name and version."""
    assert re.fullmatch(r"annotate \d+\.\d+\.\d+\S*\n", run("--version").out)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    """The help of each command has an example and the exit codes."""
    done = run(command, "--help")
    assert done.code == 0
    assert f"Example: annotate {command}" in done.out
    assert "130 interrupted" in " ".join(done.out.split())


def test_help_names_every_command() -> None:
    """The help of the program names its commands."""
    assert all(command in run("--help").out for command in COMMANDS)


def test_unknown_command() -> None:
    """A command that does not exist is a usage error."""
    assert run("transmogrify").code == 2


def test_completion() -> None:
    """The shell can ask for completion of commands."""
    asked = {**os.environ, "_ANNOTATE_COMPLETE": "complete_bash", "COMP_WORDS": "annotate con", "COMP_CWORD": "1"}
    started = process(env=asked)
    out, _ = started.communicate(timeout=120)
    assert b"convert" in out


def test_schema_is_what_is_published() -> None:
    """`schema` prints the published JSON Schema."""
    document = run("schema").document
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_terminal_gets_a_summary(here: Path) -> None:
    """On a terminal a run with -o ends with what was found."""
    done = on_terminal("convert", "a.txt", "-o", "o.json")
    assert done.code == 0
    assert "Ines Caldwell" in done.out
    assert "quotation" in done.out


def test_quiet_terminal(here: Path) -> None:
    """With --quiet there is no summary."""
    assert on_terminal("convert", "a.txt", "-o", "o.json", "--quiet").out == ""


def test_terminal_shows_progress_from_the_second_article(here: Path) -> None:
    """Progress appears on a terminal if there is more than one article."""
    assert "articles" in on_terminal("convert", "a.txt", "b.txt", "-o", "o.jsonl").out


def test_colour_only_where_it_is_wanted(here: Path) -> None:
    """A terminal gets colour; with NO_COLOR it gets none."""
    colour = re.compile(r"\x1b\[[0-9;]*3[0-9]m")
    assert colour.search(on_terminal("convert", "gone.txt").out)
    assert not colour.search(on_terminal("convert", "gone.txt", env={"NO_COLOR": "1"}).out)


def test_pipe_gets_only_data(here: Path) -> None:
    """In a pipe standard output is data and standard error is empty."""
    out, err = process("convert", "a.txt", "b.txt").communicate(timeout=120)
    assert [json.loads(line)["article"]["id"] for line in out.splitlines()] == ["a", "b"]
    assert err == b""


def test_reader_of_the_pipe_goes(here: Path) -> None:
    """A pipe that is closed early ends the run silently."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    started = process("convert", "a.txt", "b.txt", stdout=write_end)
    os.close(write_end)
    _, err = started.communicate(timeout=120)
    assert (started.returncode, err) == (3, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [("convert", "a.txt"), ("schema",), ("validate", "gone.json")])
def test_full_standard_output(arguments: tuple[str, ...], here: Path) -> None:
    """A full standard output gives code 3 and one sentence."""
    with Path("/dev/full").open("wb") as full:
        started = process(*arguments, stdout=full)
        _, err = started.communicate(timeout=120)
    assert started.returncode == 3
    assert b"full" in err
    assert b"Traceback" not in err
    assert b"Exception ignored" not in err


@pytest.mark.parametrize("name", ["o.jsonl", "o.xml"])
def test_interrupt(name: str, here: Path) -> None:
    """Ctrl-C in a run gives code 130 and one message at its end, and leaves no output but a ledger if there is one."""
    line = json.dumps({"text": (MAYOR + COURT) * 40}) + "\n"
    write(here, {"long.jsonl": line * 400})
    before = sorted(p.name for p in here.iterdir())
    started = process("convert", "long.jsonl", "-o", name)
    deadline = time.monotonic() + 60
    while sorted(p.name for p in here.iterdir()) == before and time.monotonic() < deadline:
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    _, err = finished(started)
    assert started.returncode == 130
    said = [line for line in err.decode().splitlines() if "finishing the articles in progress" not in line]
    assert len(said) == 1
    assert "Traceback" not in err.decode()
    resumable = b"--resume" in err
    assert sorted(p.name for p in here.iterdir()) == sorted([*before, *[f".{name}.run"] * resumable])


@pytest.mark.parametrize("loaded", ["annotate.models", "annotate.pipeline"])
def test_interrupt_while_the_command_loads(loaded: str, here: Path) -> None:
    """Ctrl-C between two imports of the command gives code 130 and no traceback."""
    started = process("convert", "a.txt", flags=("-X", "importtime"))
    assert started.stderr
    assert any(line.split(b"|")[-1].strip() == loaded.encode() for line in started.stderr)
    started.send_signal(signal.SIGINT)
    _, err = finished(started)
    assert started.returncode == 130
    assert b"Traceback" not in err


def test_an_interrupt_that_was_swallowed_stops_the_run() -> None:
    """The run does not start if a callback swallowed an interrupt while the program loaded."""
    with noted():
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), asked_to_stop(lambda _: None):
            pytest.fail("the run began")
