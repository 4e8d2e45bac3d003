"""Salience: who was mentioned where, and how prominently, while a text is read from front to back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from annotate.analyse.cast.candidates import Mention
from annotate.analyse.cast.entities import Register
from annotate.analyse.cast.offices import around
from annotate.analyse.findings import Layout, Range
from annotate.analyse.words.files import table

#: The number of entities remembered at a time; as it is constant, the text is read in linear time.
_REMEMBERED = 24
#: The least weight of a mention as a subject.
SUBJECT_WEIGHT = 1.6
#: A word, with the hyphens, stops and apostrophes inside it.
WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")
#: Behind a subject: its verb.
SUBJECT = re.compile(
    r"(?:, (?:who|\d\d,?|[^,.;]{3,60},)|[’']s (?:who|that))?[ ]"
    rf"(?:(?:{around('adverbs')}) |(?:{around('auxiliaries')})\b|\w+(?:ed|es|[^s]s)\b|{around('verbs')}"
    rf"|(?:{around('pasts')})\b)"
)
_OWNS = re.compile(r"[’']s? ")
_AFTER_PREPOSITION = re.compile(rf"\b(?:{around('prepositions')})[ ](?:[A-Z][\w.]* )*$")


class Seen(NamedTuple):
    """The record of an entity: where it was mentioned last, how, and how often so far."""

    sentence: int
    at: int
    weight: float
    times: int


@cache
def term(*path: str) -> frozenset[str]:
    """Return one list of words of `sources.toml`.

    >>> sorted(term("pronouns", "f"))
    ['her', 'hers', 'herself', 'she']
    """
    value = table("sources.toml")
    for step in path:
        value = value[step]
    return frozenset(str(value).split())


class Memory:
    """The entities of one text and what has been read of them so far."""

    def __init__(self, layout: Layout, register: Register, sources: Iterable[Range]) -> None:
        self.layout = layout
        self.register = register
        self.entities = register.candidates
        #: Where somebody is named, in order.
        self.named = register.mentions
        self.named_starts = [m.range.start for m in self.named]
        #: What else refers to somebody: pronouns, descriptions.
        self.extra: list[Mention] = []
        #: The pronouns and descriptions that are resolved, by their start.
        self.resolved: dict[int, Mention] = {}
        self.seen: dict[int, Seen] = {}
        #: Who spoke last, and in which sentence.
        self.last_speaker: tuple[int, int] | None = None
        self.sentences = [s.start for s in layout.sentences]
        self._starts = frozenset(self.sentences)
        self._text = layout.text
        #: Stretches between quotation marks.
        self.inside = layout.quoted
        self._inside_starts = [r.start for r in self.inside]
        where = sorted(sources)
        self._source_starts = [r.start for r in where]
        self._source_ends = [r.end for r in where]

    def refer(self, mention: Mention) -> None:
        """Note that a pronoun or a description refers to somebody."""
        self.resolved[mention.range.start] = mention
        self.extra.append(mention)

    def sentence(self, at: int) -> int:
        """Return the number of the sentence at an offset."""
        return bisect_right(self.sentences, at) - 1

    def in_quote(self, at: int) -> Range | None:
        """Return the stretch between quotation marks that an offset stands in."""
        i = bisect_right(self._inside_starts, at) - 1
        return self.inside[i] if i >= 0 and at < self.inside[i].end else None

    def in_name(self, at: int) -> bool:
        """Return whether an offset lies in a mention by name."""
        i = bisect_right(self.named_starts, at) - 1
        return i >= 0 and at < self.named[i].range.end

    def weight(self, where: Range) -> float:
        """Return the weight of a mention: highest for subjects, lowest for objects of prepositions and possessives."""
        if self.speaks(where):
            return 2.0
        text = self._text
        sentence = self.sentences[max(0, self.sentence(where.start))] if self.sentences else 0
        before = text[max(0, sentence, where.start - 40) : where.start]
        if _OWNS.match(text, where.end, where.end + 3):
            opens = where.start in self._starts or text[max(0, where.start - 4) : where.start] == "The "
            return 1.0 if opens else 0.4
        if SUBJECT.match(text, where.end) and not _AFTER_PREPOSITION.search(before):
            return SUBJECT_WEIGHT
        if _AFTER_PREPOSITION.search(before):
            return 0.6
        return 1.0

    def speaks(self, where: Range) -> bool:
        """Return whether a mention stands in a source."""
        at = bisect_right(self._source_starts, where.start) - 1
        return at >= 0 and where.end <= self._source_ends[at]

    def remember(self, key: int, where: Range, weight: float) -> None:
        """Record a mention; one inside a quotation has low salience."""
        if self.in_quote(where.start) and not self.speaks(where):
            weight = min(weight, 0.3)
        old = self.seen.pop(key, None)
        sentence = self.sentence(where.start)
        if old is not None and old.sentence == sentence and old.weight > weight:
            weight = old.weight
        self.seen[key] = Seen(sentence, where.start, weight, (old.times if old else 0) + 1)
        if len(self.seen) > _REMEMBERED:
            del self.seen[next(iter(self.seen))]

    def spoke(self, keys: tuple[int, ...], where: Range) -> None:
        """Record who spoke."""
        if len(keys) != 1:
            return
        self.last_speaker = (keys[0], self.sentence(where.start))
        self.remember(keys[0], where, 2.0)
