"""Find the words that name an event, from a head noun to the ends of its noun phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: In words, before the head.
_LONGEST_LEFT = 12
_TOKEN = re.compile(r"\S+")
_ORDINAL = re.compile(
    r"^(?:\d+(?:st|nd|rd|th)|st|nd|rd|th|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|[a-z]+(?:ieth|tieth)|\d{2,4})$",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,2}\s")
_MONTH = re.compile(rf"\b(?:{lexicon.short_months()}|May)[a-z]*\.?\s$")
_JOINERS = frozenset({"and", "of", "&", "the", "for", "on", "de"})
_ACRONYM = re.compile(r"\s?\((?:the )?[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)?\)")
_RIGHT = re.compile(r"\s?\b(of|for|on)\s(the\s)?")
_TITLED = re.compile(
    r"\b(?:titled|entitled|called|dubbed|headlined|named)[,:]?\s(?P<open>[“\"‘'`]+)?(?P<title>[A-Z][^“”\"\n]{3,120}?)"
    r"(?:[,.]?[”\"’']|(?=, (?:was|which|is|and|a|the)\b))"
    # "The report, "Streets for All," makes"
    r"|\b(?:report|study|paper|survey|speech|address|lecture|sermon|seminar|symposium|workshop|forum|conference|exhibition"
    r"|panel|statement|document),?\s[“\"](?P<called>[A-Z][^“”\"\n]{3,100}?)[,.]?[”\"]"
)


@dataclass(frozen=True, slots=True)
class EventName:
    """A phrase that may name an event; `strength` says how much it is a name, 0 to 1.3."""

    range: Range
    strength: float


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(table("events.toml")[key].split())


def name_at(text: str, sentence: Range, head: Range) -> EventName | None:
    """Return the name whose head noun stands at `head`; None if the phrase only describes ("the meeting")."""
    start, determined = _left(text, sentence, head)
    alone = _without_description(text, start, head.start) == head.start
    end = _right(text, sentence, head, alone=alone)
    start = _without_description(text, start, head.start)
    if dated := _DAY.match(text, start, head.start):
        # "the Feb. 20 South Carolina primary"
        start = dated.end() if _MONTH.search(text, max(0, start - 12), start) else start
    words = text[start:end].split()
    if len(words) < 2:
        return None
    if end == head.end and not determined and not _is_capital(words[0]) and not _ORDINAL.match(words[0]):
        return EventName(Range(start, end), 0.4)
    capitals = sum(_is_capital(w) for w in words)
    ordinal = any(_ORDINAL.match(w) for w in words)
    strength = 0.6
    if capitals >= 2:
        strength = 1.3 if ordinal else 1.0
    elif capitals or ordinal:
        strength = 0.85
    return EventName(Range(start, end), strength)


def title_at(text: str, sentence: Range) -> Range | None:
    """Return the title that the sentence says something is called, without quotation marks."""
    match = _TITLED.search(text, *sentence)
    if match is None:
        return None
    which = "title" if match["title"] else "called"
    words = match[which].split()
    # A title has its words in capitals; what somebody says has not.
    if len(words) < 2 or (which == "called" and sum(map(_is_capital, words)) < 0.5 * len(words)):
        return None
    return Range(*match.span(which))


def _is_capital(word: str) -> bool:
    bare = word.lstrip("(“\"'‘")
    return bool(bare) and bare[0].isupper()


def _left(text: str, sentence: Range, head: Range) -> tuple[int, bool]:
    """Return where the phrase begins left of its head, and whether a determiner precedes it."""
    tokens = list(_TOKEN.finditer(text, max(sentence.start, head.start - 160), head.start))[-_LONGEST_LEFT:]
    start = certain = head.start
    # The head may follow a hyphen: "mini-summit".
    if tokens and tokens[-1].end() == head.start:
        start = certain = tokens[-1].start()
        tokens.pop()
    capital = text[head.start].isupper()
    for position in range(len(tokens) - 1, -1, -1):
        token = tokens[position]
        word = token.group()
        low = word.casefold().strip("“\"'‘(")
        before = tokens[position - 1].group() if position else ""
        if low in _words("determiners"):
            return start, True
        if low.endswith(("'s", "’s")) and not (_is_capital(word) and capital and _is_capital(before)):
            return start, True
        if word[-1] in ',;:.!?–—”"' and not re.fullmatch(r"(?:[A-Z]\.)+|St\.", word):
            return certain, False
        if low in _JOINERS and before and _is_capital(before) and _is_capital(text[token.end() :].lstrip()[:1]):
            continue
        if low in _words("verbs_before") and not (_is_capital(word) and capital and position):
            return certain, False
        if re.search(r"\w\(", word) or (word.startswith("(") and not word.endswith(")")):
            return certain, False
        start = token.start() + (len(word) - len(word.lstrip("“\"'‘")))
        if _is_capital(word) or _ORDINAL.match(low) or (certain == token.end() + 1 and low in _words("naming")):
            certain = start
    return certain, False


def _right(text: str, sentence: Range, head: Range, *, alone: bool) -> int:
    """Return where the phrase ends right of its head: brackets, "of ...", "for ...", "on ...".

    Behind "for" and "on", words without capitals belong to it only if the head stands `alone` on its left.
    """
    end = head.end
    match = _ACRONYM.match(text, end, sentence.end)
    end = match.end() if match else end
    for _ in range(3):
        match = _RIGHT.match(text, end, sentence.end)
        if match is None:
            break
        first = end == head.end
        only_capitals = not first or (match[1] != "of" and not alone)
        joined = _phrase(text, match.end(), sentence.end, capital_only=only_capitals)
        if joined == match.end():
            break
        end = joined
        match = _ACRONYM.match(text, end, sentence.end)
        end = match.end() if match else end
    return end


def _phrase(text: str, start: int, stop: int, *, capital_only: bool) -> int:
    """Return the end of the noun phrase that begins at `start`; `start` itself where none does."""
    end, lower = start, 0
    pending = False
    for token in _TOKEN.finditer(text, start, stop):
        word = token.group()
        bare = word.strip("“\"'‘’”()").rstrip('.,;:!?”"’')
        low = bare.casefold()
        capital = _is_capital(bare)
        if not bare or low in _weekdays() or (capital is False and low in _words("name_stops") - {"and"}):
            break
        if low in _JOINERS:
            pending = True
            continue
        if not capital:
            if capital_only and text[start:end].casefold() in _nations():
                # "on the American presidency" describes.
                return start
            if capital_only or lower >= 4 or (pending and end > start and lower == 0) or low.endswith("ed"):
                break
            lower += 1
        if word[0] == "(":
            break
        if pending and end > start and not capital and lower > 1 and text[end : token.start()].strip() == "and":
            break
        pending = False
        end = token.start() + len(word.rstrip('.,;:!?”"’)'))
        if word[-1] in '.,;:!?–—”"' and not re.fullmatch(r"(?:[A-Z]\.)+|St\.", word):
            break
    return end


@cache
def _nations() -> frozenset[str]:
    return frozenset(n.casefold() for n in lexicon.demonyms())


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(w.casefold() for row in table("dates.toml")["weekdays"] for w in row.split() if w.endswith("day"))


def _without_description(text: str, start: int, head: int) -> int:
    """Cut words that only describe off the left of the phrase."""
    for token in _TOKEN.finditer(text, start, head):
        if token.group().casefold().strip("“\"'‘,") not in _words("describing"):
            return token.start()
    return head
