"""Find words that a scraper glued together when it dropped a dash, a hyphen or a line break.

"sectorssecurity" is no English word, "sectors" and "security" are common ones: the cut is found by frequency, never by
a list of examples. Precision comes first: a name, a rare word or a compound that is written as one word stays whole.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from annotate.analyse.findings import Range
from annotate.analyse.words.files import table, words
from annotate.analyse.words.frequencies import zipf
from annotate.analyse.words.lexicon import common_words

_WORD = re.compile(r"[^\W\d_]{5,}")
_CASE_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")
#: "CommanderinChief", "EditorAtLarge".
_OFFICE = re.compile(r"([A-Z][a-z]{3,})([IiAa][nt]|[TtOo][of])([A-Z][a-z]{3,})$")
_APOSTROPHE = re.compile(r"\w['’]\w")
#: "ONeill", "DSouza": an apostrophe is lost, no space.
_ELIDED = re.compile(r"[OD][A-Z][a-z]")
#: An acronym and a word: "GOPheavy", "ERPaffiliated".
_ACRONYM = re.compile(r"([A-Z]{2,6})([a-z]{4,})$")
#: Anything that cannot be cut further is longer than this only in German and chemistry.
_LONGEST = 40
#: What each further word must win over the unknown word, in Zipf units.
_PRICE_OF_A_CUT = 9.0
#: How much rarer the parts together may be for each letter beyond the eighth.
_WORTH_OF_A_LETTER = 0.35
_SLACK_OF_LONG_PARTS = 1.3
_MOST_PARTS = 7
#: A word with a capital inside that is no more common than this may be two: "AfricanAmericans".
_RARE_COMPOUND = 2.0
#: A stem this common makes its form with -s a plural or a possessive.
_KNOWN_STEM = 1.9
#: A word that is more common than this is one word, where hyphens are kept.
_COMMON = 1.9
#: A compound that printed news writes with a hyphen is no more common without it...
_RARE_SOLID = 3.3
#: ...and its parts are at least this common.
_COMMON_PART = 3.8
_KNOWN_PART = 3.0
#: What is left of a number in front of a hyphen: "[19]th-century".
_STUMPS = frozenset({"th", "st", "nd", "rd"})
_IMPOSSIBLE = -1e9
_DROPPED = re.compile(r"[\d'’‘\"“”–—]|[^\W\d_][-‐‑]|-[^\W\d_]")
#: A line of running text has at least this many spaces, and a text that proves a loss this many words.
_FEWEST_SPACES = 5
_FEWEST_WORDS = 40


_ADDRESS = re.compile(r"[@#]|://|www\.|\.(?:com|org|net|gov|co)\b|\.co/")


class Glued(NamedTuple):
    """One glued word: its range in the text and the offsets in the text where its parts begin, first excluded."""

    range: Range
    cuts: tuple[int, ...]


class Strictness(NamedTuple):
    """What a cut must show; see data/glue.toml."""

    least_part: float
    least_sum: float
    margin: float
    whole: float


def find_glued(text: str, lost: bool) -> Iterator[Glued]:
    """Yield the glued words of `text`, in order; `lost` says whether its source dropped hyphens and dashes."""
    for match in _WORD.finditer(text):
        token = match.group()
        if len(token) > _LONGEST or (token.islower() and zipf(token) > (_RARE_SOLID if lost else _COMMON)):
            continue
        cuts = cut_word(token, lost)
        if cuts and not _in_address(text, match.start(), match.end()):
            yield Glued(Range(match.start(), match.end()), tuple(match.start() + c for c in cuts))


def without_apostrophes(text: str) -> bool:
    """Return whether no word of a text has an apostrophe inside, as where a scraper dropped them.

    >>> without_apostrophes("Chinas minister"), without_apostrophes("China's minister")
    (True, False)
    """
    return not _APOSTROPHE.search(text)


def stripped(text: str) -> bool:
    """Return whether a scraper dropped all hyphens, dashes, apostrophes, quotation marks and digits.

    Forty words of news without any of them are a loss. Short lines (a date, a byline) prove nothing either way.
    """
    running = [line for line in text.splitlines() if line.count(" ") >= _FEWEST_SPACES]
    return sum(line.count(" ") for line in running) >= _FEWEST_WORDS and not any(map(_DROPPED.search, running))


def cut_word(token: str, hyphens_lost: bool = False) -> tuple[int, ...]:
    """Return the offsets inside `token` at which its second and later words begin; none if it is one word.

    >>> cut_word("sectorssecurity")
    (7,)
    >>> cut_word("governmental")
    ()
    """
    if not token:
        return ()
    if hyphens_lost and _ELIDED.match(token):
        return ()
    if hyphens_lost and (match := _ACRONYM.match(token)) and zipf(match[2]) >= _KNOWN_PART:
        return (match.end(1),)
    if (
        hyphens_lost
        and (match := _OFFICE.match(token))
        and min(zipf(match[1].casefold()), zipf(match[3].casefold())) > 3
    ):
        return match.end(1), match.end(2)
    pieces = [0, *(m.start() for m in _CASE_CHANGE.finditer(token)), len(token)]
    if len(pieces) == 2:
        return _cut_lower(token.casefold(), token[0].isupper(), hyphens_lost)
    if zipf(token.casefold()) > (_RARE_COMPOUND if hyphens_lost else 0.0):
        return ()  # YouTube, McDonald, PolitiFact
    return _cut_mixed(token, pieces, hyphens_lost)


def _cut_mixed(token: str, pieces: list[int], lost: bool) -> tuple[int, ...]:
    """Cut at changes of case: "proposalZhang", "AfricanAmerican", "SingaporeThe"; not "DeVos", "McConnell"."""
    cuts: list[int] = []
    for start, at, end in zip(pieces, pieces[1:], pieces[2:], strict=False):
        left, right = token[start:at], token[at:end]
        if not _apart(left, right, lost):
            return ()
        cuts.append(at)
    inner = [
        start + c
        for start, end in itertools.pairwise(pieces)
        for c in _cut_lower(token[start:end].casefold(), token[start].isupper(), lost)
    ]
    return tuple(sorted(cuts + inner))


def _apart(left: str, right: str, lost: bool) -> bool:
    """Return whether two words that meet at a change of case were two words."""
    low, high = left.casefold(), right.casefold()
    if low in table("glue.toml")["name_beginnings"]:
        return False
    if left[0].islower():
        return (len(left) >= 3 and zipf(low) >= 3.0) or bool(_cut_lower(low, False, lost))
    if high in words("sentence_openers.txt"):
        return len(left) >= 3 and zipf(low) >= 3.0
    return lost and len(left) >= 3 and len(right) >= 3 and zipf(low) >= 2.5 and zipf(high) >= 2.5


@cache
def _strictness(kind: str) -> Strictness:
    return Strictness(**table("glue.toml")[kind])


@lru_cache(maxsize=1 << 15)
def _cut_lower(word: str, capital: bool, lost: bool) -> tuple[int, ...]:
    """Return the best cut of a word in lower case; `capital` if it was written with one."""
    strict = _strictness(("lost" if lost else "kept") + ("_capital" if capital else ""))
    whole = zipf(word)
    if len(word) < 5:
        return ()
    if lost and not capital and whole <= _RARE_SOLID and (cut := _cut_compound(word)):
        return (cut,)
    if whole > strict.whole:
        return ()
    if word.endswith("s") and zipf(word[:-1]) > _KNOWN_STEM:
        return ()  # a plural, or a possessive that lost its apostrophe
    parts = _best_parts(word, strict.least_part)
    if not parts:
        return ()
    together = sum(zipf(p) for p in parts) - _PRICE_OF_A_CUT * (len(parts) - 1)
    least = strict.least_sum - _WORTH_OF_A_LETTER * (len(word) - 8)
    margin = -9.0 if lost and parts[0] in table("glue.toml")["numbers"] else strict.margin
    if together < least or (whole and together - whole < margin) or not _plausible(parts, capital, lost):
        return ()
    cuts, at = [], 0
    for part in parts[:-1]:
        at += len(part)
        cuts.append(at)
    return tuple(cuts)


def _cut_compound(word: str) -> int:
    """Return where to cut a compound that news style hyphenates; 0 if it is not one.

    "longterm", "frontrunner", "cofounder", "reelection"; what a dictionary has as one word is one.
    """
    if word in common_words():
        return 0
    data = table("glue.toml")
    whole_known = zipf(word) >= _KNOWN_STEM
    for at in range(2, len(word) - 2):
        first, last = word[:at], word[at:]
        if first == "re" and last[0] == "e" and zipf(last) >= _KNOWN_PART:
            return at
        if zipf(last) < _COMMON_PART:
            continue
        if first in _STUMPS and len(last) >= 4 and not whole_known:
            return at
        if first == "co" and len(last) >= 4:
            return at
        if first in data["prefixes"] and first not in common_words():
            continue  # "biosecurity"
        if last in data["hyphened_seconds"] and zipf(first) >= _COMMON_PART and len(first) >= 3:
            return at
    return 0


def _best_parts(word: str, least: float) -> tuple[str, ...]:
    """Return the most likely split of `word` into words that each have a Zipf value of at least `least`; else ().

    A part of six letters and more may be rarer by `_SLACK_OF_LONG_PARTS`: so many hardly fall into place by chance.
    """
    best: list[tuple[float, tuple[str, ...]]] = [(_IMPOSSIBLE, ())] * (len(word) + 1)
    best[0] = (0.0, ())
    shorts = words("glue_short_words.txt")
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 20), end):
            total, parts = best[start]
            if total == _IMPOSSIBLE or (start, end) == (0, len(word)) or len(parts) == _MOST_PARTS:
                continue
            part = word[start:end]
            if len(part) <= 3 and part not in shorts:
                continue
            value = zipf(part)
            if value < (least - _SLACK_OF_LONG_PARTS if len(part) >= 6 else least):
                continue
            total += value - _PRICE_OF_A_CUT
            if total > best[end][0]:
                best[end] = (total, (*parts, part))
    return best[-1][1]


def _plausible(parts: tuple[str, ...], capital: bool, lost: bool) -> bool:
    """Return whether the parts read as words rather than as the prefix, suffix or syllables of a rare word."""
    data = table("glue.toml")
    first, last = parts[0], parts[-1]
    if len(first) == 1 or len(last) == 1 or (not lost and last in data["kept_suffixes"]):
        return False
    if first in data["numbers"] and last not in data["suffixes"] and len(last) >= 3:
        return True
    if lost and first in data["hyphened_prefixes"] and len(last) >= 4:
        return True
    if len(parts) > 2:
        return lost or max(map(len, parts)) >= 5
    if capital and not lost:
        return False
    if last in data["joining_words"] and len(first) >= 5:
        return True
    return first not in data["prefixes"] and last not in data["suffixes"]


def _in_address(text: str, start: int, end: int) -> bool:
    """Return whether the word is part of a link, an address, a handle or a hashtag."""
    left = text.rfind(" ", max(0, start - 80), start) + 1
    right = text.find(" ", end, end + 80)
    token = text[max(left, start - 80) : right if right >= 0 else end + 80]
    return _ADDRESS.search(token) is not None
