"""The table of first bytes."""

from __future__ import annotations

from itertools import permutations

import pytest

from annotate.first_bytes import Kind, is_kind, kind_of, kinds


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_each_beginning_names_its_kind(kind: Kind) -> None:
    """The first bytes of a row are recognised as its kind, and as no earlier one."""
    assert kind.begins
    for first in kind.begins:
        assert kind_of(first + b"...") == kind
        assert is_kind(kind.name, first)


def test_no_beginning_hides_another() -> None:
    """No beginning is the start of another, so the order of the table does not matter."""
    beginnings = [first for kind in kinds() for first in kind.begins]
    assert [(a, b) for a, b in permutations(beginnings, 2) if b.startswith(a)] == []


@pytest.mark.parametrize("head", [b"", b"The mayor said", b"{", b"<html>", "“Yes”".encode()])
def test_text_has_no_kind(head: bytes) -> None:
    """Text, JSON, HTML and an empty file match no row."""
    assert kind_of(head) is None
