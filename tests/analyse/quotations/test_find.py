"""What is done with the model's contents: headings, speakers' labels, and forms that it takes for one."""

from __future__ import annotations

import pytest

from annotate.analyse.findings import Attribution, Range
from annotate.analyse.quotations.by_form import by_form
from annotate.analyse.quotations.edges import trimmed, without_headings
from annotate.analyse.quotations.find import joined, somebody
from annotate.analyse.text.sentences import segment


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\"It will be bad.\"\n'All Bets Are Off.'\n", ['"It will be bad."']),
        ("\u201cIt will be bad.\u201d\n\u2018All Bets\u2019\nMore", ["\u201cIt will be bad.\u201d"]),
        ('"It will be bad."\n"All bets are off."\n', ['"It will be bad."', '"All bets are off."']),
        ("\"It will be bad.\n'All bets are off.'\n", ['"It will be bad.', "'All bets are off.'"]),
        ("'All Bets Are Off.'\n\"It will be bad.\"\n", ["'All Bets Are Off.'", '"It will be bad."']),
    ],
)
def test_headings(text: str, kept: list[str]) -> None:
    """A short line in other marks behind a closed quotation is a heading; anything else belongs to what is said."""
    parts, at = [], 0
    for line in text.splitlines()[:2]:
        parts.append(Range(at, at + len(line)))
        at += len(line) + 1
    assert [part.of(text) for part in without_headings(text, parts)] == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("WALLACE: Do you agree?", "Do you agree?"),
        ("He asked.\n\u201cMR. WALLACE: Do you agree?", "Do you agree?"),
        ("Do you agree,", "Do you agree"),
        ("NASA: the first years", "the first years"),
        ("On this: nothing", "On this: nothing"),
    ],
)
def test_labels(text: str, kept: str) -> None:
    """The name of a speaker in capitals at the head of a line is not said, nor is the comma behind the words."""
    start = text.rfind("\n") + 1
    assert trimmed(text, Range(start, len(text))).of(text) == kept


def test_a_label_in_a_line_is_said() -> None:
    """Capitals and a colon amid a line are words like others."""
    text = "He said NASA: the first years was a good book"
    assert trimmed(text, Range(8, len(text))).of(text) == text[8:]


def test_several_forms_are_not_one_quotation() -> None:
    """What the model took for one quotation over two signed ones gives way to both."""
    text = "\u201cWe need help now.\u201d \u2015 Ana Diaz\n\u201cNobody came to us.\u201d \u2015 Jan Vos"
    layout = segment(text)
    forms = by_form(layout)
    assert len(forms) == 2
    both = Attribution((Range(0, text.rindex(" \u2015")),), None, None, 0.9, "model")
    assert joined([both], forms) == forms
    one = Attribution((forms[0].content[0],), None, None, 0.9, "model")
    assert joined([one], forms) == [one, forms[1]]


def test_datelines_and_bylines_do_not_speak() -> None:
    """A place in the dateline is nobody, whatever the model takes it for."""
    text = "Ana Diaz\nPARIS \u2014 Saying that all was well, the minister left on Monday evening."
    layout = segment(text, byline=Range(0, 8), dateline=Range(9, 16))
    assert somebody(layout, Range(0, 5), 9) is None
    assert somebody(layout, Range(0, 8), 0) is None
    where = text.index("the minister")
    assert somebody(layout, Range(where, where + 12), 0) == Range(where, where + 12)


def test_a_signed_quotation_is_no_piece_of_the_one_before_it() -> None:
    """What the model took for the second piece of somebody's quotation is said by whoever signs it."""
    text = '"It is done," Ann Lind said.\n\n\u201cWe need help now.\u201d \u2014 Ana Diaz'
    (form,) = by_form(segment(text))
    said = text.index("Ann")
    both = Attribution((Range(0, 13), form.content[0]), Range(said + 9, said + 13), Range(said, said + 8), 0.9, "model")
    assert [(len(a.content), a.source) for a in joined([both], [form])] == [(1, both.source), (1, form.source)]
