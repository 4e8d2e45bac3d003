"""Changes as laws: whatever is asked, an annotation stays valid, keeps its article, and can be put back."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotate.check import check_annotation
from annotate.models import Annotation, Event
from annotate.review.changes import ChangeError, applied
from tests.support.annotations import annotation, person, quotation, seed_annotations, span

TEXT = "Ana Soto said the dam is safe. Bo Lind asked Soto for three steps: sensors, drills. She agreed."
PARTS = (
    "content", "cue", "source", "name", "date_text", "place", "label", "proposer_text", "items", "markers", "mentions",
)  # fmt: skip
FIELDS = (
    "kind", "speakers", "type", "date", "date_end", "host", "participants", "role", "name", "aliases", "proposer",
    "declared_count",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, "direct", "person", "p1", "p99", ["p2", "p1"], ["p1", "p1"], 3, 0, "Soto", "2024-02-30", "2024", [], {}, 1.5,
)  # fmt: skip


def small() -> Annotation:
    """Return an annotation of a few sentences."""
    return annotation(
        TEXT,
        participants=(person(TEXT, 1, "Ana Soto"), person(TEXT, 2, "Bo Lind", confidence=0.4)),
        quotations=(quotation(TEXT, 1, "the dam is safe", kind="indirect", cue=span(TEXT, "said"), speakers=("p1",)),),
        event=Event(id="e1", type="other", host="p1", participants=("p1", "p2"), confidence=0.5),
    )


def where(words: str) -> list[int]:
    """Return the place of some words as a change gives it."""
    found = span(TEXT, words)
    return [found.start, found.end]


def done(*changes: dict[str, Any]) -> Annotation:
    """Return the small annotation after some changes."""
    found = small()
    for change in changes:
        found = applied(found, change).annotation
    return found


def test_ids_follow_the_text() -> None:
    """A finding that stands earlier takes the number of the one behind it, and every reference follows."""
    made = applied(small(), {"do": "add", "what": "participant", "span": where("dam")})
    assert made.id == "p2"
    assert [p.name for p in made.annotation.participants] == ["Ana Soto", "dam", "Bo Lind"]
    assert made.annotation.event
    assert made.annotation.event.participants == ("p1", "p3")


def test_rejecting_a_participant_leaves_no_reference() -> None:
    """Whoever is gone speaks, hosts and proposes nothing more."""
    found = done({"do": "remove", "id": "p1"})
    assert found.quotations[0].speakers == ()
    assert found.event
    assert (found.event.host, found.event.participants) == (None, ("p1",))


def test_merging_and_splitting() -> None:
    """Two participants become one with all mentions; some mentions become one of their own."""
    found = done({"do": "merge", "id": "p1", "into": "p2"})
    assert [(p.name, p.aliases, len(p.mentions)) for p in found.participants] == [("Bo Lind", ("Ana Soto",), 2)]
    assert found.quotations[0].speakers == ("p1",)
    apart = applied(found, {"do": "split", "id": "p1", "mentions": [0]}).annotation
    assert [(p.name, p.aliases) for p in apart.participants] == [("Ana Soto", ()), ("Bo Lind", ())]


def test_lists() -> None:
    """Items stand in the order of the text and are numbered; markers go to their items; counts can be set."""
    found = done(
        {"do": "add", "what": "proposals", "span": where("drills")},
        {"do": "span", "id": "s1", "part": "items", "index": 1, "span": where("sensors")},
        {"do": "span", "id": "s1", "part": "label", "span": where("three steps")},
        {"do": "span", "id": "s1", "part": "markers", "index": 0, "span": where(":")},
        {"do": "set", "id": "s1", "field": "declared_count", "value": 3},
        {"do": "set", "id": "s1", "field": "proposer", "value": "p2"},
    )
    (listed,) = found.proposals
    assert [(i.ordinal, i.marker and i.marker.text, i.content.text) for i in listed.items] == [
        (1, ":", "sensors"),
        (2, None, "drills"),
    ]
    assert (listed.label and listed.label.text, listed.proposer, listed.declared_count) == ("three steps", "p2", 3)


def test_mentions() -> None:
    """A new mention says how it names its participant as well as that can be told; a person can say otherwise."""
    found = done(
        {"do": "span", "id": "p1", "part": "mentions", "index": 1, "span": [45, 49]},
        {"do": "span", "id": "p1", "part": "mentions", "index": 2, "span": where("She")},
    )
    assert [m.form for m in found.participants[0].mentions] == ["name", "short_name", "pronoun"]
    found = applied(found, {"do": "form", "id": "p1", "index": 2, "value": "nominal"}).annotation
    assert found.participants[0].mentions[2].form == "nominal"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"do": "nothing"}, "there is no change 'nothing'"),
        ({"do": "span", "id": "q9", "part": "cue", "span": [0, 3]}, "there is no 'q9'"),
        ({"do": "span", "id": "q1", "part": "cue", "span": [0, 999]}, "lies outside the text"),
        ({"do": "span", "id": "q1", "part": "cue", "span": [8, 9]}, "only white space"),
        ({"do": "span", "id": "q1", "part": "content", "index": 0, "span": None}, "the last part cannot be removed"),
        ({"do": "span", "id": "q1", "part": "place", "span": [0, 3]}, "has no part 'place'"),
        ({"do": "span", "id": "q1"}, "lacks a key"),
        ({"do": "set", "id": "q1", "field": "confidence", "value": 2}, "no field 'confidence'"),
        ({"do": "set", "id": "q1", "field": "kind", "value": "shouted"}, "shouted"),
        ({"do": "set", "id": "p1", "field": "name", "value": "Anna"}, "must stand in the text"),
        ({"do": "set", "id": "e1", "field": "date", "value": "2024-02-30"}, "2024-02-30"),
        ({"do": "merge", "id": "p1", "into": "p1"}, "two different participants"),
        ({"do": "split", "id": "p1", "mentions": [0]}, "leave some"),
        ({"do": "add", "what": "event", "span": [0, 3]}, "a main event already"),
        ({"do": "add", "what": "rumour", "span": [0, 3]}, "no kind of finding 'rumour'"),
        ({"do": "restore", "annotation": {"quotations": [{}]}}, "lacks a key"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value.get("do")),
)
def test_what_cannot_be(change: dict[str, Any], why: str) -> None:
    """A change that cannot be made is refused with a sentence."""
    with pytest.raises(ChangeError, match=why):
        applied(small(), change)


def test_an_earlier_state_of_another_article() -> None:
    """Findings of another article are refused, since their spans hold other words."""
    other = seed_annotations()[0].model_dump(mode="json")
    with pytest.raises(ChangeError):
        applied(small(), {"do": "restore", "annotation": other})


IDS = st.sampled_from(["p1", "p2", "p3", "q1", "q2", "e1", "e2", "s1", "g1", "r1", "", "zz"])
SPANS = st.none() | st.lists(st.integers(-2, len(TEXT) + 2), min_size=0, max_size=3)
NUMBERS = st.integers(-1, 3)
WHAT = st.sampled_from(["quotation", "participant", "proposals", "pillars", "event"])
FORMS = st.sampled_from(["name", "loud"])


def change(do: str, **arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return changes of a kind, whatever their arguments."""
    return st.fixed_dictionaries({"do": st.just(do), **arguments})


CHANGES = st.one_of(
    change("span", id=IDS, part=st.sampled_from(PARTS), span=SPANS, index=NUMBERS),
    change("set", id=IDS, field=st.sampled_from(FIELDS), value=st.sampled_from(VALUES)),
    change("add", what=WHAT, span=SPANS),
    change("remove", id=IDS),
    change("accept", id=IDS),
    change("confirm"),
    change("merge", id=IDS, into=IDS),
    change("split", id=IDS, mentions=st.lists(NUMBERS, max_size=3)),
    change("form", id=IDS, index=NUMBERS, value=FORMS),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, max_size=12))
def test_whatever_is_asked(changes: list[dict[str, Any]]) -> None:
    """After any changes there is no error and the article is as it was; the first state can be put back."""
    first = found = small()
    for asked in changes:
        with suppress(ChangeError):
            found = applied(found, asked).annotation
    assert [fault for fault in check_annotation(found) if fault.severity == "error"] == []
    assert found.article == first.article
    back = applied(found, {"do": "restore", "annotation": first.model_dump(mode="json")}).annotation
    assert back == first


@pytest.mark.parametrize("found", seed_annotations(), ids=lambda a: a.article.id)
def test_what_is_in_order_stays_as_it_is(found: Annotation) -> None:
    """Looking through an annotation changes nothing in it."""
    assert applied(found, {"do": "confirm"}).annotation == found
