"""Turns of a script: which lines make one, whose they are, and how far each goes."""

from __future__ import annotations

import pytest

from annotate.analyse.text.scripts import asks, is_office
from annotate.analyse.text.sentences import segment


def _turns(text: str) -> list[tuple[str, list[str]]]:
    return [(t.label.of(text), [c.of(text) for c in t.content]) for t in segment(text).turns]


SCRIPTS = [
    "HOST: Will it rain?\n\nDR. MOSS: It will.\n\nHOST: When?",
    "Q: Will it rain?\n\nA: It will.\n\nQ: When?",
    "Nora Platt: Will it rain?\n\nUgo Stein: It will.\n\nNora: When?\n\nUgo: At noon.",
    "THE COURT: Sit down.\n\nMR. LUND: I will.\n\nTHE COURT: Now.",
]
NO_SCRIPTS = [
    "What: a fair\n\nWhere: the park\n\nWhen: Sunday\n\nWho: everybody\n\nCost: none",
    "READ MORE: Rain in Hull\n\nREAD MORE: Snow in Bath\n\nREAD MORE: Fog in Ely\n\nREAD MORE: Sun in Rye",
    "Pros: cheap\n\nCons: slow\n\nPros: light\n\nCons: loud",
    "MOSS: It will rain.\n\nThe forecast was right.",
    "Bath: the road is shut.\n\nNobody was hurt, police said.",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_every_line_of_a_script_is_a_turn(text: str) -> None:
    """Labels that come again make a script: names, offices and letters, in capitals or not."""
    assert [[label, content] for label, (content,) in _turns(text)] == [
        line.split(": ", 1) for line in text.split("\n\n")
    ]


@pytest.mark.parametrize("text", NO_SCRIPTS)
def test_labels_of_a_page_make_no_script(text: str) -> None:
    """What a page prints before a colon names nobody, and one line makes no script."""
    assert _turns(text) == []


def test_a_turn_goes_on_where_its_speaker_does() -> None:
    """A paragraph without a label belongs to the turn if it speaks in the first or second person; an aside never."""
    text = (
        "HOST: Will it rain?\n\nMOSS: It will.\n\nI have seen the charts.\n\n(Laughter)\n\nHOST: When?\n\n"
        "MOSS: At noon.\n\nThe hall emptied."
    )
    assert [content for _, content in _turns(text)] == [
        ["Will it rain?"],
        ["It will.", "I have seen the charts."],
        ["When?"],
        ["At noon."],
    ]


def test_a_note_is_no_part_of_label_or_turn() -> None:
    """What stands in brackets behind a name says how he speaks."""
    text = "HOST: Will it rain?\n\nMOSS (laughing): It will.\n\nHOST: When?\n\nMOSS [off]: At noon."
    assert [label for label, _ in _turns(text)] == ["HOST", "MOSS", "HOST", "MOSS"]


@pytest.mark.parametrize(
    ("label", "office"),
    [("THE WITNESS", True), ("Q", True), ("SPEAKER 2", True), ("MRS. HALE", False), ("CHAIR HALE", False)],
)
def test_offices(label: str, office: bool) -> None:
    """A label whose every word is an office of the conversation, or stands beside one, names nobody."""
    assert is_office(label) is office


def test_letters() -> None:
    """Q asks, A answers, and a name does neither by itself."""
    assert [asks(label) for label in ("Q", "A", "Question", "HALE")] == [True, False, True, None]
