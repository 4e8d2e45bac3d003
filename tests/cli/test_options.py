"""The choices of the commands' options, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from annotate.export import EXPORTERS
from annotate.export.published import PUBLISHED
from annotate.problems import ReportFormat
from annotate.read.options import OPTIONS
from annotate.read.readers import READERS
from annotate.validate.reports import LINES, REPORTS
from tests.support.running import process, run

CHOICES = {
    ("convert", "--to"): list(EXPORTERS),
    ("convert", "--format"): [row.name for row in READERS],
    ("repair", "--format"): [row.name for row in READERS],
    ("validate", "--format"): list(get_args(ReportFormat)),
    ("schema", "--format"): ["jsonschema", *PUBLISHED],
}


@pytest.mark.parametrize(("command", "option"), CHOICES, ids=" ".join)
def test_names_are_those_of_the_tables(command: str, option: str) -> None:
    """An unknown name is refused with the list of names and the closest one."""
    done = run(command, option, "jsonn", "x")
    assert done.code == 2
    told = " ".join(done.err.replace("│", " ").split())
    for name in CHOICES[command, option]:
        assert repr(name) in told
    assert ("Did you mean 'json'?" in told) == ("json" in CHOICES[command, option])


def test_every_format_of_reports_has_its_writer() -> None:
    """Every format of reports has a writer, and every writer a format."""
    assert {*LINES, *REPORTS} == set(get_args(ReportFormat))


def test_help_names_every_group_and_limit() -> None:
    """The groups of `convert`, and each limit under its name."""
    out, _ = process("convert", "--help").communicate(timeout=120)
    for words in (
        "Sender of the export",
        "Shape of NewsML-G2, CSV and JSON-LD",
        "Reading limits",
        *OPTIONS.values(),
    ):
        assert words.encode() in out


@pytest.mark.parametrize(
    ("name", "format_"),
    [("o.ndjson", "jsonl"), ("o.XML", "newsml"), ("o.ninjs.json", "ninjs"), ("o.json", "json"), ("o.dat", "json")],
)
def test_the_suffix_of_the_output_says_the_format(name: str, format_: str, tmp_path: Path) -> None:
    """The longest suffix counts; an unknown suffix gives the default format."""
    done = run("convert", "-", "-o", f"{tmp_path}/{name}", stdin=b"The mayor said the bridge would open in June.\n")
    assert done.code == 0
    content = (tmp_path / name).read_text(encoding="utf-8")
    begins = {"jsonl": '{"schema', "json": "{\n", "newsml": "<?xml", "ninjs": '{\n  "uri"'}
    assert content.startswith(begins[format_])
