"""Named groups of parallel phrases: "three pillars: security, economy and humanity"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import islice

from annotate.analyse.findings import Layout, PillarFinding, Range
from annotate.analyse.lists.announcements import Announcement, announcement_ending, find_announcements, plural
from annotate.analyse.lists.enumerators import Chain, Outline, chain_items, find_chains, term_set
from annotate.analyse.lists.items import LONGEST, attribution_start, split_members, trimmed
from annotate.analyse.lists.taken import Taken
from annotate.analyse.text.glued_words import cut_word, stripped
from annotate.analyse.words.files import words
from annotate.analyse.words.frequencies import zipf

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_TOKEN = re.compile(r"[^\W\d_]+")
#: What may stand between a label and its members, right behind the label (and its "of ...").
_LINKS = re.compile(
    r"(?P<colon>\s?:\s*)|(?P<dash>\s?(?:[—–]|-{2})\s?|\s-\s)|(?P<bracket>\s\()"
    r"|(?P<namely>\s?[,;–—-]?\s?(?:namely|that is|viz\.?|to wit|i\.e\.)[,:]?\s+)"
    r"|(?P<which>,?\s+(?:which|that)\s+(?:are|were)\s*:?\s+)|(?P<are>\s+(?:are|were|will be|would be)\s*:?\s+)"
    r"|(?P<of>\s+of\s+)|(?P<comma>,\s+)"
)
_CLOSERS = {"dash": re.compile(r"\s?(?:[—–]|-{2})\s?|\s-\s"), "bracket": re.compile(r"\)")}
#: How sure each link makes a group.
_CONFIDENCE = {
    "colon": 0.92,
    "namely": 0.9,
    "dash": 0.88,
    "bracket": 0.88,
    "which": 0.85,
    "of": 0.8,
    "are": 0.75,
    "comma": 0.7,
}
_LONGEST_APPOSED = 6
_MODIFIED = re.compile(r"(?:the\s+|its\s+|his\s+|her\s+|their\s+|our\s+|all\s+)?", re.IGNORECASE)


def find_pillars(layout: Layout) -> tuple[PillarFinding, ...]:
    """Return the pillar groups in the order of the text."""
    outline = Outline(layout)
    lost = stripped(layout.text)
    labels = [a for a in find_announcements(outline) if a.kind == "pillar" and a.noun != "mission"]
    chains = find_chains(outline, lost) if labels else []
    found: list[PillarFinding] = []
    taken = Taken()
    for label in [*labels, *_glued_labels(outline)]:
        finding = _enumerated(outline, label, chains) or _described(outline, label, lost)
        if finding and taken.add(_span(finding)):
            found.append(finding)
    return tuple(sorted(found, key=lambda f: f.items[0].start))


def _span(finding: PillarFinding) -> Range:
    return Range(min(finding.label.start, finding.items[0].start), max(finding.label.end, finding.items[-1].end))


def _found(label: Announcement, where: Range, items: Sequence[Range], confidence: float, rule: str) -> PillarFinding:
    return PillarFinding(where, label.count, tuple(items), confidence, rule)


def _enumerated(outline: Outline, label: Announcement, chains: Sequence[Chain]) -> PillarFinding | None:
    """Return the group whose members stand behind enumerators: "three goals: 1) to save 2) to grow"."""
    if label.colon is None:
        return None
    first = label.colon + 1
    while first < len(outline.text) and outline.text[first] in " \t\r\n\xa0":
        first += 1
    for chain in chains[bisect_left(chains, first, key=_first_mark) : bisect_right(chains, first, key=_first_mark)]:
        if not chain.family.startswith(("digits", "letter", "roman", "bullet")):
            continue
        items = [trimmed(outline.text, r.start, r.end, finals=" \t\r\n,;.") for _, r in chain_items(outline, chain)]
        members = tuple(i for i in items if i)
        if len(members) < 2 or any(_is_clause(outline.text, m) for m in members):
            return None
        if label.count is None or label.count == len(members):
            return _found(label, label.label, members, 0.9 if label.count else 0.7, f"enumerated under {label.noun}")
    return None


def _first_mark(chain: Chain) -> int:
    return chain.marks[0].where.start


def _described(outline: Outline, label: Announcement, lost: bool) -> PillarFinding | None:
    """Return the group whose members follow or precede the label in running text."""
    text = outline.text
    whole = outline.sentences[label.sentence]
    sentence = Range(max(whole.start, label.label.start - _REACH), whole.end)
    if _scored(text, sentence.start, label):
        return None
    end = min(sentence.end, label.label.end + LONGEST)
    for where in _label_ends(text, label, end):
        link = _LINKS.match(text, where.end, end)
        if link and link.lastgroup:
            finding = _linked(outline, label, where, link.lastgroup, link.end(), end)
            if finding:
                return finding
        if label.count is not None and (lost or (where.end < len(text) and text[where.end].isalpha())):
            finding = _unlinked(outline, label, where, end)
            if finding:
                return finding
    if label.colon is not None and label.colon - label.label.end <= 90 and label.colon < end:
        finding = _linked(outline, label, label.label, "colon", _skip(text, label.colon + 1), end)
        if finding:
            return finding
    dash = _FAR_DASH.match(text, label.label.end, end) if label.count is not None else None
    if dash:
        finding = _linked(outline, label, label.label, "dash", dash.end(), end)
        if finding:
            return finding
    return _before(outline, label, sentence)


#: In characters: as far before its label as a group begins, or behind it as one without a mark ends.
_REACH = 600
#: A group's end is looked for at so many places.
_MOST_ENDS = 12
#: A dash some words behind the label: "two priorities for the autumn campaign - winning and governing - are".
_FAR_DASH = re.compile(r"\s+(?:for|of|in|that|to|on|at)\s[^,.;:—–()]{3,70}?(?:\s-{1,2}\s|\s?[—–]\s?)")


_OF_LABEL = re.compile(r"\s+of\s+(?:[\w’'-]{1,40}\s){0,5}?[\w’'-]{1,40}(?=\s?:|\s?[—–]|\s-\s|\s\(|,\s+namely)")


def _label_ends(text: str, label: Announcement, end: int) -> list[Range]:
    """Return the label, and the label with the "of ..." that belongs to it where a link follows that."""
    found = [label.label]
    of = _OF_LABEL.match(text, label.label.end, end)
    if of:
        found.insert(0, Range(label.label.start, of.start() + len(of.group().rstrip())))
    return found


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\xa0":
        at += 1
    return at


def _linked(
    outline: Outline, label: Announcement, where: Range, link: str, start: int, end: int
) -> PillarFinding | None:
    """Return the group whose members begin at `start`, behind a colon, a dash, a bracket, "namely", "of" or a comma."""
    text = outline.text
    count = label.count
    if count is None and (
        link not in ("colon", "namely", "which", "dash") or not (label.strong or _owned(text, label))
    ):
        return None
    if link == "of" and label.noun not in term_set("of_nouns"):
        return None
    if link in _CLOSERS:
        closing = _CLOSERS[link].search(text, start, end)
        if closing:
            end = closing.start()
    if link == "colon" and not text[start:end].strip():
        return _lines(outline, label, where, start)
    members = _members(text, Range(start, end), count, link)
    if not members:
        return None
    gerunds = all(_GERUND.match(text, m.start) for m in members)
    if link in ("comma", "are", "of") and not gerunds and any(_long(text, m) for m in members):
        return None
    if not all(any(c.isalpha() for c in m.of(text)) for m in members):
        return None
    if link == "comma" and (count is None or any(c.isdigit() for m in members for c in m.of(text))):
        return None
    if _entities(outline, members) or any(_is_clause(text, m) for m in members):
        return None
    return _found(label, where, members, _CONFIDENCE[link] if count else 0.65, f"{link} after {label.noun}")


def _owned(text: str, label: Announcement) -> bool:
    before = text[max(0, label.label.start - 40) : label.label.start].casefold().split()
    return any(w in term_set("owners") | term_set("plural_signs") for w in before[-3:])


def _members(text: str, where: Range, count: int | None, link: str) -> tuple[Range, ...]:
    """Cut the members, the longest stretch first: the whole sentence without attribution, then up to a stop."""
    whole = Range(where.start, attribution_start(text, where))
    ends = [_before_final(text, whole)]
    if link in ("of", "comma", "are", "which"):
        reach = min(whole.end, where.start + _REACH)
        for stops in (_STOP_AFTER, _VERB_AFTER):
            ends += [m.start() for m in islice(stops.finditer(text, where.start, reach), _MOST_ENDS)][::-1]
    for end in ends:
        members = split_members(text, Range(where.start, end), count)
        members = tuple(m for m in (_clean(text, m) for m in members) if m)
        if members and (count is None or len(members) == count) and not any(_is_clause(text, m) for m in members):
            return members
    return ()


_GERUND = re.compile(r"[a-z]{3,}ing\b")
_STOP_AFTER = re.compile(r",\s(?!and\b|or\b)|;|\s[-–—]\s|[—–]|\s\(")
_VERB_AFTER = re.compile(
    r"\s(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|that|which|who|when|while|but|said|in|on|at|since|as|by|with|under|during|after|before)\s"
)


def _before_final(text: str, where: Range) -> int:
    end = where.end
    while end > where.start and text[end - 1] in '.!?"”’ ':
        end -= 1
    return end


_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=[A-Z])")


def _clean(text: str, where: Range) -> Range | None:
    """Return a member without an article before a name, final stop and marks."""
    found = trimmed(text, where.start, where.end, finals=" \t\r\n\xa0,;.:")
    if found:
        article = _ARTICLE.match(text, found.start, found.end)
        if article and article.end() < found.end:
            return Range(article.end(), found.end)
    return found


def _long(text: str, where: Range) -> bool:
    return len(where.of(text).split()) > _LONGEST_APPOSED


def _is_clause(text: str, where: Range) -> bool:
    """Say whether a member has a subject and a finite verb near its beginning, or a modal verb: then it is no phrase.

    A verb further on belongs to a relative clause without its pronoun: "the fees she has received".
    """
    found = [w.casefold() for w in _WORD.findall(text, where.start, where.end)]
    for at, word in enumerate(found):
        if word in ("that", "which", "who", "whose", "where", "what", "how"):
            break
        if word in term_set("duties") or word in ("will", "would") or (at < _NEAR_START and word in term_set("finite")):
            return True
    return bool(found) and found[0] in ("he", "she", "they", "it", "we", "i", "there", "who", "which")


#: In words.
_NEAR_START = 3


def _scored(text: str, start: int, label: Announcement) -> bool:
    """Say whether the goals were scored and the forces drawn up: sports and soldiers."""
    if label.noun not in ("goal", "target"):
        return False
    before = text[start : label.label.end + 40].casefold()
    return any(
        w in before for w in ("scor", "netted", "conced", "assist", "penalt", "header", "striker", "match", "season")
    )


def _entities(outline: Outline, members: Sequence[Range]) -> bool:
    """Say whether the members are people, places or firms, which make no pillars."""
    names = sum(_is_name(outline.text, m) for m in members)
    return names * 2 >= len(members)


def _is_name(text: str, where: Range) -> bool:
    tokens = where.of(text).split()
    if not tokens or not all(t[:1].isupper() or t.casefold() in ("of", "and", "the", "for") for t in tokens):
        return False
    plain = [t.strip(".,’'").casefold() for t in tokens]
    if " ".join(plain) in _places() or any(p in _places() for p in plain):
        return True
    return not all(p in words("common_words.txt") for p in plain)


@cache
def _places() -> frozenset[str]:
    return frozenset(p.casefold() for name in ("places.txt", "countries.txt") for p in words(name))


def _lines(outline: Outline, label: Announcement, where: Range, start: int) -> PillarFinding | None:
    """Return the group whose members stand on lines of their own below a label that ends with a colon."""
    if label.count is None:
        return None
    index = outline.paragraph_at(start - 1) + 1
    below = [
        i for i in range(index, min(len(outline.paragraphs), index + label.count * 3)) if i not in outline.furniture
    ]
    members = [_clean(outline.text, outline.paragraphs[i]) for i in below[: label.count]]
    kept = [m for m in members if m]
    if len(kept) != label.count or any(len(m.of(outline.text)) > 160 or _is_clause(outline.text, m) for m in kept):
        return None
    if _entities(outline, kept):
        return None
    return _found(label, where, kept, 0.75, f"lines under {label.noun}")


#: In characters: the words between the last member and the label behind it.
_LONGEST_LINK = 60
_LINK_BEFORE = re.compile(
    r"(?:,|\s[-–—]|[—–]|\s(?:are|were|remain|as|make up|form|constitute))\s+(?:all\s+)?"
    r"(?:the|its|his|her|their|our|what .{3,20} called the)\s+$"
)
_STARTS = re.compile(
    r"(?:\b(?:on|of|for|between|including|with|to|are|is|about|in|into|called|by|through|as|that|promotes?|covers|wants)"
    r"|[:;—–]|,\s+(?=[a-z]+\s+(?:and|,)))\s+"
)


def _before(outline: Outline, label: Announcement, sentence: Range) -> PillarFinding | None:
    """Return the group whose members stand before the label: "a, b and c, the three pillars"."""
    if label.count is None:
        return None
    text = outline.text
    link = _LINK_BEFORE
    match = link.search(text, max(sentence.start, label.label.start - _LONGEST_LINK), label.label.start)
    if not match:
        return None
    for start in _starts(text, sentence.start, match.start()):
        members = split_members(text, Range(start, match.start()), label.count)
        members = tuple(m for m in (_clean(text, m) for m in members) if m)
        if len(members) == label.count and not any(_long(text, m) or _is_clause(text, m) for m in members):
            if _entities(outline, members):
                return None
            return _found(label, label.label, members, 0.7, f"before {label.noun}")
    return None


def _starts(text: str, start: int, end: int) -> list[int]:
    """Return where the first member before a label may begin: at the sentence, behind a preposition or a verb."""
    found = [m.end() for m in _STARTS.finditer(text, start, end)]
    return [start, *found][: -_MOST_ENDS - 1 : -1]


def _unlinked(outline: Outline, label: Announcement, where: Range, end: int) -> PillarFinding | None:
    """Return the group whose dash was lost: "three sectors security, economy and humanity has", or glued to it."""
    text = outline.text
    start, end = where.end, min(end, where.end + _REACH)
    while start < end and text[start] == " ":
        start += 1
    if label.count is None or start >= end or not text[start].isalpha() or not text[start].islower():
        return None
    if start > where.end and _VERB_AFTER.match(text, where.end):
        return None
    for stop in _stops(text, start, end, label.count):
        members = split_members(text, Range(start, stop), label.count)
        members = tuple(m for m in (_clean(text, m) for m in members) if m)
        if len(members) != label.count or any(_long(text, m) or _is_clause(text, m) for m in members):
            continue
        if _entities(outline, members):
            continue
        return _found(label, where, members, 0.75, f"lost dash after {label.noun}")
    return None


_AND = re.compile(r"\b(?:and|or)\s+")
_STOP = re.compile(r"[,.;:!?)]")


def _stops(text: str, start: int, end: int, count: int) -> list[int]:
    """Return where the last member may end: at a glued word, at a stop, before a verb; the earliest first."""
    joined = _AND.search(text, start, end)
    if not joined:
        return []
    found: list[int] = []
    for token in _TOKEN.finditer(text, joined.end(), end):
        cuts = cut_word(token.group(), hyphens_lost=True)
        if cuts:
            found.append(token.start() + cuts[0])
            break
        if len(found) > 2:
            break
    found += [m.start() for m in _VERB_AFTER.finditer(text, joined.end(), end)][:2]
    found += [m.start() for m in _STOP.finditer(text, joined.end(), end)][:1]
    return sorted(set(found) or {end})


#: In characters: no two words glued to each other are longer.
_LONGEST_TOKEN = 60


def _glued_labels(outline: Outline) -> list[Announcement]:
    """Return labels whose noun is glued to the first member: "three pillar sectorssecurity"."""
    found: list[Announcement] = []
    lower = outline.lower
    for at in outline.words_at(_group_plurals()):
        token = _TOKEN.match(lower, at)
        if not token or token.end() - at > _LONGEST_TOKEN or zipf(token.group()) > 0:
            continue
        noun = next((n for n in _group_plurals() if token.group().startswith(n)), None)
        cuts = cut_word(token.group(), hyphens_lost=True)
        if noun is None or len(noun) not in cuts:
            continue
        found += _label_before(outline, at, noun)
    return found


@cache
def _group_plurals() -> tuple[str, ...]:
    return tuple(sorted((plural(n) for n in term_set("pillar_nouns")), key=len, reverse=True))


def _label_before(outline: Outline, at: int, noun: str) -> list[Announcement]:
    found = announcement_ending(outline, at, noun)
    return [found] if found and found.count is not None else []
