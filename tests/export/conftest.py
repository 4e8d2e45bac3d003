"""One annotation, made by hand, that shows every part of the contract."""

from __future__ import annotations

import pytest

from annotate.models import (
    Annotation,
    Article,
    Edit,
    Event,
    Mention,
    MentionForm,
    Participant,
    PillarSet,
    ProposalItem,
    ProposalSet,
    Provenance,
    Quotation,
    Repair,
    Span,
)
from tests.support.places import SEEDS

_SEED = SEEDS


@pytest.fixture(scope="session")
def seed() -> Annotation:
    """Return part of what the seed article says, as a careful reader would note it."""
    text = next(_SEED.rglob("000_cb216ce5513ace95.txt")).read_text(encoding="utf-8")

    def span(words: str, nth: int = 0) -> Span:
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        return Span.of(text, start, start + len(words))

    def mention(words: str, form: MentionForm, nth: int = 0) -> Mention:
        found = span(words, nth)
        return Mention(start=found.start, end=found.end, text=found.text, form=form)

    lost = span("th meeting")
    return Annotation(
        article=Article(
            id="seed",
            source="seed.txt",
            sha256="0" * 64,
            text=text,
            language="en",
            headline=span("Cooperation more vital than ever, diplomat says"),
            published="2020-11-12T10:09",
            metadata={"url": "https://news.example/a?b=ü", "authors": ["A. B.", "C. D."], "views": 3},
        ),
        event=Event(
            id="e1",
            name=span("meeting of the Council of Heads of State of the SCO"),
            type="summit",
            date="2020-11-10",
            date_text=span("Tuesday"),
            host="p4",
            participants=("p2", "p3"),
            confidence=0.9,
        ),
        related_events=(
            Event(id="e2", name=span("blue book"), type="report", date_text=span("Monday"), host="p3", confidence=0.4),
        ),
        participants=(
            Participant(
                id="p1",
                name="Zhang Hanhui",
                kind="person",
                role="Chinese Ambassador to Russia",
                aliases=("Zhang",),
                mentions=(mention("Zhang Hanhui", "name"), mention("The diplomat", "nominal")),
                confidence=0.98,
            ),
            Participant(
                id="p2", name="Xi Jinping", kind="person", mentions=(mention("Xi Jinping", "name"),), confidence=0.97
            ),
            Participant(
                id="p3",
                name="Shanghai Cooperation Organization",
                kind="organization",
                aliases=("SCO",),
                mentions=(mention("Shanghai Cooperation Organization", "name"), mention("SCO", "short_name")),
                confidence=0.96,
            ),
            Participant(
                id="p4", name="Russia", kind="country", mentions=(mention("Russia", "name", 1),), confidence=0.95
            ),
            Participant(
                id="p5", name="members", kind="group", mentions=(mention("members", "nominal"),), confidence=0.5
            ),
        ),
        quotations=(
            Quotation(
                id="q1",
                kind="indirect",
                content=(span("A spirit of multilateralism advanced at the heads of state summit"),),
                cue=span("said"),
                source=span("Chinese Ambassador to Russia Zhang Hanhui"),
                speakers=("p1",),
                confidence=0.9,
            ),
            Quotation(
                id="q2",
                kind="indirect",
                content=(span("The COVID pandemic underscores"), span("peace and stability")),
                cue=span("said", 2),
                source=span("the blue book"),
                confidence=0.45,
            ),
            Quotation(id="q3", kind="mixed", content=(span("Shanghai Spirit"),), speakers=("p1", "p2"), confidence=0.6),
        ),
        proposals=(
            ProposalSet(
                id="s1",
                label=span("fourpoint proposal"),
                proposer="p1",
                proposer_text=span("Zhang", 2),
                declared_count=4,
                items=(
                    ProposalItem(ordinal=1, marker=span("First"), content=span("First, the SCO countries")),
                    ProposalItem(ordinal=2, content=span("Second, the members should further cement")),
                ),
                confidence=0.85,
            ),
        ),
        pillars=(
            PillarSet(
                id="g1",
                label=span("three pillar sectors"),
                declared_count=3,
                items=(span("security"), span("economy"), span("humanity")),
                confidence=0.8,
            ),
        ),
        repairs=(Repair(start=lost.start, end=lost.start + 2, text="th", kind="lost_digits"),),
        provenance=Provenance(
            tool="annotate",
            version="0.1.0",
            edits=(Edit(when="2026-01-01", who="E. F.", path="$.event.host", note="see paragraph 3"),),
        ),
    )
