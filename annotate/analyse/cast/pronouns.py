"""Resolve pronouns to the most salient entity that agrees in sex and kind."""

from __future__ import annotations

import heapq
import math
import re
from bisect import bisect_left

from annotate.analyse.cast.candidates import Mention
from annotate.analyse.cast.offices import around
from annotate.analyse.cast.salience import SUBJECT_WEIGHT, Memory, term
from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon

#: The personal pronouns that tell a sex.
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|HE|SHE|[Hh]imself|[Hh]erself|[Hh]ers)\b")
#: Between a name and the "who" after its apposition stand at most this many characters.
#: "..., he said": the one who spoke last goes on.
_TRAILING = 1.0
_SAID_BEHIND = re.compile(rf"s?he (?:also )?(?:{lexicon.one_of('name_words.toml', 'people', 'speaks')})\b")
#: "It was alleged that": the pronoun means nothing.
_EMPTY = re.compile(rf"[Ii]t (?:is|was|has been|had been)(?: \w+ly| also| now| once)? (?:{around('impersonal')})\b")
_LONGEST_APPOSITION = 70
#: The number of names after a pronoun that are inspected for one that it refers forward to.
_NEXT = 40
_PLURAL = re.compile(r"[a-z]s$")
#: The end of a sentence or clause.
_STOP = re.compile(r"[.;:!?][ \n\"”]")
_OPENS_ASIDE = re.compile(r"[’']?\s?\(|, ")
_APPOSITION = re.compile(r", [^.;:]{1,60}")


class Pronouns:
    """Resolves the pronouns of one text."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._text = memory.layout.text
        #: People in the order of their first mention; those before `_read` are in the pools, the most named first.
        self._people = sorted((e for e in memory.entities if e.kind == "person"), key=lambda e: (e.first, e.key))
        self._read = 0
        self._pools: dict[str, list[tuple[int, int, int]]] = {"m": [], "f": []}

    def read(self, where: Range) -> None:
        """Resolve a pronoun that marks sex ("he", "her") outside quotations."""
        word = where.of(self._text).casefold()
        sex = "m" if word in term("pronouns", "m") else "f"
        if self._memory.in_quote(where.start) or self._in_name(where):
            return
        key = self.best(where.start, sex)
        if key is None:
            return
        entity = self._memory.entities[key]
        if entity.sex == "u":
            entity.sex = "m" if sex == "m" else "f"
        self._memory.refer(Mention(where, key, "pronoun"))
        subject = word in ("he", "she")
        self._memory.remember(key, where, 1.8 if subject else 1.2)

    def _in_name(self, where: Range) -> bool:
        """Return whether a word spelt like a pronoun is the first part of a name: "He Lifeng", "She Ling"."""
        at = bisect_left(self._memory.named_starts, where.start)
        near = self._memory.named[max(0, at - 1) : at + 1]
        return any(
            m.range.contains(where) or self._text[where.end : m.range.start] == " "
            for m in near
            if where.end < m.range.end and where.of(self._text)[0].isupper()
        )

    def best(self, at: int, sex: str) -> int | None:
        """Return the person that a pronoun of this sex at `at` means."""
        sentence = self._memory.sentence(at)
        trailing = _TRAILING if _SAID_BEHIND.match(self._text, at) and self._text[at - 2 : at] == ", " else 0.0
        last = self._memory.last_speaker
        since = max(
            (
                seen.sentence
                for key, seen in self._memory.seen.items()
                if seen.weight >= SUBJECT_WEIGHT
                and self._memory.entities[key].kind == "person"
                and last
                and key != last[0]
            ),
            default=-1,
        )
        if last and since > last[1]:
            last = None  # somebody else has taken the floor
        best: tuple[float, int] | None = None
        for key, seen in self._memory.seen.items():
            entity = self._memory.entities[key]
            if entity.kind != "person" or (entity.sex not in (sex, "u")):
                continue
            distance = sentence - seen.sentence
            score = seen.weight - 0.8 * min(distance, 6) + 0.25 * math.log(seen.times)
            score += 0.6 if entity.sex == sex else 0.0
            if last and last[0] == key and sentence - last[1] <= 3:
                score += 0.7 + trailing
            if distance > 12:
                continue
            rank = (score, seen.at)
            if best is None or rank > best[:2]:
                best = (score, seen.at)
                chosen = key
        if best is not None:
            return chosen
        if (ahead := self._ahead(at, sex)) is not None:
            return ahead
        return self._most_named(at, sex)

    def _most_named(self, at: int, sex: str) -> int | None:
        """Return the person of this sex whom the text names most, among those named before `at` or read so far."""
        while self._read < len(self._people) and self._people[self._read].first < at:
            entity = self._people[self._read]
            rank = (-sum(entity.surfaces.values()), entity.first, entity.key)
            for pool in self._pools.values():
                heapq.heappush(pool, rank)
            self._read += 1
        pool = self._pools[sex]
        while pool and self._memory.entities[pool[0][2]].sex not in (sex, "u"):
            heapq.heappop(pool)
        return pool[0][2] if pool else None

    def _ahead(self, at: int, sex: str) -> int | None:
        """Return the first person named after `at` in its sentence: "In his speech, Obama said"."""
        end = (
            self._memory.layout.sentences[self._memory.sentence(at)].end if self._memory.sentences else len(self._text)
        )
        low, high = (bisect_left(self._memory.named_starts, edge) for edge in (at, end))
        for mention in self._memory.named[low : min(high, low + _NEXT)]:
            entity = self._memory.entities[mention.key]
            if entity.kind == "person" and entity.sex in (sex, "u"):
                return mention.key
        return None

    def thing(self, at: int) -> int | None:
        """Return the body or country that "it" refers to, the most salient one; none for "it was alleged"."""
        if _EMPTY.match(self._text, at):
            return None
        sentence = self._memory.sentence(at)
        best: tuple[float, int] | None = None
        chosen: int | None = None
        for key, seen in self._memory.seen.items():
            entity = self._memory.entities[key]
            if entity.kind in ("person", "place") or seen.at >= at:
                continue
            score = (
                seen.weight
                - 0.8 * (sentence - seen.sentence)
                + (0.5 if entity.kind in ("organization", "country") else -0.5)
            )
            if self._memory.last_speaker and self._memory.last_speaker[0] == key:
                score += 0.8
            if sentence - seen.sentence > 4:
                continue
            if best is None or (score, seen.at) > best:
                best, chosen = (score, seen.at), key
        return chosen

    def antecedent(self, at: int) -> int | None:
        """Return the antecedent of a relative pronoun: what ends right before it; for "who", the apposed person."""
        text = self._text
        person = text[at : at + 3].casefold() == "who"
        before = at
        while before > 0 and text[before - 1] in " ,\u00a0\n)-–—":
            before -= 1
        low = bisect_left(self._memory.named_starts, at)
        plural = _PLURAL.search(text[max(0, before - 12) : before])
        for mention in reversed(self._memory.named[max(0, low - 4) : low]):
            gap = text[mention.range.end : before]
            if len(gap) > _LONGEST_APPOSITION or _STOP.search(gap):
                return None
            kind = self._memory.entities[mention.key].kind
            if not gap.strip() and (not person or kind in ("person", "organization", "group", "country")):
                apposed = person and kind != "person" and self._apposed_to(mention, before)
                if not apposed:
                    return mention.key
            elif kind == "person" and _OPENS_ASIDE.match(gap) and not (plural and not gap.count(",")):
                return mention.key
        return None

    def _apposed_to(self, mention: Mention, before: int) -> bool:
        """Return whether a body ends the apposition of a person: "Matt Duss, the president of the Foundation"."""
        at = bisect_left(self._memory.named_starts, mention.range.start)
        for other in reversed(self._memory.named[max(0, at - 2) : at]):
            gap = self._text[other.range.end : mention.range.start]
            if self._memory.entities[other.key].kind == "person" and _APPOSITION.fullmatch(gap):
                return True
        return False
