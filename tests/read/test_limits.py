"""The limits of reading: each is an option, and reaching one is a sentence that names it."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import Limits, ReadOptions, read
from annotate.read.article.ids import Seen
from annotate.read.options import OPTIONS
from annotate.read.sizes import size_in_words, size_of
from tests.support.reading import SENTENCE, articles, piped, problems, rules
from tests.support.running import run, write
from tests.support.samples import LINES, as_parquet, as_xlsx, tarred, zipped

DEEP = json.dumps({"text": SENTENCE, "x": [[[[1]]]]}).encode()
#: For each limit, a value of its option and an input that goes beyond it.
REACHED: dict[str, tuple[str, bytes]] = {
    "document": ("20", SENTENCE.encode()),
    "expanded": ("100", gzip.compress(LINES * 9)),
    "ratio": ("9", gzip.compress(bytes(9 << 20))),
    "members": ("1", zipped({"a.txt": SENTENCE.encode(), "b.txt": SENTENCE.encode()})),
    "archives": ("1", zipped({"a.txt.gz": gzip.compress(SENTENCE.encode())})),
    "nesting": ("3", DEEP),
    "spool": ("1k", zipped({"a.zip": zipped({f"{n}.txt": os.urandom(400) for n in range(9)})})),
    "seconds": ("0.001", b"\n" * (1 << 22) + LINES),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_limit_is_an_option(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that is reached is one line on standard error, which names the option, and the code is 1."""
    monkeypatch.chdir(tmp_path)
    value, data = REACHED[name]
    write(tmp_path, {"in.jsonl" if name == "seconds" else "in": data})
    done = run("convert", next(tmp_path.iterdir()), OPTIONS[name], value, "--to", "jsonl")
    assert done.code == 1
    assert len(done.lines) == 1
    assert f"raise it with {OPTIONS[name]}" in done.lines[0]
    assert OPTIONS[name] in run("convert", "--help").out


def test_sizes_that_are_none() -> None:
    """A size that is none is refused before anything is read."""
    done = run("convert", "none.txt", "--max-size", "much")
    assert (done.code, done.out) == (2, "")
    assert done.err == "annotate: --max-size: 'much' is not a size; write it like 500k, 16MiB or 2GB\n"


@pytest.mark.parametrize(
    ("words", "size"),
    [("7", 7), ("2 KiB", 2048), ("1.5k", 1500), ("3MB", 3_000_000), ("1gib", 1 << 30), ("2T", 2 * 10**12), ("9 b", 9)],
)
def test_sizes(words: str, size: int) -> None:
    """Sizes are read with and without units, by 1000 or, where an i says so, by 1024."""
    assert size_of(words) == size


@given(st.integers(1, 1 << 50))
def test_sizes_come_back(size: int) -> None:
    """A size written in words is nearly the same size."""
    assert abs(size_of(size_in_words(size)) - size) <= size / 1000


@pytest.mark.parametrize("words", ["", "0", "-1", "1e3", "MiB", "1 KiB more", "0.0001k"])
def test_no_sizes(words: str) -> None:
    """What is no size is a ValueError."""
    with pytest.raises(ValueError, match="is not a size"):
        size_of(words)


def test_limit_of_an_archive_counts_its_members_together() -> None:
    """What comes out of all members of an archive is held to one limit."""
    many = {f"{n}.txt": SENTENCE.encode() for n in range(9)}
    for data in (zipped(many), tarred(many)):
        items = piped(data, limits=Limits(expanded=3 * len(SENTENCE)))
        assert len(articles(items)) == 3
        assert "bomb" in rules(items)


def test_zip_on_disk_needs_no_copy(tmp_path: Path) -> None:
    """A file that can be jumped about in is read where it lies, however long it is; the same through a pipe is not."""
    for name, data in (("a.zip", zipped({"a.txt": SENTENCE.encode()})), ("b.xlsx", as_xlsx()), ("c.pq", as_parquet())):
        (tmp_path / name).write_bytes(data)
        limits = Limits(spool=10)
        assert problems(read([str(tmp_path / name)], ReadOptions(limits=limits))) == []
        reader, writer = os.pipe()
        sender = threading.Thread(target=lambda w=writer, d=data: (os.write(w, d), os.close(w)))
        sender.start()
        with os.fdopen(reader, "rb") as stream:
            (problem,) = read(["-"], ReadOptions(stdin=stream, limits=limits))
        sender.join()
        assert isinstance(problem, Problem)
        assert "--max-spool" in problem.message


def test_time_is_that_of_reading() -> None:
    """Waiting for a slow pipe, and what is done with an article, count nothing."""

    class Slow(io.RawIOBase):
        lines = iter(LINES.splitlines(keepends=True))

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            time.sleep(0.4)
            line = next(self.lines, b"")
            buffer[: len(line)] = line
            return len(line)

    begun = time.thread_time()
    for item in read(["-"], ReadOptions(stdin=io.BufferedReader(Slow()), format="jsonl", limits=Limits(seconds=0.3))):
        assert isinstance(item, Article)
        while time.thread_time() - begun < 0.5:
            pass


def test_endless_stream_of_nothing() -> None:
    """A stream that never comes to an article ends with a sentence."""

    class Blank(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            buffer[:] = b"\n" * len(buffer)
            return len(buffer)

    stream = io.BufferedReader(Blank())
    (problem,) = read(["-"], ReadOptions(stdin=stream, format="jsonl", limits=Limits(seconds=0.1)))
    assert isinstance(problem, Problem)
    assert problem.rule == "too-slow"


# The format that is asked for


def test_format_overrules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--format` overrules content and suffix, also within compression and archives; others are a usage error."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a.dat": LINES, "b.json": f"# {SENTENCE}", "c.zip": zipped({"c.txt": b"# Talks\n\nThey met."})})
    assert run("convert", "a.dat", "--format", "jsonl", "--to", "jsonl").code == 0
    assert run("convert", "b.json").code == 1
    assert run("convert", "b.json", "--format", "text").document["article"]["text"] == f"# {SENTENCE}"
    assert run("convert", "c.zip", "--format", "markdown").document["article"]["text"] == "Talks\n\nThey met."
    assert len(articles(piped(gzip.compress(LINES), format="gzip"))) == 2
    assert run("convert", "a.dat", "--format", "doc").code == 2


# Ids


@given(st.lists(st.sampled_from(["a", "b", "a~2", "a~3", "", "\ud800"]), max_size=30))
def test_ids_are_unique(wanted: list[str]) -> None:
    """Each id is given once, and the first time as it is."""
    seen = Seen()
    given_ = [seen.give(name) for name in wanted]
    assert len(set(given_)) == len(given_)
    assert all(g == w or g.startswith(f"{w}~") for g, w in zip(given_, wanted, strict=True))
    assert wanted[:1] == given_[:1]


def test_ids_take_little_memory() -> None:
    """A hundred thousand ids take no more than some bytes each."""
    import tracemalloc

    tracemalloc.start()
    seen = Seen()
    for n in range(100_000):
        seen.give(f"a/rather/long/identifier/{n}")
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held < 24 * 100_000
