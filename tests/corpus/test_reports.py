"""What a run reports: problems, progress, logs, `run.json`, and `annotate status`."""

from __future__ import annotations

import json
from pathlib import Path

from annotate.corpus.work import Settings, work
from annotate.models import Article
from tests.support.archives import archive
from tests.support.running import COURT, MAYOR, on_terminal, run, write


def test_what_an_article_raises_is_its_problem() -> None:
    """An error of the analysis becomes a problem with the file and line of the article, whatever it is."""
    broken = Article.model_construct(id="b", source="wire.jsonl#7", text=None, language="en", published=None)
    problem = work(broken, Settings()).problem
    assert problem
    assert (problem.rule, problem.file, problem.line, problem.article) == ("article-fault", "wire.jsonl", 7, "b")
    assert "please report" in problem.message


def test_the_report_of_a_run(tmp_path: Path) -> None:
    """`run.json` has counts, rates, problems by rule, versions and digests, and stays when the run has ended."""
    source = archive(tmp_path, 12)
    assert run("convert", source, tmp_path / "gone.txt", "--jobs", "1", "-o", tmp_path / "o.jsonl").code == 1
    report = json.loads((tmp_path / ".o.jsonl.run/run.json").read_text(encoding="utf-8"))
    assert report["state"] == "finished"
    assert report["articles"]["written"] == 12
    assert report["problems"] == {"input": 1, "language": 1, "repeated-id": 1}
    assert report["words"] > 100
    assert report["rate"]["words_per_second"] > 0
    assert report["found"]["quotations"] > 0
    assert {"annotate", "python", "onnxruntime"} <= report["versions"].keys()
    assert report["digests"].keys() == {"analysis", "options", "models"}
    assert not (tmp_path / ".o.jsonl.run/ledger.sqlite").exists()


def test_status_in_lines_and_in_json(tmp_path: Path) -> None:
    """`status` reports the runs in a folder, as lines or as JSON objects, and says if there is none."""
    source = archive(tmp_path, 4)
    for name in ("a.jsonl", "b.xml"):
        assert run("convert", source, "-o", tmp_path / name).code == 0
    told = run("status", tmp_path)
    assert told.code == 0
    assert [line.split(",")[0] for line in told.out.splitlines()] == [
        f"{tmp_path}/a.jsonl: finished",
        f"{tmp_path}/b.xml: finished",
    ]
    objects = run("status", tmp_path / "a.jsonl", "--format", "json").documents
    assert [one["state"] for one in objects] == ["finished"]
    none = run("status", tmp_path / "c.jsonl")
    assert (none.code, none.out) == (1, "")


def test_logs_in_json(tmp_path: Path) -> None:
    """With --log-format json each line of standard error is an object; standard output stays data."""
    write(tmp_path, {"a.txt": MAYOR, "b.txt": COURT})
    done = run("convert", tmp_path / "a.txt", tmp_path / "gone.txt", tmp_path / "b.txt", "--log-format", "json")
    assert len(done.documents) == 2
    lines = [json.loads(line) for line in done.lines]
    assert [(line["event"], line["level"]) for line in lines] == [("problem", "error"), ("finished", "info")]
    assert lines[0]["file"].endswith("gone.txt")
    assert lines[1]["articles"] == 2


def test_plain_progress_ends_with_a_summary(tmp_path: Path) -> None:
    """Plain progress is lines, without control characters; in a pipe there is nothing unless asked for."""
    source = archive(tmp_path, 4)
    assert run("convert", source, "-o", tmp_path / "o.jsonl").err == ""
    told = run("convert", source, "-o", tmp_path / "o.jsonl", "--overwrite", "--progress", "plain")
    assert told.lines[-1].startswith("4 articles, ")
    assert "\x1b" not in told.err


def test_a_terminal_shows_the_rate(tmp_path: Path) -> None:
    """While a run goes on, a terminal shows articles, rate and remaining time."""
    source = archive(tmp_path, 20, length=8)
    shown = on_terminal("convert", source, "--jobs", "1", "-o", tmp_path / "o.jsonl")
    assert shown.code == 0
    assert "/s" in shown.out
    assert "left" in shown.out
