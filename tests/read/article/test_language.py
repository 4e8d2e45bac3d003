"""The language of a text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.read.article.language import declared, detect
from tests.support.shared import shared

SAMPLES = {
    "en": "The minister said on Tuesday that the talks would go on.",
    "fr": "Le ministre a déclaré que la réunion aurait lieu mardi à Paris avec les représentants.",
    "de": "Die Minister treffen sich am Dienstag in Berlin, um über den Haushalt zu sprechen.",
    "nl": "De minister zei dat de vergadering dinsdag wordt gehouden in Den Haag.",
    "es": "El presidente dijo que el acuerdo se firmará el martes en Madrid con los ministros.",
    "ru": "Министры встретились во вторник в Москве и обсудили бюджет.",
    "zh": "部长们星期二在北京会面讨论合作问题，并发表了联合声明。",
    "ar": "قال الوزير إن المحادثات ستستمر يوم الثلاثاء في القاهرة.",
}


@pytest.mark.parametrize(("tag", "text"), SAMPLES.items())
def test_language_of_a_sentence(tag: str, text: str) -> None:
    """One sentence of news is enough to tell its language."""
    assert detect(text) == tag


@pytest.mark.parametrize(
    "text", ["", "Hi", "123 456 789", "🎉🎉🎉", "xxx", "lorem ipsum dolor sit amet consectetur elit"]
)
def test_too_little_to_tell(text: str) -> None:
    """A text that is too short or no language is 'und', never a guess."""
    assert detect(text) == "und"


@pytest.mark.parametrize("name", ["data/records/dev_damaged.jsonl", "data/polnear/dev_damaged.jsonl"])
def test_damaged_english_is_english(name: str) -> None:
    """English that lost its dashes, digits and quotation marks is still English."""
    lines = shared(name).read_text("utf-8").split("\n")
    assert {detect(json.loads(line)["text"]) for line in lines if line.strip()} == {"en"}


def test_declared() -> None:
    """Codes, names and locales become a BCP 47 tag; what is none is as if undeclared."""
    given_ = ["en_US", "English", "eng", "EN", "zh-Hans-CN", "en_US.UTF-8", "und", "xx yy", "", None]
    assert [declared(v) for v in given_] == ["en-US", "en", "en", "en", "zh-Hans-CN", "en-US", None, None, None, None]


@given(st.text())
def test_any_text_has_a_tag(text: str) -> None:
    """Any text gets a tag, and none an exception."""
    assert 2 <= len(detect(text)) <= 3
