"""Find lists in running text around a label: the link between label and members, and the end of the last member."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from annotate.analyse.findings import Range
from annotate.analyse.lists.announcements import Announcement
from annotate.analyse.lists.items import LONGEST, attribution_start, split_members
from annotate.analyse.lists.members import as_phrase, is_clause, is_gerund, words_of
from annotate.analyse.text.glued_words import cut_word
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.number_words import one_of

#: What marks the members off, the label with its "of ...", the members, and where the last of them may end at most.
Found = tuple[str, Range, tuple[Range, ...], int]

#: What may stand between a label (and its "of ...") and its members.
_LINKS = re.compile(
    r"(?P<colon>\s?:\s*)|(?P<dash>\s?(?:[—–]|-{2})\s?|\s-\s)|(?P<bracket>\s\()"
    rf"|(?P<namely>\s?[,;–—-]?\s?(?:{one_of('namely')}|viz\.?|i\.e\.)[,:]?\s+)"
    rf"|(?P<including>,?\s+(?:{one_of('including')})\s+)"
    r"|(?P<include>\s+(?:that\s+|which\s+)?(?:will\s+|would\s+)?(?:includ(?:e|es|ed)|compris(?:e|es|ed))\s+)"
    r"|(?P<which>,?\s+(?:which|that)\s+(?:are|were)\s*:?\s+)|(?P<are>\s+(?:are|were|will be|would be)\s*:?\s+)"
    r"|(?P<to>\s+(?:that|which|to)\s+)|(?P<of>\s+of\s+)|(?P<comma>,\s+)"
)
_OF_LABEL = re.compile(
    r"\s+of\s+(?:[\w’'-]{1,40}\s){0,5}?[\w’'-]{1,40}"
    r"(?=\s?:|\s?[—–]|\s-\s|\s-{2}\s|\s\(|,\s+(?:namely|including)|\s+(?:includ|such\s+as))"
)
#: Words after the label that are not its "of ...": "two priorities for the autumn campaign - winning".
_TAIL = re.compile(
    r"(?:”|\")?\s+(?:for|of|in|that|to|on|at|from|with)\s[^,.;:—–()]{3,70}?"
    r"(?=\s-{1,2}\s|\s?[—–]\s?|,?\s+(?:including|such\s+as)\s|\s+includ(?:e|es|ed)\s)"
)
_CLOSERS = {"dash": re.compile(r"\s?(?:[—–]|-{2})\s?|\s-\s"), "bracket": re.compile(r"\)")}
#: Behind these the list may end before its sentence does.
_OPEN_ENDED = frozenset({"of", "comma", "are", "which", "including", "include"})
_STOP_AFTER = re.compile(r",\s(?!and\b|or\b)|;|\s[-–—]\s|[—–]|\s\(")
_VERB_AFTER = re.compile(rf"\s(?:{one_of('ends_of_members')})\s")
_LIST_MARK = re.compile(r":\s|\s?[—–]|\s-{1,2}\s")
#: The number of places where the end of a group is looked for, and how far after its label, in characters.
_MOST_ENDS, _REACH = 12, 600
#: In characters: a colon further from its label belongs to something else.
_COLON_REACH = 160
#: In words: members of an apposition are short.
_LONGEST_APPOSED = 6


def running(outline: Outline, label: Announcement) -> Iterator[Found]:
    """Yield the lists in the sentence of a label; each form at most once."""
    seen: set[str] = set()
    end = min(outline.sentences[label.sentence].end, label.label.end + LONGEST)
    for form, named, start in _links(outline.text, label, end):
        if form in seen:
            continue
        found = _members(outline, label, form, *_from(outline, label, start, end))
        if found:
            seen.add(form)
            yield form, named, found[0], found[1]
    if label.count is None or label.kind not in ("pillar", "open"):
        return
    for form, members in (("before", _before(outline, label)), ("lost", _unlinked(outline, label, end))):
        if members:
            yield form, label.label, members, members[-1].end


def _from(outline: Outline, label: Announcement, start: int, end: int) -> tuple[int, int]:
    """Return where members begin and end at most: in the next paragraph where a counted label ends its own."""
    index = label.sentence + 1
    if outline.text[start:end].strip() or label.count is None or index >= len(outline.sentences):
        return start, end
    return outline.sentences[index]


def _links(text: str, label: Announcement, end: int) -> Iterator[tuple[str, Range, int]]:
    """Yield what links a label with words after it: its name, the label with its "of ...", where the words begin."""
    for where, at in _label_ends(text, label, end):
        link = _LINKS.match(text, at, end)
        if link and link.lastgroup:
            yield link.lastgroup, where, link.end()
    if label.colon is not None and label.colon - label.label.end <= _COLON_REACH and label.colon < end:
        at = label.colon + 1
        while at < end and text[at] in " \t\xa0":
            at += 1
        yield "colon", label.label, at


def _label_ends(text: str, label: Announcement, end: int) -> Iterator[tuple[Range, int]]:
    """Yield the label with the "of ..." that belongs to it where a link follows that, the label, and where it ends."""
    start, stop = label.label
    of = _OF_LABEL.match(text, stop, end)
    if of:
        where = Range(start, of.start() + len(of.group().rstrip()))
        yield where, where.end
    yield label.label, stop + (text[stop : stop + 1] in ("”", '"', "*"))
    tail = _TAIL.match(text, stop, end)
    if tail:
        yield label.label, tail.end()


def _members(
    outline: Outline, label: Announcement, form: str, start: int, end: int
) -> tuple[tuple[Range, ...], int] | None:
    """Return the members that begin at `start`, and where the last one ends as an item; the longest stretch first."""
    text = outline.text
    if start >= end or (form == "to" and (label.count is None or label.kind != "proposal")):
        return None
    if form == "colon" and text[start] in '"“' and label.kind == "proposal":
        return None  # a quotation follows, not a list
    if form in _CLOSERS:
        closing = _CLOSERS[form].search(text, start, end)
        end = closing.start() if closing else end
    whole = Range(start, attribution_start(text, Range(start, end)))
    ends = [_before_final(text, whole)]
    if form in _OPEN_ENDED:
        reach = min(whole.end, start + _REACH)
        for stops in (_STOP_AFTER, _VERB_AFTER):
            ends += [m.start() for m in islice(stops.finditer(text, start, reach), _MOST_ENDS)][::-1]
    for at in ends:
        members = split_members(text, Range(start, at), label.count, least=2)
        if members and _allowed(text, label, form, members):
            return _bare(text, members), end if at == ends[0] else members[-1].end
    return None


_ONE_IS = re.compile(
    r"(?:one|the other|another|the (?:first|second|third))\s+(?:is|was|are)\s+(?:that\s+)?", re.IGNORECASE
)


def _bare(text: str, members: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return the members without "one was" and "the other was", if all begin that way."""
    found = [_ONE_IS.match(text, m.start, m.end) for m in members]
    if not all(found):
        return members
    return tuple(Range(f.end(), m.end) for f, m in zip(found, members, strict=True) if f)


def _allowed(text: str, label: Announcement, form: str, members: tuple[Range, ...]) -> bool:
    """Return whether a link of that form allows members cut in this way."""
    if not all(any(c.isalpha() for c in m.of(text)) for m in members):
        return False
    if form not in _OPEN_ENDED:
        return True
    if any(is_clause(text, m) for m in members) or _LIST_MARK.search(text, members[0].start, members[0].end):
        return False
    if form in ("including", "include"):
        return True
    if form == "comma" and any(c.isdigit() for m in members for c in m.of(text)):
        return False
    gerunds = all(is_gerund(words_of(text, m.start, m.end)[0]) for m in members)
    return label.count is not None and (gerunds or all(len(m.of(text).split()) <= _LONGEST_APPOSED for m in members))


def _before_final(text: str, where: Range) -> int:
    end = where.end
    while end > where.start and text[end - 1] in '.!?"”’ ':
        end -= 1
    return end


#: In characters: the words between the last member and the label after it.
_LONGEST_LINK = 60
_LINK_BEFORE = re.compile(
    r"(?:,|\s[-–—]|[—–]|\s(?:are|were|remain|as|make up|form|constitute))\s+(?:all\s+)?"
    r"(?:the|its|his|her|their|our|what .{3,20} called the)\s+$"
)
_STARTS = re.compile(
    r"(?:\b(?:on|of|for|between|including|with|to|are|is|about|in|into|called|by|through|as|that|promotes?|covers|wants)"
    r"|[:;—–]|,\s+(?=[a-z]+\s+(?:and|,)))\s+"
)


def _before(outline: Outline, label: Announcement) -> tuple[Range, ...]:
    """Return the group whose members precede the label: "a, b and c, the three pillars"."""
    text = outline.text
    first = max(outline.sentences[label.sentence].start, label.label.start - _REACH)
    match = _LINK_BEFORE.search(text, max(first, label.label.start - _LONGEST_LINK), label.label.start)
    if not match:
        return ()
    found = [first, *(m.end() for m in _STARTS.finditer(text, first, match.start()))]
    for start in found[: -_MOST_ENDS - 1 : -1]:
        members = _short(text, split_members(text, Range(start, match.start()), label.count), label.count)
        if members:
            return members
    return ()


def _short(text: str, members: tuple[Range, ...], count: int | None) -> tuple[Range, ...]:
    """Return the members if all are short phrases and there are `count` of them, else ()."""
    made = tuple(m for m in (as_phrase(text, m) for m in members) if m)
    fit = all(len(m.of(text).split()) <= _LONGEST_APPOSED and not is_clause(text, m) for m in made)
    return made if len(made) == count and fit else ()


def _unlinked(outline: Outline, label: Announcement, end: int) -> tuple[Range, ...]:
    """Return the group whose dash was lost: "three sectors security, economy and humanity has", or glued to it."""
    text = outline.text
    after = label.label.end
    if not (outline.lost or text[after : after + 1].isalpha()):
        return ()
    start, end = after, min(end, after + _REACH)
    while start < end and text[start] == " ":
        start += 1
    if start >= end or not text[start].islower() or (start > after and _VERB_AFTER.match(text, after)):
        return ()
    for stop in _stops(text, start, end):
        members = _short(text, split_members(text, Range(start, stop), label.count), label.count)
        if members:
            return members
    return ()


_AND = re.compile(r"\b(?:and|or)\s+")
_STOP = re.compile(r"[,.;:!?)]")
_TOKEN = re.compile(r"[^\W\d_]+")


def _stops(text: str, start: int, end: int) -> list[int]:
    """Return where the last member may end: at a glued word, at a stop, before a verb; the earliest first."""
    joined = _AND.search(text, start, end)
    if not joined:
        return []
    found: list[int] = []
    for token in islice(_TOKEN.finditer(text, joined.end(), end), 3):
        cuts = cut_word(token.group(), hyphens_lost=True)
        if cuts:
            found.append(token.start() + cuts[0])
            break
    found += [m.start() for m in islice(_VERB_AFTER.finditer(text, joined.end(), end), 2)]
    found += [m.start() for m in islice(_STOP.finditer(text, joined.end(), end), 1)]
    return sorted(set(found) or {end})
