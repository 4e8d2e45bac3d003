"""The functions for other programs: one article, many, tables, threads."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import annotate
from annotate.problems import Problem
from annotate.read import read
from tests.support.places import SEED_ANNOTATIONS, SEEDS
from tests.support.running import COURT, MAYOR, write


def test_a_text() -> None:
    """A text is annotated as the file that holds it would be."""
    annotation = annotate.annotate(MAYOR)
    assert [quotation.cue.text for quotation in annotation.quotations if quotation.cue] == ["said", "said"]
    assert annotation.article.text == MAYOR


def test_a_text_of_nothing() -> None:
    """Nothing is found in a text of nothing, and in odd characters, and nothing is raised."""
    for text in ("", " \n", "\ud800", "\x00"):
        assert annotate.annotate(text).quotations == ()


def test_json_is_that_of_the_exports() -> None:
    """`to_json` gives the line that the exports have."""
    line = SEED_ANNOTATIONS.read_text(encoding="utf-8").split("\n")[0]
    annotation = annotate.Annotation.model_validate_json(line)
    assert annotation.to_json() == line
    assert annotate.Annotation.model_validate_json(annotation.to_json(indent=2)) == annotation


def test_a_table_of_quotations() -> None:
    """Each quotation is a row, with the names of its speakers; a table without rows has its columns."""
    annotation = annotate.annotate(annotate.article(MAYOR, id="m", published="2024-05-06"))
    table = annotation.quotations_frame()
    assert list(table["article"]) == ["m", "m"]
    assert list(table["speakers"]) == [["Ines Caldwell"], ["Ines Caldwell"]]
    assert [MAYOR[start:end] for start, end in zip(table["start"], table["end"], strict=True)] == list(table["content"])
    empty = annotate.quotations_frame([annotate.annotate("It rained.")])
    assert list(empty.columns) == list(table.columns)
    assert len(empty) == 0
    assert list(empty.dtypes) == list(table.dtypes)


def test_a_stream_is_in_order() -> None:
    """Any number of processes gives the same annotations in the order of the articles."""
    texts = [f"{MAYOR} {n}" if n % 2 else f"{COURT} {n}" for n in range(12)]
    alone = list(annotate.stream(texts))
    assert list(annotate.stream(texts, jobs=2)) == alone
    ids = [one.article.id for one in alone if isinstance(one, annotate.Annotation)]
    assert ids == [f"text-{n}" for n in range(1, 13)]


def test_problems_pass_through(tmp_path: Path) -> None:
    """What could not be read keeps its place in the stream."""
    write(tmp_path, {"a.txt": MAYOR, "b.txt": COURT})
    items = list(annotate.stream(read([str(tmp_path / name) for name in ("a.txt", "gone.txt", "b.txt")])))
    assert [type(item) for item in items] == [annotate.Annotation, Problem, annotate.Annotation]


def test_a_stream_can_be_left() -> None:
    """A stream that is not read to its end reads no further, and its processes end."""
    taken = []

    def endless() -> object:
        while True:
            taken.append(1)
            yield MAYOR

    several = annotate.stream(endless(), jobs=1)  # type: ignore[arg-type]
    next(several)
    several.close()  # type: ignore[attr-defined]
    assert len(taken) < 1000


def test_threads() -> None:
    """Threads that annotate at the same time get what one gets."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    alone = [annotate.annotate(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(annotate.annotate, texts)) == alone


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    """A script that streams at its top level works: processes are not started by importing it again."""
    write(tmp_path, {"script.py": f"import annotate\nprint(len(list(annotate.stream([{MAYOR!r}] * 3, jobs=2))))\n"})
    done = subprocess.run([sys.executable, tmp_path / "script.py"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_as_a_module(tmp_path: Path) -> None:
    """`python -m annotate` is the command, with workers too."""
    write(tmp_path, {"a.txt": MAYOR, "b.txt": COURT})
    command = [sys.executable, "-m", "annotate", "convert", "a.txt", "b.txt", "--jobs", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 2, "")
