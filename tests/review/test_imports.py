"""Label Studio and brat: what was exported comes back equal, and what people corrected there comes back with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotate.export import EXPORTERS, ExportOptions, load
from annotate.models import Annotation, Event
from annotate.problems import Problem
from annotate.review.imports import brat, label_studio
from annotate.review.imports.build import build
from tests.support.annotations import annotation, person, quotation, seed_annotations, span
from tests.support.running import run

TEXT = 'Ana Soto 🌊 said the dam is safe. "It holds," Soto added in Rome. Bo Lind, her deputy, agreed.'


def small() -> Annotation:
    """Return an annotation with a confidence below 1 everywhere."""
    soto = person(TEXT, 1, "Ana Soto", role="Soto", confidence=0.8)
    second = soto.mentions[0].model_copy(update={"start": 45, "end": 49, "text": "Soto", "form": "short_name"})
    assert TEXT[second.start : second.end] == "Soto"
    return annotation(
        TEXT,
        participants=(
            soto.model_copy(update={"mentions": (*soto.mentions, second), "aliases": ("Soto",)}),
            person(TEXT, 2, "Bo Lind", confidence=0.7),
        ),
        quotations=(
            quotation(TEXT, 1, "the dam is safe", kind="indirect", cue=span(TEXT, "said"), speakers=("p1",)),
            quotation(TEXT, 2, '"It holds,"', speakers=("p2",), confidence=0.4),
        ),
        event=Event(
            id="e1",
            name=span(TEXT, "dam"),
            type="report",
            date="2024-02",
            host="p1",
            participants=("p2",),
            confidence=0.6,
        ),
    )


def exported(found: Annotation, name: str, path: Path) -> Path:
    """Write an annotation in a format."""
    EXPORTERS[name].to_file([found], path, ExportOptions())
    return path


def back(path: Path, base: Annotation | None) -> Annotation:
    """Read the only article of an export back onto what it was made of."""
    (marked,) = brat.read(path) if path.is_dir() else label_studio.read(path)
    assert not isinstance(marked, Problem), marked
    return build(marked, base, who="Ada", when="2024-01-01")


@pytest.mark.parametrize("name", ["brat", "labelstudio"])
@pytest.mark.parametrize("found", [small(), *seed_annotations()], ids=lambda a: a.article.id)
def test_what_nobody_touched(found: Annotation, name: str, tmp_path: Path) -> None:
    """It comes back equal, with every date, count and confidence, and without an entry in the history."""
    assert back(exported(found, name, tmp_path / "out"), found) == found


def test_brat_alone(tmp_path: Path) -> None:
    """Without the annotation that it came from brat still tells all but other names and confidence."""
    found = small()
    alone = back(exported(found, "brat", tmp_path / "out"), None)
    assert [(p.name, p.role, p.kind, p.mentions) for p in alone.participants] == [
        (p.name, p.role, p.kind, p.mentions) for p in found.participants
    ]
    assert [q.model_copy(update={"confidence": 1}) for q in found.quotations] == list(alone.quotations)
    assert found.event
    assert alone.event == found.event.model_copy(update={"confidence": 1.0})


def tasks(path: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]], **fields: Any) -> None:
    """Add to the task of a file the annotation that somebody made of its prediction."""
    (task,) = json.loads(path.read_text(encoding="utf-8"))
    result = change(json.loads(json.dumps(task["predictions"][0]["result"])))
    made = {"result": result, "updated_at": "2024-05-06T07:08:09.101112Z", "completed_by": {"email": "ada@x"}, **fields}
    task.setdefault("annotations", []).append(made)
    path.write_text(json.dumps([task]), encoding="utf-8")


def region(id_: str, label: str, words: str) -> dict[str, Any]:
    """Return a region as Label Studio has it."""
    found = span(TEXT, words)
    value = {"start": found.start, "end": found.end, "text": words, "labels": [label]}
    return {"id": id_, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def joined(name: str, one: str, other: str) -> dict[str, Any]:
    """Return a relation as Label Studio has it."""
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [name]}


def test_a_correction_in_label_studio(tmp_path: Path) -> None:
    """A region added, one removed, a speaker changed: that is sure, and what was not touched is as it was."""
    path = exported(small(), "labelstudio", tmp_path / "tasks.json")

    def change(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = [r for r in result if not (r.get("from_id") == "q2-1" and r["labels"] == ["speaker"])]
        return [
            *kept,
            joined("speaker", "q2-1", "p1-1"),
            region("new1", "Cue", "added"),
            joined("cue", "new1", "q2-1"),  # drawn the other way round
            region("new2", "Quotation", "agreed"),
            joined("speaker", "new2", "p2-1"),
        ]

    tasks(path, lambda result: [], was_cancelled=True, updated_at="2025-01-01T00:00:00Z")
    tasks(path, change)
    tasks(path, lambda result: [], updated_at="2023-01-01T00:00:00Z")
    before, after = small(), back(path, small())
    assert after.participants == before.participants
    assert after.event == before.event
    assert after.quotations[0] == before.quotations[0]
    assert (after.quotations[1].speakers, after.quotations[1].confidence) == (("p1",), 1.0)
    assert after.quotations[1].cue == span(TEXT, "added")
    assert (after.quotations[2].kind, after.quotations[2].speakers) == ("indirect", ("p2",))
    (edit,) = after.provenance.edits
    assert (edit.who, edit.note) == ("Ada", "corrected in Label Studio")


def test_offsets_of_a_browser(tmp_path: Path) -> None:
    """Offsets in UTF-16 units, as a browser counts, are known by the words that stand at them."""
    path = exported(small(), "labelstudio", tmp_path / "tasks.json")

    def change(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for one in result:
            if one["type"] == "labels" and one["value"]["start"] > TEXT.index("🌊"):
                one["value"]["start"] += 1
                one["value"]["end"] += 1
        return result

    tasks(path, change)
    assert back(path, small()) == small()


def test_participants_made_one(tmp_path: Path) -> None:
    """Two participants that are joined are one; whoever named the one that went means the other now."""
    path = exported(small(), "labelstudio", tmp_path / "tasks.json")
    tasks(path, lambda result: [*result, joined("same", "p2-1", "p1-2")])
    after = back(path, small())
    (whole,) = after.participants
    assert (whole.name, len(whole.mentions), whole.confidence) == ("Ana Soto", 3, 1.0)
    assert [q.speakers for q in after.quotations] == [("p1",), ("p1",)]
    assert after.event
    assert (after.event.host, after.event.participants) == ("p1", ("p1",))


def test_a_correction_in_brat(tmp_path: Path) -> None:
    """A kind changed, a region moved, a date in a note, an equivalence: all of it comes back."""
    folder = exported(small(), "brat", tmp_path / "out")
    path = folder / "a.ann"
    lines = path.read_text(encoding="utf-8")
    lines = lines.replace(" direct\n", " mixed\n").replace("report 2024-02", "visit 2024-03-01 2024-03-02")
    number = next(line.split("\t")[0] for line in lines.splitlines() if line.endswith("\tdam"))
    lines = lines.replace(f"{number}\tEvent 20 23\tdam", f"{number}\tEvent 16 23\tthe dam")
    path.write_text(lines, encoding="utf-8")
    after = back(folder, small())
    assert after.event
    assert after.event.name
    assert (after.event.name.text, after.event.type) == ("the dam", "visit")
    assert (after.event.date, after.event.date_end) == ("2024-03-01", "2024-03-02")
    assert after.event.participants == ("p2",)
    assert [(q.kind, q.confidence) for q in after.quotations] == [("indirect", 0.9), ("mixed", 1.0)]
    assert after.participants == small().participants


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{}", "is not a JSON array of tasks"),
        (b"[1, 2", "cannot be read as JSON"),
        (b"[" * 9000, "cannot be read as JSON"),
        (b'[{"data": {}}]', "is not a task with text and regions"),
        (b'[{"data": {"text": "ab"}, "predictions": []}]', "is not a task with text and regions"),
    ],
    ids=range(5),
)
def test_files_that_hold_no_tasks(content: bytes, why: str, tmp_path: Path) -> None:
    """They are problems with a sentence."""
    path = tmp_path / "tasks.json"
    path.write_bytes(content)
    done = run("import", str(path))
    assert (done.code, done.out) == (1, "")
    assert why in done.err


def test_lines_that_are_none_of_brat(tmp_path: Path) -> None:
    """A line that lies about its words is a problem with its number, and the other articles are read."""
    folder = exported(small(), "brat", tmp_path / "out")
    (folder / "b.txt").write_text("Some words.", encoding="utf-8")
    (folder / "b.ann").write_text("T1\tPerson 0 4\tSome\nT2\tPerson 5 9\twrong\n", encoding="utf-8")
    done = run("import", str(folder))
    assert done.code == 1
    assert "b.ann:2: error: is not valid brat standoff" in done.err
    assert [found["article"]["id"] for found in done.documents] == ["a"]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks come back onto the annotations, in place or elsewhere; what is of another text is left out and said."""
    monkeypatch.chdir(tmp_path)
    Path("annotations").mkdir()
    Path("annotations/a.json").write_text(small().to_json(indent=2), encoding="utf-8")
    assert run("convert", "annotations", "--as-is", "--to", "labelstudio", "-o", "tasks.json").code == 0
    tasks(Path("tasks.json"), lambda result: [*result, region("n", "Quotation", "agreed")])
    done = run("import", "tasks.json", "--onto", "annotations", "-o", "corrected.jsonl")
    assert (done.code, done.err) == (0, "")
    (found,) = load(Path("corrected.jsonl"))
    assert [(e.who, e.when) for e in found.provenance.edits] == [("ada@x", "2024-05-06T07:08:09.101112Z")]
    assert run("import", "tasks.json", "--onto", "annotations", "-o", "annotations/", "--overwrite").code == 0
    assert next(load(Path("annotations/a.json"))) == found
    # Tasks of before do not go over corrections that were made since.
    Path("old").mkdir()
    Path("old/a.json").write_text(small().to_json(), encoding="utf-8")
    late = run("import", "tasks.json", "--onto", "old", "-o", "annotations/", "--overwrite", "--who", "Ben")
    assert "has been corrected by people and is kept" in late.err
    Path("old/a.json").write_text(small().to_json().replace("agreed", "argued"), encoding="utf-8")
    other = run("import", "tasks.json", "--onto", "old")
    assert (other.code, other.out) == (1, "")
    assert "the text differs" in other.err
    assert run("import", "tasks.json", "-o", "out.xyz").code == 2
