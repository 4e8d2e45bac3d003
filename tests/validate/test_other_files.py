"""Validation of every format that can be read back: exports are clean, and faults have their places."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from annotate.export import EXPORTERS, ExportOptions, Layout, load
from annotate.models import Annotation
from annotate.problems import Problem
from annotate.rules import RULES
from annotate.validate import inputs, validate
from annotate.validate.reports import text_line
from tests.support.places import SEED_ANNOTATIONS, SOUND
from tests.support.strategies import random_annotation

OPTIONS = ExportOptions(newsml_detail="full", csv_dialect="excel-eu")


def problems(*names: str | Path) -> list[Problem]:
    """Return the problems of some inputs."""
    found: list[Problem] = []
    for source in inputs(map(str, names)):
        found += [source] if isinstance(source, Problem) else validate(source).problems
    return found


def exported(name: str, annotations: list[Annotation], folder: Path, options: ExportOptions = OPTIONS) -> Path:
    """Write annotations in a format; return the file or folder."""
    exporter = EXPORTERS[name]
    path = folder / f"out{exporter.suffix if exporter.layout is Layout.STREAM else ''}"
    if exporter.layout is Layout.DOCUMENT:
        exporter.to_folder(annotations, path, options)
    else:
        exporter.to_file(annotations, path, options)
    return path


@pytest.fixture(scope="module")
def seeds() -> list[Annotation]:
    """The annotations of the seeds."""
    return list(load(SEED_ANNOTATIONS))


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.lossless])
def test_what_is_written_is_clean(name: str, seeds: list[Annotation], tmp_path: Path) -> None:
    """Every lossless export of the seeds is counted whole and has no problems."""
    path = exported(name, seeds, tmp_path)
    checked = [validate(str(source)) for source in inputs([str(path)])]
    assert [c.problems for c in checked if c.problems] == []
    assert sum(c.documents for c in checked) == len(seeds)


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.lossless])
def test_faults_of_meaning_are_found_in_every_format(name: str, seeds: list[Annotation], tmp_path: Path) -> None:
    """A dangling reference and a wrong count are reported with path and article in every format."""
    one = next(a for a in seeds if a.quotations and a.proposals)
    bad = one.model_copy(
        update={
            "event": None,
            "quotations": (one.quotations[0].model_copy(update={"speakers": ("p99",)}), *one.quotations[1:]),
            "proposals": (one.proposals[0].model_copy(update={"declared_count": 9}), *one.proposals[1:]),
        }
    )
    if name == "sqlite":  # its keys refuse the reference, so only the count is left
        bad = bad.model_copy(update={"quotations": one.quotations})
    found = problems(exported(name, [bad], tmp_path))
    told = {(p.rule, p.article) for p in found}
    if name == "csv":  # the tables are told first, and the rest only when they join
        assert told == {("table-reference", one.article.id)}
    else:
        expected = {("declared-count", one.article.id), ("reference", one.article.id)}
        assert told == (expected if name != "sqlite" else {("declared-count", one.article.id)})
    assert all(p.path for p in found)


@pytest.mark.parametrize("seed", range(12))
def test_odd_tables_are_clean_by_themselves(seed: int, tmp_path: Path) -> None:
    """Whatever texts hold, the tables of every dialect have nothing wrong but what the annotation has."""
    annotation = random_annotation(7000 + seed, 2 + seed, f"{seed}.=a b/ö")
    for dialect in ("plain", "excel", "excel-eu"):
        path = exported("csv", [annotation], tmp_path / dialect, ExportOptions(csv_dialect=dialect))
        assert [p for p in problems(path) if p.rule.startswith("table") or p.rule == "span-verbatim"] == []


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return what replaces a string once in a file of a folder."""

    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_bytes().decode("utf-8-sig")
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode())

    return change


def added(name: str, data: bytes) -> Callable[[Path], None]:
    """Return what puts bytes behind a file of a folder."""
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes() + data) and None


def removed(name: str) -> Callable[[Path], None]:
    """Return what deletes a file of a folder."""
    return lambda folder: (folder / name).unlink()


#: What is done to the tables, and what is then told: rule, table, line, and what stands at the column.
BROKEN: dict[str, tuple[Callable[[Path], None], tuple[str, str, int, str]]] = {
    "a table is gone": (removed("repairs.csv"), ("table-missing", "repairs.csv", 0, "")),
    "the metadata are gone": (removed("datapackage.json"), ("table-missing", "datapackage.json", 0, "")),
    "the metadata are broken": (added("datapackage.json", b"}"), ("tables", "datapackage.json", 0, "")),
    "a column is gone": (replaced("pillars.csv", "label_start", "x"), ("table-column", "pillars.csv", 1, "")),
    "a number is none": (replaced("mentions.csv", ",22,", ",22.0,"), ("table-cell", "mentions.csv", 2, "22.0")),
    "a number is too large": (replaced("quotations.csv", "80", "880"), ("table-cell", "quotations.csv", 2, "880")),
    "a value is unknown": (replaced("mentions.csv", "pronoun", "x"), ("table-cell", "mentions.csv", 4, "x")),
    "a cell is needed": (replaced("mentions.csv", ",22,", ",,"), ("table-cell", "mentions.csv", 2, ",30")),
    "a row stands twice": (replaced("mentions.csv", ",p1,2,", ",p1,1,"), ("table-key", "mentions.csv", 3, "a,p1")),
    "a row refers to nothing": (replaced("mentions.csv", "p1", "p7"), ("table-reference", "mentions.csv", 2, "p7")),
    "words are others": (replaced("mentions.csv", "She", "Her"), ("span-verbatim", "mentions.csv", 4, "Her")),
    "offsets are others": (replaced("quotations.csv", ",40,", ",41,"), ("span-verbatim", "quotations.csv", 3, "said")),
    "an offset is gone": (replaced("quotations.csv", ",40,", ",,"), ("span-verbatim", "quotations.csv", 3, "said")),
    "a count is another": (replaced("proposals.csv", ",2,2,", ",4,2,"), ("declared-count", "proposals.csv", 2, "4,2")),
    "a row is short": (added("pillars.csv", b"a,g1\r\n"), ("table-csv", "pillars.csv", 2, "")),
    "a quotation mark is open": (added("aliases.csv", b'a,p1,1,"x'), ("table-csv", "aliases.csv", 2, "")),
    "bytes are no UTF-8": (added("models.csv", b"a,1,\xff\r\n"), ("encoding", "models.csv", 2, "")),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_tables(what: str, tmp_path: Path) -> None:
    """A fault in a table is reported at its cell, in code points."""
    change, (rule, name, line, there) = BROKEN[what]
    base = Annotation.model_validate_json(SOUND.read_bytes())
    folder = exported("csv", [base], tmp_path, ExportOptions())
    assert problems(folder) == []
    change(folder)
    found = problems(folder)
    assert (found[0].rule, Path(found[0].file).name) == (rule, name), found
    if line:
        assert found[0].line == line
    if there:
        row = (folder / name).read_text(encoding="utf-8").split("\n")[line - 1]
        assert found[0].column is not None
        assert row[found[0].column - 1 :].startswith(there)


def test_a_table_that_is_gone_is_told_once(tmp_path: Path) -> None:
    """A missing table is reported once; the rows that refer to it are not reported."""
    folder = exported("csv", [Annotation.model_validate_json(SOUND.read_bytes())], tmp_path, ExportOptions())
    (folder / "participants.csv").unlink()
    assert [p.rule for p in problems(folder)] == ["table-missing"]


def test_a_wrong_byte_far_into_a_table_has_its_place(tmp_path: Path) -> None:
    """Line and column are those of the file, however it is read."""
    folder = exported("csv", [Annotation.model_validate_json(SOUND.read_bytes())], tmp_path, ExportOptions())
    path = folder / "aliases.csv"
    rows = "".join(f"a,p1,{number},é,Ana,Ana\r\n" for number in range(1, 2001))
    path.write_bytes(path.read_bytes() + rows.encode() + "a,é,".encode() + b"\xff\r\n")
    (problem,) = (p for p in problems(folder) if p.rule == "encoding")
    assert (problem.line, problem.column) == (2002, 5)


def test_a_file_of_a_folder_of_tables_stands_for_the_folder(tmp_path: Path) -> None:
    """So a hook that is given changed files checks the folder once; a table by itself is refused."""
    folder = tmp_path / "csv"
    shutil.copytree(SEED_ANNOTATIONS.parent / "csv", folder)
    assert list(inputs([str(folder / "text.csv"), str(folder / "csv-metadata.json"), str(folder)])) == [str(folder)]
    lone = tmp_path / "lone.csv"
    lone.write_text("a,b\n", encoding="utf-8")
    assert [p.rule for p in problems(lone)] == ["unknown-format"]


def test_folders_and_patterns(tmp_path: Path) -> None:
    """Folders are walked in order, hidden and unknown files passed over; a file is checked once."""
    for name in ("b/2.json", "b/1.jsonl", "a.json", ".hidden.json", "b/.git/x.json", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    shutil.copytree(SEED_ANNOTATIONS.parent / "csv", tmp_path / "c")
    names = ["b/1.jsonl", "b/2.json", "c", "a.json"]
    assert sorted(map(str, inputs([str(tmp_path)]))) == sorted(str(tmp_path / n) for n in names)
    assert list(inputs([str(tmp_path)])) == list(inputs([str(tmp_path), str(tmp_path / "a.json")]))
    assert list(inputs([str(tmp_path / "b/*")])) == [str(tmp_path / n) for n in names[:2]]
    for name in (str(tmp_path / "*.xml"), "", "a\0b*"):
        (nothing,) = inputs([name])
        assert isinstance(nothing, Problem)
    (tmp_path / "list.txt").write_text(f"# two\n{tmp_path / 'a.json'}\n\n{tmp_path / 'b/2.json'}\n", encoding="utf-8")
    assert list(inputs([f"@{tmp_path / 'list.txt'}"])) == [str(tmp_path / "a.json"), str(tmp_path / "b/2.json")]


@pytest.mark.parametrize("name", ["xlsx", "sqlite", "parquet", "newsml", "webannotation"])
def test_standard_input(name: str, seeds: list[Annotation], tmp_path: Path) -> None:
    """The format of a pipe is detected from its first bytes."""
    path = exported(name, seeds[:1], tmp_path)
    file = path if path.is_file() else next(path.iterdir())
    with file.open("rb") as stream:
        assert validate("-", stdin=stream)[1:] == (1, ())


@pytest.mark.parametrize("name", ["xlsx", "sqlite", "parquet", "webannotation", "newsml", "jsonl"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_cut_files_are_sentences(name: str, share: float, seeds: list[Annotation], tmp_path: Path) -> None:
    """A file that was cut in the middle is a problem that its rule explains, never an exception."""
    path = exported(name, seeds[:3], tmp_path)
    file = path if path.is_file() else next(path.iterdir())
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    found = problems(file)
    assert found
    assert all(p.message and "\n" not in p.message for p in found)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    """It is told."""
    path = tmp_path / "x.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE articles (a)")
    database.close()
    assert [p.rule for p in problems(path)] == ["tables"]


def test_web_annotations_have_places(seeds: list[Annotation], tmp_path: Path) -> None:
    """A span that is not verbatim is told at the item that holds it."""
    path = next(exported("webannotation", seeds[:1], tmp_path).iterdir())
    content = json.loads(path.read_bytes())
    selector = content["first"]["items"][2]["target"]["selector"]
    selector[0]["start"] += 1
    selector[0]["end"] += 1
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    (problem,) = problems(path)
    assert (problem.rule, problem.path) == ("span-verbatim", "$.first.items[2].target.selector")
    assert problem.line
    assert '"selector"' in path.read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_newsml_of_full_detail_is_checked_by_meaning(seeds: list[Annotation], tmp_path: Path) -> None:
    """The file is right by its profile, and its annotation is not; the place is that of the item."""
    one = next(a for a in seeds if a.proposals)
    bad = one.model_copy(update={"proposals": (one.proposals[0].model_copy(update={"declared_count": 9}),)})
    (problem,) = problems(exported("newsml", [bad], tmp_path))
    assert (problem.rule, problem.path) == ("declared-count", "$.proposals[0].declared_count")
    assert problem.line
    assert problem.column


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.lossless])
def test_damaged_bytes_are_sentences(name: str, seeds: list[Annotation], tmp_path: Path) -> None:
    """Whatever happens to the bytes of a file, the result is a message with a rule of the table, never an exception."""
    path = exported(name, seeds[:1], tmp_path)
    files = [path] if path.is_file() else sorted(path.iterdir())
    told = 0
    for number in range(25):
        random = Random(number)
        file = random.choice(files)
        kept = file.read_bytes()
        data, at = bytearray(kept), random.randrange(len(kept))
        if number % 3 == 0:
            data[at] = random.randrange(256)
        elif number % 3 == 1:
            del data[at : at + random.randint(1, 50)]
        else:
            data[at:at] = data[at : at + 30]
        file.write_bytes(data)
        found = problems(path if name == "csv" else file)
        file.write_bytes(kept)
        told += bool(found)
        assert all(problem.rule in RULES and "\n" not in text_line(problem) for problem in found)
    assert told > 10
