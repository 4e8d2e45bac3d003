"""LibreOffice, where it is installed, shows our cells: nothing runs as a formula, and every script survives."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from annotate.export import EXPORTERS, ExportOptions
from annotate.models import Annotation

#: LibreOffice's import filter: separator, quotation mark, character set (76 is UTF-8), first line, column formats.
_FILTERS = {"excel": "CSV:44,34,76,1", "excel-eu": "CSV:59,34,76,1"}
_TITLES = ("=1+1", "=cmd|' /C calc'!A0", "+49 30", "-0.02", "@x", "'quoted'", "中文 标题", "مرحبا", "a;b,c", '"x"')


@pytest.mark.parametrize("dialect", _FILTERS)
def test_libreoffice_shows_the_cells(tmp_path: Path, seed: Annotation, dialect: str) -> None:
    """Converted to CSV by LibreOffice, the cells of the dialects for spreadsheets are those that we wrote."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    article = seed.article.model_copy(update={"metadata": {f"k{n}": title for n, title in enumerate(_TITLES)}})
    several = [seed.model_copy(update={"article": article})]
    EXPORTERS["csv"].to_folder(several, tmp_path / "x", ExportOptions(csv_dialect=dialect))
    command = [office, f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless"]
    command += [f"--infilter={_FILTERS[dialect]}", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1"]
    made = tmp_path / "made"
    done = subprocess.run(
        [*command, "--outdir", str(made), str(tmp_path / "x" / "metadata.csv")],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with (made / "metadata.csv").open(encoding="utf-8-sig", newline="") as lines:
        shown = [row["value"] for row in csv.DictReader(lines)]
    with (tmp_path / "x" / "metadata.csv").open(encoding="utf-8-sig", newline="") as lines:
        ours = [row["value"] for row in csv.DictReader(lines, delimiter=";" if dialect == "excel-eu" else ",")]
    assert shown == ours
    assert [cell.removeprefix("'") for cell in shown] == list(_TITLES)


def test_libreoffice_opens_the_workbook(tmp_path: Path, seed: Annotation) -> None:
    """A workbook opens, and text that looks like a formula stays text."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    article = seed.article.model_copy(update={"source": "=1+1", "metadata": {"title": "中文 مرحبا"}, "headline": None})
    path = tmp_path / "a.xlsx"
    EXPORTERS["xlsx"].to_file([seed.model_copy(update={"article": article})], path, ExportOptions())
    command = [office, f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path / "made")]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "made" / "a.csv").open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["source"], row["headline"], row["article_id"]) == ("=1+1", "中文 مرحبا", "seed")
