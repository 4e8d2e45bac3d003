"""Find candidate lists: every way in which enumerators or an announcement delimit items, to be judged later."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotate.analyse.findings import Range
from annotate.analyse.lists.announcements import Announcement
from annotate.analyse.lists.chain_items import chain_items
from annotate.analyse.lists.chains import Chain
from annotate.analyse.lists.items import LONGEST
from annotate.analyse.lists.labels import begins, first_item, is_scored, label_of
from annotate.analyse.lists.members import as_phrase, is_clause
from annotate.analyse.lists.rows import rows_under
from annotate.analyse.lists.running import running
from annotate.analyse.text.outline import Outline

Item = tuple[Range | None, Range]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Items that may be a list of things to be done, or members of a named group."""

    #: Marker (or None) and content of each item, as proposals are cut.
    items: tuple[Item, ...]
    #: The same as members of a group: without final stops and articles; empty if they cannot be members.
    phrases: tuple[Range, ...]
    label: Announcement | None
    #: The label as a group names itself, with the "of ..." that belongs to it.
    named: Range | None
    #: What marks the items off: a family of enumerators, or the words between label and items.
    form: str

    @property
    def span(self) -> Range:
        """The stretch from the first to the last item."""
        return Range(self.items[0][1].start, self.items[-1][1].end)

    @property
    def is_group(self) -> bool:
        """Whether it would be a named group: a group noun with phrases as members; with clauses it lists proposals."""
        return self.label is not None and self.label.kind == "pillar" and bool(self.phrases)


def find_candidates(
    outline: Outline, chains: Sequence[Chain], announcements: Sequence[Announcement]
) -> list[Candidate]:
    """Return every candidate of the text; they may overlap each other."""
    found = [c for chain in chains for c in _enumerated(outline, chain, announcements)]
    marks = sorted(m.where.start for c in chains for m in c.marks if m.where.end > m.where.start)
    for label in announcements:
        if label.kind != "other" and not _outranked(label, announcements) and not is_scored(outline, label):
            found += [c for c in _announced(outline, label) if not _cut_across(c.span, marks)]
    return found


def _outranked(label: Announcement, announcements: Sequence[Announcement]) -> bool:
    """Return whether a more definite label stands between a weaker one and its colon."""
    if label.strong or label.colon is None:
        return False
    first = bisect_right(announcements, label.label.start, key=begins)
    between = announcements[first : bisect_left(announcements, label.colon, key=begins)]
    return any(
        a.strong or (a.definite and not label.definite) or label.kind == "urging" for a in between if a.kind != "other"
    )


def _cut_across(span: Range, marks: Sequence[int]) -> bool:
    """Return whether an enumerator stands inside the list: then the list was cut in the wrong places."""
    at = bisect_left(marks, span.start + 1)
    return at < len(marks) and marks[at] < span.end


def _enumerated(outline: Outline, chain: Chain, announcements: Sequence[Announcement]) -> Iterator[Candidate]:
    """Yield the list that a chain of enumerators makes."""
    items: list[Item] = [(m.where if m.where.end > m.where.start else None, r) for m, r in chain_items(outline, chain)]
    if not items:
        return
    label = label_of(outline, chain, announcements, len(items))
    if chain.hidden_first:
        first = first_item(outline, chain, announcements)
        if first is None:
            return
        label, where = first
        items.insert(0, (None, where))
    if len(items) < 2 or (label is not None and label.kind == "other"):
        return
    phrases = _phrases(outline, [r for _, r in items]) if label and label.kind == "pillar" else ()
    yield Candidate(tuple(items), phrases, label, label.label if label else None, chain.family)


def _phrases(outline: Outline, items: Sequence[Range]) -> tuple[Range, ...]:
    """Return the items as members of a group, or () where one of them is a sentence."""
    if all(outline.text[r.end - 1] in ".!?" for r in items):
        return ()
    made = tuple(p for r in items if r.end - r.start <= LONGEST and (p := as_phrase(outline.text, r)))
    whole = len(made) == len(items) and not any(is_clause(outline.text, p) for p in made)
    return made if whole and all(outline.sentence_at(p.start) == outline.sentence_at(p.end - 1) for p in made) else ()


#: A quotation ends with the list: what follows says who speaks.
_CLOSED = re.compile(r"[,.!?]?[”\"]\s")


def _announced(outline: Outline, label: Announcement) -> Iterator[Candidate]:
    """Yield the lists without enumerators that an announcement may have: in running text, on lines, as sentences."""
    for form, named, members, end in running(outline, label):
        quoted = _CLOSED.match(outline.text, members[-1].end)
        last = members[-1] if quoted else Range(members[-1].start, max(members[-1].end, end))
        items = tuple((None, r) for r in (*members[:-1], last))
        phrases = _phrases(outline, members) if label.kind in ("pillar", "open") else ()
        yield Candidate(items, phrases, label, named, form)
    for form, rows in rows_under(outline, label):
        heads = [outline.paragraphs[outline.paragraph_at(r.start)] for r in rows] if form == "headed" else rows
        phrases = _phrases(outline, heads) if label.kind == "pillar" else ()
        yield Candidate(tuple((None, r) for r in rows), phrases, label, label.label, form)
