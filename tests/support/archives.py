"""Small archives for the tests of runs, and ways to disturb a run."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from tests.support.running import COURT, GERMAN, MAYOR, process

#: Seconds to wait for an event that must happen.
PATIENCE = 300


def archive(folder: Path, count: int, *, length: int = 1) -> Path:
    """Write a JSON Lines file of different short articles, some with repeated ids, and return its path."""
    lines = []
    for number in range(count):
        text = "".join(f"In town {number}, part {part}: {MAYOR}\n{COURT}\n" for part in range(length))
        record = {
            "id": f"a{number % 7 if number % 5 == 0 else number}",
            "text": f"{GERMAN}{number}" if number % 11 == 9 else text,
        }
        lines.append(json.dumps(record) + "\n")
    path = folder / "archive.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def long_text(words: int = 60_000) -> str:
    """Return a text that takes seconds to annotate."""
    once = f"{MAYOR}{COURT}"
    return once * (words // len(once.split()))


def digest(output: Path) -> dict[str, str]:
    """Return the names and digests of an output: a file, or a folder of files."""
    files = [output] if output.is_file() else sorted(path for path in output.rglob("*") if path.is_file())
    return {str(path.relative_to(output.parent)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def until(happens: Callable[[], object], running: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until something happens; False if the process ended before. Fails after five minutes."""
    deadline = time.monotonic() + PATIENCE
    while not happens():
        if running and running.poll() is not None:
            return False
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
    return True


def kept(output: Path) -> int:
    """Return how many annotated articles the ledger of an output holds."""
    ledger = output.parent / f".{output.name}.run" / "ledger.sqlite"
    if not ledger.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as data:
            return int(data.execute("SELECT count(*) FROM results WHERE state = 'done'").fetchone()[0])
    except sqlite3.Error:
        return 0


def workers(running: subprocess.Popen[bytes]) -> list[int]:
    """Return the ids of the processes that a run has started."""
    try:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in children.split()]


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process in seconds; 0 if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def at_work(running: subprocess.Popen[bytes], seconds: float = 0.4) -> bool:
    """Wait until the workers of a run have used more processor time, in seconds; False if the run ended before."""
    before = sum(map(processor_seconds, workers(running)))
    return until(lambda: sum(map(processor_seconds, workers(running))) > before + seconds, running)


def left_behind(folder: Path) -> list[str]:
    """Return the names of temporary files: neither inputs nor outputs, nor the state of a run."""
    return sorted(path.name for path in folder.rglob("*") if path.name.endswith((".part", ".old")))


def killed_until_whole(arguments: list[str | Path], moments: Iterator[float]) -> int:
    """Run the command, kill it at each moment (seconds after its start) and resume it; return the number of kills.

    Returns when a run has finished; after the last moment, the run is left to finish.
    """
    kills = 0
    for moment in moments:
        running = process(*arguments, "--resume", stderr=subprocess.DEVNULL)
        try:
            running.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            running.kill()
            kills += 1
        running.wait()
        if running.returncode != -9:
            assert running.returncode == 0, running.returncode
            return kills
    done = process(*arguments, "--resume", stderr=subprocess.PIPE)
    _, err = done.communicate(timeout=PATIENCE)
    assert done.returncode == 0, err.decode()
    return kills
