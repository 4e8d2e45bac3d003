"""The pipeline: run the steps of the analysis and fold their findings into one `Annotation`.

Folding gives ids, cuts spans out of the verbatim text and resolves references. Entry points: `annotate`, and `explain`,
which also names the rule behind each finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar, cast, get_args

from annotate import __version__
from annotate.analyse.cast.gather import gather
from annotate.analyse.cast.roles import with_roles
from annotate.analyse.events.find import find_events
from annotate.analyse.findings import (
    Attribution,
    Cast,
    Entity,
    EventFinding,
    Name,
    PillarFinding,
    ProposalFinding,
    Range,
)
from annotate.analyse.lists.find import Lists, find_lists
from annotate.analyse.lists.outline import Outline
from annotate.analyse.model.encoder import shipped_digests
from annotate.analyse.model.pooling import States
from annotate.analyse.names.bodies import with_bodies
from annotate.analyse.names.find import find_names
from annotate.analyse.names.from_model import tagged_names
from annotate.analyse.participants.choose import choose
from annotate.analyse.participants.national_sides import with_sides
from annotate.analyse.quotations.find import find_attributions
from annotate.analyse.quotations.no_speech import stated
from annotate.analyse.text.legible import Legible, legible
from annotate.analyse.text.quotation_marks import marked, quotation_kind
from annotate.models import (
    Annotation,
    Article,
    Event,
    Mention,
    Model,
    Participant,
    ParticipantKind,
    PillarSet,
    ProposalItem,
    ProposalSet,
    Provenance,
    Quotation,
    Span,
)
from annotate.read.compose import article_of
from annotate.repair import find_repairs

#: Languages that the analysis reads; 'und' (too short or mixed to tell) is tried all the same.
LANGUAGES = frozenset({"en", "und"})

_PARTICIPANT_KINDS = frozenset(get_args(ParticipantKind))

_Explained = Attribution | EventFinding | ProposalFinding | PillarFinding | Entity
_Finding = TypeVar("_Finding", EventFinding, ProposalFinding, PillarFinding, Entity)


@dataclass(frozen=True)
class Steps:
    """What each step of the analysis found in one article; ranges are of the legible text, ``read.layout.text``."""

    read: Legible
    outline: Outline
    names: tuple[Name, ...]
    attributions: tuple[Attribution, ...]
    proposals: tuple[ProposalFinding, ...]
    pillars: tuple[PillarFinding, ...]
    cast: Cast
    main: EventFinding | None
    related: tuple[EventFinding, ...]
    #: The entities that take part, by their keys, each with how sure that is.
    taking_part: Mapping[int, float]

    @property
    def events(self) -> tuple[EventFinding, ...]:
        """Return the main event, if there is one, and the related ones."""
        return tuple(e for e in (self.main, *self.related) if e is not None)


def annotate(article: Article | str, *, min_confidence: float = 0.0) -> Annotation:
    """Return everything that is found in one article, or in a text, of which `annotate.article` makes one.

    Findings with a confidence below `min_confidence` (0 to 1) are left out. An article in a language that the analysis
    does not read comes back without findings. The result depends on nothing but the article and the options; any number
    of threads may call this function at the same time.

    >>> annotation = annotate('"The bridge is safe," Mayor Ines Caldwell said on Monday.')
    >>> [(quotation.source.text, quotation.cue.text) for quotation in annotation.quotations]
    [('Mayor Ines Caldwell', 'said')]
    """
    if isinstance(article, str):
        article = article_of(article)
    return explain(article, min_confidence=min_confidence)[0]


def explain(article: Article, *, min_confidence: float = 0.0) -> tuple[Annotation, Mapping[str, str]]:
    """Return the annotation, and a mapping from the id of each finding to the rule or head that made it.

    >>> annotation, rules = explain(article_of("The bridge is open, Mayor Ines Caldwell said."))
    >>> rules["q1"]
    'model'
    """
    provenance = Provenance(
        tool="annotate", version=__version__, options={"min_confidence": min_confidence} if min_confidence else {}
    )
    if not reads(article) or not article.text.strip():
        repairs = find_repairs(article.text, english=False)
        return Annotation(article=article, repairs=repairs, provenance=provenance), {}
    provenance = provenance.model_copy(update={"models": tuple(Model(name=n, sha256=d) for n, d in shipped_digests())})
    found = steps(article)
    fold = _Fold(article.text, found.read, found.cast, min_confidence)
    fold.name_participants(found.taking_part)
    main, related = found.main, found.related
    annotation = Annotation(
        article=article,
        event=fold.event(main, 1) if main and main.confidence >= min_confidence else None,
        related_events=tuple(fold.event(e, n) for n, e in enumerate(fold.kept(related), 2 if main else 1)),
        participants=fold.participants(),
        quotations=fold.quotations(tuple(stated(found.read.layout, found.attributions))),
        proposals=tuple(fold.proposal(p, n) for n, p in enumerate(fold.kept(found.proposals), 1)),
        pillars=tuple(fold.pillar(p, n) for n, p in enumerate(fold.kept(found.pillars), 1)),
        repairs=find_repairs(article.text, found.read, found.outline),
        provenance=provenance,
    )
    return annotation, fold.rules


def steps(article: Article) -> Steps:
    """Run the steps of the analysis over an article that has text, in a language that the analysis reads."""
    ground = ground_of(article)
    layout, attributions, lists = ground.read.layout, ground.attributions, ground.lists
    main, related = find_events(layout, ground.names, attributions, ground.cast, _title(article))
    people = with_sides(ground.cast, main)
    events = tuple(e for e in (main, *related) if e is not None)
    taking_part = choose(layout, people, attributions, events, lists.proposals)
    return Steps(
        ground.read,
        ground.outline,
        ground.names,
        attributions,
        lists.proposals,
        lists.pillars,
        people,
        main,
        related,
        taking_part,
    )


class Ground(NamedTuple):
    """What is found in an article before its events: the text as it is read, names, speech, lists, who is named."""

    read: Legible
    outline: Outline
    names: tuple[Name, ...]
    attributions: tuple[Attribution, ...]
    lists: Lists
    cast: Cast


def ground_of(article: Article) -> Ground:
    """Find what the events of an article rest on."""
    read = legible(
        article.text,
        published=_day(article.published),
        headline=_range(article.headline),
        dateline=_range(article.dateline),
        byline=_range(article.byline),
    )
    layout = read.layout
    names = with_bodies(layout, find_names(layout, tagged_names(layout)), States(layout))
    attributions = find_attributions(layout)
    outline = Outline(layout)
    lists = find_lists(outline, attributions)
    people = gather(layout, names, attributions, [p.proposer for p in lists.proposals if p.proposer])
    return Ground(read, outline, names, attributions, lists, with_roles(layout, people, attributions))


def _title(article: Article) -> str | None:
    """Return the title that came beside the text."""
    title = article.metadata.get("title")
    return title if isinstance(title, str) else None


def reads(article: Article) -> bool:
    """Return whether the analysis reads the article's language."""
    return article.language.split("-")[0] in LANGUAGES


def _day(published: str | None) -> date | None:
    """Return the day of an ISO date or date-time; None for reduced precision."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _range(span: Span | None) -> Range | None:
    return Range(span.start, span.end) if span else None


class _Fold:
    """Turns findings (ranges and keys) into the models (spans and ids) of one annotation."""

    def __init__(self, text: str, read: Legible, people: Cast, floor: float) -> None:
        self._text = text
        self._read = read.layout
        self._offsets = read.offsets
        self._cast = people
        self._floor = floor
        self._inside = marked(read.layout)
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
                kind="direct" if a.direct else quotation_kind(self._read.text, a.content, self._inside),
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
