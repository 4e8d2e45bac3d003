"""The resolver of input names: files, folders, patterns, lists and the dash, and names without a match."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotate.inputs import Wanted, resolve
from annotate.problems import Problem
from tests.support.running import write

WANTED = Wanted(
    frozenset({".txt"}), "of interest", lambda folder: (folder / "unit").exists(), frozenset({"part.txt", "unit"})
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with files at several depths, and one unit of two parts."""
    monkeypatch.chdir(tmp_path)
    names = ("b.txt", "a.TXT", "x.png", ".hidden.txt", "sub/c.txt", "sub/.git/d.txt", "sub/u/unit", "sub/u/part.txt")
    return write(tmp_path, dict.fromkeys(names, "x"))


def found(*names: str) -> list[str]:
    """Return what the names stand for, a problem as its place and rule."""
    return [
        f"{one.file}:{one.line or ''} [{one.rule}]" if isinstance(one, Problem) else str(one)
        for named in resolve(names, WANTED)
        for one in named.found
    ]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["b.txt", "x.png"], ["b.txt", "x.png"]),
        (["."], ["a.TXT", "b.txt", "sub/c.txt", "sub/u"]),
        (["-", "b.txt"], ["None", "b.txt"]),
        (["*.txt", "**/c.txt"], ["b.txt", "sub/c.txt"]),
        (["sub/*"], ["sub/c.txt", "sub/u"]),
        (["sub/u/part.txt", "sub/u", "sub/u/unit"], ["sub/u"]),
        (["gone.txt", "*.md", ""], ["gone.txt: [input]", "*.md: [input]", ": [input]"]),
        (["a\0b"], ["a\0b: [input]"]),
        (["@gone"], ["gone: [input]"]),
    ],
)
def test_names(names: list[str], wanted: list[str], here: Path) -> None:
    """Each name gives its files in order, or one problem."""
    assert found(*names) == wanted


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(here: Path) -> None:
    """Only wanted suffixes are taken; a folder that holds none of them is a problem."""
    (folder,) = resolve(["."], WANTED)
    assert folder.is_folder
    (here / "empty" / "deep").mkdir(parents=True)
    assert found("empty") == ["empty: [input]"]


def test_list_of_names(here: Path) -> None:
    """A list gives its names in its place; another list or a dash in it is a problem with its line."""
    write(here, {"list": "\ufeff# two\nb.txt\n\n  sub/c.txt\n@list\n-\nsub\n"})
    wanted = ["b.txt", "sub/c.txt", "list:5 [input]", "list:6 [input]", "sub/c.txt", "sub/u", "a.TXT"]
    assert found("@list", "a.TXT") == wanted


def test_links_and_devices(here: Path) -> None:
    """A link out of a folder is reported and not followed; broken links and devices are problems."""
    (here / "sub" / "out.txt").symlink_to(here / "b.txt")
    (here / "broken.txt").symlink_to(here / "none")
    assert found("sub") == ["sub/c.txt", "sub/out.txt: [link]", "sub/u"]
    assert found("sub/out.txt") == ["sub/out.txt"]
    assert found("broken.txt", os.devnull) == ["broken.txt: [input]", f"{os.devnull}: [input]"]


def test_a_pipe_of_the_shell_is_a_file(here: Path) -> None:
    """The file of a process substitution, `<(command)`, is accepted."""
    os.mkfifo(here / "pipe")
    assert found("pipe") == ["pipe"]


def test_what_lies_in_a_folder_and_never_ends(here: Path) -> None:
    """A pipe in a folder is reported and not opened, so nothing waits for a writer. A link to itself is a problem."""
    os.mkfifo(here / "sub" / "d.txt")
    (here / "sub" / "e.txt").symlink_to(here / "sub" / "e.txt")
    (here / "sub" / "f").symlink_to(here)
    assert found("sub") == ["sub/c.txt", "sub/d.txt: [input]", "sub/e.txt: [input]", "sub/u"]
