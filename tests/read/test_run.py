"""Reading a run of inputs: order, ids, problems as values, text kept as it is."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import Limits, read
from annotate.read.article.characters import carriable
from tests.support.reading import SENTENCE, articles, piped, problems


def line(**record: object) -> bytes:
    """Write one JSON line."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


# Text files


def test_text_file(tmp_path: Path) -> None:
    """A text file is one article, named for its file, with the digest of its bytes."""
    path = tmp_path / "a1.txt"
    path.write_bytes(f"Talks go on, minister says\n2020-11-12 10:09\n{SENTENCE}".encode())
    (article,) = articles(list(read([str(path)])))
    assert (article.id, article.source, article.published) == ("a1", str(path), "2020-11-12T10:09")
    assert article.headline
    assert article.headline.text == "Talks go on, minister says"
    assert article.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert article.language == "en"


@pytest.mark.parametrize(
    "text",
    [
        "One\r\ntwo\r\nthree",
        "tab\there",
        "emoji 👩‍👩‍👧 and 🇫🇷",
        "e\u0301 combining",
        "قال الوزير",
        "a\u2028b\u0085c",
        "x\u200bz\u202ey",
    ],
)
def test_text_is_never_normalised(text: str) -> None:
    """Line ends, tabs, emoji, combining marks, right-to-left text and odd separators stay as they are."""
    (article,) = articles(piped(text.encode()))
    assert article.text == text


def test_byte_order_mark_is_no_text() -> None:
    """A byte order mark is not part of the text."""
    (article,) = articles(piped(b"\xef\xbb\xbf" + SENTENCE.encode()))
    assert article.text == SENTENCE


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    """Any text comes back the same, but for characters that XML cannot carry, or is refused with a sentence."""
    # Zeros at every other byte are UTF-16.
    assume(text.count("\0") < 8)
    (item,) = piped(text.encode(), format="text")
    if isinstance(item, Problem):
        assert item.rule in ("empty", "binary")
    else:
        assert item.text == carriable(text.removeprefix("\ufeff"))
        assert len(item.text) == len(text.removeprefix("\ufeff"))


@given(st.binary(max_size=200))
def test_any_bytes_give_articles_or_problems(data: bytes) -> None:
    """Any bytes at all give articles or problems, and no exception."""
    assert all(isinstance(item, Article | Problem) for item in piped(data))


# JSON lines


@given(st.text(min_size=1))
def test_any_text_in_json_comes_back(text: str) -> None:
    """Any string in a JSON line, lone surrogates included, comes back with the same length."""
    (item, *_) = piped(json.dumps({"text": text}).encode(), format="jsonl")
    if isinstance(item, Problem):
        assert not text.strip()
    else:
        assert item.text == carriable(text)
        assert item.text.encode("utf-8")


def test_json_line_with_everything() -> None:
    """The usual names are known, whatever their spelling; other keys go to the metadata untouched."""
    data = line(
        id="w1",
        Text=SENTENCE,
        headline="Talks go on",
        doc_date="2020-11-12",
        URL="https://example.org/1",
        lang="en_GB",
        author=["Ann Lee"],
        Rating={"deep": [1, None]},
    )
    (article,) = articles(piped(data, format="jsonl"))
    assert (article.id, article.source, article.published, article.language) == ("w1", "-#1", "2020-11-12", "en-GB")
    assert article.headline is None
    assert article.metadata == {
        "title": "Talks go on",
        "url": "https://example.org/1",
        "authors": ["Ann Lee"],
        "Rating": {"deep": [1, None]},
    }
    assert article.sha256 == hashlib.sha256(data.rstrip(b"\n")).hexdigest()


def test_null_date_is_no_problem() -> None:
    """A date of null is no date, and no problem."""
    (article,) = piped(line(id="a", text=SENTENCE, doc_date=None))
    assert isinstance(article, Article)
    assert article.published is None


def test_title_that_opens_the_text_is_the_headline() -> None:
    """A title beside the text that is also its first line is the headline span."""
    (article,) = articles(piped(line(text="Talks go on\n\n" + SENTENCE, title="Talks go on")))
    assert article.headline
    assert (article.headline.start, article.headline.end) == (0, 11)


def test_fields_are_mapped() -> None:
    """The user's names for text and date come before the usual ones, and may look inside objects."""
    data = line(when="3 March 2021", main={"body": SENTENCE}, text="other", n=1)
    (article,) = articles(piped(data, fields={"published": "when", "text": "main.body"}))
    assert (article.text, article.published) == (SENTENCE, "2021-03-03")
    assert article.metadata["text"] == "other"


def test_a_date_that_is_none_is_a_warning() -> None:
    """A date that is none is a warning with its place; the value stays in the metadata."""
    warning, article = piped(line(text=SENTENCE, doc_date="soon"))
    assert isinstance(warning, Problem)
    assert (warning.rule, warning.severity, warning.file) == ("date", "warning", "-")
    assert isinstance(article, Article)
    assert article.published is None
    assert article.metadata == {"doc_date": "soon"}


def test_only_lf_and_crlf_end_a_line() -> None:
    """U+2028, U+0085 and a lone CR do not end a line; CRLF does."""
    data = '{"text": "a\u2028b\u0085c"}\r\n{"text":\r"d"}\n'.encode()
    assert [a.text for a in articles(piped(data))] == ["a\u2028b\u0085c", "d"]


BROKEN = {
    "broken": (b'{"text": "a" "b"}', "json", 14),
    "no text": (b'{"id": 1}', "text", None),
    "text is a number": (b'{"text": 7}', "text", None),
    "text is null": (b'{"text": null}', "text", None),
    "text is empty": (b'{"text": ""}', "text", None),
    "text is blank": (b'{"text": "  \\n"}', "empty", None),
    "a list": (b"[1]", "json", 1),
    "nan": (b'{"text": "a", "x": NaN}', "json", None),
    "not UTF-8": (b'{"text": "\xff"}', "encoding", 11),
    "too deep": (b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "json", None),
    "deep": (b'{"text": "a", "x": ' + b"[" * 300 + b"]" * 300 + b"}", "nesting", None),
    "digits": (b'{"text": "a", "x": ' + b"1" * 5000 + b"}", "json", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_line(name: str) -> None:
    """A broken line is a problem with its place; the lines around it are read."""
    broken, rule, column = BROKEN[name]
    items = piped(line(id="a", text=SENTENCE) + broken + b"\n" + line(id="b", text=SENTENCE), format="jsonl")
    assert [a.id for a in articles(items)] == ["a", "b"]
    (problem,) = problems(items)
    assert problem.rule == rule
    assert (problem.file, problem.line) == ("-", 2)
    assert problem.column == column


def test_over_long_line() -> None:
    """A line beyond the limit is a problem; the next line is read."""
    data = line(text="x" * 5000) + line(id="b", text=SENTENCE)
    problem, article = piped(data, format="jsonl", limits=Limits(document=1000))
    assert isinstance(problem, Problem)
    assert (problem.rule, problem.line) == ("too-long", 1)
    assert isinstance(article, Article)
    assert article.id == "b"


# What is named


def test_folder_in_order(tmp_path: Path) -> None:
    """A folder is read through in sorted order; hidden files and unknown suffixes are passed over."""
    for name in ["b.txt", "a.txt", "sub/c.txt", ".hidden.txt", "picture.png", ".git/d.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SENTENCE)
    assert [a.id for a in articles(list(read([str(tmp_path)])))] == ["a", "b", "c"]


def test_pattern_list_and_repeats(tmp_path: Path) -> None:
    """Patterns and lists are read in order; a repeated id gets the next number, with a warning."""
    for name in ["a", "b"]:
        (tmp_path / f"{name}.txt").write_text(SENTENCE)
    (tmp_path / "list.txt").write_text(f"# inputs\n\n{tmp_path}/b.txt\n{tmp_path}/none.txt\n")
    items = list(read([f"{tmp_path}/[ab].txt", f"@{tmp_path}/list.txt", f"{tmp_path}/b.txt"]))
    assert [a.id for a in articles(items)] == ["a", "b", "b~2", "b~3"]
    assert [p.rule for p in problems(items)] == ["repeated-id", "input", "repeated-id"]
    assert problems(items)[0].severity == "warning"


def test_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    """A link in a folder that leads out of it is passed over with a warning."""
    (tmp_path / "secret.txt").write_text(SENTENCE)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (problem,) = list(read([str(folder)]))
    assert isinstance(problem, Problem)
    assert problem.rule == "link"


FAILING = {
    "empty": (b"", "empty"),
    "blank": (b" \n ", "empty"),
    "binary": (bytes(range(256)) * 8, "binary"),
    "zeros": (b"\0" * 500, "binary"),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_failed_input_does_not_stop_the_run(name: str, tmp_path: Path) -> None:
    """What cannot be read is a problem that names the file; the other inputs are read."""
    data, rule = FAILING[name]
    (tmp_path / "1.txt").write_bytes(data)
    (tmp_path / "2.txt").write_text(SENTENCE)
    problem, article = read([str(tmp_path / "1.txt"), str(tmp_path / "2.txt")])
    assert isinstance(problem, Problem)
    assert (problem.rule, problem.file) == (rule, str(tmp_path / "1.txt"))
    assert isinstance(article, Article)


@pytest.mark.parametrize("source", ["no/such/file.txt", "no/such/*.txt", "@no/such/list.txt", "\0", "/dev/null"])
def test_inputs_that_are_not_there(source: str) -> None:
    """An input that is not there is one sentence."""
    (problem,) = read([source])
    assert isinstance(problem, Problem)
    assert problem.message


def test_folder_without_articles(tmp_path: Path) -> None:
    """A folder that holds nothing to read is a problem."""
    (problem,) = read([str(tmp_path)])
    assert isinstance(problem, Problem)
    assert problem.rule == "input"


def test_lazily(tmp_path: Path) -> None:
    """Inputs are opened only when their turn comes."""
    (tmp_path / "a.txt").write_text(SENTENCE)
    items = read([f"{tmp_path}/a.txt", f"{tmp_path}/later.txt"])
    assert isinstance(next(items), Article)
    (tmp_path / "later.txt").write_text(SENTENCE)
    assert isinstance(next(items), Article)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_json_lines_in_wide_encodings(encoding: str) -> None:
    """JSON lines in UTF-16 or UTF-32, as some shells write them, are read by their mark or by the user's word."""
    data = (line(id="a", text="caf\u00e9 \u0a0a") + line(id="b", text=SENTENCE)).decode().encode(encoding)
    items = piped(data, format="jsonl", encoding=None if encoding == "utf-16" else encoding)
    assert [getattr(a, "text", a) for a in items] == ["caf\u00e9 \u0a0a", SENTENCE]


def test_memory_is_that_of_one_article(tmp_path: Path) -> None:
    """A long file of articles takes no more memory than a few of them."""
    import tracemalloc

    path = tmp_path / "long.jsonl"
    path.write_bytes(line(text=SENTENCE * 400) * 300)
    tracemalloc.start()
    count = sum(1 for _ in read([str(path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300
    assert peak < path.stat().st_size / 3


def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format whose library is missing is a sentence that says what to install."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (problem,) = problems(piped(b"\x28\xb5\x2f\xfd\x00"))
    assert problem.rule == "missing-library"
    assert "pip install 'annotate-news[formats]'" in problem.message


def test_unknown_format_is_a_sentence() -> None:
    """An unknown format is reported with the known names."""
    (problem,) = problems(piped(b"x", format="doc"))
    assert "the formats are" in problem.message


def test_a_reader_that_fails_does_not_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error inside a reader is a problem of that input; the others are read."""

    def fail(*_: object) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr("annotate.read.formats.text.read", fail)
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "b.jsonl").write_bytes(line(text=SENTENCE))
    problem, article = read([str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")])
    assert isinstance(problem, Problem)
    assert "stumbled" in problem.message
    assert isinstance(article, Article)
