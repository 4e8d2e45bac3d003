"""Pieces of one quotation around several attributions become one."""

from __future__ import annotations

from annotate.analyse.findings import Attribution, Range
from annotate.analyse.quotations.pieces import rejoined
from annotate.analyse.text.sentences import segment


def _at(text: str, words: str) -> Range:
    start = text.index(words)
    return Range(start, start + len(words))


def _one(text: str, content: str, cue: str, source: str, confidence: float = 0.9) -> Attribution:
    return Attribution((_at(text, content),), _at(text, cue), _at(text, source), confidence, "case")


TEXT = '"The bridge," said Pia Holm, "was old, and," she added, "everyone knew." "So did I," Tom Marsh said.'


def test_three_pieces_are_one_quotation() -> None:
    """The middle one, which nobody had, comes back, and the name goes before the pronoun."""
    first = _one(TEXT, '"The bridge,"', "said", "Pia Holm")
    last = _one(TEXT, '"everyone knew."', "added", "she", 0.95)
    other = _one(TEXT, '"So did I,"', "said", "Tom Marsh")
    found = rejoined(segment(TEXT), [first, last, other])
    assert [[c.of(TEXT) for c in a.content] for a in found] == [
        ['"The bridge,"', '"was old, and,"', '"everyone knew."'],
        ['"So did I,"'],
    ]
    assert found[0].source == first.source


def test_two_named_speakers_stay_two() -> None:
    """Where both pieces have a speaker by name, they are two quotations."""
    text = '"The bridge," said Pia Holm, "was old," said Tom Marsh.'
    parts = [_one(text, '"The bridge,"', "said", "Pia Holm"), _one(text, '"was old,"', "said Tom", "Tom Marsh")]
    assert rejoined(segment(text), parts) == parts


def test_marked_words_in_running_text_are_no_pieces() -> None:
    """What is not closed by a comma before the attribution begins goes its own way."""
    text = 'Mr Flynn was "absolutely right" when he said that, under fire, "the walls fell."'
    parts = [_one(text, '"absolutely right"', "said", "Mr Flynn")]
    assert rejoined(segment(text), parts) == parts


def test_what_stands_between_pieces_stays() -> None:
    """An attribution between two pieces that has other words is kept."""
    text = '"The bridge," said Pia Holm, who said it was hers, "was old."'
    parts = [_one(text, '"The bridge,"', "said", "Pia Holm"), _one(text, "it was hers", "who said", "who")]
    assert len(rejoined(segment(text), parts)) == 2
