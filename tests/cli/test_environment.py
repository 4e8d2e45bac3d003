"""Invalid environment variables give a message and exit code 2, never a traceback."""

from __future__ import annotations

import pytest

from tests.support.places import SEEDS
from tests.support.running import run

ARTICLE = str(sorted(SEEDS.glob("*.txt"))[0])
#: Each with values that are none, and a word of what is said.
NONSENSE = [
    *(("ANNOTATE_THREADS", value, "ANNOTATE_THREADS") for value in ("x", "-1", "0", "1.5", "\n", "9" * 20, "²")),
    *(("SOURCE_DATE_EPOCH", value, "SOURCE_DATE_EPOCH") for value in ("x", "-1", "1.5", "9" * 20)),
    ("ANNOTATE_TIMESTAMP", "x", "--timestamp"),
    ("ANNOTATE_PROVIDER", " ", "provider"),
    ("ANNOTATE_GUID_AUTHORITY", "x", "guid authority"),
    ("ANNOTATE_VOCABULARY", "x", "vocabulary"),
    ("ANNOTATE_CSV_DIALECT", "x", "excel"),
    ("ANNOTATE_CSV_NEWLINES", "x", "keep"),
    ("ANNOTATE_NEWSML_ROOT", "x", "message"),
    ("ANNOTATE_NEWSML_DETAIL", "x", "standard"),
    ("ANNOTATE_CONFIG", "no/such/file", "no/such/file"),
]


@pytest.mark.parametrize(("name", "value", "word"), NONSENSE)
def test_nonsense(name: str, value: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names what is wrong; nothing is written."""
    monkeypatch.setenv(name, value)
    done = run("convert", ARTICLE, "--to", "newsml")
    assert done.code == 2
    assert done.out == ""
    assert word in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("value", ["", "1", "3", "999"])
def test_threads(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number of threads is taken; an empty one counts as none."""
    from annotate.analyse.model.threads import threads

    monkeypatch.setenv("ANNOTATE_THREADS", value)
    assert threads() == int(value) if value else threads() >= 1
