"""Which entities take part in the event or speak, and so are participants.

Who speaks, hosts, proposes or is named with the event takes part. So do people who are the subject of a verb of
taking part ("X attended") or its object ("met with X", "talks between X and Y"), whoever stands in one list with
them, those listed by lines of names, and whom the first sentence is about. A country or a body that the text merely
mentions does not, nor does somebody to whom the text ascribes a vote or a plan, but no words.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from functools import cache

from annotate.analyse.cast.groups import acting_group
from annotate.analyse.cast.salience import SUBJECT
from annotate.analyse.events.types import GATHERINGS
from annotate.analyse.findings import Attribution, Cast, Entity, EventFinding, Layout, ProposalFinding, Range
from annotate.analyse.participants.grammatical_role import (
    heads_line,
    in_relative,
    is_agent,
    is_enumerated,
    is_governed,
    is_modifier,
    is_object,
    is_office,
    is_subject,
    leads_side,
    sends_one,
    sends_somebody,
    titled_start,
)
from annotate.analyse.text.quotation_marks import marked, quotation_kind
from annotate.analyse.words.files import table
from annotate.models import EventType

_LIST_GAP = re.compile(
    r"(?:,|,? and|;|,? &|,? along with|,? as well as)[ \u00a0\n]"
    r"(?:the |of |from |[a-z]+s of |(?:[A-Z][\w.’'-]*|of|to|the)[ ]){0,8}$"
)
#: The same before a title that a comma parts from its name: "A, and by the Minister of Trade, B".
_TITLED_GAP = re.compile(r"(?:,|,? and|;|,? &)[ ](?:by |with |from )?(?:the |its |his |her )?")
#: Who takes part in these speaks, hosts or signs; whom their sentences name besides is only spoken of.
_SPOKEN: frozenset[EventType] = frozenset({"report", "interview", "statement", "speech", "other"})
#: Lines of names count from so many on.
_FEWEST_LINES = 3
#: Two names of a list stand at most so many characters apart, titles included.
_WIDEST_GAP = 90
#: Who is said to do so many things speaks, whatever the words.
_MANY = 2
#: What stands before the subject of a sentence: an article, or words of time, place and circumstance.
_AHEAD = re.compile(
    r"(?:The |A |An )?|.{0,90},[ \n](?:the |an? )?|(?:On|In|At|After|Before|During|For|Since)[ ][\w ]{1,60}[ ]"
)
#: These and a title are no longer, in characters.
_LONGEST_AHEAD = 250
#: Before the name of a place that a match is played at, or of what it is part of.
_AT_GROUND = re.compile(r"\b(?:at|in) (?:the )?\Z")
_BY = re.compile(r"\bby (?:the |an? )?\Z")
_PROSE_END = re.compile(r"[.!?][\"”’')]*\Z")
_SHORTEST_PROSE = 40


def choose(
    layout: Layout,
    cast: Cast,
    attributions: tuple[Attribution, ...],
    events: tuple[EventFinding, ...],
    proposals: tuple[ProposalFinding, ...],
) -> frozenset[int]:
    """Return the keys of the entities that are participants: speakers, hosts, proposers and those who take part."""
    inside = marked(layout)
    chosen = _speakers(layout.text, cast, attributions, inside)
    named = _named(cast)
    for event in events:
        chosen.update(_with_event(layout, cast, event))
        if event.host is not None:
            chosen.add(event.host)
    for proposal in proposals:
        key = cast.at(proposal.proposer) if proposal.proposer else None
        if key is not None:
            chosen.add(key)
    acting = acting_group(layout)
    chosen.update(key for key in (cast.at(acting) if acting else None,) if key is not None)
    main = events[0] if events else None
    chosen |= _taking_part(layout, named, main, inside) | _first_subject(layout, named)
    return frozenset(chosen - _no_takers(layout, cast, events))


def _named(cast: Cast) -> list[tuple[Range, Entity]]:
    """Return where somebody is named, in the order of the text."""
    found = [
        (reference.range, entity)
        for entity in cast.entities
        if entity.kind not in ("place", "other")
        for reference in entity.references
        if reference.form in ("name", "short_name")
    ]
    return sorted(found, key=lambda pair: pair[0])


def _speakers(text: str, cast: Cast, attributions: tuple[Attribution, ...], inside: tuple[Range, ...]) -> set[int]:
    """Return who is quoted or paraphrased: by a quotation, by a cue of telling, or again and again."""
    found: set[int] = set()
    times: dict[int, int] = {}
    for attribution, keys in zip(attributions, cast.speakers, strict=True):
        for key in keys:
            times[key] = times.get(key, 0) + 1
        if tells(text, attribution) or quotation_kind(text, attribution.content, inside) != "indirect":
            found.update(keys)
    return found | {key for key, count in times.items() if count >= _MANY}


def tells(text: str, attribution: Attribution) -> bool:
    """Say whether the cue is one of telling: "said", "according to", a colon; "voted for" is none.

    Nor is the purpose of what somebody once made: "a term coined by Ana Diaz to describe them".
    """
    cue = attribution.cue.of(text) if attribution.cue else ""
    if (
        cue.startswith("to ")
        and attribution.source
        and _BY.search(text, max(0, attribution.source.start - 12), attribution.source.start)
    ):
        return False
    if not any(c.isalpha() for c in cue):
        return True
    telling = _telling().search(cue)
    denied = _negations().search(cue) and telling is not None and not telling.group().casefold().startswith("say")
    return telling is not None and not denied


def _with_event(layout: Layout, cast: Cast, event: EventFinding) -> set[int]:
    """Return whom an event names as taking part, unless the first sentences only mention them.

    Whom a report or a speech is about has no part in it.
    """
    if event.type in _SPOKEN:
        return set()
    early = table("participation.toml")["early_sentences"]
    end = layout.sentences[min(early, len(layout.sentences)) - 1].end if layout.sentences else 0
    found = set()
    for key in event.participants:
        first = [r.range for r in cast.entities[key].references if r.range.start < end]
        if not first or not all(is_modifier(layout.text, r) or in_relative(layout.text, r) for r in first):
            found.add(key)
    return found


def _no_takers(layout: Layout, cast: Cast, events: tuple[EventFinding, ...]) -> set[int]:
    """Return the entities that are but the name of an event ("North American Drug Dialogue") or an office.

    A country whose government is named does not take part beside it.
    """
    names = [event.name for event in events if event.name]
    governments = {e.name.rpartition(" of ")[2] for e in cast.entities if re.match(r"Governments? of ", e.name)}
    heads = frozenset(table("participation.toml")["event"]["heads"].split())
    return {
        entity.key
        for entity in cast.entities
        if (entity.kind == "country" and governments & {entity.name, *entity.aliases})
        or (
            entity.kind in ("organization", "other")
            and (
                is_office(entity.name)
                or (
                    entity.name.split()[-1] in heads
                    and any(name.overlaps(reference.range) for name in names for reference in entity.references)
                )
            )
        )
    }


def _first_subject(layout: Layout, named: list[tuple[Range, Entity]]) -> set[int]:
    """Return whom the first sentence of prose is about: its subject, where it names one."""
    text = layout.text
    for sentence in layout.sentences:
        headline = layout.headline is not None and layout.headline.overlaps(sentence)
        if headline or len(sentence.of(text)) < _SHORTEST_PROSE or not _PROSE_END.search(sentence.of(text)):
            continue
        for where, entity in named:
            if not sentence.contains(where):
                continue
            if where.start > sentence.start + _LONGEST_AHEAD:
                break
            if (
                _AHEAD.fullmatch(text, sentence.start, titled_start(text, where))
                and SUBJECT.match(text, where.end)
                and not is_modifier(text, where)
            ):
                return {entity.key}
        return set()
    return set()


def _taking_part(
    layout: Layout, named: list[tuple[Range, Entity]], main: EventFinding | None, inside: tuple[Range, ...]
) -> set[int]:
    """Return who takes part by what the text says of them."""
    text = layout.text
    quoted = [r.start for r in inside]
    starts = [s.start for s in layout.sentences]
    match = main is not None and main.type == "match"
    sides = _sides(layout, named) if match else set()
    gathering = main is not None and (main.type in GATHERINGS or main.type == "talks")
    rules = table("participation.toml")
    found: set[int] = sides
    for test in (is_enumerated, heads_line):
        lines = [entity.key for where, entity in named if entity.kind == "person" and test(text, where)]
        if len(lines) >= _FEWEST_LINES:
            found.update(lines)
    taking = []
    for where, entity in named:
        at = bisect_right(quoted, where.start) - 1
        if at >= 0 and where.start < inside[at].end:
            taking.append(False)
            continue
        sentence = bisect_right(starts, where.start)
        counts = sentence <= rules["early_sentences" if entity.kind == "person" else "first_sentences"]
        verbs = "verbs" if counts else "gathering" if entity.kind == "person" or gathering else ""
        subject = bool(verbs) and is_subject(text, where, verbs) and not in_relative(text, where)
        subject = subject and (entity.kind == "person" or not is_governed(text, where))
        modifier = entity.kind != "person" and is_modifier(text, where)
        prose = _in_prose(layout, sentence - 1)
        subject = subject and prose
        always = (is_agent(text, where) and not modifier) or sends_somebody(text, where)
        always = always or (gathering and entity.kind == "country" and sends_one(text, where))
        if match and entity.kind != "country":
            always = always or is_subject(text, where, "match") or leads_side(text, where)
        taking.append(always or subject or (counts and prose and not modifier and is_object(text, where, match)))
    _spread(text, named, taking)
    found.update(entity.key for (_, entity), takes in zip(named, taking, strict=True) if takes)
    return found


def _sides(layout: Layout, named: list[tuple[Range, Entity]]) -> set[int]:
    """Return the clubs and national sides of a match: named in its first lines, and again later."""
    rules = table("participation.toml")
    events = frozenset(rules["event"]["heads"].split())
    early = layout.sentences[min(rules["first_sentences"], len(layout.sentences)) - 1].end if layout.sentences else 0
    return {
        entity.key
        for where, entity in named
        if where.start < early
        and entity.kind in ("organization", "country", "group")
        and entity.name.split()[-1] not in events
        and len(entity.references) > 1
        and not is_modifier(layout.text, where)
        and not _AT_GROUND.search(layout.text, max(0, where.start - 8), where.start)
    }


def _in_prose(layout: Layout, sentence: int) -> bool:
    """Say whether a sentence ends with a stop, as headlines do not; the last one may be cut off."""
    if not 0 <= sentence < len(layout.sentences) - 1:
        return True
    where = layout.sentences[sentence]
    return bool(_PROSE_END.search(where.of(layout.text))) or where.end == layout.sentences[sentence + 1].start


def _spread(text: str, named: list[tuple[Range, Entity]], taking: list[bool]) -> None:
    """Let those who stand in one list with somebody who takes part take part, too: "A, B and C met"."""
    together = [
        (one.kind == "person") == (two.kind == "person")
        and before.end < where.start < before.end + _WIDEST_GAP
        and bool(
            _LIST_GAP.match(text[before.end : where.start])
            or _TITLED_GAP.fullmatch(text[before.end : titled_start(text, where)])
        )
        for (before, one), (where, two) in itertools.pairwise(named)
    ]
    for at, joined in enumerate(together):
        taking[at + 1] = taking[at + 1] or (joined and taking[at])
    for at in range(len(together) - 1, -1, -1):
        taking[at] = taking[at] or (together[at] and taking[at + 1])


@cache
def _telling() -> re.Pattern[str]:
    words = table("participation.toml")["telling"]
    forms = {form for verb in words["verbs"].split() for form in _forms(verb)} | set(words["words"].split())
    return re.compile(rf"\b(?:{'|'.join(sorted(forms, key=lambda w: (-len(w), w)))})\b", re.IGNORECASE)


@cache
def _negations() -> re.Pattern[str]:
    return re.compile(rf"(?:\b|(?<=\w))(?:{'|'.join(table('participation.toml')['telling']['negations'].split())})\b")


def _forms(verb: str) -> set[str]:
    """Return the forms of a regular verb."""
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    doubled = verb + verb[-1]
    return {verb, verb + "s", verb + "es", verb + "ed", verb + "ing", doubled + "ed", doubled + "ing"}
