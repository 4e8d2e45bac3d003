"""`annotate view`: pages for articles and for exports, folders, and inputs that cannot be shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.places import SEED_ANNOTATIONS, SOUND
from tests.support.running import COURT, GERMAN, MAYOR, on_terminal, run, write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two articles."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"a.txt": MAYOR, "in/b.txt": COURT})


def test_an_article(here: Path) -> None:
    """An article is annotated first, and its page names the speakers."""
    done = run("view", "a.txt", "-o", "page.html")
    assert (done.code, done.out, done.err) == (0, "", "")
    page = (here / "page.html").read_text(encoding="utf-8")
    assert "Ines Caldwell" in page
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page), "nothing comes from elsewhere"
    assert "<link" not in page


def test_an_export_and_its_article_make_the_same_page(here: Path) -> None:
    """Exports of `convert` are shown unchanged, from a file or a pipe."""
    run("convert", "a.txt", "-o", "a.json")
    for name, source, stdin in (("1", "a.txt", b""), ("2", "a.json", b""), ("3", "-", (here / "a.json").read_bytes())):
        assert run("view", source, "-o", f"{name}.html", stdin=stdin).code == 0
    pages = {(here / f"{name}.html").read_bytes() for name in "123"}
    assert len(pages) == 1


@pytest.mark.parametrize("format_", ["jsonl", "newsml", "xlsx", "sqlite", "parquet", "csv"])
def test_other_exports(here: Path, format_: str) -> None:
    """Every export that can be read back can be shown."""
    target = {"csv": "out/", "newsml": "out.xml"}.get(format_, f"out.{format_}")
    run("convert", "a.txt", "--to", format_, "-o", target, "--newsml-detail", "full")
    assert run("view", target, "-o", "page.html").err == ""
    assert "Ines Caldwell" in (here / "page.html").read_text(encoding="utf-8")


def test_a_folder(here: Path) -> None:
    """Several articles become one page each and an index with links."""
    assert run("view", "a.txt", "in/", "-o", "pages/").code == 0
    assert sorted(p.name for p in (here / "pages").iterdir()) == ["a.html", "b.html", "index.html"]
    index = (here / "pages" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2><a href="([^"]+)"', index) == ["a.html", "b.html"]


def test_the_same_bytes_again(here: Path) -> None:
    """A second run writes the same bytes, and only with --overwrite."""
    run("view", ".", "-o", "../pages/")
    first = {p.name: p.read_bytes() for p in (here.parent / "pages").iterdir()}
    again = run("view", ".", "-o", "../pages/")
    assert (again.code, "--overwrite" in again.err) == (3, True)
    assert run("view", ".", "-o", "../pages/", "--overwrite").code == 0
    assert {p.name: p.read_bytes() for p in (here.parent / "pages").iterdir()} == first


def test_no_other_folder_is_replaced(here: Path) -> None:
    """A folder with other files is never replaced, even with --overwrite."""
    write(here, {"site/index.html": "<title>ours</title>", "site/a.html": "x"})
    done = run("view", "a.txt", "-o", "site/", "--overwrite")
    assert done.code == 3
    assert (here / "site" / "index.html").read_text(encoding="utf-8") == "<title>ours</title>"


def test_several_articles_in_one_page(here: Path) -> None:
    """One page for several articles is refused, with a message that says what to do."""
    done = run("view", "a.txt", "in/b.txt", "-o", "page.html")
    assert (done.code, "name a folder" in done.err) == (2, True)
    assert not (here / "page.html").exists()


def test_without_a_place_to_go(here: Path) -> None:
    """Without -o and --open, the command is refused."""
    assert "-o page.html" in run("view", "a.txt").err


def test_what_cannot_be_read(here: Path) -> None:
    """A missing file is reported, and the others are still shown."""
    done = run("view", "gone.txt", "a.txt", "-o", "pages/")
    assert (done.code, "there is no such file" in done.err) == (1, True)
    assert (here / "pages" / "a.html").exists()
    nothing = run("view", "gone.txt", "-o", "none/")
    assert (nothing.code, (here / "none").exists()) == (1, False)


def test_spans_that_are_not_verbatim(here: Path) -> None:
    """An annotation whose spans are not verbatim is not drawn; the problem has the path."""
    document = json.loads(SOUND.read_text(encoding="utf-8"))
    document["article"]["text"] = "x" + document["article"]["text"][:-1]
    (here / "moved.json").write_text(json.dumps(document), encoding="utf-8")
    done = run("view", "moved.json", "-o", "page.html")
    assert (done.code, "span-verbatim" in done.err, "$." in done.err) == (1, True, True)
    assert not (here / "page.html").exists()


def test_another_language(here: Path) -> None:
    """An article in another language is shown without findings, with a warning."""
    write(here, {"g.txt": GERMAN})
    done = run("view", "g.txt", "-o", "g.html")
    assert (done.code, "only English" in done.err) == (0, True)


def test_open_starts_a_browser(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--open opens the page in the system's browser; without -o it is in a temporary folder."""
    started: list[str] = []
    monkeypatch.setattr("typer.launch", lambda url: started.append(url) or 0)
    assert run("view", "a.txt", "--open", "-o", "page.html").code == 0
    done = run("view", "a.txt", "--open")
    assert started[0] == "page.html"
    assert Path(started[1]).read_bytes() == (here / "page.html").read_bytes()
    assert started[1] in done.err


def test_show_in_a_pipe(here: Path) -> None:
    """In a pipe, the text has marks in brackets, followed by one line per finding, without colour."""
    done = run("show", "a.txt")
    assert (done.code, done.err) == (0, "")
    assert '[q2 "It is safe,"] [q2:source [p1 she]] [q2:cue said]' in done.out
    assert "\x1b" not in done.out
    assert re.search(r"^q2  direct  \d+ %  Ines Caldwell: \"It is safe,\"$", done.out, re.MULTILINE)


def test_show_one_field(here: Path) -> None:
    """--field marks and lists nothing else; --no-text leaves the text out."""
    done = run("show", "a.txt", "--field", "participants", "--no-text")
    assert [line.split()[0] for line in done.out.splitlines()] == ["p1"]
    assert "[q" not in run("show", "a.txt", "--field", "participants").out


def test_show_several(here: Path) -> None:
    """With several articles, a line naming the source precedes each one."""
    assert re.findall(r"==> (\S+) <==", run("show", "a.txt", "in").out) == ["a.txt", "in/b.txt"]


def test_show_on_a_terminal(here: Path) -> None:
    """On a terminal there is colour, a legend and a strip of who speaks; with NO_COLOR brackets as in a pipe."""
    done = on_terminal("show", "a.txt")
    assert done.code == 0
    for words in ("Ines Caldwell", "Who speaks", "in its speaker", "█"):
        assert words in done.out
    assert re.search(r"\x1b\[[0-9;]*34m", done.out)
    assert "[q2:cue said]" in on_terminal("show", "a.txt", env={"NO_COLOR": "1"}).out


def test_a_long_one_is_paged(here: Path) -> None:
    """Output longer than the terminal goes to the user's pager, except with --no-pager."""
    many = write(here, {"long.txt": "\n\n".join([MAYOR.strip()] * 40)})
    pager = {"PAGER": "sed -n '1s/.*/PAGED/p'", "LINES": "20"}
    assert on_terminal("show", str(many / "long.txt"), env=pager).out.strip() == "PAGED"
    assert "Caldwell" in on_terminal("show", str(many / "long.txt"), "--no-pager", env=pager).out


def test_controls_do_not_reach_the_terminal(here: Path) -> None:
    """Control characters and bidirectional controls are shown by name."""
    write(here, {"evil.txt": 'Mayor Ines Caldwell said "it is\x1b[2J\u202e safe".\n'})
    for done in (run("show", "evil.txt"), on_terminal("show", "evil.txt")):
        assert "\x1b[2J" not in done.out
        assert "\u202e" not in done.out
        assert "‹RLO›" in done.out


def test_all_seeds(here: Path) -> None:
    """The exports of all seeds make a folder of pages."""
    assert run("view", SEED_ANNOTATIONS, "-o", "pages/").err == ""
    assert len(list((here / "pages").iterdir())) == len(SEED_ANNOTATIONS.read_text(encoding="utf-8").splitlines()) + 1
