"""Who speaks in a script by an office or a letter: "CHAIR", "INTERVIEWER", "Q", "A".

An office is whoever the text gives it to, if one does. Q and A are the two whom the full labels of the script name,
else the two whom the lead names: who interviewed, asked or signed the piece asks the questions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from annotate.analyse.cast.candidates import Mention
from annotate.analyse.cast.salience import Memory
from annotate.analyse.findings import Layout, Range, Turn
from annotate.analyse.text.scripts import asks, is_office
from annotate.analyse.words import lexicon

#: "X asked Y": the subject asks. "X talked to Y", "in an interview with Y": nothing but what the text says of the two.
_ASKED = re.compile(rf"(?:{lexicon.one_of('sources.toml', 'interviews', 'asks')}|sat down with)\b")
_TALKED = re.compile(
    rf"(?:{lexicon.one_of('sources.toml', 'interviews', 'talks')})[ ](?:to|with)\b"
    rf"|(?:{lexicon.one_of('sources.toml', 'interviews', 'tells')})\b|(?:in[ ])?an?[ ]interview[ ]with\b"
)
#: "our writer Dan Eliot", "the magazine's critic": before the name of who asks.
_OURS = re.compile(
    r"\b(?:our|[\w-]+['\u2019]s)(?:[ ][\w-]+)?[ ]"
    rf"(?:{lexicon.one_of('sources.toml', 'interviews', 'askers')})[ ]\Z"
)


class Labels:
    """Resolves the labels of the scripts in one text that name nobody by themselves."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._layout: Layout = memory.layout
        self._turns = {turn.label: turn for turn in memory.layout.turns}
        self._letters: dict[bool, int | None] | None = None

    def speaker(self, where: Range, named: Callable[[Range], tuple[int, ...]]) -> tuple[int, ...] | None:
        """Return who speaks under a label; None if `where` is no such label, empty if the text names nobody.

        `named` resolves the labels that are names.
        """
        turn = self._turns.get(where)
        words = where.of(self._layout.text)
        if turn is None or not is_office(words):
            return None
        letter = asks(words)
        if letter is None:
            key = self._holder(words)
        else:
            if self._letters is None:
                self._letters = self._pair(named)
            key = self._letters[letter]
        return () if key is None else (key,)

    def _holder(self, words: str) -> int | None:
        """Return the only person to whom the text gives an office."""
        offices = {w.casefold().strip(".") for w in words.split()}
        people = [e.key for e in self._memory.entities if e.kind == "person" and offices & e.offices]
        return people[0] if len(people) == 1 else None

    def _pair(self, named: Callable[[Range], tuple[int, ...]]) -> dict[bool, int | None]:
        """Return who asks (True) and who answers (False)."""
        labelled = self._by_labels(named)
        if labelled:
            return labelled
        first = next(turn for turn in self._turns.values() if asks(turn.label.of(self._layout.text)) is not None)
        for mentions in self._leads(first):
            keys = list(dict.fromkeys(m.key for m in mentions))
            if len(keys) == 1:
                return {True: None, False: keys[0]}
            if len(keys) == 2:
                return self._of_two(mentions, keys)
        return {True: None, False: None}

    def _by_labels(self, named: Callable[[Range], tuple[int, ...]]) -> dict[bool, int | None] | None:
        """Return the pair where the same script has two other labels: who has more questions asks."""
        questions: dict[str, list[bool]] = {}
        where: dict[str, Range] = {}
        for label, turn in self._turns.items():
            words = label.of(self._layout.text)
            if asks(words) is None:
                asked = turn.content[-1].of(self._layout.text).rstrip(" \"'\u201d\u2019").endswith("?")
                questions.setdefault(words, []).append(asked)
                where.setdefault(words, label)
        if len(questions) != 2:
            return None
        one, other = sorted(questions, key=lambda w: -sum(questions[w]) / len(questions[w]))
        found: dict[bool, int | None] = {}
        for role, words in ((True, one), (False, other)):
            keys = (self._holder(words),) if is_office(words) else named(where[words])
            found[role] = keys[0] if len(keys) == 1 else None
        return found

    def _leads(self, first: Turn) -> list[list[Mention]]:
        """Return the people whom each paragraph before the first turn names, the nearest paragraph first."""
        found = []
        for paragraph in reversed(self._layout.paragraphs):
            if paragraph.end > first.label.start:
                continue
            low = bisect_left(self._memory.named_starts, paragraph.start)
            high = bisect_left(self._memory.named_starts, paragraph.end)
            people = [m for m in self._memory.named[low:high] if self._memory.entities[m.key].kind == "person"]
            if people:
                found.append(people)
        return found

    def _of_two(self, mentions: list[Mention], keys: list[int]) -> dict[bool, int | None]:
        text = self._layout.text
        one, other = keys
        byline = self._layout.byline.of(text) if self._layout.byline else ""
        for key, partner in ((one, other), (other, one)):
            if any(surface.casefold() in byline.casefold() for surface in self._memory.entities[key].surfaces):
                return {True: key, False: partner}
        firsts = {key: next(m for m in mentions if m.key == key).range.start for key in keys}
        ours = [key for key, at in firsts.items() if _OURS.search(text, max(0, at - 60), at)]
        if len(ours) == 1:
            return {True: ours[0], False: other if ours[0] == one else one}
        second = next(m for m in mentions if m.key == other)
        between = text[mentions[0].range.end : second.range.start]
        if _ASKED.search(between):
            return {True: one, False: other}
        described = [key for key in keys if self._memory.entities[key].role]
        if len(described) == 1:
            answers = described[0]
            return {True: other if answers == one else one, False: answers}
        return {True: other, False: one} if _TALKED.search(between) else {True: None, False: None}
