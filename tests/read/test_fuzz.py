"""Broken files of every format: articles or problems, never an exception. ANNOTATE_FUZZ_EXAMPLES sets how many."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.models import Article
from annotate.problems import Problem
from annotate.read.article.characters import carriable
from annotate.read.readers import READERS
from tests.support.reading import articles, piped
from tests.support.samples import OF_FORMAT

EXAMPLES = int(os.environ.get("ANNOTATE_FUZZ_EXAMPLES", "15"))
#: What parsers are known to stumble over.
TOKENS = [
    b"\0", b"\xff", b"<", b">", b"</", b"<!--", b"]]>", b"<![CDATA[", b"&", b"&#0;", b"&#xD800;", b"&nbsp;", b'"', b"'",
    b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\\ud800", b"\n", b"\r", b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"null",
    b"true", b"1e999", b"-", b"NaN", b"\xe2\x80\xa8", b"\xf0\x9f\x8e\x89", b"9" * 30, b"A" * 300, b"\x1f\x8b",
    b"PK\x03\x04", b"---\n", b"Content-Length: 99999999999", b"2020-99-99", b"<table>",
    b"<ol start=99999999999>", b"charset=utf-7",
]  # fmt: skip


def broken(data: bytes, seed: int) -> bytes:
    """Change a file in one to eight places: bytes cut out, doubled, overwritten, or tokens put in."""
    chance = random.Random(seed)
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found) + 1)
        size = min(chance.choice([1, 1, 2, 8, 64, 512]), len(found) - at)
        match chance.randrange(5):
            case 0:
                del found[at : at + size]
            case 1:
                found[at:at] = found[at : at + size]
            case 2:
                found[at : at + size] = chance.randbytes(size)
            case 3:
                found[at:at] = chance.choice(TOKENS)
            case _:
                del found[at if chance.random() < 0.2 else len(found) :]
    return bytes(found)


def test_every_reader_has_a_target() -> None:
    """Every row of the table of readers is fuzzed."""
    assert set(OF_FORMAT) == {row.name for row in READERS}


@pytest.mark.parametrize("name", OF_FORMAT)
@settings(max_examples=EXAMPLES)
@given(seed=st.integers(min_value=0, max_value=2**48), which=st.integers(min_value=0, max_value=99))
def test_broken_file(name: str, seed: int, which: int) -> None:
    """A broken file gives articles that keep the contract, or problems with a message."""
    makers = OF_FORMAT[name]
    check(broken(makers[which % len(makers)](), seed), name)


@pytest.mark.parametrize("name", OF_FORMAT)
@settings(max_examples=EXAMPLES)
@given(data=st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    """Any bytes read as any format give articles or problems."""
    check(data, name)


def check(data: bytes, name: str) -> None:
    """Read bytes, by content and as a format, and check what comes out."""
    for forced in (None, name):
        items = piped(data, format=forced)
        assert items or data, "something is said of every input"
        for item in items:
            assert isinstance(item, Article | Problem)
            assert not isinstance(item, Problem) or (item.message and item.rule != "reader-fault"), item
        for article in articles(items):
            assert article.text == carriable(article.text)
            for span in (article.headline, article.byline, article.dateline):
                assert span is None or article.text[span.start : span.end] == span.text
            article.model_dump_json().encode("utf-8")
        assert len({a.id for a in articles(items)}) == len(articles(items))
