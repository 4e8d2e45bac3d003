"""`annotate validate` in CI: the formats of its report, the choice of rules, what fails, and the list of rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from annotate.rules import RULES
from tests.support.places import SOUND
from tests.support.running import run, write
from tests.support.shared import shared


def document(**changes: Any) -> dict[str, Any]:
    """Return a valid annotation with some top-level fields changed."""
    return {**json.loads(SOUND.read_text(encoding="utf-8")), **changes}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a good file, one with an error and a warning, one that is broken, and no JSON."""
    monkeypatch.chdir(tmp_path)
    bad = document()
    bad["quotations"][0]["speakers"] = ["p99"]
    bad["proposals"][0]["declared_count"] = 7
    return write(
        tmp_path,
        {
            "good.json": json.dumps(document()),
            "a b,c:d%.json": json.dumps(bad, indent=2),
            "warned.jsonl": json.dumps(document(proposals=bad["proposals"])) + "\n",
            "broken.json": '{"a":\n  }',
        },
    )


FILES = ("good.json", "a b,c:d%.json", "broken.json", "gone.json")


def found(here: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return the problems of a run as JSON."""
    problems: list[dict[str, Any]] = run("validate", "--format", "json", *arguments).document["problems"]
    return problems


def test_text_has_a_hint(here: Path) -> None:
    """Each line has file, line, column, severity, message, path, rule and what to do."""
    out = run("validate", "a b,c:d%.json").out.splitlines()
    assert len(out) == 2
    for line, rule in zip(out, ("reference", "declared-count"), strict=True):
        shape = rf"a b,c:d%\.json:\d+:\d+: \w+: .* @ \$\.\S+ \[{rule}\] {re.escape(RULES[rule].hint)}"
        assert re.fullmatch(shape, line)


def test_json(here: Path) -> None:
    """The JSON report has counts, and problems with all their fields, including the hint."""
    done = run("validate", "--format", "json", *FILES)
    assert done.code == 1
    report = done.document
    assert report["files"] == 4
    assert report["counts"] == {"error": 3, "warning": 1, "note": 0, "hidden": 0}
    assert [p["rule"] for p in report["problems"]] == ["reference", "declared-count", "json", "unreadable"]
    first = report["problems"][0]
    row = (here / first["file"]).read_text(encoding="utf-8").splitlines()[first["line"] - 1]
    assert row[first["column"] - 1 :].startswith('"p99"')
    assert first["path"] == "$.quotations[0].speakers[0]"
    assert first["article"] == "a"
    assert all(p["hint"] for p in report["problems"])


def test_columns_count_code_points(here: Path) -> None:
    """An emoji before the fault is one column, in JSON and in XML."""
    changed = document()
    changed["article"]["metadata"] = {"😀😀": 1}
    changed["article"]["language"] = 5
    text = json.dumps(changed, ensure_ascii=False)
    write(here, {"e.json": text, "e.xml": "<a>\n😀😀<b x='1'>😀</b><b></a>"})
    (broken,) = found(here, "e.xml")
    assert (broken["line"], broken["column"]) == (2, len("😀😀<b x='1'>😀</b><b></") + 1)
    assert "column" not in broken["message"]
    assert found(here, "e.json")[0]["column"] == text.index("5", text.index('"language"')) + 1
    item = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">'
    write(here, {"f.xml": f'{item}\n<s>😀😀</s><itemMeta idrefs="x"/></newsItem>'})
    (problem,) = found(here, "f.xml", "--select", "newsml-idref")
    assert (problem["line"], problem["column"]) == (2, len("<s>😀😀</s>") + 1)
    assert problem["path"] == "/newsItem/itemMeta"


def test_github(here: Path) -> None:
    """Workflow commands name file, line and column; characters with a meaning for GitHub's parser are escaped."""
    out = run("validate", "--format", "github", *FILES, "-q").out.splitlines()
    assert [line.split(" ")[0] for line in out] == ["::error", "::warning", "::error", "::error"]
    assert "file=a b%2Cc%3Ad%25.json," in out[0]
    assert re.match(r"::error title=annotate reference,file=[^,:]*,line=\d+,col=\d+::there is no participant", out[0])
    assert "%25" in out[0]
    write(here, {"n.json": '{"a": 1\n"b,c:%": 2}'})
    assert all(line.startswith("::") for line in run("validate", "n.json", "--format", "github", "-q").out.splitlines())


def test_github_escapes_line_ends_in_values(here: Path) -> None:
    """A value that contains a line end or a workflow command cannot start a command."""
    changed = document()
    changed["participants"][0]["kind"] = "x\r\n::set-output name=a::b%0A"
    write(here, {"n.json": json.dumps(changed)})
    done = run("validate", "n.json", "--format", "github", "-q")
    assert done.out.count("\n") == 1
    assert "\r" not in done.out
    assert "%250A" in done.out


def sarif_errors(log: Any) -> list[str]:
    """Return what OASIS's schema finds wrong with a log."""
    schema = json.loads(shared("schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return [f"{error.json_path}: {error.message}" for error in validator_for(schema)(schema).iter_errors(log)]


@pytest.mark.parametrize("files", [FILES, ("good.json",), ("-",)], ids=["several", "clean", "stdin"])
def test_sarif(files: tuple[str, ...], here: Path) -> None:
    """The log is valid by the OASIS schema, lists every rule, and has the places of the text report."""
    done = run("validate", "--format", "sarif", *files, stdin=b'{"schema_version": "9"}')
    log = done.document
    assert sarif_errors(log) == []
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in one["results"])
    assert one["columnKind"] == "unicodeCodePoints"
    if files == FILES:
        place = one["results"][0]["locations"][0]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "a%20b%2Cc%3Ad%25.json"
        assert place["logicalLocations"] == [{"fullyQualifiedName": "$.quotations[0].speakers[0]"}]
        assert {r["level"] for r in one["results"]} == {"error", "warning"}
    if files == ("-",):
        assert "physicalLocation" not in one["results"][0]["locations"][0]


def test_report_into_a_file(here: Path) -> None:
    """With -o the report is a file, which replaces an older one; standard output stays empty."""
    for _ in range(2):
        done = run("validate", "--format", "sarif", *FILES, "-o", "r.sarif")
        assert (done.code, done.out) == (1, "")
    assert sarif_errors(json.loads((here / "r.sarif").read_bytes())) == []
    assert run("validate", *FILES, "-o", "r.txt").out == ""
    assert len((here / "r.txt").read_text(encoding="utf-8").splitlines()) == 4
    assert run("validate", *FILES, "-o", "no/r.txt").code == 3


@pytest.mark.parametrize(
    ("files", "fail_on", "code"),
    [
        ("warned.jsonl", "error", 0),
        ("warned.jsonl", "warning", 1),
        ("warned.jsonl", "note", 1),
        ("warned.jsonl", "never", 0),
        ("broken.json", "error", 1),
        ("broken.json", "never", 0),
        ("good.json", "note", 0),
        ("x.ninjs.json", "warning", 0),
        ("x.ninjs.json", "note", 1),
    ],
)
def test_what_fails(files: str, fail_on: str, code: int, here: Path) -> None:
    """--fail-on sets the lowest severity that fails; problems are always reported."""
    write(here, {"x.ninjs.json": "{}"})
    done = run("validate", files, "--fail-on", fail_on)
    assert done.code == code
    assert bool(done.out) == (files != "good.json")


def test_rules_are_chosen(here: Path) -> None:
    """--select checks only some rules, --ignore leaves some out, and both take several."""
    bad = "a b,c:d%.json"
    assert [p["rule"] for p in found(here, bad, "--select", "declared-count")] == ["declared-count"]
    assert [p["rule"] for p in found(here, bad, "--ignore", "declared-count")] == ["reference"]
    assert found(here, bad, "--ignore", "declared-count,reference") == []
    assert found(here, bad, "--select", "reference", "--select", "json", "--ignore", "reference") == []


def test_no_choice_of_rules_hides_that_nothing_was_checked(here: Path) -> None:
    """A missing or broken file is reported whatever is selected, unless its own rule is ignored."""
    names = ("broken.json", "gone.json")
    assert [p["rule"] for p in found(here, *names, "--select", "reference")] == ["json", "unreadable"]
    assert [p["rule"] for p in found(here, *names, "--ignore", "json")] == ["unreadable"]


def test_a_rule_that_is_none(here: Path) -> None:
    """An unknown rule is a usage error that names the closest one."""
    done = run("validate", "good.json", "--ignore", "span-verbatm")
    assert done.code == 2
    assert "span-verbatim" in done.err


def test_list_of_rules() -> None:
    """--rules needs no file, and lists every rule with severity and one line, as text or as JSON."""
    done = run("validate", "--rules")
    assert done.code == 0
    assert [line.split()[:2] for line in done.out.splitlines()] == [[n, r.severity] for n, r in RULES.items()]
    listed = run("validate", "--rules", "--format", "json").document
    assert [(r["rule"], r["says"], r["hint"]) for r in listed] == [(n, r.says, r.hint) for n, r in RULES.items()]


def test_reports_are_the_same_every_time(here: Path) -> None:
    """The same input gives the same bytes."""
    for form in ("text", "json", "github", "sarif"):
        assert run("validate", "--format", form, *FILES).out == run("validate", "--format", form, *FILES).out
