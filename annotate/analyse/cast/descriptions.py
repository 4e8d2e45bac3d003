"""Resolve definite descriptions ("the senator", "the grouping") by office, party and kind of body."""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from annotate.analyse.cast.candidates import Candidate, Mention
from annotate.analyse.cast.salience import SUBJECT_WEIGHT, WORD, Memory, Seen, term
from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: A description introduces an office for somebody who was a subject at most this many sentences before.
_INTRODUCED_WITHIN = 3
#: In sentences: the farthest that a description without an office refers back.
_FARTHEST = 6
_CAPITAL_BEHIND = re.compile(r" [A-Z]")
#: What makes a body after it another one: "the agency that", "the board of".
_GOES_ON = re.compile(r" (?:of|for|that|which) ")


class _Wanted(NamedTuple):
    """What the words of a description ask for: "the former Green senator"."""

    noun: str
    #: Words that mean the same office.
    offices: frozenset[str]
    modifiers: frozenset[str]
    parties: frozenset[str]
    #: The noun itself tells the party: "the Democrat".
    by_party: bool
    #: There are words before the noun, and one of them is not a usual modifier of offices.
    modified: bool
    odd: bool

    @classmethod
    def of(cls, noun: str, phrase: str) -> _Wanted:
        """Return what a phrase with this head noun asks for."""
        described = WORD.findall(phrase)[1:]
        modifiers = {words_of_party().get(w.casefold(), w.casefold()) for w in described} - {noun}
        plain_words = [w for w in described[:-1] if w[0].islower()]
        return cls(
            noun,
            frozenset(table("sources.toml")["offices"].get(noun, "").split()) | {noun},
            frozenset(modifiers),
            frozenset({words_of_party().get(w, w) for w in (*modifiers, noun)} & _parties()),
            noun in words_of_party(),
            bool(described[:-1]),
            any(w not in lexicon.words("titles.toml", "before", "modifiers") for w in plain_words),
        )


class Descriptions:
    """Resolves the definite descriptions of one text."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._text = memory.layout.text
        #: Offices that only a description tells: "the Republican National Committee chairman".
        self.offices: dict[int, str] = {}
        #: Where the people of each office are named first, with their keys, in order.
        self._holders: dict[str, list[tuple[int, int]]] = {}
        for entity in sorted(memory.entities, key=lambda e: (e.first, e.key)):
            for office in entity.offices if entity.kind == "person" else ():
                self._holders.setdefault(office, []).append((entity.first, entity.key))
        #: The bodies that are named after somebody, by whom.
        self._owned: dict[int, list[int]] = {}
        for key in memory.register.made:
            owner = memory.entities[key].owner
            if owner is not None:
                self._owned.setdefault(owner, []).append(key)

    def read(self, where: Range, noun: str) -> None:
        """Resolve "the senator" or "the grouping" where it stands for somebody named before."""
        if self._memory.in_quote(where.start):
            return
        if _CAPITAL_BEHIND.match(self._text[where.end : where.end + 2]) or self._introduces(where.end):
            return
        if self._memory.in_name(where.end - 1):
            return  # "the Israeli foreign ministry" is a name
        key = self.described(noun, where, self._text[where.start : where.end])
        if key is None:
            return
        self._memory.refer(Mention(where, key, "nominal"))
        self._memory.remember(key, where, self._memory.weight(where))
        entity = self._memory.entities[key]
        words = where.of(self._text).split()[1:]
        if entity.kind == "person" and len(words) > 1 and noun not in term("people", "no_office"):
            self.offices.setdefault(key, " ".join(words))
            for office in {w.casefold() for w in words} - entity.offices:
                insort(self._holders.setdefault(office, []), (entity.first, key))
                entity.offices.add(office)

    def _introduces(self, end: int) -> bool:
        """Return whether a comma and a person's name follow: "the Polish president, Karol Nowak" is nobody else."""
        at = bisect_left(self._memory.named_starts, end + 2)
        if self._text[end : end + 2] != ", " or at == len(self._memory.named):
            return False
        mention = self._memory.named[at]
        return mention.range.start == end + 2 and self._memory.entities[mention.key].kind == "person"

    def described(self, noun: str, where: Range, phrase: str) -> int | None:
        """Return the entity that a definite description with this head noun stands for."""
        sentence = self._memory.sentence(where.start)
        made = table("sources.toml")["bodies"]
        if noun in made:
            if _GOES_ON.match(self._text[where.end : where.end + 7]):
                return None
            return self._body(noun, made[noun].split(), sentence, phrase)
        sex = lexicon.person_nouns().get(noun)
        if sex is None:
            return None
        wanted = _Wanted.of(noun, phrase)
        ranked = [
            (rank, key)
            for key, seen in self._memory.seen.items()
            if (rank := self._rank(wanted, sex, self._memory.entities[key], seen, sentence - seen.sentence))
        ]
        if ranked:
            return max(ranked, key=lambda pair: pair[0])[1]
        fitting = self._in_office(wanted.offices, where.start)
        if len(fitting) == 1:
            return next(iter(fitting))
        return self._introduced(sentence, sex) if not fitting and wanted.modified and not wanted.odd else None

    @staticmethod
    def _rank(wanted: _Wanted, sex: str, entity: Candidate, seen: Seen, distance: int) -> tuple[float, int] | None:
        """Return how well a person fits a description, `distance` sentences after the last mention; None if not."""
        if entity.kind != "person" or (sex != "u" and entity.sex not in (sex, "u")):
            return None
        party = {words_of_party().get(w, w) for w in entity.offices} & _parties()
        fits = bool(wanted.offices & entity.offices) or bool(wanted.by_party and party & wanted.parties)
        shared = len(wanted.modifiers & entity.offices)
        if (wanted.odd and not shared) or (wanted.parties and party - wanted.parties):
            return None
        if not fits and (distance > _FARTHEST or wanted.noun not in term("people", "anyone")):
            return None
        score = seen.weight - 0.3 * min(distance, 10) + 0.3 * math.log(seen.times) + (3.0 * fits + 0.8 * shared)
        if not fits:  # a description without an office is of somebody that the text is about
            score += 0.6 * math.log(sum(entity.surfaces.values()))
        return score, seen.at

    def _in_office(self, offices: Iterable[str], before: int) -> set[int]:
        """Return the people named before an offset who hold one of the offices, at most two of them."""
        found: set[int] = set()
        for office in offices:
            for first, key in self._holders.get(office, ()):
                if first >= before or len(found) > 1:
                    break
                found.add(key)
        return found

    def _introduced(self, sentence: int, sex: str) -> int | None:
        """Return the most recent subject without an office: a full description introduces such a person."""
        headline = self._memory.layout.headline
        recent = [
            (seen.at, key)
            for key, seen in self._memory.seen.items()
            if self._memory.entities[key].kind == "person"
            and not self._memory.entities[key].offices
            and seen.weight >= SUBJECT_WEIGHT
            and sentence - seen.sentence <= _INTRODUCED_WITHIN
            and not (headline and seen.at < headline.end)
            and (sex == "u" or self._memory.entities[key].sex in (sex, "u"))
        ]
        return max(recent)[1] if recent else None

    def _body(self, noun: str, heads: list[str], sentence: int, phrase: str) -> int | None:
        """Return the most recent body with such a head noun whose name best fits the words before the noun."""
        modifiers = {w.casefold() for w in WORD.findall(phrase)[1:-1]}
        best: tuple[int, int] | None = None
        chosen: int | None = None
        for key in self._made_and_seen():
            owner = self._memory.entities[key].owner
            seen = [
                s
                for s in (self._memory.seen.get(key), self._memory.seen.get(owner) if owner is not None else None)
                if s
            ]
            if self._memory.register.made[key] == noun and (best is None or (0, max(s.at for s in seen)) > best):
                best, chosen = (0, max(s.at for s in seen)), key
        for key, known in self._memory.seen.items():
            entity = self._memory.entities[key]
            if entity.kind not in ("organization", "other") or key in self._memory.register.made:
                continue
            words = {w for surface in entity.surfaces for w in surface.split()}
            if not heads_of(entity.surfaces).isdisjoint(heads):
                rank = (len(modifiers & {w.casefold() for w in words}), known.at)
                if best is None or rank > best:
                    best, chosen = rank, key
        return chosen

    def _made_and_seen(self) -> list[int]:
        """Return the bodies named after a person where the body or the person was mentioned before, in order."""
        seen = self._memory.seen
        made = {key for key in seen if key in self._memory.register.made}
        return sorted(made.union(*(self._owned.get(key, ()) for key in seen)))


def heads_of(surfaces: Iterable[str]) -> set[str]:
    """Return the head nouns of a body's name: its last word, and a word before "of" or "for"."""
    found: set[str] = set()
    for surface in surfaces:
        words = surface.split()
        found.add(words[-1])
        found.update(word for word, link in itertools.pairwise(words) if link in ("of", "for", "on"))
    return found


@cache
def _parties() -> frozenset[str]:
    return frozenset(words_of_party().values())


@cache
def words_of_party() -> dict[str, str]:
    """Return the words for members of a party, each with its canonical form: "gop" with "republican"."""
    return {word: line.split()[0] for line in table("sources.toml")["parties"].values() for word in line.split()}


def _any_of(words: Iterable[str]) -> str:
    """Return an alternation of words, longer ones first, parted by their beginnings: that is faster."""
    parts: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        parts.setdefault(word[:2], []).append(re.escape(word[2:]))
    return "|".join(f"{re.escape(begin)}(?:{'|'.join(rests)})" for begin, rests in sorted(parts.items()))


@cache
def definite() -> re.Pattern[str]:
    """Return the pattern of a definite description: "the", up to three words, and a noun for a person or a body."""
    nouns = {n for n in lexicon.person_nouns() if n.isascii()} | set(table("sources.toml")["bodies"])
    ordered = _any_of(nouns)
    before = _any_of(lexicon.words("titles.toml", "before", "modifiers"))
    small = "of|in|and|to|for|on|at|by|from|with|the|a|an|that|who"
    return re.compile(
        rf"\bthe (?:(?!(?:{small})\b)[\w’'-]+(?:\.[\w.]*\.)? ){{0,4}}?(?P<noun>{ordered})\b"
        rf"(?![-/]|[’'](?!s\b)| (?-i:[A-Z])| (?:(?:{before}) )?(?:{ordered})\b)",
        re.IGNORECASE,
    )
