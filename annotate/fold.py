"""Fold the findings of the steps into one `Annotation`: assign ids, cut verbatim spans, resolve references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar, cast, get_args

from annotate.analyse.findings import (
    Attribution,
    Cast,
    Entity,
    EventFinding,
    PillarFinding,
    ProposalFinding,
    Range,
)
from annotate.analyse.quotations import stated
from annotate.analyse.steps import Steps
from annotate.analyse.text import Legible
from annotate.analyse.text.quotation_marks import quotation_kind
from annotate.models import (
    Annotation,
    Article,
    Event,
    Mention,
    Participant,
    ParticipantKind,
    PillarSet,
    ProposalItem,
    ProposalSet,
    Provenance,
    Quotation,
    Repair,
    Span,
)

_PARTICIPANT_KINDS = frozenset(get_args(ParticipantKind))

_Explained = Attribution | EventFinding | ProposalFinding | PillarFinding | Entity
_Finding = TypeVar("_Finding", EventFinding, ProposalFinding, PillarFinding, Entity)


def fold(
    article: Article, found: Steps, repairs: tuple[Repair, ...], provenance: Provenance, floor: float
) -> tuple[Annotation, Mapping[str, str]]:
    """Return the annotation of an article, and the rule behind each finding by its id.

    Findings with a confidence below `floor` are left out.
    """
    folding = _Fold(article.text, found.view, found.referred, floor)
    folding.name_participants(found.taking_part)
    main = next(iter(folding.kept([found.main] if found.main else [])), None)
    annotation = Annotation(
        article=article,
        event=folding.event(main, 1) if main else None,
        related_events=tuple(
            folding.event(e, n) for n, e in enumerate(folding.kept(found.related), 2 if found.main else 1)
        ),
        participants=folding.participants(),
        quotations=folding.quotations(tuple(stated(found.view.layout, found.attributions))),
        proposals=tuple(folding.proposal(p, n) for n, p in enumerate(folding.kept(found.lists.proposals), 1)),
        pillars=tuple(folding.pillar(p, n) for n, p in enumerate(folding.kept(found.lists.pillars), 1)),
        repairs=repairs,
        provenance=provenance,
    )
    return annotation, folding.rules


class _Fold:
    """Turns findings (ranges and keys) into the models (spans and ids) of one annotation."""

    def __init__(self, text: str, view: Legible, people: Cast, floor: float) -> None:
        self._text = text
        self._layout = view.layout
        self._offsets = view.offsets
        self._cast = people
        self._floor = floor
        self._ids: dict[int, str] = {}
        self._places: dict[int, int] = {}
        self._taking: dict[int, Entity] = {}
        self.rules: dict[str, str] = {}

    def name_participants(self, chosen: Mapping[int, float]) -> None:
        """Give ids to the chosen entities, in the order of their first mention; each comes with its confidence."""
        found = ((self._cast.entities[key], sure) for key, sure in chosen.items())
        entities = [replace(entity, confidence=sure) for entity, sure in found if entity.kind in _PARTICIPANT_KINDS]
        self._taking = {e.key: e for e in entities}
        entities = [e for e in self.kept(entities) if e.references]
        entities.sort(key=lambda e: (e.references[0].range, e.key))
        self._ids = {e.key: self._named(f"p{n}", e) for n, e in enumerate(entities, 1)}
        self._places = {key: place for place, key in enumerate(self._ids)}

    def kept(self, findings: Iterable[_Finding]) -> list[_Finding]:
        """Drop the findings below the floor of confidence."""
        return [f for f in findings if f.confidence >= self._floor]

    def participants(self) -> tuple[Participant, ...]:
        """Return the participants in the order of their ids."""
        return tuple(
            Participant(
                id=id_,
                name=entity.name,
                kind=cast(ParticipantKind, entity.kind),
                role=entity.role,
                aliases=entity.aliases,
                mentions=tuple(
                    Mention(form=ref.form, **self._span(ref.range).model_dump()) for ref in entity.references
                ),
                confidence=entity.confidence,
            )
            for key, id_ in self._ids.items()
            for entity in (self._taking[key],)
        )

    def quotations(self, attributions: tuple[Attribution, ...]) -> tuple[Quotation, ...]:
        """Return the quotations in the order of their content."""
        pairs = list(zip(attributions, self._cast.speakers, strict=True))
        pairs = [(a, keys) for a, keys in pairs if a.confidence >= self._floor]
        pairs.sort(key=lambda pair: (pair[0].content[0], pair[0].cue or (0, 0)))
        return tuple(
            Quotation(
                id=self._named(f"q{n}", a),
                kind="direct" if a.direct else quotation_kind(self._layout.text, a.content, self._layout.quoted),
                content=tuple(self._span(r) for r in a.content),
                cue=self._maybe(a.cue),
                source=self._maybe(a.source),
                speakers=self._known(keys),
                confidence=a.confidence,
            )
            for n, (a, keys) in enumerate(pairs, 1)
        )

    def event(self, finding: EventFinding, number: int) -> Event:
        """Return one event."""
        return Event(
            id=self._named(f"e{number}", finding),
            name=self._maybe(finding.name),
            type=finding.type,
            date=finding.date,
            date_end=finding.date_end,
            date_text=self._maybe(finding.date_text),
            place=self._maybe(finding.place),
            host=self._ids.get(finding.host) if finding.host is not None else None,
            participants=self._known(finding.participants),
            confidence=finding.confidence,
        )

    def proposal(self, finding: ProposalFinding, number: int) -> ProposalSet:
        """Return one list of proposals."""
        key = self._cast.at(finding.proposer) if finding.proposer else None
        return ProposalSet(
            id=self._named(f"s{number}", finding),
            label=self._maybe(finding.label),
            proposer=self._ids.get(key) if key is not None else None,
            proposer_text=self._maybe(finding.proposer),
            declared_count=finding.declared_count,
            items=tuple(
                ProposalItem(ordinal=n, marker=self._maybe(marker), content=self._span(content))
                for n, (marker, content) in enumerate(finding.items, 1)
            ),
            confidence=finding.confidence,
        )

    def pillar(self, finding: PillarFinding, number: int) -> PillarSet:
        """Return one group of pillars."""
        return PillarSet(
            id=self._named(f"g{number}", finding),
            label=self._span(finding.label),
            declared_count=finding.declared_count,
            items=tuple(self._span(r) for r in finding.items),
            confidence=finding.confidence,
        )

    def _named(self, id_: str, finding: _Explained) -> str:
        """Remember which rule made the finding that gets this id."""
        self.rules[id_] = finding.rule
        return id_

    def _span(self, where: Range) -> Span:
        """Return a stretch of the legible view as a span of the verbatim text."""
        return Span.of(self._text, *self._offsets.span_to_text(*where))

    def _maybe(self, where: Range | None) -> Span | None:
        return self._span(where) if where else None

    def _known(self, keys: Iterable[int]) -> tuple[str, ...]:
        """Return the ids of the keys that are participants, in document order, each once."""
        return tuple(self._ids[key] for key in sorted(self._ids.keys() & set(keys), key=self._places.__getitem__))
