"""Files in, problems out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from annotate.validate import validate
from tests.support.places import SOUND


def document(**changes: Any) -> dict[str, Any]:
    """Return a valid annotation with some top-level fields changed."""
    return {**json.loads(SOUND.read_text(encoding="utf-8")), **changes}


def places(path: Path, text: str | bytes) -> list[tuple[str, int | None, int | None, str]]:
    """Write a file, check it, and return rule, line, column and path of each problem."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return [(p.rule, p.line, p.column, p.path) for p in validate(str(path)).problems]


def test_a_valid_file_has_no_problems(tmp_path: Path) -> None:
    """A document as the models write it passes, indented or not, with a byte order mark or not."""
    assert places(tmp_path / "a.json", json.dumps(document())) == []
    assert places(tmp_path / "b.json", "\ufeff" + json.dumps(document(), indent=2)) == []


def test_a_problem_has_line_column_and_path(tmp_path: Path) -> None:
    """The place is that of the value in the file, not of the file."""
    text = json.dumps(document(schema_version="9"), indent=1)
    assert places(tmp_path / "a.json", text) == [("schema-version", 2, 20, "$.schema_version")]


def test_a_broken_line_hides_no_other(tmp_path: Path) -> None:
    """Each line of JSON lines is checked by itself, and line numbers are those of the file."""
    good = json.dumps(document())
    bad = json.dumps(document(event=1, article={**document()["article"], "id": "b"}))
    found = places(tmp_path / "a.jsonl", f"{good}\n{{oops\n\n{bad}\n")
    assert [(rule, line) for rule, line, _, _ in found] == [("json", 2), ("schema", 4)]


def test_json_lines_are_known_by_content(tmp_path: Path) -> None:
    """Two documents on two lines are two documents, whatever the file is called."""
    one, two = document(), document()
    two["article"]["id"] = "b"
    path = tmp_path / "a.dat"
    path.write_text(json.dumps(one) + "\n" + json.dumps(two) + "\n", encoding="utf-8")
    assert validate(str(path)).documents == 2


def test_an_article_id_twice_in_a_file_is_a_problem(tmp_path: Path) -> None:
    """Ids of articles are unique in a file; the message names the first line."""
    line = json.dumps(document())
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    (problem,) = validate(str(path)).problems
    assert (problem.rule, problem.line) == ("article-id-unique", 2)
    assert "line 1" in problem.message


def test_line_separators_inside_strings_end_no_line(tmp_path: Path) -> None:
    """U+2028 and U+0085 are characters of the text."""
    changed = document()
    changed["article"]["metadata"] = {"note": "a\u2028b\u0085c"}
    assert places(tmp_path / "a.jsonl", json.dumps(changed, ensure_ascii=False) + "\n") == []


def test_what_cannot_be_checked_is_a_sentence(tmp_path: Path) -> None:
    """Missing, empty, binary, not JSON, no number, too deep: a problem each, never an exception."""
    assert [p.rule for p in validate(str(tmp_path / "none.json")).problems] == ["unreadable"]
    assert [p.rule for p in validate(str(tmp_path)).problems] == ["unreadable"]
    assert places(tmp_path / "a.json", " \n")[0][0] == "empty"
    assert places(tmp_path / "b.json", b'{\n"a": "\xff"}')[0][:2] == ("encoding", 2)
    assert places(tmp_path / "c.json", '{\n"a": }')[0][:3] == ("json", 2, 6)
    assert places(tmp_path / "d.json", '{"a": NaN}')[0][0] == "json"
    assert places(tmp_path / "e.json", "[" * 100_000)[0][0] == "json"


def test_standard_input_is_a_file() -> None:
    """`-` reads what is piped in."""
    checked = validate("-", stdin=io.BytesIO(json.dumps(document()).encode()))
    assert (checked.documents, checked.problems) == (1, ())
