"""Refusals, feelings, listeners, gestures and titles of works are no quotations; a bare noun phrase is no statement."""

from __future__ import annotations

import pytest

from annotate.analyse.findings import Attribution, Range
from annotate.analyse.quotations.no_speech import spoken, stated
from annotate.analyse.text.sentences import segment


def _attribution(text: str, content: str, cue: str, source: str) -> Attribution:
    def at(words: str) -> Range:
        start = text.index(words)
        return Range(start, start + len(words))

    return Attribution((at(content),), at(cue), at(source), 0.9, "case")


NOTHING_SAID = [
    ("The mill declined to comment.", "to comment", "declined", "The mill"),
    ("The mill refused to comment on the request.", "the request", "refused to comment on", "The mill"),
    ("Ida Marsh was furious with the umpire.", "the umpire", "was furious with", "Ida Marsh"),
    ("Ida Marsh thanked the nurses.", "the nurses", "thanked", "Ida Marsh"),
    ("Ida Marsh said nothing.", "nothing", "said", "Ida Marsh"),
    ("The inquiry was told on Monday.", "The inquiry", "was told", "Monday"),
    ("Ida Marsh was accused of fraud.", "fraud", "was accused of", "Ida Marsh"),
    ("Ida Marsh, charged with theft, wept.", "theft", "charged with", "Ida Marsh"),
    ('The hymn, called "Low Water", was sung.', '"Low Water"', "called", "The hymn"),
]
DONE = [
    ("The trust sued the mill over its weir.", "the mill over its weir", "sued", "The trust"),
    ("Harn saw rents fall in May.", "rents fall in May", "saw", "Harn"),
    ("The council passed a ban on boats.", "a ban on boats", "passed", "The council"),
    ("You probably know the rules.", "the rules", "probably know", "You"),
    ("The council must insist on repairs.", "repairs", "must insist on", "The council"),
    ("The whole board lined up behind him.", "him", "lined up behind", "The whole board"),
]
SEEN = [
    ("Ida Marsh saw that rents fell.", "that rents fell", "saw", "Ida Marsh"),
    ("Ida Marsh saw the mill as a friend.", "the mill as a friend", "saw", "Ida Marsh"),
    ("Lest you assume that it is safe, look.", "that it is safe", "assume", "you"),
]
ACCUSING = [
    ("Tom Hale accused Ida Marsh of fraud.", "Ida Marsh of fraud", "accused", "Tom Hale"),
    ("Ida Marsh was accused by Tom Hale of fraud.", "of fraud", "was accused", "Tom Hale"),
]
SAID = [
    ("The mill declined to say that it was safe.", "that it was safe", "declined", "The mill"),
    ("Ida Marsh was furious that the umpire had slept.", "that the umpire had slept", "was furious", "Ida Marsh"),
    ("Ida Marsh said nothing had changed.", "nothing had changed", "said", "Ida Marsh"),
    ('Ida Marsh called it "a shame".', 'it "a shame"', "called", "Ida Marsh"),
    ('Ida Marsh, who read the book, called "Help!" twice.', '"Help!"', "called", "Ida Marsh"),
]


@pytest.mark.parametrize(("text", "content", "cue", "source"), [*NOTHING_SAID, *DONE])
def test_nothing_is_said(text: str, content: str, cue: str, source: str) -> None:
    """What names no words of anybody is left out."""
    assert spoken(segment(text), _attribution(text, content, cue, source)) is None


@pytest.mark.parametrize(("text", "content", "cue", "source"), [*SAID[1:4], *ACCUSING, *SEEN])
def test_something_is_said(text: str, content: str, cue: str, source: str) -> None:
    """A clause or a marked stretch is said, whatever the verb."""
    one = _attribution(text, content, cue, source)
    assert spoken(segment(text), one) == one


def test_a_gesture_behind_a_closed_quotation_names_no_speaker() -> None:
    """The next sentence tells what somebody else does; before a comma it would be a verb of speech."""
    closed = 'Ida looked up. "You had the keys." The foreman shrugged.'
    one = spoken(segment(closed), _attribution(closed, '"You had the keys."', "shrugged", "The foreman"))
    assert one is not None
    assert (one.source, one.cue) == (None, None)
    comma = '"You had the keys," the foreman shrugged.'
    other = spoken(segment(comma), _attribution(comma, '"You had the keys,"', "shrugged", "the foreman"))
    assert other is not None
    assert other.source is not None


@pytest.mark.parametrize(
    ("content", "cue", "sure"),
    [("the new plan", "endorsed", False), ("that", "denied", False), ("the plan would fail", "feared", True)],
)
def test_a_bare_noun_phrase_is_no_statement(content: str, cue: str, sure: bool) -> None:
    """Its confidence is even at most; that of a clause stays."""
    text = f"Ida Marsh {cue} {content}."
    (one,) = stated(segment(text), [_attribution(text, content, cue, "Ida Marsh")])
    assert (one.confidence > 0.5) is sure
