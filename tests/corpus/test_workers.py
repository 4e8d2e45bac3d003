"""Workers: the same bytes for any number of them, and what happens when one dies or takes too long."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.support.archives import archive, digest, kept, long_text, processor_seconds, until, workers
from tests.support.running import MAYOR, process, run, write


@pytest.fixture
def _fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.mark.usefixtures("_fixed_time")
def test_the_same_bytes_for_any_number(tmp_path: Path) -> None:
    """One, two and three workers write the same bytes and report the same problems in the same order."""
    source = archive(tmp_path, 12)
    seen = []
    for jobs in (1, 2, 3):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        done = run("convert", source, tmp_path / "gone.txt", "--jobs", jobs, "-o", folder / "o.jsonl")
        assert done.code == 1
        seen.append((digest(folder / "o.jsonl"), done.err))
    assert seen[0] == seen[1] == seen[2]
    assert "already in use" in seen[0][1]
    one = tmp_path / "1/o.jsonl"
    for kind, name in (("json", "o/"), ("csv", "t")):
        assert run("convert", one, "--as-is", "--to", kind, "-o", f"{tmp_path}/1/{name}").code == 0
        assert run("convert", source, "--jobs", "2", "--to", kind, "-o", f"{tmp_path}/2/{name}").code == 0
        assert digest(tmp_path / "1" / name.rstrip("/")) == digest(tmp_path / "2" / name.rstrip("/"))


def test_a_pipe_gets_the_same(tmp_path: Path) -> None:
    """Standard output has what a file has, from workers and without them."""
    source = archive(tmp_path, 6)
    assert run("convert", source, "-o", tmp_path / "o.jsonl").code == 0
    expected = (tmp_path / "o.jsonl").read_text(encoding="utf-8")
    assert run("convert", source).out == expected
    assert run("convert", source, "--jobs", "2").out == expected


def test_a_worker_is_killed(tmp_path: Path) -> None:
    """The article on which two workers died is a problem with its place; all others are done."""
    records = [MAYOR, long_text(), *[f"{MAYOR} {n}" for n in range(4)]]
    lines = "".join(json.dumps({"id": f"r{n}", "text": text}) + "\n" for n, text in enumerate(records))
    write(tmp_path, {"in.jsonl": lines})
    running = process("convert", tmp_path / "in.jsonl", "--jobs", "1", "-o", tmp_path / "o.jsonl")
    assert until(lambda: kept(tmp_path / "o.jsonl") == 1, running)
    loading = sum(map(processor_seconds, workers(running)))
    for _ in range(2):
        # A worker that has used well over the time to load is at the long article.
        assert until(lambda: any(processor_seconds(pid) > 1.5 * loading + 0.4 for pid in workers(running)), running)
        (worker,) = workers(running)
        os.kill(worker, signal.SIGKILL)
        assert until(lambda dead=worker: dead not in workers(running))
    _, err = running.communicate(timeout=120)
    assert running.returncode == 1
    assert err.decode().count("\n") == 1
    assert f"{tmp_path}/in.jsonl:2: error: " in err.decode()
    assert "SIGKILL" in err.decode()
    done = [json.loads(line)["article"]["id"] for line in (tmp_path / "o.jsonl").read_text("utf-8").splitlines()]
    assert done == ["r0", "r2", "r3", "r4", "r5"]


def test_an_article_takes_too_long(tmp_path: Path) -> None:
    """An article over --max-article-time is a problem that names the option, and the run goes on."""
    write(tmp_path, {"a.txt": MAYOR, "long.txt": long_text(), "z.txt": MAYOR})
    names = [tmp_path / name for name in ("a.txt", "long.txt", "z.txt")]
    done = run("convert", *names, "--jobs", "1", "--max-article-time", "1")
    assert done.code == 1
    assert [d["article"]["id"] for d in done.documents] == ["a", "z"]
    assert "--max-article-time" in done.err
    assert "long.txt" in done.err


def test_workers_end_with_their_run(tmp_path: Path) -> None:
    """A run that is killed leaves no process behind."""
    write(tmp_path, {"in.jsonl": "".join(json.dumps({"text": long_text(2_000)}) + "\n" for _ in range(40))})
    running = process("convert", tmp_path / "in.jsonl", "--jobs", "2", "-o", tmp_path / "o.jsonl")
    assert until(lambda: len(workers(running)) == 2, running)
    pids = workers(running)
    running.kill()
    running.wait()
    assert until(lambda: not any(_alive(pid) for pid in pids))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
