"""How much of the damage is found, kind by kind: precision and recall against clean twins, and floors that only rise.

    python -m tests.repair_figures              print the table
    python -m tests.repair_figures --raise      raise the floors to what is reached now, rounded down to one decimal
    python -m tests.repair_figures --new-data   set digests and floors anew where the gold itself has changed

The gold is made from clean articles (``shared`` beside the project), whose damage is known character by character: by
`damage.py`, which drops digits, hyphens, marks and line breaks as a known scraper did, and by `noise.py`, which leaves
entities, ligatures and furniture behind. ``tests/repair_figures.json`` holds the digests and the floors, in percent.

  breaks             where two paragraphs touch: a line break vanished and left no space
  sentences          boundaries of the clean twin's sentences; one is right if it stands before the same letter
  sentences.traced   those that left something: a stop, a colon or a seam. The others are lines of a page (buttons,
                     headlines of other stories) that run on with a space, as "News Small Medium Large"
  words              where two words of one paragraph touch, a hyphen or dash being lost
  apostrophes        between two letters; those behind a plural ("voters'") are in apostrophes.plural
  digits             numbers that are gone; a repair is right if one stood within three characters. Most leave no trace
  quotation_marks    sentences that lost quotation marks
  hard_wrap ... header   each repair of that kind, with what should stand there

Only F1 has a floor, since precision and recall can fall when the other rises. Clean articles may get one doubtful
repair (words, apostrophes, digits, quotation marks) in 5,000 words, whether it is right or not.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from annotate.analyse.text.sentences import segment
from annotate.repair import find_repairs
from tests import figures
from tests.figures import Figures
from tests.support import noise
from tests.support.places import ROOT, SHARED
from tests.support.shared import module_at

FLOORS = ROOT / "tests" / "repair_figures.json"
DAMAGE = "data/records/damage.py"
SETS = {"records": "data/records/dev.jsonl", "news": "data/polnear/dev.jsonl"}
#: Kinds of repair that clean text should not need.
DOUBTFUL = frozenset({"glued_word", "lost_apostrophe", "lost_digits", "lost_quotation_marks"})
#: Words of clean text for each of them.
BOUND = 5000
#: Twins with noise are made of every n-th article: what is found there hardly varies.
EVERY = 6

_NEWLINES = re.compile(r"[ \t]*(?:\n[ \t]*)+")
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015")
_MARKS = frozenset('"“”`')


@dataclass(slots=True)
class Count:
    """What was right, found and there to be found."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, found: set[Any], gold: set[Any]) -> None:
        """Compare two sets of places."""
        self.right += len(found & gold)
        self.found += len(found)
        self.gold += len(gold)

    def figures(self, name: str) -> Figures:
        """Return precision, recall and F1 in percent."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        both = 2 * precision * recall / (precision + recall) if self.right else 0.0
        return {f"{name}.P": 100 * precision, f"{name}.R": 100 * recall, f"{name}.F1": 100 * both}


@dataclass(frozen=True, slots=True)
class Twin:
    """A clean text, its damaged twin, and for every offset of the clean text the offset in the twin."""

    clean: str
    text: str
    forward: list[int]

    def places(self, pattern: str | re.Pattern[str]) -> set[int]:
        """Return where in the twin the matches in the clean text began."""
        return {self.forward[m.start()] for m in re.finditer(pattern, self.clean)}

    def letter(self, at: int) -> int:
        """Return the offset of the first letter of the twin from `at` on."""
        while at < len(self.text) and not self.text[at].isalpha():
            at += 1
        return at


@cache
def _damage() -> Callable[[str], tuple[str, list[int]]]:
    damage: Callable[[str], tuple[str, list[int]]] = module_at(SHARED / DAMAGE).damage
    return damage


def texts(name: str) -> list[str]:
    """Return the clean texts of a set."""
    return [json.loads(line)["text"] for line in (SHARED / SETS[name]).open(encoding="utf-8")]


def on_damaged(clean: list[str]) -> dict[str, Count]:
    """Damage the texts and count what is found."""
    counts: dict[str, Count] = {}

    def add(name: str, found: set[Any], gold: set[Any]) -> None:
        counts.setdefault(name, Count()).add(found, gold)

    for text in clean:
        twin = Twin(text, *_damage()(text))
        repairs = find_repairs(twin.text)
        breaks, words, apostrophes = set(), set(), set()
        for one in repairs:
            if one.kind in ("glued_paragraph", "glued_sentence"):
                breaks.add(one.end)
            elif one.kind == "glued_word":
                words |= {one.start + at for at in gaps(one.replacement or "")}
            elif one.kind == "lost_apostrophe":
                apostrophes.add(one.start + (one.replacement or "").index("’"))
        add("breaks", breaks, set(seams(twin)))
        add("words", words, set(glued(twin)))
        add("apostrophes", apostrophes, twin.places(r"(?<=[^\W\d_])['’](?=[A-Za-z])"))
        add("apostrophes.plural", apostrophes, twin.places(r"(?<=[a-z]s)['’](?= [a-z])"))
        _sentences(twin, add)
        _digits(twin, [r for r in repairs if r.kind == "lost_digits"], counts)
        _marks(twin, {r.start for r in repairs if r.kind == "lost_quotation_marks"}, add)
    return counts


def gaps(replacement: str) -> Iterator[int]:
    """Yield, for each gap between the words of a replacement, how many letters stand before it."""
    for match in re.finditer(r"[\W_]+", replacement):
        yield sum(c.isalnum() for c in replacement[: match.start()])


def seams(twin: Twin) -> Iterator[int]:
    """Yield where a line break vanished and what stood around it touches."""
    for match in _NEWLINES.finditer(twin.clean):
        at = twin.forward[match.start()]
        if 0 < at < len(twin.text) and not twin.text[at].isspace() and not twin.text[at - 1].isspace():
            yield at


def glued(twin: Twin) -> Iterator[int]:
    """Yield where two letters touch between which a hyphen or a dash stood, and no line break."""
    for match in re.finditer(r"(?<=[A-Za-z])[^A-Za-z\s]+(?=[A-Za-z])", twin.clean):
        before, after = twin.forward[match.start() - 1], twin.forward[match.end()]
        if after == before + 1 and _HYPHENS & set(match.group()):
            yield after


def _sentences(twin: Twin, add: Callable[[str, set[int], set[int]], None]) -> None:
    outer = {twin.letter(0), len(twin.text)}
    found = {twin.letter(s.start) for s in segment(twin.text).sentences} - outer
    gold = {twin.letter(at): at for s in segment(twin.clean).sentences for at in [twin.forward[s.start]]}
    gold = {letter: at for letter, at in gold.items() if letter not in outer}
    silent = {
        letter
        for letter, at in gold.items()
        if twin.text[at - 1] == " " and twin.text[:at].rstrip()[-1:] not in {".", "!", "?", ":"}
    }
    add("sentences", found, set(gold))
    add("sentences.traced", found - silent, set(gold) - silent)


def _digits(twin: Twin, repairs: list[Any], counts: dict[str, Count]) -> None:
    gold = twin.places(r"\d[\d.,:]*")
    count = counts.setdefault("digits", Count())
    near = [{p for p in range(r.start - 3, r.end + 2) if p in gold} for r in repairs]
    count.found += len(repairs)
    count.gold += len(gold)
    count.right += sum(map(bool, near))


def _marks(twin: Twin, repairs: set[int], add: Callable[[str, set[int], set[int]], None]) -> None:
    lost = sorted(twin.forward[i] for i, c in enumerate(twin.clean) if c in _MARKS)
    sentences = segment(twin.text).sentences
    gold = {n for n, s in enumerate(sentences) if any(s.start <= at <= s.end for at in lost)}
    found = {n for n, s in enumerate(sentences) if any(s.start <= at < s.end for at in repairs)}
    add("quotation_marks", found, gold)


def on_noise(clean: list[str]) -> dict[str, Count]:
    """Put each kind of noise into the texts and count what is found; what the clean text has counts neither way."""
    counts = {}
    for name, edits in noise.NOISES.items():
        kind = "furniture" if name == "header" else name
        count = counts.setdefault(name, Count())
        for text in clean:
            twin = noise.apply(text, edits(text))
            gold = {(start, end, there.replace("\xa0", " ")) for start, end, there in twin.places}
            own = {twin.forward[i] for r in find_repairs(text) if r.kind == kind for i in range(r.start, r.end)}
            found = {
                (r.start, r.end, r.replacement)
                for r in find_repairs(twin.text)
                if r.kind == kind and not own & set(range(r.start, r.end))
            }
            if kind == "furniture":  # a line without its break
                gold = {(start, start + len(twin.text[start:end].rstrip()), "") for start, end, _ in twin.places}
            if name == "header":  # the first may be the headline, and two are no running header
                gold = set(sorted(gold)[1:]) if len(gold) > 2 else set()
            count.add(found, gold)
    return counts


def on_clean(name: str) -> tuple[int, int]:
    """Return how many doubtful repairs the clean texts of a set get, and how many words they have."""
    clean = texts(name)
    doubtful = sum(r.kind in DOUBTFUL for text in clean for r in find_repairs(text))
    return doubtful, sum(len(text.split()) for text in clean)


def measure(name: str) -> dict[str, Count]:
    """Count what is found in the twins of a set, kind by kind."""
    clean = texts(name)
    return on_damaged(clean) | (on_noise(clean[::EVERY]) if name == "news" else {})


def with_floor(counts: dict[str, Count]) -> Figures:
    """Return the figures that have a floor, in percent."""
    return {f"{row}.F1": count.figures(row)[f"{row}.F1"] for row, count in counts.items() if count.right}


def absent() -> str | None:
    """Return the first file that is missing beside the project."""
    return next((name for name in [DAMAGE, *SETS.values()] if not (SHARED / name).exists()), None)


def table(name: str, counts: dict[str, Count], floors: dict[str, float]) -> str:
    """Return the figures of a set as a table: precision, recall, F1, the floor of F1 and n."""
    lines = [f"{name:18} {'P':>6} {'R':>6} {'F1':>6} {'floor':>6} {'n':>6}"]
    for row, count in counts.items():
        cells = " ".join(f"{value:6.1f}" for value in count.figures(row).values())
        lines.append(f"{row:18} {cells} {floors.get(f'{row}.F1', 0.0):6.1f} {count.gold:6}")
    doubtful, words = on_clean(name)
    return "\n".join([*lines, f"doubtful repairs of the clean texts: {doubtful} in {words} words"])


def main(arguments: list[str]) -> int:
    """Print the tables; raise floors or set new ones if asked. Return 1 if a floor is missed or a digest differs."""
    if missing := absent():
        print(f"{SHARED / missing} is absent: these figures need data that the project does not contain")
        return 0
    stored = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    wrong = 0
    for name in SETS:
        kept = stored.setdefault(name, {"sha256": {}, "floors": {}})
        changed = kept["sha256"] != digests(name)
        if changed and "--new-data" not in arguments:
            print(f"{name}: the gold has another digest; if that is meant, run with --new-data", file=sys.stderr)
            wrong += 1
            continue
        counts = measure(name)
        reached = with_floor(counts)
        if changed or "--raise" in arguments:
            kept["floors"] = figures.rise(reached, {} if changed else kept["floors"])
            kept["sha256"] = digests(name)
        print(table(name, counts, kept["floors"]), flush=True)
        missed = figures.misses(reached, kept["floors"])
        wrong += len(missed)
        print("".join(f"  {line}\n" for line in missed), end="", file=sys.stderr)
    if {"--raise", "--new-data"} & set(arguments):
        FLOORS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    return 1 if wrong else 0


def digests(name: str) -> dict[str, str]:
    """Return the digests of the files that a set is made of."""
    return {file: figures.digest(SHARED / file) for file in (DAMAGE, SETS[name])}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
