"""LibreOffice, where it is installed, shows our cells: nothing runs as a formula, and every script survives."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from annotate.export import EXPORTERS, ExportOptions, load
from annotate.export.tables.columns import Column, Role
from annotate.export.tables.definition import BY_NAME
from annotate.models import Annotation
from tests.support.places import SEED_ANNOTATIONS
from tests.support.programs import libreoffice

#: LibreOffice's import filter: separator, quotation mark, character set (76 is UTF-8), first line.
_FILTERS = {"excel": "CSV:44,34,76,1", "excel-eu": "CSV:59,34,76,1"}
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1"
#: All sheets, each into a file of its own (the twelfth option).
_ALL_SHEETS = f"{_AS_CSV},,0,false,true,false,false,false,-1"
_ODD = (
    *(
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+49 30",
        "-0.02",
        "@x",
        "'quoted'",
        "中文 标题",
        "مرحبا",
        "a;b,c",
        '"x"',
        "😀",
        "\t=1",
    ),
    *("1.", "1.0", "007", "1e5", "1,5", "1.5", "5%", "(5)", "3/4", "$5", "12345678901234567890", "true", "FALSE", " 5"),
    *(
        "10:09",
        "2020-11-12 10:09",
        "2020-11-12T10:09",
        "2020-11",
        "2020-11-12",
        "Nov 12",
        "March 5",
        "12 November 2020",
    ),
    *("Tuesday, November 10, 2020", "May 2020", "20-Jan", "10 am", "5pm", "12.11.2020", "1,000.50", "EUR 5", "e1", "5"),
)


def converted(made: Path, target: str, files: list[Path], *options: str) -> None:
    """Let LibreOffice convert the files into a folder, with a profile of its own."""
    command = [libreoffice(), f"-env:UserInstallation=file://{made.parent / 'profile'}", "--headless", *options]
    command += ["--convert-to", target, "--outdir", str(made), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


def rows(path: Path, delimiter: str = ",") -> list[list[str]]:
    """Return the cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines, delimiter=delimiter))


def with_metadata(annotation: Annotation, values: tuple[str, ...]) -> Annotation:
    """Return the annotation with these values as metadata."""
    metadata = {f"k{number}": value for number, value in enumerate(values)}
    return annotation.model_copy(update={"article": annotation.article.model_copy(update={"metadata": metadata})})


@pytest.mark.parametrize("dialect", _FILTERS)
def test_libreoffice_shows_the_cells_of_all_tables(tmp_path: Path, seed: Annotation, dialect: str) -> None:
    """All tables of all seeds and of an article with odd metadata, opened by LibreOffice, have the cells we wrote."""
    several = [*load(SEED_ANNOTATIONS), with_metadata(seed, _ODD)]
    EXPORTERS["csv"].to_folder(several, tmp_path / "x", ExportOptions(csv_dialect=dialect))
    files = sorted((tmp_path / "x").glob("*.csv"))
    converted(tmp_path / "made", _AS_CSV, files, f"--infilter={_FILTERS[dialect]}")
    cells = 0
    for file in files:
        ours = rows(file, ";" if dialect == "excel-eu" else ",")
        assert rows(tmp_path / "made" / file.name) == ours, file.name
        cells += sum(map(len, ours))
    assert cells > 5000
    value = rows(tmp_path / "made" / "metadata.csv")[0].index("value")
    shown = [row[value].removeprefix("'") for row in rows(tmp_path / "made" / "metadata.csv")[-len(_ODD) :]]
    assert shown == [odd if odd.isprintable() else '"\\t=1"' for odd in _ODD]


def test_libreoffice_shows_all_sheets_of_the_workbook(tmp_path: Path, seed: Annotation) -> None:
    """A workbook opens with all its sheets; text that looks like a formula or a date stays text."""
    several = [*load(SEED_ANNOTATIONS), with_metadata(seed, _ODD)]
    EXPORTERS["xlsx"].to_file(several, tmp_path / "a.xlsx", ExportOptions())
    EXPORTERS["csv"].to_folder(several, tmp_path / "x", ExportOptions(csv_dialect="bare"))
    converted(tmp_path / "made", _ALL_SHEETS, [tmp_path / "a.xlsx"])
    for name in BY_NAME:
        made, ours = rows(tmp_path / "made" / f"a-{name}.csv"), rows(tmp_path / "x" / f"{name}.csv")
        assert [row for row in made if any(row)] == ours, name


def test_only_what_a_spreadsheet_would_change_is_guarded() -> None:
    """Ids, whole numbers, words and whole days in a column of dates stand as they are."""
    from annotate.export.csv.cells import CellStyle

    style = CellStyle.of(ExportOptions(csv_dialect="excel"))
    text = Column("any", Role.TEXT, "")
    for plain in ("e1", "p1", "q12", "a1b2", "5", "2020", "May", "Monday", "Nov", "12 people", "0x10", "second", ""):
        assert style.shown(plain, text) == plain
    assert style.shown("2020-11-12", Column("date", Role.DATE, "")) == "2020-11-12"
    assert style.shown("2020-11-12", text) == "'2020-11-12"
