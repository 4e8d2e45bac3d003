"""Bytes in many encodings, and how the choice is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.reading import SENTENCE, articles, piped, rules

WESTERN = "The café society said that it would “go on” — for £5 at the très chic place. The minister said so."
SAMPLES = {
    "cp1252": WESTERN,
    "latin-1": "Le ministre a déclaré que la réunion aurait lieu mardi à Paris; il a été décidé de continuer.",
    "mac_roman": "“It’s” the thing that they said would go on for the day — he said.",
    "cp1250": "Ministrowie spotkali się we wtorek w Warszawie, żeby omówić budżet państwa.",
    "cp1251": "Министры встретились во вторник в Москве и обсудили бюджет страны.",
    "koi8-r": "Министры встретились во вторник в Москве и обсудили бюджет страны.",
    "cp1254": "Üçüncü toplantı salı günü Ankara'da yapıldı, bakan konuştu ve şunları söyledi.",
    "gb18030": "部长们星期二在北京会面讨论合作问题，并发表了联合声明。",
    "shift_jis": "大臣は火曜日に東京で会談し、予算について話し合った。",
    "utf-16": WESTERN,
    "utf-32": WESTERN,
    "utf-16-le": SENTENCE,
    "utf-8-sig": WESTERN,
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_encoding_is_told(encoding: str) -> None:
    """The encoding is told from mark or content, and the metadata say so."""
    items = piped(SAMPLES[encoding].encode(encoding), format="text")
    (article,) = articles(items)
    assert article.text == SAMPLES[encoding]
    assert article.metadata["encoding"]["known_by"] in ("byte order mark", "detected")


@pytest.mark.parametrize("encoding", SAMPLES)
def test_encoding_is_chosen(encoding: str) -> None:
    """The user's word overrules detection, and a byte order mark of the same family is no text."""
    (article,) = piped(SAMPLES[encoding].encode(encoding), format="text", encoding=encoding)
    assert article.text == SAMPLES[encoding]  # type: ignore[union-attr]


def test_utf8_is_not_worth_a_word() -> None:
    """Plain UTF-8 is read without a warning and without metadata."""
    (article,) = articles(piped(WESTERN.encode()))
    assert article.metadata == {}


def test_detection_is_said() -> None:
    """Bytes that are not UTF-8 are read by detection, with a warning that says where and what to do."""
    warning, _ = piped(WESTERN.encode("cp1252"))
    assert str(warning).startswith("-:1:8: warning: it is not UTF-8; its encoding was detected as windows-1252")


def test_a_few_broken_bytes() -> None:
    """UTF-8 with a few broken bytes stays UTF-8, with U+FFFD for them and a warning."""
    items = piped((WESTERN * 3).encode() + b"\xe2\x80 end", format="text")
    assert rules(items) == ["encoding"]
    assert articles(items)[0].text == WESTERN * 3 + "\ufffd end"


def test_the_users_word_is_strict() -> None:
    """Bytes that are not in the chosen encoding are a problem, not a guess; a name that is none is said so."""
    assert rules(piped(b"caf\xe9", encoding="utf-8")) == ["encoding"]
    assert rules(piped(b"caf\xe9", encoding="utf-9")) == ["encoding"]


@given(st.binary(min_size=1, max_size=300), st.sampled_from([None, "utf-8", "cp1252", "utf-16", "nonsense", "base64"]))
def test_any_bytes_in_any_encoding(data: bytes, encoding: str | None) -> None:
    """Any bytes in any encoding give one article or problems, and no exception."""
    items = piped(data, format="text", encoding=encoding)
    assert len(articles(items)) + len(rules(items)) >= 1
