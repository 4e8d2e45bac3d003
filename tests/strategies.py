"""Hypothesis strategies for valid annotations of any text: the laws of exporting and checking are tested on them."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from annotate.models import (
    Annotation,
    Article,
    Edit,
    Event,
    EventType,
    Mention,
    MentionForm,
    Model,
    Participant,
    ParticipantKind,
    PillarSet,
    ProposalItem,
    ProposalSet,
    Provenance,
    Quotation,
    QuotationKind,
    Repair,
    RepairKind,
    Span,
)

#: What text of articles is drawn from: everything that has broken an export somewhere.
_FRAGMENTS = (
    *("Zhang said", " ", ". ", "\n", "\r\n", "\r", "\n\n", "\t", "a", "=SUM(A1)", "+1", "-0.02", "@cmd", "'", '"'),
    *(",", ";", "|", "“Yes,” ", "he said", "\u0085", "\u2028", "\u00a0", "\u200b", "\u00ad", "\ufeff", "\ufffd"),
    *("😀", "👩‍👩‍👧", "e\u0301", "مرحبا", "中文", "שלום", "<b>&amp;</b>", "]]>", "_x000D_", "\\n", "\x7f", "\x80"),
)


def _xml_character(character: str) -> bool:
    """Say whether XML 1.0 can carry it: reading replaces the others, so no article's text holds them."""
    return (character >= " " or character in "\t\n\r") and character not in "\ufffe\uffff"


def texts(*, max_size: int = 30) -> st.SearchStrategy[str]:
    """Texts of articles, possibly empty; only characters that reading lets through."""
    free = st.characters(exclude_categories=["Cs"]).filter(_xml_character)
    pieces = st.one_of(st.sampled_from(_FRAGMENTS), free)
    return st.lists(pieces, max_size=max_size).map("".join)


def strings(*, min_size: int = 0) -> st.SearchStrategy[str]:
    """Names, roles and other strings, with odd white space; not bound to the text."""
    return texts(max_size=5).filter(lambda text: len(text) >= min_size)


def json_values() -> st.SearchStrategy[Any]:
    """Values of metadata, control characters and lone surrogates included."""
    words = st.one_of(strings(), st.text(st.characters(), max_size=5))
    numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    leaf = st.none() | st.booleans() | numbers | words
    return st.recursive(leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))


def iso_dates() -> st.SearchStrategy[str]:
    """Days, months and years that the calendar has."""
    days = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
    return st.builds(lambda day, length: day[:length], days, st.sampled_from((4, 7, 10)))


def published_dates() -> st.SearchStrategy[str]:
    """Dates, and date-times with and without seconds and zones."""
    days = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
    times = st.sampled_from(("T00:00", "T10:09", "T23:59:59", "T10:09:08.125"))
    zones = st.sampled_from(("", "Z", "+08:00", "-03:30"))
    return iso_dates() | st.builds(lambda *parts: "".join(parts), days, times, zones)


def confidences() -> st.SearchStrategy[float]:
    """Confidences with two decimals."""
    return st.integers(0, 100).map(lambda percent: percent / 100)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A span of a text that is not empty."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + 40)))
    return Span.of(text, start, end)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _several(strategy: st.SearchStrategy[Any], *, min_size: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, min_size=min_size, max_size=3).map(tuple)


@st.composite
def annotations(draw: st.DrawFn, *, article_ids: st.SearchStrategy[str] | None = None) -> Annotation:
    """Valid annotations: every span verbatim, every reference resolved, ids unique; anything else may happen."""
    text = draw(texts())
    article = draw(_articles(text, article_ids or strings(min_size=1)))
    provenance = draw(_provenances())
    if not text:
        return Annotation(article=article, provenance=provenance)
    span = spans(text)
    people = draw(_participants(text))
    known = [participant.id for participant in people]
    person = st.sampled_from(known) if known else st.nothing()
    some = st.lists(person, unique=True, max_size=3 if known else 0).map(tuple)
    maybe_person = _maybe(person) if known else st.none()
    events = [draw(_event(number, span, maybe_person, some)) for number in range(1, draw(st.integers(1, 4)))]
    main = events.pop(0) if events and draw(st.booleans()) else None
    return Annotation(
        article=article,
        event=main,
        related_events=tuple(events),
        participants=people,
        quotations=tuple(draw(_quotation(n, span, some)) for n in range(1, draw(st.integers(1, 4)))),
        proposals=tuple(draw(_proposal(n, span, maybe_person)) for n in range(1, draw(st.integers(1, 3)))),
        pillars=tuple(draw(_pillar(n, span)) for n in range(1, draw(st.integers(1, 3)))),
        repairs=draw(_several(_repair(text))),
        provenance=provenance,
    )


@st.composite
def _articles(draw: st.DrawFn, text: str, ids: st.SearchStrategy[str]) -> Article:
    span = _maybe(spans(text)) if text else st.none()
    words = st.text(st.characters(), max_size=5) | st.sampled_from(("title", "authors", "url"))
    return Article(
        id=draw(ids),
        source=draw(strings()),
        sha256=draw(st.sampled_from(("0" * 64, "0123456789abcdef" * 4))),
        text=text,
        language=draw(st.sampled_from(("en", "und", "zh-Hans", "en-GB"))),
        headline=draw(span),
        dateline=draw(span),
        byline=draw(span),
        published=draw(_maybe(published_dates())),
        metadata=draw(st.dictionaries(words, json_values(), max_size=3)),
    )


@st.composite
def _participants(draw: st.DrawFn, text: str) -> tuple[Participant, ...]:
    form = st.sampled_from(get_args(MentionForm))
    mention = st.builds(lambda s, f: Mention(start=s.start, end=s.end, text=s.text, form=f), spans(text), form)
    return tuple(
        Participant(
            id=f"p{number}",
            name=draw(strings(min_size=1)),
            kind=draw(st.sampled_from(get_args(ParticipantKind))),
            role=draw(_maybe(strings())),
            aliases=draw(_several(strings())),
            mentions=draw(_several(mention)),
            confidence=draw(confidences()),
        )
        for number in range(1, draw(st.integers(1, 4)))
    )


def _event(
    number: int,
    span: st.SearchStrategy[Span],
    person: st.SearchStrategy[str | None],
    some: st.SearchStrategy[tuple[str, ...]],
) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        id=st.just(f"e{number}"),
        name=_maybe(span),
        type=st.sampled_from(get_args(EventType)),
        date=_maybe(iso_dates()),
        date_end=_maybe(iso_dates()),
        date_text=_maybe(span),
        place=_maybe(span),
        host=person,
        participants=some,
        confidence=confidences(),
    )


def _quotation(
    number: int, span: st.SearchStrategy[Span], some: st.SearchStrategy[tuple[str, ...]]
) -> st.SearchStrategy[Quotation]:
    return st.builds(
        Quotation,
        id=st.just(f"q{number}"),
        kind=st.sampled_from(get_args(QuotationKind)),
        content=_several(span, min_size=1),
        cue=_maybe(span),
        source=_maybe(span),
        speakers=some,
        confidence=confidences(),
    )


def _proposal(
    number: int, span: st.SearchStrategy[Span], person: st.SearchStrategy[str | None]
) -> st.SearchStrategy[ProposalSet]:
    item = st.builds(ProposalItem, ordinal=st.integers(1, 12), marker=_maybe(span), content=span)
    return st.builds(
        ProposalSet,
        id=st.just(f"s{number}"),
        label=_maybe(span),
        proposer=person,
        proposer_text=_maybe(span),
        declared_count=_maybe(st.integers(1, 12)),
        items=_several(item, min_size=1),
        confidence=confidences(),
    )


def _pillar(number: int, span: st.SearchStrategy[Span]) -> st.SearchStrategy[PillarSet]:
    return st.builds(
        PillarSet,
        id=st.just(f"g{number}"),
        label=span,
        declared_count=_maybe(st.integers(1, 12)),
        items=_several(span, min_size=1),
        confidence=confidences(),
    )


def _repair(text: str) -> st.SearchStrategy[Repair]:
    return st.builds(
        lambda span, kind, replacement: Repair(
            start=span.start, end=span.end, text=span.text, kind=kind, replacement=replacement
        ),
        spans(text),
        st.sampled_from(get_args(RepairKind)),
        _maybe(strings()),
    )


def _provenances() -> st.SearchStrategy[Provenance]:
    edit = st.builds(Edit, when=published_dates(), who=strings(), path=strings(), note=strings())
    model = st.builds(Model, name=strings(), sha256=st.just("ab" * 32))
    words = st.text(st.characters(), max_size=5)
    return st.builds(
        Provenance,
        tool=strings(min_size=1),
        version=strings(),
        models=_several(model),
        options=st.dictionaries(words, json_values(), max_size=2),
        edits=_several(edit),
    )
