"""Marks and their tree: pieces cover every character of every mark, and they nest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotate.models import Annotation
from annotate.view.blocks import Block, blocks
from annotate.view.fields import Layer
from annotate.view.marks import Mark, marks
from annotate.view.tree import DEEPEST, MOST, Piece, Stretch, Tree, tree
from tests.support.annotations import annotation, seed_annotation
from tests.support.strategies import annotations

CASES = Path(__file__).parent / "cases" / "overlaps.txt"


@dataclass
class Case:
    """One case of the file."""

    title: str
    text: str = ""
    tree: str = ""
    marks: list[Mark] = field(default_factory=list)


def cases() -> Iterator[Case]:
    """Yield the cases of the file."""
    for part in CASES.read_text(encoding="utf-8").strip().split("\n\n"):
        title, *lines = part.split("\n")
        case = Case(title.removeprefix("# "))
        for key, value in (line.split(None, 1) for line in lines):
            if key == "mark":
                start, end, layer, finding = value.split()
                case.marks.append(Mark(int(start), int(end), Layer(layer), "content", finding))
            else:
                setattr(case, key, value)
        yield case


def lines_of(text: str) -> list[Block]:
    """Return a block for each line of a text whose lines end with "|"."""
    ends = [n for n, character in enumerate(text, 1) if character == "|"]
    starts = [0, *ends]
    return [Block(a, b, "paragraph", False) for a, b in zip(starts, [*ends, len(text)], strict=True) if a < b]


def bracketed(found: Tree, text: str) -> str:
    """Return a text with each piece in brackets."""
    signs = {"open": lambda node: f"[{node.mark.finding} ", "close": lambda _: "]"}
    signs["text"] = lambda node: text[node.start : node.end]
    return "".join(signs[step](node) for leaves in found.blocks for step, node in leaves.walk())


def covered(found: Tree) -> dict[Mark, list[tuple[int, int]]]:
    """Return where the pieces of each mark stand."""
    places: dict[Mark, list[tuple[int, int]]] = {}
    for leaves in found.blocks:
        for step, node in leaves.walk():
            if step == "open":
                assert isinstance(node, Piece)
                places.setdefault(node.mark, []).append((node.start, node.end))
    return places


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title)
def test_overlaps(case: Case) -> None:
    """Each case gives the expected tree."""
    assert bracketed(tree(lines_of(case.text), case.marks), case.text) == case.tree


def assert_whole(found: Annotation) -> None:
    """Check the laws of a tree on one annotation."""
    text, wanted = found.article.text, marks(found)
    made = tree(blocks(found), wanted)
    leaves = [node for block in made.blocks for step, node in block.walk() if step == "text"]
    assert "".join(text[node.start : node.end] for node in leaves) == text
    places = covered(made)
    assert not made.left_out
    for mark in wanted:
        at = mark.start
        for start, end in sorted(set(places[mark])):  # two findings may be the same mark
            assert start == at < end
            at = end
        assert at == mark.end


@settings(max_examples=60, deadline=None)
@given(annotations())
def test_every_mark_is_drawn_whole(found: Annotation) -> None:
    """The leaves are the text, and the pieces of each mark follow each other from its start to its end."""
    assert_whole(found)


@settings(max_examples=30, deadline=None)
@given(annotations())
def test_pieces_lie_inside_their_parents(found: Annotation) -> None:
    """A piece never extends beyond its parent."""

    def check(children: list[Piece | Stretch] | tuple[Piece | Stretch, ...], start: int, end: int) -> None:
        for child in children:
            assert start <= child.start < child.end <= end
            if isinstance(child, Piece):
                check(child.children, child.start, child.end)

    for leaves in tree(blocks(found), marks(found)).blocks:
        check(leaves.children, leaves.block.start, leaves.block.end)


def test_the_same_whatever_the_order_of_the_marks() -> None:
    """The order in which marks come does not change the tree."""
    found = seed_annotation("two_ministers_damaged")
    lines, wanted = blocks(found), marks(found)
    assert covered(tree(lines, wanted)) == covered(tree(lines, wanted[::-1]))


def crossing(number: int) -> tuple[str, list[Mark]]:
    """Return a text and marks that all cross each other."""
    wanted = [Mark(n, number + n, Layer.QUOTATION, "content", f"q{n + 1}") for n in range(number)]
    return "x" * (2 * number), wanted


def test_two_hundred_marks_over_each_other() -> None:
    """Two hundred marks that all cross each other are drawn completely."""
    text, wanted = crossing(200)
    made = tree([Block(0, len(text), "paragraph", True)], wanted)
    assert not made.left_out
    assert len(covered(made)) == 200


def test_what_cannot_be_drawn_is_told() -> None:
    """If the marks would make a page too large, some are left out and listed."""
    text, wanted = crossing(3000)
    made = tree([Block(0, len(text), "paragraph", True)], wanted)
    places = covered(made)
    assert sum(map(len, places.values())) <= MOST
    assert made.left_out
    assert set(places) | set(made.left_out) == set(wanted)


def test_no_deeper_than_a_browser_goes() -> None:
    """Marks nest at most as deep as a parser of HTML follows."""
    text, wanted = crossing(DEEPEST + 10)
    deep = most = 0
    for leaves in tree([Block(0, len(text), "paragraph", True)], wanted).blocks:
        for step, _ in leaves.walk():
            deep += {"open": 1, "close": -1}.get(step, 0)
            most = max(most, deep)
    assert most == DEEPEST


@settings(max_examples=60, deadline=None)
@given(annotations())
def test_blocks_are_the_whole_text(found: Annotation) -> None:
    """Blocks follow each other without a gap, from the first character to the last."""
    ends = [0]
    for block in blocks(found):
        assert block.start == ends[-1] < block.end
        ends.append(block.end)
    assert ends[-1] == len(found.article.text)


def test_lost_paragraphs_are_set_as_paragraphs() -> None:
    """Where a repair says that a paragraph ended, a block begins."""
    found = seed_annotation("000_cb216ce5513ace95")
    lost = [repair.end for repair in found.repairs if repair.kind == "glued_paragraph"]
    made = blocks(found)
    assert set(lost) <= {block.start for block in made}
    assert [block.kind for block in made][:3] == ["headline", "frame", "paragraph"]


def test_wrapped_lines_flow() -> None:
    """A hard-wrapped line end does not begin a block."""
    text = "The harbour was closed\non Monday.\n\nIt opened again.\n"
    wrap = {"start": 22, "end": 23, "text": "\n", "kind": "hard_wrap", "replacement": " "}
    assert [text[b.start : b.end] for b in blocks(annotation(text, repairs=(wrap,)))] == [
        "The harbour was closed\non Monday.\n\n",
        "It opened again.\n",
    ]
