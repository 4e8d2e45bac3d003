"""What a text shows of its capitalised words: with which they stand, and whether they have a capital elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from annotate.analyse.names.runs import Run
from annotate.analyse.names.vocabulary import vocabulary

_LOWER_WORD = re.compile(r"(?<![^\W_])[a-z]+")


class Evidence:
    """Counts over the runs of one text, headlines left out."""

    def __init__(self, text: str, runs: Iterable[Run], tokens: Counter[str]) -> None:
        #: Words that occur without a capital.
        self.lower = frozenset(_LOWER_WORD.findall(text))
        #: All capitalised words, headlines included.
        self.tokens = tokens
        #: Words whose capital says something.
        self.strong: Counter[str] = Counter()
        #: Words that are a run by themselves.
        self.alone: Counter[str] = Counter()
        #: First and last words of runs.
        self.starts: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        #: Last words of names of several words: possible family names.
        self.tails: set[str] = set()
        for run in runs:
            if not run.headline:
                self._count(run)

    def _count(self, run: Run) -> None:
        known = vocabulary()
        for word in run.words[1 if run.weak else 0 :]:
            self.strong[word.text] += 1
        if len(run.words) == 1 and not run.weak:
            self.alone[run.words[0].text] += 1
        if not run.weak:
            self.starts[run.words[0].text] += 1
        if len(run.words) > 1:
            self.ends[run.words[-1].text] += 1
        words = run.words[:-1] if run.words[-1].text in known.suffixes else run.words
        first = words[-2].text if len(words) > 1 else ""
        initial = len(words) > 2 and len(first.rstrip(".")) == 1
        if initial or first in known.given or first in known.honorifics or first.rstrip(".") in known.offices:
            self.tails.add(words[-1].text)
