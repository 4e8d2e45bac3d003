"""Which entities take part in the event or speak, and so are participants.

Who speaks, hosts, proposes or is named with the event takes part. So do people who are the subject of a verb of
taking part ("X attended") or its object ("met with X", "talks between X and Y"), whoever stands in one list with
them, and those listed by lines of names. A country or a body that the text merely mentions does not.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from functools import cache

from annotate.analyse.findings import Cast, Entity, EventFinding, Layout, ProposalFinding, Range
from annotate.analyse.wordlists import table

_LIST_GAP = re.compile(
    r"(?:,|,? and|;|,? &)[ \u00a0\n](?:the |of |from |[a-z]+s of |(?:[A-Z][\w.’'-]*|of|to|the)[ ]){0,8}$"
)
_LISTED_LINE = re.compile(r"[ \t]*(?:\(?\d{1,2}[.)]|[•*·–-])[ \t]+(?:(?:[A-Z][\w.’'-]*)[ ]){0,4}$")
#: A list that has lost its lines and numbers: "... Advisor. Tara Murray, Special Assistant to the President, ...".
_UNIT = re.compile(r"[.*:][ ](?:(?:[A-Z][\w’'-]*\.?)[ ]){0,3}\Z")
_TITLE_BEHIND = re.compile(r",[ ][A-Z]\w+[ ](?:[A-Z]|to[ ]|of[ ]|for[ ])|,[ ][A-Z]\w+,")
#: Lines of names count from so many on.
_FEWEST_LINES = 3
#: Two names of a list stand at most so many characters apart, titles included.
_WIDEST_GAP = 90


def choose(
    layout: Layout, cast: Cast, events: tuple[EventFinding, ...], proposals: tuple[ProposalFinding, ...]
) -> frozenset[int]:
    """Return the keys of the entities that are participants: speakers, hosts, proposers and those who take part."""
    chosen = {key for keys in cast.speakers for key in keys}
    for event in events:
        chosen.update(event.participants)
        if event.host is not None:
            chosen.add(event.host)
    for proposal in proposals:
        key = cast.at(proposal.proposer) if proposal.proposer else None
        if key is not None:
            chosen.add(key)
    return frozenset((chosen | _taking_part(layout, cast)) - _event_names(layout, cast, events))


def _event_names(layout: Layout, cast: Cast, events: tuple[EventFinding, ...]) -> set[int]:
    """Return the entities that are but the name of an event: "North American Drug Dialogue"."""
    names = [event.name for event in events if event.name]
    heads = frozenset(table("participation.toml")["event"]["heads"].split())
    return {
        entity.key
        for entity in cast.entities
        if entity.kind in ("organization", "other")
        and entity.name.split()[-1] in heads
        and any(name.overlaps(reference.range) for name in names for reference in entity.references)
    }


def _taking_part(layout: Layout, cast: Cast) -> set[int]:
    """Return who takes part by what the text says of them."""
    text = layout.text
    starts = [s.start for s in layout.sentences]
    named: list[tuple[Range, Entity]] = []
    found: set[int] = set()
    early = table("participation.toml")["first_sentences"]
    for entity in cast.entities:
        if entity.kind not in ("person", "organization", "country", "group"):
            continue
        for reference in entity.references:
            if reference.form in ("name", "short_name"):
                named.append((reference.range, entity))
            elif entity.kind == "person" and _is_subject(text, reference.range):
                found.add(entity.key)
    named.sort(key=lambda pair: pair[0])
    lines = [entity.key for where, entity in named if entity.kind == "person" and _is_listed(text, where)]
    if len(lines) >= _FEWEST_LINES:
        found.update(lines)
    taking = []
    for where, entity in named:
        counts = entity.kind == "person" or bisect_right(starts, where.start) <= early
        always = _is_agent(text, where) or _sends_somebody(text, where)
        taking.append(always or (counts and (_is_object(text, where) or _is_subject(text, where))))
    _spread(text, named, taking)
    found.update(entity.key for (_, entity), takes in zip(named, taking, strict=True) if takes)
    return found


def _spread(text: str, named: list[tuple[Range, Entity]], taking: list[bool]) -> None:
    """Let those who stand in one list with somebody who takes part take part, too: "A, B and C met"."""
    together = [
        (one.kind == "person") == (two.kind == "person")
        and before.end < where.start < before.end + _WIDEST_GAP
        and bool(_LIST_GAP.match(text[before.end : where.start]))
        for (before, one), (where, two) in itertools.pairwise(named)
    ]
    for at, joined in enumerate(together):
        taking[at + 1] = taking[at + 1] or (joined and taking[at])
    for at in range(len(together) - 1, -1, -1):
        taking[at] = taking[at] or (together[at] and taking[at + 1])


def _is_subject(text: str, where: Range) -> bool:
    match = _subject().match(text, where.end, where.end + 120)
    return bool(match)


def _is_object(text: str, where: Range) -> bool:
    return bool(_object().search(text, max(0, where.start - 110), where.start))


def _is_agent(text: str, where: Range) -> bool:
    return bool(_agent().search(text, max(0, where.start - 110), where.start))


def _sends_somebody(text: str, where: Range) -> bool:
    """Say whether those who act for a country or a body take part: "joined the leaders of X"."""
    acting = _delegates().search(text, max(0, where.start - 60), where.start)
    return bool(acting) and (bool(acting["verb"]) or _is_subject(text, where))  # type: ignore[index]


def _is_listed(text: str, where: Range) -> bool:
    """Say whether a name heads its line, behind an enumerator and at most a title, or a part without a verb."""
    line = text.rfind("\n", max(0, where.start - 60), where.start) + 1
    if line and _LISTED_LINE.match(text[line : where.start]):
        return True
    return bool(_UNIT.search(text, max(0, where.start - 40), where.start)) and bool(
        _TITLE_BEHIND.match(text, where.end)
    )


@cache
def _subject() -> re.Pattern[str]:
    words = table("participation.toml")["subject"]
    return re.compile(
        rf"(?:,[ ][^,.;:]{{3,80}},)?[ \n](?:(?:{'|'.join(words['between'].split())})[ ])*"
        rf"(?:{'|'.join(words['verbs'].split())})\b"
    )


_TITLED = r"(?:(?:the|of|to|an?|[A-Z][\w.’'/&-]*|[a-z]+(?:ial|ian|ish|ese)|leader|chairman|president|minister)[ \n])*\Z"


@cache
def _agent() -> re.Pattern[str]:
    verbs = table("participation.toml")["agent"]["verbs"].split()
    return re.compile(rf"\b(?:{'|'.join(verbs)})[ \n](?:on \w+day |in [A-Z]\w+ )?(?:jointly )?by[ \n]{_TITLED}")


@cache
def _delegates() -> re.Pattern[str]:
    words = table("participation.toml")["delegates"]
    return re.compile(
        rf"(?P<verb>\b(?:{'|'.join(words['verbs'].split())})[ ](?:with[ ])?(?:the[ ])?)?"
        rf"\b(?:{'|'.join(words['people'].split())})[ ](?:of|from)[ ](?:the[ ])?\Z"
    )


@cache
def _object() -> re.Pattern[str]:
    phrases = [p.strip() for p in table("participation.toml")["object"]["phrases"].split("\n") if p.strip()]
    phrases.sort(key=len, reverse=True)
    return re.compile(
        rf"\b(?i:{'|'.join(map(re.escape, phrases))})[ \n](?:(?:today|in [A-Z]\w+(?:, [A-Z]\w+)?|with|on \w+day)[ ])*"
        rf"{_TITLED}",
    )
