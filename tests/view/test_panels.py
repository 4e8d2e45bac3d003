"""The panels beside the text: shares, order, names, dates."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from annotate.export import load
from annotate.models import Event
from annotate.view.panels import COLOURS, panels, title
from tests.support.annotations import annotation, person, quotation, seed_annotations, span

INTERVIEW = Path(__file__).parent / "files" / "interview.json"
TEXT = 'Ines Caldwell said "yes, at once" and Theo Brandt said "no", they said "we will see".'


@pytest.mark.parametrize("name", ["panels", "tree", "characters"])
def test_examples(name: str) -> None:
    """The examples in the docstrings hold."""
    assert doctest.testmod(import_module(f"annotate.view.{name}")).failed == 0


def test_who_speaks_most_comes_first() -> None:
    """Shares are of the quoted words; a joint quotation is shared equally, and each speaker lists it."""
    found = annotation(
        TEXT,
        participants=(person(TEXT, 1, "Ines Caldwell"), person(TEXT, 2, "Theo Brandt")),
        quotations=(
            quotation(TEXT, 1, '"yes, at once"', speakers=("p1",)),
            quotation(TEXT, 2, '"no"', speakers=("p2",)),
            quotation(TEXT, 3, '"we will see"', speakers=("p1", "p2")),
        ),
    )
    beside = panels(found)
    told = [(voice.name, voice.percent, [s.id for s in voice.said]) for voice in beside.speaking]
    assert told == [("Ines Caldwell", 64, ["q1", "q3"]), ("Theo Brandt", 36, ["q2", "q3"])]
    assert beside.said[2].who == "Ines Caldwell and Theo Brandt"


def test_a_source_that_is_no_participant_keeps_its_words() -> None:
    """A quotation without a speaker is shown with the words of its source, under other sources."""
    text = 'A clerk said "no comment".'
    found = annotation(text, quotations=(quotation(text, 1, '"no comment"', source=span(text, "A clerk")),))
    beside = panels(found)
    assert (beside.said[0].who, beside.said[0].named) == ("A clerk", False)
    assert [(voice.id, voice.percent) for voice in beside.voices] == [("", 100)]


def test_more_speakers_than_colours() -> None:
    """Speakers beyond the colours share the neutral one."""
    text = " ".join(f'Person{n} said "word{n} word".' for n in range(1, COLOURS + 3))
    found = annotation(
        text,
        participants=tuple(person(text, n, f"Person{n}") for n in range(1, COLOURS + 3)),
        quotations=tuple(quotation(text, n, f'"word{n} word"', speakers=(f"p{n}",)) for n in range(1, COLOURS + 3)),
    )
    assert [voice.colour for voice in panels(found).voices] == [*range(1, COLOURS + 1), 0, 0]


def test_events_in_the_order_of_their_dates() -> None:
    """The timeline is sorted by date; events without a date come last."""
    text = "The talks ended."
    dates = ["2021-03-05", None, "2020-11", "2021"]
    events = [Event(id=f"e{n}", type="talks", date=date, confidence=0.5) for n, date in enumerate(dates, 1)]
    beside = panels(annotation(text, event=events[0], related_events=tuple(events[1:])))
    assert [moment.day for moment in beside.moments] == ["November 2020", "2021", "5 March 2021", ""]
    assert [moment.main for moment in beside.moments] == [False, False, True, False]


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [("First line\nSecond", {}, "First line"), ("Text", {"title": "Beside  it"}, "Beside it"), (" \n", {}, "a")],
)
def test_what_an_article_is_called(text: str, metadata: dict[str, str], expected: str) -> None:
    """Without a headline the title beside the text is used, then its first line, then the id."""
    assert title(annotation(text, fields={"metadata": metadata})) == expected


def test_the_seed() -> None:
    """The diplomat speaks most in the interview, and the lists are there."""
    beside = panels(next(load(INTERVIEW)))
    assert beside.speaking[0].name == "Zhang Hanhui"
    assert [len(listing.items) for listing in beside.proposals] == [4]
    assert [text for _, _, text in beside.pillars[0].items] == ["security", "economy", "humanity"]


def test_shares_of_all_seeds_add_up() -> None:
    """The shares of an article's speakers add up to 100 percent, except for rounding."""
    for found in seed_annotations():
        voices = panels(found).speaking
        assert not voices or abs(sum(voice.percent for voice in voices) - 100) <= len(voices)
