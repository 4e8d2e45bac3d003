"""Find the cues of an event in the first sentences of an article, each with its type and weight.

The cues are data (data/events.toml): a word and what must stand around it. Only the headline and the first sentences of
prose are read, so that the work is bounded however long the article is; what comes first weighs most.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, cast

from annotate.analyse.events.naming import EventName, name_at
from annotate.analyse.events.types import GATHERINGS
from annotate.analyse.findings import Layout, Range
from annotate.analyse.text.page_lines import is_furniture
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table
from annotate.models import EventType

#: The number of sentences of prose that are read...
_SENTENCES = 14
#: ...and of characters of the text, whichever ends first.
_CHARACTERS = 6000
#: What a cue in the headline counts, against 1 in the first sentence: headlines are short and play with words.
_HEADLINE = 0.65
#: What a verb of meeting counts in a sentence that names the gathering, and one of saying that names the speech.
_MET = 0.3
#: In characters: as far before a deed it is looked for who says it.
_SAID_BEFORE = 240
#: What a cue counts that somebody says, and one that speaks of another event.
_SPOKEN, _ASIDE = 0.4, 0.25
#: Where something is said.
_OCCASIONS: frozenset[EventType] = GATHERINGS | {"speech", "interview"}
_VERBS = ("met", "meet", "meets")
#: A line of fewer words that ends without a stop is a title, a label or furniture, not prose.
_FEWEST_WORDS = 6
#: In words, and in characters.
_FEWEST_TITLE = 3
_LONGEST_TITLE = 110
#: A short first sentence that tells when or says who said it is not a title.
_REPORTED = re.compile(rf"\b(?:said|told|today|yesterday|(?:{lexicon.weekdays()}))\b|^[\"“‘']")
#: "the attack on the barracks in Lebanon in 1983"
_YEAR_BEHIND = re.compile(r"[^.;:]{0,60}?\b(?:in|of|on)\s(?:[A-Z][a-z]+\.?,?\s(?:\d{1,2},?\s)?)?((?:19|20)\d\d)\b")
_FINAL = re.compile(r"[.!?…:][\"'”’)\]]*$")
_SCORE = re.compile(r"(?!\D*\b(?:vote|voted|votes|ruled|split)\b)[A-Z][\w.’' -]{2,30} \d{1,3}\s?[-–]\s?\d{1,3} [A-Z]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the lead: `nth` counts prose from 0; -1 is a headline or a line that is not prose."""

    range: Range
    nth: int
    #: How much what it says counts, 0 to 1.
    weight: float
    quoted: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cue: its type, where it stands, how much it weighs there, and the name it heads."""

    type: EventType
    range: Range
    sentence: Sentence
    weight: float
    name: EventName | None
    #: The words stand where they speak of another event ("ahead of the summit").
    aside: bool


@dataclass(frozen=True, slots=True)
class _Cue:
    type: EventType
    weight: float
    bare: float
    named: bool
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    within: re.Pattern[str] | None
    near: re.Pattern[str] | None
    not_near: re.Pattern[str] | None


@cache
def _cues() -> dict[str, tuple[_Cue, ...]]:
    """Return the cues by their words."""
    found: dict[str, list[_Cue]] = {}
    for row in table("events.toml")["cue"]:
        cue = _Cue(
            cast(EventType, row["type"]),
            row["weight"],
            row.get("bare", row["weight"]),
            row.get("named", False),
            _compiled(row, "before", r"(?:{})$"),
            _compiled(row, "not_before", r"(?:{})$"),
            _compiled(row, "after", r"(?:{})"),
            _compiled(row, "not_after", r"(?:{})"),
            _compiled(row, "within", r"{}"),
            _compiled(row, "near", r"{}"),
            _compiled(row, "not_near", r"{}"),
        )
        for word in row["words"].split():
            found.setdefault(word, []).append(cue)
    return {word: tuple(cues) for word, cues in found.items()}


def _compiled(row: dict[str, Any], key: str, frame: str) -> re.Pattern[str] | None:
    return re.compile(frame.format(row[key]), re.IGNORECASE) if key in row else None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(table("events.toml")[key], re.IGNORECASE)


def lead(layout: Layout) -> tuple[Sentence, ...]:
    """Return the headline and the first sentences of prose."""
    text, found, nth = layout.text, list[Sentence](), 0
    inside = layout.quoted
    starts = [r.start for r in inside]
    paragraphs = [p.start for p in layout.paragraphs]
    titled = _title(layout)
    for sentence in layout.sentences:
        if nth >= _SENTENCES or sentence.start > _CHARACTERS:
            break
        words = sentence.of(text)
        quoted = tuple(inside[max(0, bisect_right(starts, sentence.start) - 1) : bisect_right(starts, sentence.end)])
        paragraph = layout.paragraphs[max(0, bisect_right(paragraphs, sentence.start) - 1)]
        alone = not _FINAL.search(paragraph.of(text)[-4:])
        if sentence == titled or (layout.headline and layout.headline.overlaps(sentence)):
            found.append(Sentence(sentence, -1, _HEADLINE, quoted))
        elif (alone and (len(words.split()) < _FEWEST_WORDS or is_furniture(words))) or _is_label(words):
            found.append(Sentence(sentence, -1, 0.25, quoted))
        elif alone and not any(s.nth >= 0 for s in found) and len(words) < 120:
            found.append(Sentence(sentence, -1, _HEADLINE, quoted))
        else:
            found.append(Sentence(sentence, nth, 1 / (1 + 0.3 * nth), quoted))
            nth += 1
    return tuple(found)


def _title(layout: Layout) -> Range | None:
    """Return the first sentence where it is a headline that ends with a full stop: short, alone, above a longer one."""
    if layout.headline or len(layout.paragraphs) < 3 or not layout.sentences:
        return None
    first, second = layout.paragraphs[:2]
    sentence = layout.sentences[0]
    words = sentence.of(layout.text)
    alone = sentence == first or first.end - sentence.end <= 1
    if (
        not alone
        or not len(words.split()) >= _FEWEST_TITLE
        or len(words) > _LONGEST_TITLE
        or 1.2 * len(words) > second.end - second.start
    ):
        return None
    return None if _REPORTED.search(words) else sentence


def _is_label(words: str) -> bool:
    """Return whether a line is a label in capitals that ends with a stop: "ABSTRACT."."""
    return words.isupper() and len(words.split()) <= 3


def evidence(text: str, sentences: tuple[Sentence, ...], published: date | None) -> tuple[Evidence, ...]:
    """Return the evidence in the order of the text; what happened in a year before that of publication is aside."""
    found: list[Evidence] = []
    for sentence in sentences:
        here = list(_in_sentence(text, sentence, published.year if published else 0))
        if any(e.type in GATHERINGS and e.name and not e.aside for e in here):
            # "plans to meet Kim for their second summit": the meeting of the two is that summit.
            here = [replace(e, weight=_MET * e.weight) if e.range.of(text) in _VERBS else e for e in here]
        if any(e.type in _OCCASIONS and not e.aside for e in here):
            # "In a lecture at the university she called for a tax": what she says, she says in the lecture.
            here = [replace(e, weight=_MET * e.weight) if e.type == "statement" else e for e in here]
        found += here
    return tuple(found)


def _in_sentence(text: str, sentence: Sentence, year: int) -> Iterator[Evidence]:
    start, end = sentence.range
    if sentence.nth < 1 and (match := _SCORE.match(text, start, end)):
        cue = _cues()["#score"][0]
        yield Evidence(cue.type, Range(*match.span()), sentence, cue.weight, None, False)
    for match in _WORD.finditer(text, start, end):
        word = match.group().casefold()
        for part in (word, word.rpartition("-")[2]):
            cues = _cues().get(part)
            if cues:
                break
        else:
            continue
        where = Range(match.end() - len(part), match.end())
        before = text[max(start, where.start - 80) : where.start]
        after = text[where.end : min(end, where.end + 160)]
        for cue in cues:
            if not _holds(cue, before, after, text, sentence):
                continue
            name = name_at(text, sentence.range, where) if cue.named else None
            strength = name.strength if name else 0.0
            weight = cue.bare + (cue.weight - cue.bare) * strength if cue.named else cue.weight
            begin = name.range.start if name else where.start
            preceding = text[max(start, begin - 80) : begin]
            if cue.named and text[where.start].isupper() and _pattern("body_before").search(preceding):
                continue
            going_on = _pattern("going_on_after").match(text, name.range.end if name else where.end)
            aside = going_on is None and _pattern("aside_before").search(preceding) is not None
            past = _YEAR_BEHIND.match(after)
            aside = (
                aside or (past is not None and int(past[1]) < year) or _pattern("past_after").match(after) is not None
            )
            within_marks = any(r.start <= where.start < r.end for r in sentence.quoted)
            # "Gray said hackers took the files": what somebody says of others is not a deed of this article.
            spoken = cue.type == "incident" and _pattern("spoken_before").search(
                text, max(start, where.start - _SAID_BEFORE), where.start
            )
            weight *= sentence.weight * (_SPOKEN if within_marks or spoken else 1.0) * (_ASIDE if aside else 1.0)
            yield Evidence(cue.type, where, sentence, weight, name, aside)


def _holds(cue: _Cue, before: str, after: str, text: str, sentence: Sentence) -> bool:
    return (
        (cue.before is None or cue.before.search(before) is not None)
        and (cue.not_before is None or cue.not_before.search(before) is None)
        and (cue.after is None or cue.after.match(after) is not None)
        and (cue.not_after is None or cue.not_after.match(after) is None)
        and (cue.within is None or cue.within.search(after) is not None)
        and (cue.near is None or cue.near.search(text, *sentence.range) is not None)
        and (cue.not_near is None or cue.not_near.search(text, *sentence.range) is None)
    )
