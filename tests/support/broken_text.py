"""Articles damaged at random, by seed: cut, doubled, shuffled, spliced, stripped, and with odd characters put in."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache

from tests.support.hostile import HOSTILE
from tests.support.seed_gold import articles
from tests.support.shared import SHARED

#: What has an odd effect on one step or another.
TOKENS = (
    "“", "”", "\"", "‘", "’", "'", "``", "''", "«", "»", "(", ")", "[", "]", "—", "–", "-", "…", "...", ".", ",",
    ";", ":", "\n", "\n\n", "\r\n", "\r", "\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\xa0", "\u202f",
    "\u200b", "\u200d", "\xad", "\ufeff", "�", "\u202e", "é", "ﬁ", "ß", "İ", "ŉ", "ǆ", "Σ", "K",
    "👩\u200d👩\u200d👧", "\U0010fffd", "中文", "مرحبا", "&nbsp;", "&amp;amp;", "&#8217;", "&#0;", "â€™", "Ã©", "<b>",
    "1.", "(2)", "3)", "•", "*", "#", "•\n", "\n- ", " said ", " said. ", ", he said, ", " according to ",
    "He said: ", "Mr. ", "U.S. ", "No. ", "Nov. 31, 2020 ", "on Tuesday ", "February 30 ", "in 0000 ", "the 99th ",
    "three pillars: ", "first, ", "proposals: ;", "; and ", " and ", " of ", " the ", "who", "PRESIDENT ",
    "FRANCE ", "The ", "A", "I ", "O’", "’s", "s’", "ADVERTISEMENT ", "https://example.org/a?b=c#d",
)  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+")


@cache
def whole_texts() -> tuple[str, ...]:
    """Return the texts to damage: the seeds, some news where `shared` lies beside the project, and hostile ones."""
    found = [article.text for article in articles().values()]
    news = SHARED / "data" / "news" / "unlabelled.jsonl"
    if news.is_file():
        with news.open(encoding="utf-8") as lines:
            found += [json.loads(line)["text"] for number, line in enumerate(lines) if number < 400]
    return (*found, *(make(400) for make in HOSTILE.values()))


def broken_text(seed: int, longest: int = 3000) -> str:
    """Return the damaged text of a seed, of at most about `longest` characters."""
    chance = random.Random(seed)
    text = _piece(chance, chance.choice(whole_texts()), longest)
    for _ in range(chance.randint(1, 6)):
        text = chance.choice(_DAMAGES)(chance, text)
    return text[: 2 * longest]


def _piece(chance: random.Random, text: str, longest: int) -> str:
    start = chance.randrange(max(1, len(text) - longest // 2)) if chance.random() < 0.4 else 0
    return text[start : start + chance.randint(1, longest)]


def _cut_out(chance: random.Random, text: str) -> str:
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + text[at + chance.choice((1, 1, 2, 5, 20, 200)) :]
    return text


def _put_in(chance: random.Random, text: str) -> str:
    for _ in range(chance.randint(1, 15)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 30)) + text[at:]
    return text


def _double(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    part = text[at : at + chance.choice((1, 3, 40, 300))]
    return text[:at] + part * chance.randint(1, 5) + text[at:]


def _shuffle(chance: random.Random, text: str) -> str:
    parts = text.split(chance.choice(("\n", " ", ", "))) if chance.random() < 0.6 else _SENTENCE_END.split(text)
    chance.shuffle(parts)
    return chance.choice((" ", "\n", "", ". ", "\n\n")).join(parts)


def _splice(chance: random.Random, text: str) -> str:
    other = _piece(chance, chance.choice(whole_texts()), max(2, len(text)))
    at = chance.randrange(len(text) + 1)
    return text[:at] + other + text[at:] if chance.random() < 0.5 else text[:at] + other


def _strip(chance: random.Random, text: str) -> str:
    return re.sub(
        chance.choice((r"[\"“”‘’']", r"[^\w\s]", r"\d", r"\s+", r"[\n\r]+", r"[.,]", r"[a-z]", r"[A-Z]")), "", text
    )


def _recase(chance: random.Random, text: str) -> str:
    change: Callable[[str], str] = chance.choice((str.upper, str.lower, str.title, str.swapcase))
    at, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:at] + change(text[at:end]) + text[end:] if chance.random() < 0.6 else change(text)


def _scramble(chance: random.Random, text: str) -> str:
    return "".join(chr(chance.randrange(1, 0x2FFF)) if chance.random() < 0.01 else c for c in text)


_DAMAGES = (_cut_out, _put_in, _double, _shuffle, _splice, _strip, _recase, _scramble)
