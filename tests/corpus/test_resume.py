"""Resuming: a run that was killed, stopped or failed continues, and writes the same bytes as an undisturbed one."""

from __future__ import annotations

import functools
import itertools
import json
import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.archives import (
    archive,
    at_work,
    digest,
    kept,
    killed_until_whole,
    left_behind,
    long_text,
    until,
)
from tests.support.running import COMMAND, MAYOR, process, run, write

TARGETS = {
    "jsonl": ["--to", "jsonl", "-o", "{}/o.jsonl"],
    "newsml": ["--to", "newsml", "-o", "{}/o.xml"],
    "json": ["--to", "json", "-o", "{}/o/"],
    "shards": ["--to", "jsonl", "--shard-size", "5", "-o", "{}/o"],
    "csv": ["--to", "csv", "-o", "{}/o"],
}
OUTPUTS = {"jsonl": "o.jsonl", "newsml": "o.xml", "json": "o", "shards": "o", "csv": "o"}


@pytest.fixture(scope="module", autouse=True)
def _fixed_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        yield


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that takes some seconds to annotate."""
    return archive(tmp_path_factory.mktemp("source"), 24, length=6)


@pytest.fixture(scope="module")
def undisturbed(source: Path) -> tuple[Path, float]:
    """The annotations of an undisturbed run, and the seconds that it took."""
    arguments = asked(source, source.parent / "whole", "jsonl", "--jobs", "1")
    began = time.monotonic()
    assert process(*arguments).wait() == 0
    return source.parent / "whole" / "o.jsonl", time.monotonic() - began


@pytest.fixture(scope="module")
def whole(undisturbed: tuple[Path, float]) -> Callable[[str], dict[str, str]]:
    """Return the digests of the whole output in each format, converted from one undisturbed run."""
    annotations, _ = undisturbed

    @functools.cache
    def written(target: str) -> dict[str, str]:
        folder = annotations.parent / target
        assert run(*asked(annotations, folder, target, "--as-is")).code == 0
        return digest(folder / OUTPUTS[target])

    return written


def asked(source: Path, folder: Path, target: str, *more: str) -> list[str | Path]:
    """Return the arguments of a run into a folder, which is made."""
    folder.mkdir(exist_ok=True)
    return ["convert", source, *(part.format(folder) for part in TARGETS[target]), *more]


@pytest.mark.parametrize(("target", "jobs", "times"), [("jsonl", 2, 2), *((t, 1, 1) for t in TARGETS if t != "jsonl")])
def test_killed_at_random_moments(
    tmp_path: Path,
    source: Path,
    undisturbed: tuple[Path, float],
    whole: Callable[[str], dict[str, str]],
    target: str,
    jobs: int,
    times: int,
) -> None:
    """Killed at random moments and resumed, a run writes the same bytes as an undisturbed one, and cleans up."""
    chance = random.Random(f"kills of {target}")
    seconds, kills = undisturbed[1], 0
    while not kills:  # a machine that is less busy now may finish before the moment: then try an earlier one
        folder = tmp_path / f"{seconds}"
        moments = [seconds * chance.uniform(0.2, 0.8) for _ in range(times)]
        kills = killed_until_whole(asked(source, folder, target, "--jobs", str(jobs)), iter(moments))
        seconds /= 2
    assert digest(folder / OUTPUTS[target]) == whole(target)
    assert left_behind(tmp_path) == []


def test_asked_to_end(tmp_path: Path) -> None:
    """Each signal lets the articles in progress finish and says how to continue; nothing is annotated twice."""
    longer = archive(tmp_path, 300, length=4)  # too long to be done before the signals are sent
    arguments = asked(longer, tmp_path, "jsonl", "--jobs", "1")
    done = 0
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            continue  # under nohup a run goes on, as it should
        running = process(*arguments, *(["--resume"] if done else []))
        assert until(lambda before=done: kept(tmp_path / "o.jsonl") > before, running)
        running.send_signal(number)
        _, err = running.communicate(timeout=60)
        assert running.returncode == 128 + number
        assert err.decode().splitlines()[-1].endswith("--resume")
        assert not (tmp_path / "o.jsonl").exists()
        assert left_behind(tmp_path) == []
        done = kept(tmp_path / "o.jsonl")
        assert f"{done} annotated articles" in err.decode()
    assert run(*arguments, "--resume").code == 0
    report = json.loads((tmp_path / ".o.jsonl.run/run.json").read_text(encoding="utf-8"))
    assert (report["articles"]["reused"], report["articles"]["written"]) == (done, 300)
    assert run(*asked(longer, tmp_path / "whole", "jsonl", "--jobs", "2")).code == 0
    assert digest(tmp_path / "o.jsonl") == digest(tmp_path / "whole" / "o.jsonl")


def test_interrupted_twice(tmp_path: Path) -> None:
    """A second Ctrl-C ends the run at once; the articles finished before are kept."""
    write(tmp_path, {"in.jsonl": json.dumps({"text": MAYOR}) + "\n" + json.dumps({"text": long_text()}) + "\n"})
    running = process("convert", tmp_path / "in.jsonl", "--jobs", "1", "-o", tmp_path / "o.jsonl")
    assert until(lambda: kept(tmp_path / "o.jsonl") == 1, running)
    assert at_work(running)
    running.send_signal(signal.SIGINT)
    assert running.stderr
    assert b"a second interrupt ends the run at once" in running.stderr.readline()
    assert at_work(running), "the long article is being finished"
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"1 annotated articles" in err
    assert b"Traceback" not in err


def test_without_resume_a_dead_run_is_not_lost(tmp_path: Path, source: Path) -> None:
    """A run that was killed is neither gone on with nor thrown away unasked."""
    arguments = asked(source, tmp_path, "jsonl", "--jobs", "1")
    running = process(*arguments)
    assert until(lambda: kept(tmp_path / "o.jsonl") > 0, running)
    running.kill()
    running.wait()
    assert left_behind(tmp_path)
    status = run("status", tmp_path / "o.jsonl")
    assert (status.code, "dead" in status.out) == (1, True)
    again = run(*arguments)
    assert again.code == 3
    assert "--resume" in again.err
    assert "--overwrite" in again.err
    assert left_behind(tmp_path) == []
    assert run(*arguments, "--overwrite").code == 0
    assert "finished" in run("status", tmp_path).out


def test_two_runs_on_one_output(tmp_path: Path, source: Path) -> None:
    """The second of two runs is told at its start that the first is writing, and which that is."""
    arguments = asked(source, tmp_path, "jsonl", "--jobs", "1")
    first = process(*arguments)
    assert until((tmp_path / ".o.jsonl.run/run.json").exists, first)
    second = run(*arguments, "--overwrite")
    assert first.poll() is None
    assert "running" in run("status", tmp_path / "o.jsonl").out
    first.kill()
    first.wait()
    assert second.code == 3
    assert f"process {first.pid}" in second.err


def test_a_file_too_large_for_the_disk(
    tmp_path: Path, source: Path, undisturbed: tuple[Path, float], whole: Callable[[str], dict[str, str]]
) -> None:
    """A full disk ends the run with a message; once there is room, the run continues to the same bytes."""
    room = undisturbed[0].stat().st_size // 2

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    arguments = asked(source, tmp_path / "full", "jsonl", "--jobs", "1")
    running = process(*arguments, preexec_fn=small)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 3
    assert b"Traceback" not in err
    assert b"--resume" in err
    assert left_behind(tmp_path) == []
    assert run(*arguments, "--resume").code == 0
    assert digest(tmp_path / "full/o.jsonl") == whole("jsonl")


@pytest.mark.skipif(not Path("/sys/kernel").exists(), reason="there is no /sys here")
def test_a_folder_that_may_not_be_written(source: Path) -> None:
    """A target that cannot be written is told before anything is annotated."""
    done = run("convert", source, "-o", "/sys/o.jsonl", "--max-article-time", "0.001")
    assert (done.code, len(done.lines)) == (3, 1)
    assert "/sys/o.jsonl: error: cannot be written: " in done.err


def test_a_pipe_that_is_closed(source: Path) -> None:
    """A reader that has enough ends a run of many articles without a word, and its workers with it."""
    running = process("convert", source, "--jobs", "1")
    assert running.stdout
    assert running.stdout.readline().startswith(b'{"schema_version"')
    running.stdout.close()
    assert running.wait(timeout=60) == 3
    assert running.stderr
    assert running.stderr.read().count(b"\n") == running.stderr.read().count(b"warning")


def test_the_time_of_export_is_that_of_the_first_run(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is resumed writes the time at which it was begun."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    arguments = asked(source, tmp_path, "newsml", "--jobs", "1")
    running = process(*arguments)
    assert until(lambda: kept(tmp_path / "o.xml") > 0, running)
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=60)
    begun = json.loads((tmp_path / ".o.xml.run/run.json").read_text(encoding="utf-8"))["started"]
    monkeypatch.setenv("TZ", "UTC")
    assert run(*arguments, "--resume").code == 0
    sent = (tmp_path / "o.xml").read_text(encoding="utf-8").partition("<sent>")[2][:16]
    assert sent <= begun[:16]


def test_a_ledger_that_is_damaged(tmp_path: Path) -> None:
    """A ledger that is no database is a sentence that says what to do."""
    source = archive(tmp_path, 4)
    write(tmp_path, {".o.jsonl.run/ledger.sqlite": "this is no database, whatever its name says" * 50})
    done = run("convert", source, "-o", tmp_path / "o.jsonl", "--resume")
    assert done.code == 3
    assert "--overwrite" in done.err
    assert run("convert", source, "-o", tmp_path / "o.jsonl", "--overwrite").code == 0


def test_standard_input_does_not_hang() -> None:
    """Ctrl-C ends a run that waits for its standard input, without a fatal error of the interpreter."""
    read_end, write_end = os.pipe()
    running = subprocess.Popen(
        [*COMMAND, "convert", "-", "--format", "jsonl", "--jobs", "1", "--to", "jsonl"],
        stdin=read_end,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    for text in itertools.repeat(MAYOR * 100, 20):  # the reader takes some 64 KiB at a time
        os.write(write_end, json.dumps({"text": text}).encode() + b"\n")
    assert running.stdout
    assert running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Fatal" not in err
    os.close(write_end)
    os.close(read_end)
