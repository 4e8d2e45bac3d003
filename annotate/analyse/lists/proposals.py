"""Enumerated or announced lists of things to be done."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotate.analyse.findings import Attribution, Layout, ProposalFinding, Range
from annotate.analyse.lists.announcements import Announcement, find_announcements
from annotate.analyse.lists.enumerators import Chain, Mark, Outline, chain_items, find_chains, term_set
from annotate.analyse.lists.items import LONGEST, attribution_start, split_members, trimmed
from annotate.analyse.lists.proposers import announcing_verb, find_proposer
from annotate.analyse.lists.taken import Taken
from annotate.analyse.text.glued_words import stripped

Item = tuple[Range | None, Range]

#: A label stands at most so many characters before the first enumerator, and so many paragraphs.
_REACH = 900
_REACH_PARAGRAPHS = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_LIST_MARK = re.compile(r"\s*(?::|\s[-–—]{1,2}\s|—|–)\s*")
_CLOSING_DASH = re.compile(r"\s+[-–—]{1,2}\s+(?=[a-z])|(?<=\w)[—–](?=[a-z])")
_ONE_OF = re.compile(
    r"\b(?:this|that|which|it)\s+(?:is|was)\s+(?:just\s+)?(?:one|the\s+first)\s+of\s+(?:the\s+|its\s+|his\s+|her\s+|their\s+)?",
    re.IGNORECASE,
)
_SAID_THAT = re.compile(
    r"\b(?:said|says|told\s+\w+|argued|proposed|suggested|demanded|urged)\s+(?:that\s+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How many of the items say that something is to be done, how many tell or explain, how many are clauses."""

    to_do: int
    strict: int
    told: int
    clauses: int
    of: int


def find_proposals(layout: Layout, attributions: tuple[Attribution, ...]) -> tuple[ProposalFinding, ...]:
    """Return the proposal lists in the order of the text."""
    outline = Outline(layout)
    announcements = find_announcements(outline)
    found: list[ProposalFinding] = []
    taken, labels = Taken(), set()
    chains = find_chains(outline, stripped(layout.text))
    for chain in chains:
        finding = _enumerated(outline, chain, announcements, attributions)
        if finding:
            found.append(finding)
            taken.cover(_span(finding))
            labels.add(finding.label)
    marks = sorted(m.where.start for c in chains for m in c.marks)
    for announcement in announcements:
        if announcement.label in labels or taken.overlaps(_around(announcement)):
            continue
        finding = _listed(outline, announcement, attributions)
        if finding and not _holds_marks(finding, marks) and not _outranked(announcement, announcements):
            found.append(finding)
            taken.cover(_span(finding))
            labels.add(finding.label)
    return tuple(_apart(found))


def _holds_marks(finding: ProposalFinding, marks: Sequence[int]) -> bool:
    """Say whether an enumerator stands inside the list: then the list was cut in the wrong places."""
    span = _span(finding)
    return bisect_right(marks, span.start) < bisect_left(marks, span.end)


def _outranked(announcement: Announcement, announcements: Sequence[Announcement]) -> bool:
    """Say whether a label with a count stands between a weaker one and its colon."""
    if announcement.strong or announcement.colon is None:
        return False
    first = bisect_right(announcements, announcement.label.end, key=_begins)
    last = bisect_left(announcements, announcement.colon, key=_begins)
    return any(a.strong for a in announcements[first:last])


def _begins(announcement: Announcement) -> int:
    return announcement.label.start


def _within_reach(announcements: Sequence[Announcement], start: int) -> Sequence[Announcement]:
    """Return the announcements that begin before `start` and not too far from it."""
    first = bisect_left(announcements, start - _REACH, key=_begins)
    return announcements[first : bisect_left(announcements, start, key=_begins)]


def _span(finding: ProposalFinding) -> Range:
    return Range(finding.items[0][1].start, finding.items[-1][1].end)


def _around(announcement: Announcement) -> Range:
    return Range(announcement.label.start, (announcement.colon or announcement.label.end) + 1)


def _apart(found: list[ProposalFinding]) -> list[ProposalFinding]:
    """Return the findings in order, of two that overlap the surer one."""
    taken = Taken()
    surest = sorted(found, key=lambda f: (-f.confidence, -len(f.items), -f.items[0][1].start))
    kept = [finding for finding in surest if taken.add(_span(finding))]
    return sorted(kept, key=lambda f: f.items[0][1].start)


def _enumerated(
    outline: Outline, chain: Chain, announcements: Sequence[Announcement], attributions: Sequence[Attribution]
) -> ProposalFinding | None:
    """Return the list that a chain of enumerators makes, if it is one of proposals."""
    items: list[Item] = [(_marker(mark), where) for mark, where in chain_items(outline, chain)]
    if not items:
        return None
    label = _label_of(outline, chain, announcements, len(items))
    if chain.hidden_first:
        first = _first_of(outline, chain, announcements)
        if first is None:
            return None
        label, where = first
        items.insert(0, (None, where))
    if len(items) < 2:
        return None
    confidence = _judge(outline, chain, label, items, attributions)
    if not confidence:
        return None
    if label is not None and label.kind == "other":
        label = None
    return ProposalFinding(
        label=label.label if label else None,
        proposer=find_proposer(outline, label, [r for _, r in items], attributions),
        declared_count=label.count if label else None,
        items=tuple(items),
        confidence=confidence,
        rule=f"enumerated by {chain.family}" + (f", announced by {label.noun}" if label else ""),
    )


def _marker(mark: Mark) -> Range | None:
    return mark.where if mark.where.end > mark.where.start else None


def _first_of(
    outline: Outline, chain: Chain, announcements: Sequence[Announcement]
) -> tuple[Announcement, Range] | None:
    """Return label and first item of "X said a. This was one of five principles. Secondly, b"."""
    start = chain.marks[0].where.start
    for announcement in _within_reach(announcements, start):
        label = announcement.label
        if announcement.kind == "other":
            continue
        match = _ONE_OF.search(outline.text, max(0, label.start - 50), label.start)
        if not match or match.end() != label.start or announcement.sentence == 0:
            continue
        before = outline.sentences[announcement.sentence - 1]
        said = _SAID_THAT.search(outline.text, before.start, before.end)
        where = trimmed(outline.text, said.end() if said else before.start, before.end)
        if where:
            return announcement, where
    return None


def _label_of(outline: Outline, chain: Chain, announcements: Sequence[Announcement], count: int) -> Announcement | None:
    """Return the announcement that best fits a chain, whatever it announces; None if there is none near."""
    start = chain.marks[0].where.start
    if chain.family == "trailing":
        start = outline.sentences[outline.sentence_at(start)].start
    here, sentence = outline.paragraph_at(start), outline.sentence_at(start)
    best: tuple[float, Announcement] | None = None
    for announcement in _within_reach(announcements, start):
        if announcement.label.end > start:
            continue
        paragraph = outline.paragraph_at(announcement.label.start)
        between = [i for i in range(paragraph + 1, here) if i not in outline.furniture]
        if len(between) >= _REACH_PARAGRAPHS:
            continue
        score = _fit(
            outline,
            announcement,
            chain,
            start,
            count,
            sentence
            - announcement.sentence
            - sum(
                1
                for i in range(announcement.sentence + 1, sentence)
                if outline.paragraph_at(outline.sentences[i].start) in outline.furniture
            ),
        )
        if score > 0 and (best is None or score >= best[0]):
            best = (score, announcement)
    return best[1] if best else None


def _fit(outline: Outline, announcement: Announcement, chain: Chain, start: int, count: int, away: int) -> float:
    """Return how well an announcement `away` sentences before a chain fits it; 0 or less: not at all."""
    score = 0.0
    if announcement.colon is not None and announcement.colon < start:
        score += 3.0 if away <= 1 else 1.0
    if announcement.count is not None:
        score += 3.0 if announcement.count == count + chain.hidden_first else 1.0
    elif announcement.strong:
        score += 1.5
    score += {"proposal": 1.5, "urging": 0.5, "pillar": 0.5, "open": 0.3, "other": 0.0}[announcement.kind]
    if announcement.kind == "other" and (away > 1 or announcement.noun in ("year", "time", "people", "man", "woman")):
        return 0.0
    if not announcement.strong and announcement.colon is None and away > 1:
        score -= 1.0
    return score - 0.6 * max(0, away - 1)


def _judge(
    outline: Outline, chain: Chain, label: Announcement | None, items: list[Item], attributions: Sequence[Attribution]
) -> float:
    """Return how sure it is that the items are things to be done, from 0 (they are not) to 1."""
    seen = _evidence(outline, [r for _, r in items])
    share = seen.to_do / seen.of
    told = seen.told / seen.of
    agrees = label is not None and label.count == len(items)
    if label is None:
        return _unannounced(outline, chain, seen, items, attributions)
    if label.kind == "other":
        return 0.0
    if label.kind == "proposal":
        if label.noun in ("phase", "stage") and share < 0.5:
            return 0.0
        if told > 0.5 and share < 0.5 and not label.strong:
            return 0.0
        if not label.strong and label.colon is None:
            return 0.6 if share >= 0.5 and told < 0.5 else 0.0
        return min(0.97, 0.75 + 0.12 * share + (0.1 if agrees else 0.0))
    if label.kind == "pillar":
        if chain.family.startswith(("digits", "letter", "roman", "bullet")) and not seen.clauses:
            return 0.0  # phrases under a group noun are pillars
        return 0.8 if share >= 0.5 and (label.strong or label.colon is not None) else 0.0
    if label.kind == "urging":
        return 0.75 if told <= 0.5 and _urged_near(outline, label, items) else 0.0
    # "three things", "the following": what is listed decides
    if share >= 0.6 and told < 0.5:
        return 0.65
    return 0.0


def _urged_near(outline: Outline, label: Announcement, items: list[Item]) -> bool:
    """Say whether nothing but furniture stands between the colon and the first item, glued furniture included."""
    if label.colon is None:
        return False
    first = (items[0][0] or items[0][1]).start
    between = range(outline.paragraph_at(label.colon) + 1, outline.paragraph_at(first))
    if any(i not in outline.furniture for i in between):
        return False
    rest = outline.text[label.colon + 1 : first].strip(' \n\r\t\xa0"“')
    return not rest or bool(between) or (len(rest) < 200 and rest.split()[0].isupper())


def _unannounced(
    outline: Outline, chain: Chain, seen: _Evidence, items: list[Item], attributions: Sequence[Attribution]
) -> float:
    """Judge a chain without a label: every item must say that something is to be done."""
    if seen.told or seen.to_do < seen.of or 3 * seen.strict < 2 * seen.of:
        return 0.0
    if chain.family.startswith(("ordinal", "step", "trailing", "inner")):
        return 0.6
    return 0.5 if chain.family.startswith(("digits", "roman", "letter")) and seen.of >= 3 else 0.0


def _evidence(outline: Outline, items: Sequence[Range]) -> _Evidence:
    to_do = strict = told = clauses = 0
    for where in items:
        sentence = outline.sentences[outline.sentence_at(where.start)]
        end = min(where.end, max(sentence.end, where.start + 1), where.start + LONGEST)
        words = [w.casefold() for w in _WORD.findall(outline.text, where.start, end)]
        firmly = _firmly(words)
        does = firmly or _orders(words) or any(w in term_set("to_be_done") for w in words)
        strict += firmly or _orders(words)
        to_do += does
        told += not firmly and any(w in term_set("told") for w in words[:14])
        clauses += _clause(words)
    return _Evidence(to_do, strict, told, clauses, len(items))


def _firmly(words: list[str]) -> bool:
    """Say whether a duty, a promise or a demand is expressed: "should", "need to", "we will", "it is imperative to"."""
    if any(w in term_set("duties") for w in words):
        return True
    return any(f"{a} {b}" in term_set("duty_pairs") for a, b in pairwise(words))


def _orders(words: list[str]) -> bool:
    """Say whether an item begins with an order, an infinitive or a gerund of doing."""
    if not words:
        return False
    first = words[0]
    if first in ("to", "not", "do", "don't", "never") and len(words) > 1:
        first = words[1]
    return first in term_set("orders") or (words[0].endswith("ing") and len(words[0]) > 5)


def _clause(words: list[str]) -> bool:
    return any(w in term_set("finite") for w in words)


def _listed(outline: Outline, label: Announcement, attributions: Sequence[Attribution]) -> ProposalFinding | None:
    """Return the list without enumerators that follows an announcement: after a colon or a dash, or on bare lines."""
    including = label.noun in term_set("demand_nouns") and _INCLUDE.match(outline.text, label.label.end) is not None
    if label.kind == "other" or not (label.strong or label.colon is not None or including):
        return None
    items = _items_after(outline, label)
    if len(items) < 2 or items[-1].end <= items[-1].start:
        return None
    seen = _evidence(outline, items)
    if label.kind == "pillar" and seen.clauses < seen.of:
        return None
    apart = label.kind == "urging" and ";" in outline.text[items[0].end : items[1].start]
    if label.kind in ("open", "urging") and (seen.told or (seen.strict < 0.6 * seen.of and not apart)):
        return None
    if label.kind == "open" and (label.noun == "way" or (label.colon or label.label.end) - label.label.end > 3):
        return None
    if label.noun in term_set("soft_nouns") and 2 * seen.strict < seen.of and not _announced(outline, label):
        return None
    if label.noun in ("phase", "stage", "condition", "order", "offer", "bid") and 2 * seen.to_do < seen.of:
        return None
    if including and any(_clause([w.casefold() for w in _WORD.findall(r.of(outline.text))]) for r in items):
        return None
    rows = all(outline.paragraph_at(r.start) != outline.paragraph_at(label.label.start) for r in items)
    if (
        not label.strong
        and not including
        and not apart
        and not (rows and _announced(outline, label))
        and (seen.strict < 0.5 * seen.of or not _announced(outline, label))
    ):
        return None
    if _named(outline.text, items):
        return None
    agrees = label.count == len(items)
    return ProposalFinding(
        label=label.label,
        proposer=find_proposer(outline, label, items, attributions),
        declared_count=label.count,
        items=tuple((None, r) for r in items),
        confidence=0.85 if agrees else 0.65,
        rule=f"listed after {label.noun}",
    )


_INCLUDES = re.compile(r"\s+(?:includes?|included|are|is|calls?\s+for|call\s+for|was|were)\s*:")


def _announced(outline: Outline, label: Announcement) -> bool:
    """Say whether a label without a count is announced by a verb before it or by "includes:" behind it."""
    if label.kind == "urging" or _INCLUDES.match(outline.text, label.label.end):
        return True
    among = outline.text[max(0, label.label.start - 12) : label.label.start].casefold()
    if label.colon == label.label.end and among.endswith(("among the ", "among its ", "the ", "its ", "key ")):
        return True
    start = max(outline.sentences[label.sentence].start, label.label.start - _REACH)
    return announcing_verb().search(outline.text, start, label.label.start) is not None


def _named(text: str, items: Sequence[Range]) -> bool:
    """Say whether the items are names: people, places, products."""

    def is_name(where: Range) -> bool:
        tokens = where.of(text).split()
        capital = sum(t[:1].isupper() or t[:1].isdigit() for t in tokens)
        return capital >= len(tokens) - 1 and len(tokens) <= 4 and not _orders([t.casefold() for t in tokens])

    return sum(map(is_name, items)) > len(items) / 2


def _items_after(outline: Outline, label: Announcement) -> tuple[Range, ...]:
    text = outline.text
    sentence = outline.sentences[label.sentence]
    start = _list_start(text, label, sentence)
    if start is None:
        return ()
    if not text[start : min(sentence.end, start + LONGEST)].strip(' "“'):
        return _lines_after(outline, label, start)
    if text[start] in '"“':
        return ()  # a quotation follows, not a list
    end = _dash_closed(text, label, sentence)
    if end - start > LONGEST:
        return ()
    said = attribution_start(text, Range(start, end))
    items = split_members(text, Range(start, _before_final(text, start, said)), label.count)
    if not items and label.count is not None:
        return _orders_after(outline, label, start)
    if not items or (label.count is None and ";" not in text[start:end] and len(items) < 3):
        return ()
    return (*items[:-1], Range(items[-1].start, max(items[-1].end, end)))


def _dash_closed(text: str, label: Announcement, sentence: Range) -> int:
    """Return where a list ends: at the dash that answers the one before it ("plan - a, b and c - drew"), or later."""
    opening = _LIST_MARK.match(text, label.label.end)
    if label.colon is not None or opening is None or ":" in opening.group():
        return sentence.end
    closing = _CLOSING_DASH.search(text, opening.end(), sentence.end)
    return closing.start() if closing else sentence.end


def _orders_after(outline: Outline, label: Announcement, start: int) -> tuple[Range, ...]:
    """Return the items where a scraper dropped bullets and line breaks: the rest of this sentence and the next ones.

    Each must be an order ("Withdraw ..."), for nothing else tells where the list ends.
    """
    index = outline.sentence_at(start)
    rows = [Range(start, outline.sentences[index].end), *outline.sentences[index + 1 : index + (label.count or 0)]]
    if len(rows) != label.count:
        return ()
    if not all(_orders([w.casefold() for w in _WORD.findall(r.of(outline.text))[:2]]) for r in rows):
        return ()
    return tuple(t for r in rows if (t := trimmed(outline.text, r.start, r.end)))


def _before_final(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in '.!?"”’ ':
        end -= 1
    return end


def _list_start(text: str, label: Announcement, sentence: Range) -> int | None:
    """Return where the list begins: after the colon, or after a dash right behind the label; "to a and to b", too."""
    if label.colon is not None:
        if label.colon - label.label.end > 160 or (not label.strong and label.colon - label.label.end > 40):
            return None
        at = label.colon + 1
        while at < sentence.end and text[at] in " \xa0\t":
            at += 1
        return at
    includes = _INCLUDE.match(text, label.label.end, sentence.end)
    if includes and label.noun in term_set("demand_nouns"):
        return includes.end()
    match = _LIST_MARK.match(text, label.label.end) if label.count is not None else None
    return match.end() if match else None


_INCLUDE = re.compile(r"\s+(?:included?|are|were)\s+(?!that\b|not\b|\w+(?:ed|ing)\b)")


def _lines_after(outline: Outline, label: Announcement, start: int) -> tuple[Range, ...]:
    """Return the bare lines under an announcement that ends its paragraph with a colon."""
    index = outline.paragraph_at(start - 1) + 1
    lines: list[Range] = []
    for i in range(index, len(outline.paragraphs)):
        if i in outline.furniture:
            continue
        where = outline.paragraphs[i]
        row = where.of(outline.text)
        if len(row) > 400 or row[0] in '"“' or (label.count is None and not _like_a_line(label, row, len(lines))):
            break
        piece = trimmed(outline.text, where.start, where.end)
        if piece:
            lines.append(piece)
        if len(lines) == label.count:
            break
    if label.count is not None and len(lines) != label.count:
        return ()
    return tuple(lines)


def _like_a_line(label: Announcement, row: str, before: int) -> bool:
    """Say whether a line under a label without a count belongs to the list: an order, or words without a stop."""
    if _orders([w.casefold() for w in _WORD.findall(row)[:2]]):
        return True
    return label.kind == "proposal" and row[-1] not in ".!?:" and len(row) <= _LONGEST_LINE and before < _MOST_LINES


#: In characters; a line without a stop that is longer is running text.
_LONGEST_LINE = 200
_MOST_LINES = 15
