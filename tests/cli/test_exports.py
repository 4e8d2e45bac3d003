"""Export settings as options, environment variables and a settings file; exports read from a pipe."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.support.places import SEED_ANNOTATIONS
from tests.support.running import MAYOR, run, write

SETTINGS = """
[convert]
provider = "wire.example"
provider-name = "The Wire"
guid-authority = "wire.example,2026"
rights = "The Wire Ltd"
usage-terms = "Members only."
vocabulary = "https://wire.example/terms/"
timestamp = 2026-01-02T03:04:05Z
newsml-root = "item"
"""


@pytest.fixture(autouse=True)
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article; the working directory."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"a.txt": MAYOR})


def item(*arguments: str) -> etree._Element:
    """Convert the article to NewsML-G2 and return the root."""
    done = run("convert", "a.txt", "--to", "newsml", *arguments)
    assert done.code == 0, done.err
    return etree.fromstring(done.out.encode())


def said(root: etree._Element) -> list[str | None]:
    """Return what the settings of these tests change."""
    found = [root.find(f".//{{*}}{name}") for name in ("provider", "provider/{*}name", "versionCreated", "usageTerms")]
    literal = found[0].get("literal") if found[0] is not None else None
    rights = root.find(".//{*}rightsInfo[@scope='riscope:metadata']/{*}copyrightHolder/{*}name")
    scheme = root.find(".//{*}catalog/{*}scheme")
    return [
        *(literal, *(None if node is None else node.text for node in found[1:])),
        None if rights is None else rights.text,
        None if scheme is None else scheme.get("uri"),
        str(root.get("guid")),
    ]


WANTED = [
    *("wire.example", "The Wire", "2026-01-02T03:04:05Z", "Members only."),
    *("The Wire Ltd", "https://wire.example/terms/", "tag:wire.example,2026:a"),
]


def test_settings_file_in_the_working_directory(inbox: Path) -> None:
    """annotate.toml in the working directory holds settings."""
    write(inbox, {"annotate.toml": SETTINGS})
    assert said(item()) == WANTED


def test_settings_file_by_name_and_by_environment(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another file is named with --config or ANNOTATE_CONFIG."""
    write(inbox, {"house.toml": SETTINGS})
    assert said(item("--config", "house.toml")) == WANTED
    monkeypatch.setenv("ANNOTATE_CONFIG", "house.toml")
    assert said(item()) == WANTED


def test_environment_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting is an environment variable as well."""
    values = ("wire.example", "The Wire", "2026-01-02T03:04:05Z", "Members only.", "The Wire Ltd")
    names = ("PROVIDER", "PROVIDER_NAME", "TIMESTAMP", "USAGE_TERMS", "RIGHTS", "VOCABULARY", "GUID_AUTHORITY")
    settings = (*values, "https://wire.example/terms/", "wire.example,2026")
    for name, value in zip((*names, "NEWSML_ROOT"), (*settings, "item"), strict=True):
        monkeypatch.setenv(f"ANNOTATE_{name}", value)
    assert said(item()) == WANTED


def test_option_goes_before_environment_before_file(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Options override environment variables, and these override the settings file."""
    write(inbox, {"annotate.toml": '[convert]\nprovider = "file"\nrights = "file"\nusage-terms = "file"\n'})
    monkeypatch.setenv("ANNOTATE_PROVIDER", "environment")
    monkeypatch.setenv("ANNOTATE_RIGHTS", "environment")
    provider, _, _, terms, rights, *_ = said(item("--provider", "option"))
    assert (provider, rights, terms) == ("option", "environment", "file")


def test_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH is the time of export if no other is given."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")
    assert said(item())[2] == "2026-01-02T03:04:05Z"
    assert said(item("--timestamp", "2020-01-01T00:00:00+01:00"))[2] == "2019-12-31T23:00:00Z"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("[convert", "is not TOML"),
        ('[convert]\nprovidr = "x"', "'providr' in [convert], which is not a setting"),
        ("[convert]\nprovider = 3", "must be a text in quotation marks"),
        ('provider = "x"', "only the table [convert] is allowed"),
        ("convert = 1", "[convert] must be a table"),
        ('[convert]\nnewsml-root = "x"', "is not one of"),
        ('[convert]\nguid-authority = "x"', "not a guid authority"),
        ('[convert]\nprovider = " "', "the provider is empty"),
        ('[convert]\ntimestamp = "soon"', "not a date and time"),
    ],
)
def test_settings_that_cannot_be_meant(inbox: Path, settings: str, sentence: str) -> None:
    """A wrong setting ends with a sentence and the exit code of usage; nothing is written."""
    write(inbox, {"annotate.toml": settings})
    done = run("convert", "a.txt", "--to", "newsml", "-o", "out.xml")
    assert done.code == 2
    assert sentence in " ".join(done.err.replace("│", " ").split())
    assert not (inbox / "out.xml").exists()


def test_a_settings_file_that_is_absent() -> None:
    """Only a settings file that was named must exist."""
    done = run("convert", "a.txt", "--config", "none.toml")
    assert (done.code, done.err) == (2, "annotate: none.toml cannot be read: no such file or directory\n")


def test_csv_flat_in_both_spellings() -> None:
    """--csv-flat is --to csv-flat, in any dialect; beside another format it is refused."""
    flat = run("convert", "a.txt", "--csv-flat", "--csv-dialect", "excel-eu")
    assert flat.out.startswith("\ufeffarticle_id;headline;")
    assert flat.out == run("convert", "a.txt", "--to", "csv-flat", "--csv-dialect", "excel-eu").out
    assert run("convert", "a.txt", "--csv-flat", "--to", "json").code == 2


def test_csv_newlines(inbox: Path) -> None:
    """--csv-newlines space leaves one line a row."""
    write(inbox, {"b.txt": 'Mayor Ines Caldwell said: "It is\nsafe."\n'})
    plain = run("convert", "b.txt", "--csv-flat").out
    spaced = run("convert", "b.txt", "--csv-flat", "--csv-newlines", "space").out
    assert "It is\nsafe." in plain
    assert "It is safe." in spaced


@pytest.mark.parametrize("name", ["json", "jsonl", "newsml", "xlsx", "sqlite", "parquet", "webannotation"])
def test_an_export_comes_from_a_pipe(inbox: Path, name: str) -> None:
    """Every lossless format of one file is read from standard input, whatever it is."""
    line = SEED_ANNOTATIONS.read_text(encoding="utf-8").split("\n")[0] + "\n"
    assert (
        run("convert", "-", "--as-is", "--to", name, "-o", "x", "--newsml-detail", "full", stdin=line.encode()).code
        == 0
    )
    assert run("convert", "-", "--as-is", "--to", "jsonl", stdin=(inbox / "x").read_bytes()).out == line


def test_what_is_no_export_in_a_pipe() -> None:
    """It is a sentence about standard input."""
    done = run("convert", "-", "--as-is", stdin=b"hello\n")
    assert done.code == 1
    assert done.err.startswith("-: error: is not an export that can be read back")


def test_exports_by_pattern(inbox: Path) -> None:
    """A pattern that the shell did not expand is resolved; one without a match is a problem."""
    assert run("convert", str(SEED_ANNOTATIONS), "--as-is", "--to", "json", "-o", "out/").code == 0
    assert len(run("convert", "out/w*.json", "--as-is", "--to", "jsonl").out.splitlines()) == 4
    assert run("convert", "none/*.json", "--as-is").code == 1


@pytest.mark.parametrize("name", ["csv", "xlsx", "sqlite"])
def test_an_id_that_comes_twice(name: str) -> None:
    """Tables have the article's id as key, so two articles of one id are refused and nothing appears."""
    done = run("convert", str(SEED_ANNOTATIONS), str(SEED_ANNOTATIONS), "--as-is", "--to", name, "-o", "out")
    assert done.code == 3
    assert "two articles have the id" in done.err
    assert not Path("out").exists()
