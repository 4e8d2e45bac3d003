"""Generated annotations, valid and odd: the laws of exporting and checking are tested on them.

Hypothesis draws a seed and a size; the rest is ordinary random choice, a hundred times faster than drawing every field.
A failing case shrinks by size and prints the seed, from which `random_annotation` makes it again.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any, TypeVar, get_args

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

_T = TypeVar("_T")

#: What texts are drawn from: everything that has broken an export somewhere.
FRAGMENTS = (
    *("Zhang said", " ", ". ", "\n", "\r\n", "\r", "\n\n", "\t", "a", "=SUM(A1)", "+1", "-0.02", "@cmd", "'", '"'),
    *(",", ";", "|", "“Yes,” ", "he said", "\u0085", "\u2028", "\u00a0", "\u200b", "\u00ad", "\ufeff", "\ufffd"),
    *("😀", "👩‍👩‍👧", "e\u0301", "مرحبا", "中文", "שלום", "<b>&amp;</b>", "]]>", "_x000D_", "\\n", "\x7f", "\x80"),
    *("＝1", "%s", "{}", "\U0010fffd", "\ue000", "NULL", "NaN", "true", "0", "#REF!", "x" * 40),
)
#: What only metadata and options can hold: no XML, and some of it no UTF-8.
_WILD = (*FRAGMENTS, "\0", "\x1b", "\ud800", "\udfff", "\uffff", "\ufffe", "_x0000_")
_TIMES = ("T00:00", "T10:09", "T23:59:59", "T10:09:08.125")
_ZONES = ("", "Z", "+08:00", "-03:30")


def annotations(*, article_id: str | None = None) -> st.SearchStrategy[Annotation]:
    """Valid annotations: every span verbatim, every reference resolved, ids unique; anything else may happen."""
    return st.builds(
        lambda seed, size: random_annotation(seed, size, article_id), st.integers(0, 2**32 - 1), st.integers(0, 12)
    )


def several_annotations(*, min_size: int = 0, max_size: int = 3) -> st.SearchStrategy[list[Annotation]]:
    """Lists of valid annotations whose article ids differ, as in a run."""
    several = st.lists(annotations(), min_size=min_size, max_size=max_size)
    return several.map(lambda found: list({annotation.article.id: annotation for annotation in found}.values()))


def texts() -> st.SearchStrategy[str]:
    """Texts of articles, possibly empty, with all that may be in them."""
    return st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join)


def random_annotation(seed: int, size: int = 6, article_id: str | None = None) -> Annotation:
    """Return the annotation of a seed; `size` bounds the length of the text and the number of findings."""
    return _Maker(Random(seed), size).annotation(article_id)


class _Maker:
    """Makes one annotation by random choice."""

    def __init__(self, random: Random, size: int) -> None:
        self._random = random
        self._size = size
        self._text = self._words(3 * size)
        self._people: list[str] = []

    def annotation(self, article_id: str | None) -> Annotation:
        article, provenance = self._article(article_id), self._provenance()
        if not self._text:
            return Annotation(article=article, provenance=provenance)
        people = self._several(self._participant)
        self._people = [participant.id for participant in people]
        events = list(self._several(self._event))
        main = events.pop(0) if events and self._flip() else None
        return Annotation(
            article=article,
            event=main,
            related_events=tuple(events),
            participants=people,
            quotations=self._several(self._quotation),
            proposals=self._several(self._proposal),
            pillars=self._several(self._pillar),
            repairs=self._several(self._repair),
            provenance=provenance,
        )

    def _article(self, article_id: str | None) -> Article:
        return Article(
            id=article_id or self._words(3) or "a",
            source=self._words(3),
            sha256=self._digest(),
            text=self._text,
            language=self._random.choice(("en", "und", "zh-Hans", "en-GB")),
            headline=self._maybe(self._span) if self._text else None,
            dateline=self._maybe(self._span) if self._text else None,
            byline=self._maybe(self._span) if self._text else None,
            published=self._maybe(self._moment),
            metadata=self._wild_dictionary(),
        )

    def _participant(self, number: int) -> Participant:
        return Participant(
            id=f"p{number}",
            name=self._words(3) or " ",
            kind=self._random.choice(get_args(ParticipantKind)),
            role=self._maybe(lambda: self._words(3)),
            aliases=self._several(lambda _: self._words(2)),
            mentions=self._several(self._mention),
            confidence=self._confidence(),
        )

    def _mention(self, _: int) -> Mention:
        form = self._random.choice(get_args(MentionForm))
        return Mention(**self._span().model_dump(), form=form)

    def _event(self, number: int) -> Event:
        return Event(
            id=f"e{number}",
            name=self._maybe(self._span),
            type=self._random.choice(get_args(EventType)),
            date=self._maybe(self._day),
            date_end=self._maybe(self._day),
            date_text=self._maybe(self._span),
            place=self._maybe(self._span),
            host=self._person(),
            participants=self._some_people(),
            confidence=self._confidence(),
        )

    def _quotation(self, number: int) -> Quotation:
        return Quotation(
            id=f"q{number}",
            kind=self._random.choice(get_args(QuotationKind)),
            content=self._several(lambda _: self._span()) or (self._span(),),
            cue=self._maybe(self._span),
            source=self._maybe(self._span),
            speakers=self._some_people(),
            confidence=self._confidence(),
        )

    def _proposal(self, number: int) -> ProposalSet:
        return ProposalSet(
            id=f"s{number}",
            label=self._maybe(self._span),
            proposer=self._person(),
            proposer_text=self._maybe(self._span),
            declared_count=self._maybe(lambda: self._random.randint(1, 12)),
            items=self._several(self._proposal_item) or (self._proposal_item(1),),
            confidence=self._confidence(),
        )

    def _proposal_item(self, number: int) -> ProposalItem:
        ordinal = number if self._flip() else self._random.randint(1, 99)
        return ProposalItem(ordinal=ordinal, marker=self._maybe(self._span), content=self._span())

    def _pillar(self, number: int) -> PillarSet:
        return PillarSet(
            id=f"g{number}",
            label=self._span(),
            declared_count=self._maybe(lambda: self._random.randint(1, 12)),
            items=self._several(lambda _: self._span()) or (self._span(),),
            confidence=self._confidence(),
        )

    def _repair(self, _: int) -> Repair:
        kind = self._random.choice(get_args(RepairKind))
        replacement = self._maybe(lambda: self._words(2))
        return Repair(**self._span().model_dump(), kind=kind, replacement=replacement)

    def _provenance(self) -> Provenance:
        return Provenance(
            tool=self._words(2) or "annotate",
            version=self._words(2),
            models=self._several(lambda _: Model(name=self._words(2), sha256=self._digest())),
            options=self._wild_dictionary(),
            edits=self._several(self._edit),
        )

    def _edit(self, _: int) -> Edit:
        return Edit(when=self._moment(), who=self._words(2), path=self._words(2), note=self._words(3))

    # -- small choices --------------------------------------------------------------------------------------------

    def _flip(self) -> bool:
        return self._random.random() < 0.5

    def _maybe(self, make: Callable[[], _T]) -> _T | None:
        return make() if self._flip() else None

    def _several(self, make: Callable[[int], _T]) -> tuple[_T, ...]:
        return tuple(make(number) for number in range(1, self._random.randint(0, min(3, self._size)) + 1))

    def _words(self, most: int) -> str:
        return "".join(self._fragment() for _ in range(self._random.randint(0, most)))

    def _fragment(self) -> str:
        if self._random.random() < 0.8:
            return self._random.choice(FRAGMENTS)
        while True:
            code = self._random.choice((self._random.randint(0x20, 0x24F), self._random.randint(0x250, 0x10FFFD)))
            if not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF):
                return chr(code)

    def _span(self) -> Span:
        start = self._random.randrange(len(self._text))
        end = self._random.randint(start + 1, min(len(self._text), start + 60))
        return Span.of(self._text, start, end)

    def _person(self) -> str | None:
        return self._random.choice(self._people) if self._people and self._flip() else None

    def _some_people(self) -> tuple[str, ...]:
        return tuple(self._random.sample(self._people, self._random.randint(0, len(self._people))))

    def _confidence(self) -> float:
        return self._random.randint(0, 100) / 100

    def _day(self) -> str:
        day = date.fromordinal(self._random.randint(date(1000, 1, 1).toordinal(), date.max.toordinal()))
        return day.isoformat()[: self._random.choice((4, 7, 10))]

    def _moment(self) -> str:
        day = self._day()
        if len(day) < 10 or self._flip():
            return day
        return day + self._random.choice(_TIMES) + self._random.choice(_ZONES)

    def _digest(self) -> str:
        return "".join(self._random.choice(string.hexdigits[:16]) for _ in range(64))

    def _wild_dictionary(self, depth: int = 0) -> dict[str, Any]:
        keys = [self._random.choice(("title", "authors", "url", self._wild())) for _ in range(min(3, self._size))]
        return {key: self._wild_value(depth + 1) for key in keys if self._flip()}

    def _wild_value(self, depth: int) -> Any:
        simple: list[Any] = [None, True, False, 0, -1, 2**53, 1.5, -0.02, 1e300, "", self._wild(), self._words(3)]
        if depth < 3 and self._flip():
            return [self._wild_value(depth + 1) for _ in range(2)] if self._flip() else self._wild_dictionary(depth)
        return self._random.choice(simple)

    def _wild(self) -> str:
        text = "".join(self._random.choice(_WILD) for _ in range(self._random.randint(0, 3)))
        return text.replace("\ud800\udfff", "\ud800 \udfff")  # JSON writes both as the escape of one character
