"""People without names who speak or act are told by their noun and by what they do."""

from __future__ import annotations

import pytest

from annotate.analyse.cast.groups import acting_group, speaking_group
from annotate.analyse.findings import Range
from annotate.analyse.text.sentences import segment

SPEAKING = [
    ("European trade sources", "said", "European trade sources"),
    ("The sources", "said", "sources"),
    ("police", "said", "police"),
    ("Villagers in the valley", "said", "Villagers"),
    ("U.S. officials", "have praised", None),
    ("Some delegates", "said", None),
    ("two officials", "said", None),
    ("Critics of the plan", "said", None),
    ("The bank", "said", None),
]
ACTING = [
    ("Angry protesters broke into the hall on Tuesday.", "Angry protesters"),
    ("The strikers closed the port.", "strikers"),
    ("The minister met protesters on Tuesday.", None),
    ("Several protesters were hurt.", None),
]


@pytest.mark.parametrize(("source", "cue", "group"), SPEAKING)
def test_a_source_that_is_a_group(source: str, cue: str, group: str | None) -> None:
    """A plural noun for people names a group where it says something; "some" of them are nobody in particular."""
    text = f"{source} {cue} so."
    found = speaking_group(text, Range(0, len(source)), Range(len(source) + 1, len(source) + 1 + len(cue)))
    assert (found and found.of(text)) == group


@pytest.mark.parametrize(("text", "group"), ACTING)
def test_a_first_sentence_about_a_group(text: str, group: str | None) -> None:
    """Who acts in the first sentence is named there; who is acted on is not."""
    found = acting_group(segment(text))
    assert (found and found.of(text)) == group
