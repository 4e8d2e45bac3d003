"""Measures each field of an article: counts that add up over articles, and the errors.

The counts of an article map "row.count" to a number. Figures are computed from sums of counts, so a bootstrap over
articles only has to add them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotate.evaluate.match import characters, overlap, pairs, plain, words_between
from annotate.evaluate.reference import Listed, Person, Quoted, Reference, Speaker
from annotate.models import Annotation, Participant, Quotation

Counts = Counter[str]

#: Smallest share of common characters at which: a quotation is found, a quotation is exact, a source agrees, an item is
#: exact, a pillar is found.
FOUND, EXACT, AGREES, ITEM, PILLAR = 0.5, 0.95, 0.5, 0.9, 0.8
#: An item may start this many words away from the reference.
_NEAR_WORDS = 3
#: Smallest share of common words (Dice) at which two names of an event agree.
_SAME_NAME = 0.6


@dataclass(frozen=True, slots=True)
class Error:
    """One disagreement: the field, the right value and the given value; either is empty if there is none."""

    field: str
    wanted: str
    given: str


def measured(reference: Reference, annotation: Annotation) -> tuple[Counts, list[Error]]:
    """Return the counts and errors of one article, for the fields that its reference covers."""
    counts: Counts = Counter()
    errors: list[Error] = []
    if reference.quotations is not None:
        _quotations(reference, annotation, counts, errors)
    if reference.lists is not None:
        _lists(reference, annotation, counts, errors)
    if reference.people is not None:
        _people(reference.people, annotation, counts, errors)
    if reference.event is not None:
        _event(reference, annotation, counts, errors)
    return counts, errors


# --- quotations


def _quotations(reference: Reference, annotation: Annotation, counts: Counts, errors: list[Error]) -> None:
    text = reference.text
    wanted = [q for q in reference.quotations or () if characters(q.content, text)]
    given = [q for q in annotation.quotations if characters(_content(q), text)]
    wanted_at = [characters(q.content, text) for q in wanted]
    given_at = [characters(_content(q), text) for q in given]
    all_wanted, all_given = frozenset().union(*wanted_at), frozenset().union(*given_at)
    _add(counts, "content", len(all_wanted & all_given), len(all_given), len(all_wanted))
    matched = pairs(wanted_at, given_at, FOUND)
    for row, hits in (
        ("quotation", len(matched)),
        ("exact", sum(value >= EXACT for _, _, value in matched)),
        ("attributed", sum(_same_source(wanted[i], given[j], text) for i, j, _ in matched)),
    ):
        _add(counts, row, hits, len(given), len(wanted))
    found = {i: j for i, j, _ in matched}
    people = {p.id: p for p in annotation.participants}
    for i, quotation in enumerate(wanted):
        if quotation.speaker is not None:
            _speaker(quotation.speaker, given[found[i]] if i in found else None, people, counts, errors)
    errors += [Error("quotation", _cut(text, q.content), "") for i, q in enumerate(wanted) if i not in found]
    taken = set(found.values())
    errors += [Error("quotation", "", _cut(text, _content(q))) for j, q in enumerate(given) if j not in taken]


def _content(quotation: Quotation) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in quotation.content]


def _same_source(wanted: Quoted, given: Quotation, text: str) -> bool:
    theirs = characters([(given.source.start, given.source.end)] if given.source else [], text)
    return overlap(characters(wanted.source, text), theirs) >= AGREES


def _speaker(
    wanted: Speaker, given: Quotation | None, people: dict[str, Participant], counts: Counts, errors: list[Error]
) -> None:
    """Count one speaker; `given` is the quotation that was found, None if none was."""
    counts["speaker.gold"] += 1
    if given is None:
        return
    right = _is_speaker(wanted.name, given.speakers, people)
    counts["speaker.of"] += 1
    counts["speaker.right"] += right
    if not right:
        said = ", ".join(people[k].name for k in given.speakers if k in people)
        errors.append(Error("speaker", wanted.name or "nobody named", said))


def _is_speaker(name: str | None, keys: Sequence[str], people: dict[str, Participant]) -> bool:
    known = [people[k] for k in keys if k in people]
    if name is None:
        return len(keys) != 1 or (bool(known) and known[0].kind == "group")
    if len(keys) != 1 or not known:
        return False
    names = {plain(known[0].name), *map(plain, known[0].aliases)}
    return plain(name) in names and len(plain(known[0].name)) >= len(plain(name))


# --- lists


@dataclass(slots=True)
class _Given:
    """One item of an annotated list, with the data of its list."""

    proposals: bool
    start: int
    end: int
    proposer: str | None
    declared_count: int | None
    used: bool = False


def _lists(reference: Reference, annotation: Annotation, counts: Counts, errors: list[Error]) -> None:
    text = reference.text
    lists = reference.lists or ()
    given = [
        _Given(True, i.content.start, i.content.end, s.proposer, s.declared_count)
        for s in annotation.proposals
        for i in s.items
    ] + [_Given(False, i.start, i.end, None, s.declared_count) for s in annotation.pillars for i in s.items]
    if not lists:
        counts["false_sets.articles"] += 1
        counts["false_sets.sets"] += len(annotation.proposals) + len(annotation.pillars)
    people = {p.id: p for p in annotation.participants}
    for one in lists:
        hits, last = _items(one, given, text, counts, errors)
        if one.optional:
            continue
        _add(counts, _row(one.proposals), hits, hits, len(one.items))
        if one.proposer:
            by = people.get(last.proposer or "") if last else None
            right = {plain(name) for name in (one.proposer, *one.proposers)}
            counts["proposer.of"] += 1
            is_right = by is not None and not right.isdisjoint({plain(by.name), *map(plain, by.aliases)})
            counts["proposer.right"] += is_right
            if not is_right:
                errors.append(Error("proposer", one.proposer, by.name if by else ""))
        if one.declared_count:
            counts["declared_count.of"] += 1
            counts["declared_count.right"] += last is not None and last.declared_count == one.declared_count
    optional = [characters([item], text) for one in lists if one.optional for item in one.items]
    allowed = [*optional, *(characters([pair], text) for pair in reference.allowed)]
    for item in given:
        at = characters([(item.start, item.end)], text)
        if not item.used and all(at.isdisjoint(other) for other in allowed):
            counts[f"{_row(item.proposals)}.given"] += 1
            errors.append(Error(_row(item.proposals), "", _cut(text, [(item.start, item.end)])))


def _items(
    one: Listed, given: list[_Given], text: str, counts: Counts, errors: list[Error]
) -> tuple[int, _Given | None]:
    """Return how many items of a list were found, and the last one found."""
    hits, last = 0, None
    cores = one.cores or one.items
    for n, (item, core) in enumerate(zip(one.items, cores, strict=False)):
        for other in given:
            if other.used or (other.proposals != one.proposals and not one.dual):
                continue
            if _same_item(one, n, item, core, other, text):
                other.used, last = True, other
                hits += 1
                value = overlap(characters([item], text), characters([(other.start, other.end)], text))
                counts["proposals.exact"] += one.proposals and value >= ITEM
                break
        else:
            if not one.optional:
                errors.append(Error(_row(one.proposals), _cut(text, [item]), ""))
    return hits, last


def _same_item(one: Listed, n: int, item: tuple[int, int], core: tuple[int, int], other: _Given, text: str) -> bool:
    value = overlap(characters([item], text), characters([(other.start, other.end)], text))
    if one.proposals:
        near = words_between(text, item[0], other.start) <= _NEAR_WORDS
        return value >= FOUND or (near and core[1] - 2 <= other.end <= item[1] + 2)
    return value >= PILLAR or plain(text[item[0] : item[1]]) == plain(text[other.start : other.end])


def _row(proposals: bool) -> str:
    return "proposals" if proposals else "pillars"


# --- participants


def _people(wanted: Sequence[Person], annotation: Annotation, counts: Counts, errors: list[Error]) -> None:
    given = annotation.participants
    names = [{plain(p.name), *map(plain, p.aliases)} for p in given]
    used: set[int] = set()
    for person in wanted:
        all_names = {plain(name) for name in person.names}
        at = next((j for j, n in enumerate(names) if j not in used and plain(person.names[0]) in n), None)
        if at is None:
            at = next((j for j, n in enumerate(names) if j not in used and not n.isdisjoint(all_names)), None)
        if at is not None:
            used.add(at)
        if person.optional:
            continue
        counts["participants.gold"] += 1
        counts["participants.hits"] += at is not None
        if at is None:
            errors.append(Error("participants", person.names[0], ""))
        else:
            counts["kind.of"] += 1
            counts["kind.right"] += given[at].kind == person.kind
        if person.role:
            counts["role.of"] += 1
            right = at is not None and plain(given[at].role) == plain(person.role)
            counts["role.right"] += right
            if not right and at is not None:
                errors.append(Error("role", f"{person.names[0]}: {person.role}", given[at].role or ""))
    optional = {plain(name) for person in wanted if person.optional for name in person.names}
    counts["participants.given"] += sum(n.isdisjoint(optional) for n in names)
    errors += [
        Error("participants", "", p.name)
        for j, p in enumerate(given)
        if j not in used and names[j].isdisjoint(optional)
    ]


# --- event


def _event(reference: Reference, annotation: Annotation, counts: Counts, errors: list[Error]) -> None:
    told = reference.event
    assert told is not None
    people = {p.id: p for p in annotation.participants}
    for field, given in _given_event(annotation, people):
        row, wanted = f"event.{field}", told.values.get(field)
        if not wanted:
            if field not in told.lost:
                counts[f"{row}.of_null"] += 1
                counts[f"{row}.invented"] += bool(given)
                if given:
                    errors.append(Error(row, "", given[0]))
            continue
        counts[f"{row}.of"] += 1
        right = _is_value(field, wanted, given)
        counts[f"{row}.right"] += right
        if not right:
            errors.append(Error(row, wanted, given[0] if given else ""))


def _given_event(annotation: Annotation, people: dict[str, Participant]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each field of the main event with its values, the fullest name first; empty if it has none."""
    event = annotation.event
    host = people.get(event.host or "") if event else None
    yield "name", (event.name.text,) if event and event.name else ()
    yield "type", (event.type,) if event else ()
    yield "date", (event.date,) if event and event.date else ()
    yield "place", (event.place.text,) if event and event.place else ()
    yield "host", (host.name, *host.aliases) if host else ()


def _is_value(field: str, wanted: str, given: tuple[str, ...]) -> bool:
    if not given:
        return False
    if field in ("type", "date"):
        return plain(wanted) == plain(given[0])[: len(plain(wanted))]
    best = next((name for name in given if plain(name) == plain(wanted)), given[0])
    one, other = set(plain(wanted).split()), set(plain(best).split())
    if field == "name":
        return 2 * len(one & other) / max(1, len(one) + len(other)) >= _SAME_NAME
    return bool(one & other) and (one <= other or other <= one)


def _add(counts: Counts, row: str, hits: int, given: int, wanted: int) -> None:
    counts[f"{row}.hits"] += hits
    counts[f"{row}.given"] += given
    counts[f"{row}.gold"] += wanted


def _cut(text: str, where: Sequence[tuple[int, int]]) -> str:
    return " … ".join(text[start:end] for start, end in where)
