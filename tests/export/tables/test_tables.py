"""Tables: keys join, metadata is true, cells are safe for spreadsheets, and nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.export import EXPORTERS, ExportOptions, WriteError, load
from annotate.export.csv.cells import CellStyle
from annotate.export.tables.columns import Column, Role, Table
from annotate.export.tables.definition import BY_NAME, TABLES
from annotate.export.tables.rows import LINE_ENDS, View, rows, text_pieces
from annotate.models import Annotation
from annotate.problems import ReadError
from tests.support.strategies import random_annotation, several_annotations, texts

_DIALECTS = ("plain", "bare", "excel", "excel-eu")
_STYLES = [
    CellStyle.of(ExportOptions(csv_dialect=dialect, csv_newlines=newlines))
    for dialect in _DIALECTS
    for newlines in ("keep", "space")
]
_TEXT = Column("any", Role.TEXT, "")


def back(name: str, several: list[Annotation], **options: Any) -> list[Annotation]:
    """Write and read back."""
    exporter = EXPORTERS[name]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"out{exporter.suffix}"
        assert exporter.to_file(several, target, ExportOptions(**options)) == len(several)
        return list(load(target))


def table(folder: Path, name: str, **dialect: Any) -> list[dict[str, str]]:
    """Return the rows of a CSV table."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, **dialect))


@given(several_annotations(), st.sampled_from(_DIALECTS), st.sampled_from(("keep", "space")))
@settings(max_examples=15, deadline=None)
def test_csv_comes_back_in_every_dialect(several: list[Annotation], dialect: str, newlines: str) -> None:
    """Guarded cells, cut cells and spaced line breaks are undone."""
    assert back("csv", several, csv_dialect=dialect, csv_newlines=newlines) == several


@given(several_annotations())
@settings(max_examples=10, deadline=None)
def test_sqlite_comes_back(several: list[Annotation]) -> None:
    """A database gives the same annotations."""
    assert back("sqlite", several) == several


def test_a_workbook_comes_back() -> None:
    """A workbook gives the same annotations, whatever characters they hold."""
    several = [random_annotation(seed, 8, f"{seed}_x000D_\r\x01") for seed in range(4)]
    assert back("xlsx", several) == several


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_cells_over_the_limit_of_spreadsheets_come_back(seed: Annotation, name: str) -> None:
    """Text over 32,767 units is cut into pieces, and nothing of it is lost."""
    long = "😀=" * 40_000
    article = seed.article.model_copy(update={"metadata": {"abstract": long}, "source": long})
    several = [seed.model_copy(update={"article": article})]
    assert back(name, several, csv_dialect="excel") == several


def test_no_cell_for_spreadsheets_is_too_long_or_a_formula(tmp_path: Path) -> None:
    """In the dialects for spreadsheets each text cell is short and begins with no formula; numbers stay numbers."""
    several = [random_annotation(seed, 10, f"a{seed}") for seed in range(40)]
    EXPORTERS["csv"].to_folder(several, tmp_path / "x", ExportOptions(csv_dialect="excel", csv_newlines="space"))
    cells = 0
    for name, definition in BY_NAME.items():
        integers = {column.name for column in definition.columns if column.role is Role.INTEGER}
        for row in table(tmp_path / "x", name):
            for column, cell in row.items():
                cells += 1
                assert len(cell) < 32_767
                if column in integers:
                    assert cell == "" or cell.isdecimal()
                else:
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
                    assert "\n" not in cell or definition.column(column).role is Role.KEY
    assert cells > 1000


@given(texts())
def test_a_style_knows_what_it_loses(text: str) -> None:
    """Where a style says that a cell is exact, reading the cell gives the value."""
    for style in _STYLES:
        if text and style.exact(text, _TEXT):
            assert style.plain(style.shown(text, _TEXT)) == text


@pytest.mark.parametrize("value", ["=1+1", "+1", "-0.02", "@x", "\tx", "'x", "＝1", "\r\n=1"])
def test_dangerous_cells_are_guarded_and_numbers_are_not(value: str) -> None:
    """An apostrophe goes before text that a spreadsheet could run, unless cells are bare; a number keeps its sign."""
    for dialect in _DIALECTS:
        style = CellStyle.of(ExportOptions(csv_dialect=dialect))
        shown = value if dialect == "bare" else f"'{value}"
        assert style.shown(value, _TEXT) == shown
        assert style.plain(shown) == value
        assert style.shown(-2, Column("n", Role.INTEGER, "")) == "-2"


@pytest.mark.parametrize(("name", "dialect"), [("csv", "plain"), ("csv-flat", "plain"), ("csv-flat", "excel")])
def test_no_cell_begins_a_formula_unless_asked_for(tmp_path: Path, name: str, dialect: str) -> None:
    """Opened in a spreadsheet by accident, a table runs nothing; the bare dialect has the values as they are."""

    def dangerous(target: Path) -> int:
        files = sorted(target.glob("*.csv")) if target.is_dir() else [target]
        lines = (csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")) for file in files)
        return sum(cell[:1] in set("=+-@\t\r\n＝＋－＠") for rows in lines for row in rows for cell in row if cell)

    several = [random_annotation(seed, 10, f"=a{seed}") for seed in range(40)]
    for chosen, found in ((dialect, False), ("bare", True)):
        target = tmp_path / chosen
        EXPORTERS[name].to_file(several, target, ExportOptions(csv_dialect=chosen))
        assert bool(dangerous(target)) is found


def test_tables_that_say_yes_or_no_to_guarding_come_back(tmp_path: Path, seed: Annotation) -> None:
    """Folders of the first version declared guarded cells as true or false."""
    for dialect, declared in (("bare", False), ("excel", True)):
        folder = tmp_path / dialect
        EXPORTERS["csv"].to_folder([seed], folder, ExportOptions(csv_dialect=dialect))
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        package["annotate"]["guarded_cells"] = declared
        (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
        assert list(load(folder)) == [seed]


@given(texts())
def test_pieces_spell_the_text(text: str) -> None:
    """The pieces with their line ends are the text, and their offsets are right."""
    pieces = list(text_pieces(text))
    assert "".join(words + LINE_ENDS[line_end] for _, words, line_end in pieces) == text
    assert all(text[start : start + len(words)] == words for start, words, _ in pieces)


def test_names_stand_beside_ids(tmp_path: Path, seed: Annotation) -> None:
    """The speaker's name and the headline stand in the row of a quotation; confidence is in percent."""
    EXPORTERS["csv"].to_folder([seed], tmp_path / "x", ExportOptions())
    first, second, third = table(tmp_path / "x", "quotations")
    assert first["headline"] == "Cooperation more vital than ever, diplomat says"
    assert (first["speaker_names"], first["confidence"]) == ("Zhang Hanhui", "90")
    assert (second["speaker_names"], second["source"]) == ("", "the blue book")
    assert third["speaker_names"] == "Zhang Hanhui; Xi Jinping"


@pytest.mark.parametrize("definition", TABLES, ids=lambda t: t.name)
def test_every_id_has_a_name_beside_it(definition: Table) -> None:
    """Where a row points to an article, a participant, an event or a list, it also says its name for people."""
    names = {
        "article_id": "headline",
        "event_id": "event_name",
        "host_id": "host_name",
        "proposer_id": "proposer_name",
        "participant_id": "participant_name",
        "quotation_id": "speaker_names",
        "proposal_id": "label",
        "pillar_id": "label",
    }
    columns = {column.name for column in definition.columns}
    for pointing in columns & set(names):
        own = pointing == definition.key[-1]
        assert (
            own or names[pointing] in columns or (definition.name, pointing) == ("quotation_speakers", "quotation_id")
        )
    assert "headline" in columns


def test_the_files_are_rfc_4180(tmp_path: Path, seed: Annotation) -> None:
    """Lines end in CRLF; the byte order mark and the semicolon come only with the dialect that wants them."""
    mark_of_utf8 = b"\xef\xbb\xbf"
    for dialect, mark, delimiter in (
        ("plain", b"", b","),
        ("excel", mark_of_utf8, b","),
        ("excel-eu", mark_of_utf8, b";"),
    ):
        EXPORTERS["csv"].to_folder([seed], tmp_path / dialect, ExportOptions(csv_dialect=dialect))
        data = (tmp_path / dialect / "aliases.csv").read_bytes()
        assert data.startswith(mark + b"article_id" + delimiter)
        assert data.count(b"\r\n") == data.count(b"\n") == 3


@pytest.mark.parametrize("dialect", ["plain", "excel-eu"])
def test_frictionless_and_csvw_accept_the_folder(tmp_path: Path, dialect: str) -> None:
    """Types, required cells, keys and foreign keys hold, by two validators that are not ours; damage is noticed."""
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    pytest.importorskip("csvw", reason="csvw is not installed")
    several = [random_annotation(seed, 8, f"a{seed}") for seed in range(2)]
    folder = tmp_path / "x"
    EXPORTERS["csv"].to_folder(several, folder, ExportOptions(csv_dialect=dialect))
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])[:5]
    validator = str(Path(sys.executable).parent / "csvwvalidate")
    done = subprocess.run([validator, "csv-metadata.json"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    path = folder / "quotations.csv"
    lines = path.read_bytes().split(b"\r\n")
    lines[1] = lines[1][: lines[1].rindex(b";" if dialect == "excel-eu" else b",") + 1] + b"high"
    path.write_bytes(b"\r\n".join(lines))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_the_database_has_keys_and_search(tmp_path: Path, seed: Annotation) -> None:
    """Foreign keys hold, words are found by full-text search, and tables join."""
    path = tmp_path / "a.sqlite"
    EXPORTERS["sqlite"].to_file([seed], path, ExportOptions())
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found = database.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'multilateralism'").fetchall()
    assert found == [(1,)]
    names = database.execute(
        "SELECT q.content, p.name FROM quotation_speakers s JOIN quotations q USING (article_id, quotation_id) "
        "JOIN participants p USING (article_id, participant_id) WHERE quotation_id = 'q3' ORDER BY s.number"
    ).fetchall()
    assert names == [("Shanghai Spirit", "Zhang Hanhui"), ("Shanghai Spirit", "Xi Jinping")]
    database.close()


def test_two_articles_of_one_id_do_not_stand_in_one_database(tmp_path: Path, seed: Annotation) -> None:
    """The keys of a database notice them, as one sentence, and no file appears."""
    with pytest.raises(WriteError) as refused:
        EXPORTERS["sqlite"].to_file([seed, seed], tmp_path / "a.sqlite", ExportOptions())
    assert refused.value.problem.rule == "keys"
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_has_links_filters_and_no_formula(tmp_path: Path, seed: Annotation) -> None:
    """Ids lead to their rows, headers are frozen, filters cover the rows, and text is text."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    article = seed.article.model_copy(update={"metadata": {"title": "=1+1"}, "source": "=HYPERLINK(1)"})
    EXPORTERS["xlsx"].to_file([seed.model_copy(update={"article": article})], tmp_path / "a.xlsx", ExportOptions())
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [*(definition.name for definition in TABLES), "exact"]
    sheet = book["quotation_speakers"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F4"
    assert sheet["E4"].hyperlink.location == "'participants'!A3"
    assert sheet["E4"].value == "p2"
    leading = {
        (each.title, each.cell(1, cell.column).value, cell.hyperlink.location.split("'")[1])
        for each in book
        for row in each.iter_rows(min_row=2)
        for cell in row
        if cell.hyperlink
    }
    pointing = {
        (definition.name, column, key.table)
        for definition in TABLES
        for key in definition.foreign
        for column in key.columns[-1:]
        if list(rows(definition, View(seed)))
    }
    assert leading - {place for place in leading if place[1] == "article_id"} == {
        place for place in pointing if place[1] != "article_id"
    }
    for where, column, there in leading:
        for row in book[where].iter_rows(min_row=2):
            for cell in row:
                if cell.hyperlink and book[where].cell(1, cell.column).value == column:
                    target = book[there][cell.hyperlink.location.rpartition("!")[2]]
                    ids = {each.value for each in book[there][target.row]}
                    assert cell.value in ids
    kinds = {cell.data_type for each in book for row in each.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["articles"]["G2"].value == "=HYPERLINK(1)"


def test_the_flat_table_has_a_row_a_finding(tmp_path: Path, seed: Annotation) -> None:
    """Two events, five participants, three quotations, two proposals and three pillars are fifteen rows."""
    EXPORTERS["csv-flat"].to_file([seed], tmp_path / "a.csv", ExportOptions())
    rows = table(tmp_path, "a")
    assert [row["finding"] for row in rows].count("participant") == 5
    assert len(rows) == 15
    assert next(row for row in rows if row["id"] == "q1")["who"] == "Zhang Hanhui"


#: What is done to a folder, and what the sentence says.
_DAMAGE = (
    ("datapackage.json", None, None, "is missing"),
    ("datapackage.json", "guarded_cells", "guarded", "does not describe"),
    ("mentions.csv", None, None, "is missing"),
    ("mentions.csv", "form", "shape", "has no column form"),
    ("mentions.csv", ",name", ",nickname", "is not an annotation"),
    ("quotation_content.csv", "Shanghai Spirit", "Shanghai Ghost", "the text there is 'Shanghai Spirit'"),
    ("quotations.csv", ",90", ",ninety", "is not a whole number"),
    ("aliases.csv", "seed,", "other,", "which the table articles does not list"),
)


@pytest.mark.parametrize(("name", "good", "bad", "sentence"), _DAMAGE)
def test_a_damaged_folder_is_a_sentence(
    tmp_path: Path, seed: Annotation, name: str, good: str | None, bad: str | None, sentence: str
) -> None:
    """Whatever is missing or was changed by hand is named."""
    folder = tmp_path / "x"
    EXPORTERS["csv"].to_folder([seed], folder, ExportOptions())
    path = folder / name
    if good is None or bad is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert good in text
        path.write_text(text.replace(good, bad), encoding="utf-8", newline="")
    with pytest.raises(ReadError, match=sentence):
        list(load(folder))


def test_metadata_names_every_column_and_key(tmp_path: Path, seed: Annotation) -> None:
    """Both metadata files list exactly the columns that the tables have."""
    folder = tmp_path / "x"
    EXPORTERS["csv"].to_folder([seed], folder, ExportOptions())
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    group = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    for resource, described in zip(package["resources"], group["tables"], strict=True):
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            header = next(csv.reader(lines))
        assert described["url"] == resource["path"]
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert [column["name"] for column in described["tableSchema"]["columns"]] == header
        assert set(resource["schema"]["primaryKey"]) <= set(header)
