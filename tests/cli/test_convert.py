"""`annotate convert`: its inputs, its outputs, and the files that it does not touch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.support.running import COURT, GERMAN, MAYOR, run, write

WIRE = "".join(json.dumps({"id": f"w{n}", "text": MAYOR, "doc_date": "2024-05-06"}) + "\n" for n in (1, 2))


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a few articles."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"a.txt": MAYOR, "in/b.txt": COURT, "in/deep/c.txt": MAYOR, "wire.jsonl": WIRE})


def ids(documents: list[dict[str, dict[str, str]]]) -> list[str]:
    """Return the ids of the articles of annotations."""
    return [d["article"]["id"] for d in documents]


@pytest.mark.usefixtures("inbox")
class TestInputs:
    """The names that can be inputs."""

    def test_one_article_is_one_document(self) -> None:
        """One article goes to standard output as one JSON document, and nothing else is printed."""
        done = run("convert", "a.txt")
        assert (done.code, done.err) == (0, "")
        assert done.document["article"]["text"] == MAYOR

    def test_several_are_lines(self) -> None:
        """Several articles go to standard output as JSON lines, in the order of the inputs."""
        done = run("convert", "wire.jsonl", "a.txt")
        assert done.code == 0
        assert ids(done.documents) == ["w1", "w2", "a"]

    def test_folder(self) -> None:
        """A folder is read recursively, in sorted order."""
        assert ids(run("convert", "in").documents) == ["b", "c"]

    def test_pattern(self) -> None:
        """A pattern that the shell did not expand is expanded here, ** through all depths."""
        assert ids(run("convert", "in/**/*.txt").documents) == ["b", "c"]

    def test_list_of_inputs(self, inbox: Path) -> None:
        """@list.txt names one input per line."""
        write(inbox, {"list.txt": "a.txt\nin/b.txt\n"})
        assert ids(run("convert", "@list.txt").documents) == ["a", "b"]

    def test_pipe(self) -> None:
        """A dash reads an article from standard input."""
        done = run("convert", "-", stdin=MAYOR.encode())
        assert done.code == 0
        assert done.document["article"]["text"] == MAYOR

    def test_pipe_of_lines(self) -> None:
        """Standard input may hold JSON lines."""
        assert ids(run("convert", "-", stdin=WIRE.encode()).documents) == ["w1", "w2"]

    def test_field(self, inbox: Path) -> None:
        """--field reads our field from their key."""
        write(inbox, {"x.jsonl": json.dumps({"id": "x", "text": MAYOR, "pub_day": "2024-05-06"}) + "\n"})
        done = run("convert", "x.jsonl", "--field", "published=pub_day")
        assert done.document["article"]["published"] == "2024-05-06"

    def test_line_ends_keep_their_offsets(self, inbox: Path) -> None:
        """CRLF stays in the text, and spans are cut from it."""
        write(inbox, {"crlf.txt": MAYOR.replace(" It", "\r\n\r\nIt").replace("\n", "\r\n")})
        annotation = run("convert", "crlf.txt").document
        assert "\r\n" in annotation["article"]["text"]
        assert all(
            annotation["article"]["text"][c["start"] : c["end"]] == c["text"]
            for q in annotation["quotations"]
            for c in q["content"]
        )

    def test_other_language(self, inbox: Path) -> None:
        """An article in another language has its language and no findings, and a warning says so."""
        write(inbox, {"de.txt": GERMAN})
        done = run("convert", "de.txt")
        assert done.code == 0
        assert done.document["article"]["language"] == "de"
        assert done.document["quotations"] == []
        assert "de.txt: warning: " in done.err

    def test_twice_the_same(self) -> None:
        """Two runs print the same bytes."""
        assert run("convert", "in", "wire.jsonl").out == run("convert", "in", "wire.jsonl").out

    def test_articles_do_not_depend_on_each_other(self) -> None:
        """An article's annotation is the same alone and among others."""
        alone = run("convert", "a.txt").document
        assert run("convert", "in", "a.txt", "wire.jsonl").documents[2] == alone

    def test_min_confidence(self) -> None:
        """--min-confidence drops findings below it and is recorded in the provenance."""
        annotation = run("convert", "a.txt", "--min-confidence", "1").document
        assert all(q["confidence"] == 1 for q in annotation["quotations"])
        assert annotation["provenance"]["options"] == {"min_confidence": 1.0}

    def test_explain(self) -> None:
        """--explain says on standard error what made each finding; standard output stays data."""
        done = run("convert", "a.txt", "--explain")
        assert done.document["quotations"]
        assert [line.split("\t")[1] for line in done.lines if "\tq" in line] == ["q1", "q2"]


@pytest.mark.usefixtures("inbox")
class TestOutput:
    """The output of an export."""

    @pytest.mark.parametrize(
        ("name", "opening"), [("o.json", "{\n"), ("o.jsonl", '{"schema'), ("o.ndjson", '{"schema'), ("o.xml", "<?xml")]
    )
    def test_suffix_tells_the_format(self, inbox: Path, name: str, opening: str) -> None:
        """Without --to, the suffix of -o says the format."""
        assert run("convert", "a.txt", "-o", name).code == 0
        assert (inbox / name).read_text(encoding="utf-8").startswith(opening)

    def test_file_says_nothing(self) -> None:
        """With -o nothing is printed."""
        done = run("convert", "a.txt", "-o", "o.json")
        assert (done.code, done.out, done.err) == (0, "", "")

    def test_dash_is_standard_output(self) -> None:
        """-o - is standard output."""
        assert run("convert", "a.txt", "-o", "-").document["article"]["id"] == "a"

    def test_newsml_of_several_is_one_message(self) -> None:
        """Several articles make one NewsML-G2 message."""
        done = run("convert", "in", "--to", "newsml")
        assert done.code == 0
        root = etree.fromstring(done.out.encode())
        assert etree.QName(root).localname == "newsMessage"
        assert len(root.findall(".//{*}newsItem")) == 2

    def test_json_of_several_wants_a_folder(self, inbox: Path) -> None:
        """json with several articles is refused without a folder, before anything is written."""
        for target in ([], ["-o", "o.json"]):
            done = run("convert", "in", "--to", "json", *target)
            assert (done.code, done.out) == (2, "")
            assert "folder" in done.err
        assert not (inbox / "o.json").exists()

    def test_json_folder(self, inbox: Path) -> None:
        """json into a folder writes a file for each article."""
        assert run("convert", "in", "a.txt", "--to", "json", "-o", "out/").code == 0
        assert sorted(p.name for p in (inbox / "out").iterdir()) == ["a.json", "b.json", "c.json"]

    def test_csv_wants_a_folder(self) -> None:
        """csv without -o is refused with the reason."""
        done = run("convert", "a.txt", "--to", "csv")
        assert (done.code, done.out) == (2, "")
        assert "-o" in done.err

    def test_csv_is_no_file(self, inbox: Path) -> None:
        """-o NAME.csv without --to is refused, since it would be another format under that name."""
        assert run("convert", "a.txt", "-o", "o.csv").code == 2
        assert not (inbox / "o.csv").exists()

    def test_csv_tables(self, inbox: Path) -> None:
        """csv writes a table for each kind of finding."""
        assert run("convert", "a.txt", "in", "--to", "csv", "-o", "tables").code == 0
        names = {p.stem for p in (inbox / "tables").glob("*.csv")}
        assert names >= {"articles", "events", "participants", "mentions", "quotations", "proposals", "pillars"}

    @pytest.mark.parametrize(("format_", "target"), [("json", "o.json"), ("jsonl", "o.jsonl"), ("newsml", "o.xml")])
    def test_what_exists_is_kept(self, inbox: Path, format_: str, target: str) -> None:
        """An existing file is left as it is without --overwrite, and replaced with it."""
        write(inbox, {target: "mine"})
        done = run("convert", "a.txt", "--to", format_, "-o", target)
        assert done.code == 3
        assert "--overwrite" in done.err
        assert (inbox / target).read_text(encoding="utf-8") == "mine"
        assert run("convert", "a.txt", "--to", format_, "-o", target, "--overwrite").code == 0
        assert (inbox / target).read_text(encoding="utf-8") != "mine"

    def test_tables_that_exist_are_kept(self, inbox: Path) -> None:
        """A folder of tables is replaced only with --overwrite."""
        assert run("convert", "a.txt", "--to", "csv", "-o", "tables").code == 0
        before = {p.name: p.read_bytes() for p in (inbox / "tables").iterdir()}
        assert run("convert", "in", "--to", "csv", "-o", "tables").code == 3
        assert {p.name: p.read_bytes() for p in (inbox / "tables").iterdir()} == before
        assert run("convert", "in", "--to", "csv", "-o", "tables", "--overwrite").code == 0
        assert (inbox / "tables/articles.csv").read_bytes() != before["articles.csv"]

    def test_folder_with_other_files_is_kept(self, inbox: Path) -> None:
        """A folder that holds files of the user is not replaced, even with --overwrite."""
        write(inbox, {"tables/thesis.doc": "mine"})
        done = run("convert", "a.txt", "--to", "csv", "-o", "tables", "--overwrite")
        assert done.code == 3
        assert "thesis.doc" in done.err
        assert (inbox / "tables/thesis.doc").read_text(encoding="utf-8") == "mine"

    def test_input_is_never_replaced(self, inbox: Path) -> None:
        """An output that is one of the inputs is refused, even with --overwrite."""
        done = run("convert", "a.txt", "-o", "./a.txt", "--overwrite")
        assert done.code == 2
        assert (inbox / "a.txt").read_text(encoding="utf-8") == MAYOR

    def test_nothing_is_left_beside_the_output(self, inbox: Path) -> None:
        """No temporary file is left."""
        before = {p.name for p in inbox.iterdir()}
        run("convert", "a.txt", "-o", "o.json")
        assert {p.name for p in inbox.iterdir()} == before | {"o.json"}

    def test_no_article_writes_no_file(self, inbox: Path) -> None:
        """If no input can be read, no output is written."""
        assert run("convert", "nosuch.txt", "-o", "o.jsonl").code == 1
        assert not (inbox / "o.jsonl").exists()

    @pytest.mark.parametrize("format_", ["json", "jsonl"])
    def test_output_passes_validation(self, format_: str) -> None:
        """What convert prints, validate accepts from a pipe."""
        made = run("convert", "a.txt", "--to", format_).out
        checked = run("validate", "-", stdin=made.encode())
        assert (checked.code, checked.out) == (0, "")


class TestUsage:
    """Invalid arguments are refused with code 2 and a message."""

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ((), "INPUT"),
            (("a.txt", "--to", "docx"), "newsml"),
            (("a.txt", "--field", "published"), "OURS=THEIRS"),
            (("a.txt", "--field", "nosuch=x"), "published"),
            (("a.txt", "--min-confidence", "2"), "min-confidence"),
            (("a.txt", "--timestamp", "yesterday"), "2026-01-01T00:00:00Z"),
            (("a.txt", "--encoding", "nosuch"), "nosuch"),
            (("a.txt", "--guid-authority", "example.org"), "example.org,"),
        ],
    )
    def test_refused(
        self, arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The message names the wrong argument and what would be right."""
        monkeypatch.chdir(write(tmp_path, {"a.txt": MAYOR}))
        done = run("convert", *arguments)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert "Traceback" not in done.err
