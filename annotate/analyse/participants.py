"""Which entities take part in the event or speak, and so are participants.

Who speaks, hosts, proposes or is named with the event takes part. So do people who are the subject of a verb of
taking part ("X attended") or its object ("met with X", "talks between X and Y"), whoever stands in one list with
them, and those listed by lines of names. A country or a body that the text merely mentions does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from annotate.analyse.findings import Cast, Entity, EventFinding, Layout, ProposalFinding, Range
from annotate.analyse.wordlists import table

_LIST_GAP = re.compile(r"(?:,|,? and|;|,? &)[ \u00a0\n](?:the |of |(?:[A-Z][\w.’'-]*|of|to|the)[ ]){0,8}$")
_LISTED_LINE = re.compile(r"[ \t]*(?:\(?\d{1,2}[.)]|[•*·–-])[ \t]+(?:(?:[A-Z][\w.’'-]*)[ ]){0,4}$")
#: Lines of names count from so many on.
_FEWEST_LINES = 3


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
    return frozenset(chosen | _taking_part(layout, cast))


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
    lines = [entity.key for where, entity in named if _is_listed(text, where) and entity.kind == "person"]
    if len(lines) >= _FEWEST_LINES:
        found.update(lines)
    before: tuple[Range, Entity, bool] | None = None
    for where, entity in named:
        person = entity.kind == "person"
        in_lead = bisect_right(starts, where.start) <= early
        taking = _is_agent(text, where) or (_is_object(text, where) and (person or in_lead))
        if not taking and (person or in_lead):
            taking = _is_subject(text, where)
        if before is not None and before[2] and (before[1].kind == entity.kind or not person):
            gap = text[before[0].end : where.start]
            taking = taking or (len(gap) < 90 and bool(_LIST_GAP.match(gap)))
        if taking:
            found.add(entity.key)
        before = (where, entity, taking)
    return found


def _is_subject(text: str, where: Range) -> bool:
    match = _subject().match(text, where.end, where.end + 120)
    return bool(match)


def _is_object(text: str, where: Range) -> bool:
    return bool(_object().search(text, max(0, where.start - 110), where.start))


def _is_agent(text: str, where: Range) -> bool:
    return bool(_agent().search(text, max(0, where.start - 110), where.start))


def _is_listed(text: str, where: Range) -> bool:
    """Say whether a name heads its line, behind an enumerator and at most a title."""
    line = text.rfind("\n", 0, where.start) + 1
    return where.start - line < 60 and bool(_LISTED_LINE.match(text[line : where.start]))


@cache
def _subject() -> re.Pattern[str]:
    words = table("participation.toml")["subject"]
    return re.compile(
        rf"(?:,[ ][^,.;:]{{3,80}},)?[ \n](?:(?:{'|'.join(words['between'].split())})[ ])*(?:{'|'.join(words['verbs'].split())})\b"
    )


_TITLED = r"(?:(?:the|of|to|an?|[A-Z][\w.’'/&-]*|[a-z]+(?:ial|ian|ish|ese)|leader|chairman|president|minister)[ \n])*\Z"


@cache
def _agent() -> re.Pattern[str]:
    verbs = table("participation.toml")["agent"]["verbs"].split()
    return re.compile(rf"\b(?:{'|'.join(verbs)})[ \n](?:on \w+day |in [A-Z]\w+ )?(?:jointly )?by[ \n]{_TITLED}")


@cache
def _object() -> re.Pattern[str]:
    phrases = [p.strip() for p in table("participation.toml")["object"]["phrases"].split("\n") if p.strip()]
    phrases.sort(key=len, reverse=True)
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, phrases))})[ \n](?:(?:today|in [A-Z]\w+(?:, [A-Z]\w+)?|with|on \w+day)[ ])*"
        rf"{_TITLED}",
    )
