"""`annotate repair` end to end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from annotate.cli import main
from tests.support.places import SEEDS

SEED = str(SEEDS / "000_cb216ce5513ace95.txt")


def test_the_view_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without options the repaired text is printed, and nothing else."""
    assert main(["repair", SEED]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Cooperation more vital than ever, diplomat says\n")
    assert "Hanhui said.\n\nAs a regional" in out


def test_the_list_names_offsets_and_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    """`--explain` lists each repair; unknown text is a question mark."""
    assert main(["repair", SEED, "--explain"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    text = Path(SEED).read_text(encoding="utf-8")
    assert all(len(row) == 6 for row in rows)
    assert all(text[int(row[1]) : int(row[2])] == row[4].strip('"') for row in rows)
    assert [SEED, "692", "694", "lost_digits", '"th"', "?"] in rows


def test_the_diff_has_only_what_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--diff` of a clean text is empty; a missing file is a problem."""
    clean = tmp_path / "clean.txt"
    clean.write_text("The mayor opened the bridge on Monday. People cheered.\n", encoding="utf-8")
    assert main(["repair", str(clean), "--diff"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["repair", SEED, "--diff"]) == 0
    assert capsys.readouterr().out.startswith("--- ")
    assert main(["repair", str(tmp_path / "none.txt"), "--diff"]) == 1


def test_standard_input_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input; offsets refer to the verbatim text."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("The caf\u00e9 of Tom &amp; Ann".encode())))
    assert main(["repair", "-", "--explain"]) == 0
    assert capsys.readouterr().out == '-\t16\t21\tentity\t"&amp;"\t"&"\n'


def test_several_articles_stand_under_their_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line with its source precedes each article; an unreadable one is reported, and the others are still shown."""
    for name, text in (("a.txt", "Tom &amp; Ann met."), ("b.txt", "They left.So did he.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    names = [str(tmp_path / name) for name in ("a.txt", "none.txt", "b.txt")]
    assert main(["repair", *names]) == 1
    out, err = capsys.readouterr()
    assert out == f"==> {names[0]} <==\nTom & Ann met.\n\n==> {names[2]} <==\nThey left. So did he.\n"
    assert names[1] in err


def test_a_text_with_nothing_wrong_comes_back_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clean text is printed unchanged, and its list of repairs is empty."""
    text = "The mayor opened the bridge on Monday.\n\n“It’s open,” she said. People cheered.\n"
    clean = tmp_path / "clean.txt"
    clean.write_text(text, encoding="utf-8")
    assert main(["repair", str(clean)]) == 0
    assert capsys.readouterr().out == text
    assert main(["repair", str(clean), "--explain"]) == 0
    assert capsys.readouterr().out == ""


def test_another_language_keeps_its_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In other languages only characters are repaired; long compounds are not glued words."""
    german = tmp_path / "german.txt"
    text = (
        "Der Gemeinderat hat am Dienstag beschlossen, die Hafenverwaltung zu schlie&szlig;en. Die Bauarbeiten "
        "beginnen im Sommer, sagte die Vorsitzende des Ausschusses nach der Sitzung, und der Bundesrat stimmt zu. "
        "Das Gutachten der Umweltbehörde liegt dem Rat seit dem Winter vor, wie aus den Unterlagen hervorgeht."
    )
    german.write_text(text, encoding="utf-8")
    assert main(["repair", str(german), "--explain"]) == 0
    assert [line.split("\t")[3:] for line in capsys.readouterr().out.splitlines()] == [["entity", '"&szlig;"', '"ß"']]


def test_the_diff_and_the_list_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With both options the list comes first, then the diff."""
    damaged = tmp_path / "d.txt"
    damaged.write_text("Tom &amp; Ann met.\nNobody spoke.\n", encoding="utf-8")
    assert main(["repair", str(damaged), "--explain", "--diff"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith('\tentity\t"&amp;"\t"&"')
    assert lines[1] == f"--- {damaged}"
    assert {"-Tom &amp; Ann met.", "+Tom & Ann met."} <= set(lines)


def test_encoding_and_format_overrule_what_is_detected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--encoding and --format work as in `convert`."""
    file = tmp_path / "a.txt"
    file.write_bytes('{"text": "Caf\u00e9 prices rose &amp; rose."}\n'.encode("cp1250"))
    assert main(["repair", "--encoding", "latin-1", str(file)]) == 0
    assert capsys.readouterr() == ("Caf\u00e9 prices rose & rose.\n", "")
    assert main(["repair", "--encoding", "latin-1", "--format", "text", str(file)]) == 0
    assert capsys.readouterr() == ('{"text": "Caf\u00e9 prices rose & rose."}\n', "")
