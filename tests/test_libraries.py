"""Libraries that only some formats need: the extras that install them, and the messages without them."""

from __future__ import annotations

import io
import re
import sys
import tomllib
from pathlib import Path

import pytest

from annotate.libraries import EXTRAS
from tests.support.places import ROOT, SEED_ANNOTATIONS
from tests.support.running import run, write
from tests.support.samples import as_parquet, as_xlsx, web_archive, zstandard

#: The package that brings a library, where it is called otherwise.
PACKAGES = {"docx": "python-docx", "xlsxwriter": "XlsxWriter"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def packages(requirements: list[str]) -> list[str]:
    """Return the names of requirements."""
    return [re.match(r"[\w.-]+", requirement)[0] for requirement in requirements]  # type: ignore[index]


@pytest.mark.parametrize(("library", "extra"), EXTRAS.items(), ids=EXTRAS)
def test_every_library_comes_with_its_extra(library: str, extra: str) -> None:
    """The extra named in the message installs the library; the base installation does not."""
    package = PACKAGES.get(library, library)
    assert package in packages(PROJECT["optional-dependencies"][extra])
    assert package not in packages(PROJECT["dependencies"])


def as_docx() -> bytes:
    """Write a Word document of one paragraph."""
    import docx

    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("The talks went on.")
    document.save(out)
    return out.getvalue()


def hidden(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a library unavailable, with all its modules."""
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)


@pytest.mark.parametrize(("format_", "library"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_writing_without_the_library(
    format_: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message names the extra, and no file is left."""
    hidden(library, monkeypatch)
    done = run("convert", SEED_ANNOTATIONS, "--as-is", "--to", format_, "-o", tmp_path / "out")
    assert done.code == 3
    assert f"{format_} needs {library}: pip install 'annotate-news[{EXTRAS[library]}]'" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("library", EXTRAS)
def test_reading_without_the_library(library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message names the extra; the other inputs are read."""
    if library == "xlsxwriter":
        pytest.skip("it only writes")
    samples = {
        "openpyxl": ("a.xlsx", as_xlsx),
        "pyarrow": ("a.parquet", as_parquet),
        "zstandard": ("a.txt.zst", lambda: zstandard(b"The talks went on.")),
        "warcio": ("a.warc", lambda: web_archive(compressed=False)),
        "docx": ("a.docx", as_docx),
        "pypdf": ("a.pdf", lambda: b"%PDF-1.4\n"),
    }
    name, make = samples[library]
    write(tmp_path, {name: make(), "b.txt": "The talks went on, the minister said.\n"})
    hidden(library, monkeypatch)
    done = run("convert", tmp_path / name, tmp_path / "b.txt", "--to", "jsonl")
    assert (done.code, len(done.documents)) == (1, 1)
    assert f"needs {library}: pip install 'annotate-news[{EXTRAS[library]}]'" in done.err
