"""`annotate evaluate` and `annotate agreement` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.places import SEED_ANNOTATIONS
from tests.support.running import run


def test_figures_articles_and_a_page(tmp_path: Path) -> None:
    """There is one row per field and per article, and a page of errors, replaced only with --overwrite."""
    lines = SEED_ANNOTATIONS.read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    first["participants"][0]["name"] = "<script>alert(1)</script>"
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join([json.dumps(first), *lines[1:]]), encoding="utf-8")
    page = tmp_path / "errors.html"
    done = run("evaluate", gold, SEED_ANNOTATIONS, "--articles", "--page", page)
    assert done.code == 0
    assert "participants" in done.out
    assert first["article"]["id"][:30] in done.out
    assert "<script>alert" not in page.read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page.read_text(encoding="utf-8")
    assert run("evaluate", gold, SEED_ANNOTATIONS, "--page", page).code == 3


def test_json_has_figures_and_errors(tmp_path: Path) -> None:
    """Missing articles are counted and give code 1."""
    lines = SEED_ANNOTATIONS.read_text(encoding="utf-8").splitlines()
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(lines[1:]), encoding="utf-8")
    done = run("evaluate", SEED_ANNOTATIONS, given, "--json")
    assert done.code == 1
    assert done.document["missing"] == [json.loads(lines[0])["article"]["id"]]
    assert 0 < done.document["figures"]["quotation"]["value"] < 100


def test_a_reference_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    """File and line are named."""
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "text": "b"}\n{"no": 1}\n', encoding="utf-8")
    done = run("evaluate", gold, SEED_ANNOTATIONS)
    assert (done.code, len(done.lines)) == (1, 1)
    assert f"{gold}:2: error: the line is neither an annotation nor a gold record" in done.lines[0]


def test_agreement_of_two(tmp_path: Path) -> None:
    """A row per field; nothing in common is a usage error."""
    done = run("agreement", SEED_ANNOTATIONS, SEED_ANNOTATIONS)
    assert done.code == 0
    assert "kappa 1.00" in done.out
    other = tmp_path / "other.jsonl"
    other.write_text(SEED_ANNOTATIONS.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    mine = tmp_path / "mine.jsonl"
    mine.write_text(SEED_ANNOTATIONS.read_text(encoding="utf-8").splitlines()[1], encoding="utf-8")
    assert run("agreement", mine, other).code == 2
