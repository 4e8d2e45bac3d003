"""Where values stand in a JSON text."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotate.locate import Lines, Path, json_path, line_and_column, offsets_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def paths(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Return every path in a value, with the value at it."""
    out = [(path, value)]
    if isinstance(value, dict):
        out += [found for key, item in value.items() for found in paths(item, (*path, key))]
    elif isinstance(value, list):
        out += [found for index, item in enumerate(value) for found in paths(item, (*path, index))]
    return out


@given(JSON, st.sampled_from([None, 1, 3]), st.booleans())
def test_every_path_leads_to_its_value(value: Any, indent: int | None, ascii_: bool) -> None:
    """The offset of a path is where the value of the path begins."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    wanted = paths(value)
    offsets = offsets_of(text, [path for path, _ in wanted])
    for path, there in wanted:
        found, _ = json.JSONDecoder().raw_decode(text, offsets[path])
        assert found == there
        assert offsets_of(text, [path]) == {path: offsets[path]}


def test_a_missing_key_is_placed_at_what_holds_it() -> None:
    """A path beyond the text is located at the innermost existing value."""
    path = ("a", "c", "d")
    assert offsets_of('{"a": {"b": 1}}', [path]) == {path: 6}


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    """As in reading."""
    assert offsets_of('{"a": 1, "a": {"b": 2}}', [("a", "b")]) == {("a", "b"): 20}


def test_line_and_column_count_from_one_in_code_points() -> None:
    """An emoji is one column; only LF ends a line."""
    assert line_and_column('{\n "😀\u2028": 1}', 8) == (2, 7)


@given(st.text(alphabet="a\n\r😀\u2028", max_size=20))
def test_many_offsets_have_the_places_of_one(text: str) -> None:
    """Both ways to the place of an offset agree, at the end of the text too."""
    lines = Lines(text)
    for offset in range(len(text) + 1):
        assert lines.place(offset) == line_and_column(text, offset)


def test_path_is_written_as_json_path() -> None:
    """Plain keys follow a dot; others are quoted."""
    assert json_path(("a", 0, "b c")) == '$.a[0]["b c"]'
