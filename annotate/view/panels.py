"""The findings shown beside the text: speakers and their shares, proposals, pillars, dated events, repairs, provenance.

These are plain values for a template or a terminal; nothing is escaped or cut.
"""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass
from fractions import Fraction

from annotate.models import Annotation, Event, Participant, PillarSet, ProposalSet, Quotation, Span

#: How many speakers have their own colour; further speakers share a neutral one.
COLOURS = 6


@dataclass(frozen=True, slots=True)
class Said:
    """One quotation. `who` is the names of its speakers, else the text of its source, else empty.

    `named` says that its speakers are participants; `colour` is 1 to `COLOURS`, or 0 for the neutral one. Confidences
    are in percent here and below; `start` and `end` are offsets in code points.
    """

    id: str
    kind: str
    who: str
    named: bool
    speakers: tuple[str, ...]
    colour: int
    cue: str
    source: str
    content: tuple[str, ...]
    confidence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A participant and their quotations; `id` is empty for the quotations whose source is not a participant.

    `percent` is the share of all quoted words; a joint quotation counts equally for its speakers. `ticks` gives the
    positions of the quotations: start and length in percent of the text.
    """

    id: str
    name: str
    kind: str
    role: str
    aliases: tuple[str, ...]
    mentions: int
    said: tuple[Said, ...]
    percent: int
    ticks: tuple[tuple[float, float], ...]
    colour: int
    confidence: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of proposals or a group of pillars; `by` names the proposer, items are (number, marker, text)."""

    id: str
    label: str
    by: str
    by_id: str
    declared: int | None
    items: tuple[tuple[int, str, str], ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An event. `date` is ISO 8601 or empty, `day` the same for readers, `words` the text that it comes from."""

    id: str
    main: bool
    type: str
    name: str
    date: str
    day: str
    words: str
    place: str
    host: str
    participants: tuple[str, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class Mended:
    """A repair; `after` is None if the original text is unknown."""

    id: str
    kind: str
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Panels:
    """Everything beside the text. `title` is the headline, else the title in the metadata, else the first line."""

    title: str
    beside: str
    facts: tuple[tuple[str, str], ...]
    voices: tuple[Voice, ...]
    said: tuple[Said, ...]
    proposals: tuple[Listing, ...]
    pillars: tuple[Listing, ...]
    moments: tuple[Moment, ...]
    mended: tuple[Mended, ...]
    names: dict[str, str]

    @property
    def speaking(self) -> tuple[Voice, ...]:
        """The voices that are quoted, sorted by share, largest first."""
        return tuple(voice for voice in self.voices if voice.said)

    @property
    def silent(self) -> tuple[Voice, ...]:
        """The participants without a quotation, in the order of the text."""
        return tuple(voice for voice in self.voices if not voice.said)


def panels(annotation: Annotation) -> Panels:
    """Return the panels of an annotation."""
    names = {p.id: p.name for p in annotation.participants}
    counts = _words(annotation)
    speakers = [p for p in counts if p]
    colours = {id_: number if number <= COLOURS else 0 for number, id_ in enumerate(speakers, 1)}
    said = tuple(_said(quotation, names, colours) for quotation in annotation.quotations)
    people = {p.id: p for p in annotation.participants}
    order = [*counts, *(id_ for id_ in people if id_ not in counts)]
    total = sum(counts.values())
    shares = {id_: round(100 * count / total) for id_, count in counts.items()} if total else {}
    article = annotation.article
    return Panels(
        title=title(annotation),
        beside="" if article.headline else _flat(str(article.metadata.get("title") or "")),
        facts=tuple(_facts(annotation)),
        voices=tuple(_voice(people.get(id_), said, shares.get(id_, 0), colours, len(article.text)) for id_ in order),
        said=said,
        proposals=tuple(_proposal(p, names) for p in annotation.proposals),
        pillars=tuple(_pillar(p) for p in annotation.pillars),
        moments=_moments(annotation, names),
        mended=tuple(
            Mended(f"r{number}", repair.kind.replace("_", " "), repair.text, repair.replacement)
            for number, repair in enumerate(annotation.repairs, 1)
        ),
        names=names,
    )


def title(annotation: Annotation) -> str:
    """Return the title of an article: its headline, else the title in its metadata, else its first line or its id."""
    article = annotation.article
    if article.headline:
        return _flat(article.headline.text)
    beside = _flat(str(article.metadata.get("title") or ""))
    first = next((line for line in article.text.splitlines() if line.strip()), "")
    return beside or _flat(first) or article.id


def day(date: str) -> str:
    """Return an ISO date, possibly of reduced precision, in words.

    >>> [day("2020-11-10"), day("2020-11"), day("2020"), day("2020-11-12T10:09")]
    ['10 November 2020', 'November 2020', '2020', '12 November 2020, 10:09']
    """
    whole, _, time = date.partition("T")
    parts = whole.split("-")
    words = [str(int(part)) if place == 2 else month_name[int(part)] for place, part in enumerate(parts) if place]
    return " ".join([*reversed(words), parts[0]]) + (f", {time}" if time else "")


def _words(annotation: Annotation) -> dict[str, Fraction]:
    """Return the number of quoted words per speaker, largest first; the key "" is for sources without a participant."""
    exact: dict[str, Fraction] = {}
    for quotation in annotation.quotations:
        count = sum(len(span.text.split()) for span in quotation.content)
        for id_ in quotation.speakers or ("",):
            exact[id_] = exact.get(id_, Fraction(0)) + Fraction(count, max(1, len(quotation.speakers)))
    return dict(sorted(exact.items(), key=lambda item: (not item[0], -item[1])))


def _said(quotation: Quotation, names: dict[str, str], colours: dict[str, int]) -> Said:
    who = " and ".join(names[id_] for id_ in quotation.speakers)
    source = quotation.source.text if quotation.source else ""
    return Said(
        id=quotation.id,
        kind=quotation.kind,
        who=_flat(who or source),
        named=bool(who),
        speakers=quotation.speakers,
        colour=colours.get(quotation.speakers[0], 0) if quotation.speakers else 0,
        cue=_flat(quotation.cue.text) if quotation.cue else "",
        source=_flat(source),
        content=tuple(_flat(span.text) for span in quotation.content),
        confidence=_percent(quotation.confidence),
        start=quotation.content[0].start,
        end=quotation.content[-1].end,
    )


def _voice(
    person: Participant | None, said: tuple[Said, ...], share: int, colours: dict[str, int], length: int
) -> Voice:
    mine = tuple(s for s in said if (person.id in s.speakers if person else not s.speakers))
    ticks = tuple((round(100 * s.start / length, 2), round(100 * (s.end - s.start) / length, 2)) for s in mine)
    return Voice(
        id=person.id if person else "",
        name=_flat(person.name) if person else "Other sources",
        kind=person.kind if person else "",
        role=_flat(person.role or "") if person else "",
        aliases=tuple(_flat(a) for a in person.aliases) if person else (),
        mentions=len(person.mentions) if person else 0,
        said=mine,
        percent=share,
        ticks=ticks,
        colour=colours.get(person.id, 0) if person else 0,
        confidence=_percent(person.confidence) if person else 100,
    )


def _proposal(proposal: ProposalSet, names: dict[str, str]) -> Listing:
    by = names.get(proposal.proposer or "") or (proposal.proposer_text.text if proposal.proposer_text else "")
    items = tuple((i.ordinal, _flat(i.marker.text) if i.marker else "", _flat(i.content.text)) for i in proposal.items)
    label = _flat(proposal.label.text) if proposal.label else ""
    by_id, declared = proposal.proposer or "", proposal.declared_count
    return Listing(proposal.id, label, _flat(by), by_id, declared, items, _percent(proposal.confidence))


def _pillar(pillar: PillarSet) -> Listing:
    items = tuple((number, "", _flat(span.text)) for number, span in enumerate(pillar.items, 1))
    label = _flat(pillar.label.text)
    return Listing(pillar.id, label, "", "", pillar.declared_count, items, _percent(pillar.confidence))


def _moments(annotation: Annotation, names: dict[str, str]) -> tuple[Moment, ...]:
    """Return the events sorted by date, those without a date last."""
    made = [_moment(event, names, event is annotation.event) for event in annotation.events]
    return tuple(sorted(made, key=lambda moment: (not moment.date, moment.date)))


def _moment(event: Event, names: dict[str, str], main: bool) -> Moment:
    until = f" to {day(event.date_end)}" if event.date_end else ""
    return Moment(
        id=event.id,
        main=main,
        type=event.type,
        name=_text(event.name),
        date=event.date or "",
        day=day(event.date) + until if event.date else "",
        words=_text(event.date_text),
        place=_text(event.place),
        host=_flat(names.get(event.host or "", "")),
        participants=tuple(_flat(names[id_]) for id_ in event.participants),
        confidence=_percent(event.confidence),
    )


def _facts(annotation: Annotation) -> list[tuple[str, str]]:
    article, provenance = annotation.article, annotation.provenance
    facts = [("Article", article.id), ("Source", article.source), ("Language", article.language)]
    if article.published:
        facts.append(("Published", day(article.published)))
    facts += [("Digest", f"sha256 {article.sha256[:12]}…"), ("Made by", f"{provenance.tool} {provenance.version}")]
    facts += [("Model", f"{model.name} {model.sha256[:12]}…") for model in provenance.models]
    if provenance.edits:
        facts.append(("Edited by", ", ".join(dict.fromkeys(edit.who for edit in provenance.edits))))
    return facts


def _percent(confidence: float) -> int:
    return round(100 * confidence)


def _text(span: Span | None) -> str:
    return _flat(span.text) if span else ""


def _flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
