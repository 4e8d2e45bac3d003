"""Words that announce a list: "a four-point plan", "three key strategies", "the following measures:", "its demands"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from annotate.analyse.findings import Range
from annotate.analyse.lists.enumerators import Outline, numbers, term_set
from annotate.analyse.words.files import table

#: proposal: things to be done; pillar: a group noun; open: "three things"; other: reasons, people, questions.
Kind = Literal["proposal", "pillar", "open", "other", "urging"]


@dataclass(frozen=True, slots=True)
class Announcement:
    """Words that announce a list: the `label` without its article, its count, and what sort of thing it counts."""

    label: Range
    count: int | None
    kind: Kind
    #: "point" for "a four-point plan", else the noun in the singular as listed.
    noun: str
    #: The label is definite enough to announce by itself: it has a count, "following", or "a series of".
    strong: bool
    sentence: int
    #: The sentence ends, or goes on after the label, with a colon: its offset.
    colon: int | None


def plural(noun: str) -> str:
    """Return a pattern for the plural of a noun."""
    if noun in ("man", "woman"):
        return noun[:-2] + "en"
    if noun in ("person", "people", "news"):
        return noun if noun != "person" else "persons"
    if noun.endswith("y") and noun[-2] not in "aeo":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun[:-2] + "es" if noun == "axis" else noun + "es"
    if " of " in noun:
        head, _, rest = noun.partition(" ")
        return plural(head) + " " + rest
    return noun + "s"


@cache
def _nouns() -> dict[str, tuple[Kind, str]]:
    """Return every announcing noun in the plural with its kind and its singular; the first kind listed wins."""
    data = table("lists.toml")
    found: dict[str, tuple[Kind, str]] = {}
    kinds: tuple[tuple[str, Kind], ...] = (
        ("proposal_nouns", "proposal"),
        ("pillar_nouns", "pillar"),
        ("open_nouns", "open"),
        ("other_nouns", "other"),
    )
    for key, kind in kinds:
        for noun in cast("list[str]", data[key]):
            found.setdefault(plural(noun), (kind, noun))
    return found


@cache
def _heads() -> frozenset[str]:
    data = table("lists.toml")
    return frozenset(data["plan_heads"]) | frozenset(data["proposal_nouns"])


_UNITS = ("point", "part", "step", "stage", "phase", "pronged", "prong", "tier", "pillar")
_TOKEN = re.compile(r"[\w'’&/]+")
#: In characters: as far back as a count can stand.
_REACH = 70


def find_announcements(outline: Outline) -> list[Announcement]:
    """Return the announcements in the order of the text; where two overlap, the more definite one."""
    found: list[Announcement] = []
    for at in outline.words_at((*_nouns(), *_heads())):
        one = _announcement(outline, at)
        if one is None:
            continue
        if found and found[-1].label.overlaps(one.label):
            if found[-1].strong and not one.strong:
                continue
            if one.strong and (not found[-1].strong or one.label.end > found[-1].label.end):
                found.pop()
            else:
                continue
        found.append(one)
    found.extend(_followings(outline, found))
    found.extend(_urgings(outline))
    found.sort(key=lambda a: a.label)
    return found


def _announcement(outline: Outline, at: int) -> Announcement | None:
    """Return the announcement whose noun begins at `at`, judged by the words before it."""
    noun = _noun_at(outline.lower, at)
    return _judged(outline, at, *noun) if noun else None


def announcement_ending(outline: Outline, at: int, word: str) -> Announcement | None:
    """Return the announcement whose noun is `word` at `at`, though more letters be glued to it ("sectorssecurity")."""
    kind, singular = _nouns()[word]
    return _judged(outline, at, word, kind, singular)


def _judged(outline: Outline, at: int, word: str, kind: Kind, singular: str) -> Announcement | None:
    end = at + len(word)
    before = _words_before(outline, at)
    for start, token, apart in before:
        if token in ("following",):
            return _made(outline, start, end, None, kind, singular, True)
        point = _point(outline, before, start, token) if kind == "proposal" or word in _heads() else None
        if point:
            start, count = point
            return _made(outline, start, end, count, "proposal", "point", True)
        count = None if apart or word in _heads() - _nouns().keys() else _count(token)
        if count is not None and 2 <= count <= 60:
            return _made(outline, start, end, count, kind, singular, True)
        if token in term_set("not_between") or token in term_set("owners"):
            break
    if not before:
        return None
    tokens = [t for _, t, _ in before]
    collection = "of" in tokens[:3] and any(t in term_set("collections") for t in tokens[:5])
    owner = next((t for t in tokens if t in term_set("not_between") or t in term_set("owners")), None)
    if word in _nouns():
        if (
            collection
            or owner in term_set("owners")
            or tokens[0] in term_set("plural_signs")
            or _colon_next(outline.text, end)
        ):
            return _made(outline, at, end, None, kind, singular, collection)
    elif owner in term_set("owners") and not any(t in ("s", "’s") for t in tokens[:1]):
        return _made(outline, at, end, None, "proposal", singular, False)
    return None


def _noun_at(lower: str, at: int) -> tuple[str, Kind, str] | None:
    """Return the longest announcing noun that stands at `at` as a word, its kind and its singular."""
    match = _TOKEN.match(lower, at)
    if not match:
        return None
    word = match.group().split("'")[0].split("’")[0]
    after = lower[at + len(word) : at + len(word) + 1]
    if after == "-":
        return None
    two = _TWO_WORDS.match(lower, at)
    for candidate in ((two.group() if two else ""), word):
        if candidate in _nouns():
            kind, singular = _nouns()[candidate]
            return candidate, kind, singular
        if candidate in _heads():
            return candidate, "proposal", candidate
    return None


_COLON = re.compile(r":(?=\s|$|[A-Z“\"()])")
#: In characters: as far behind a label as its colon can stand.
_COLON_REACH = 600
_TWO_WORDS = re.compile(r"[a-z]+ [a-z]+(?: [a-z]+)?\b")


def _words_before(outline: Outline, at: int) -> list[tuple[int, str, bool]]:
    """Return up to five words before `at`, nearest first: where each stands, the word, whether a hyphen follows it."""
    low = outline.lower
    start = max(0, at - _REACH)
    tokens = list(_TOKEN.finditer(low, start, at))
    found: list[tuple[int, str, bool]] = []
    right = at
    for token in reversed(tokens[-5:]):
        gap = low[token.end() : right]
        if gap.strip(" -‑–\xa0\n") or gap.count("\n") > 1:
            break
        found.append((token.start(), token.group(), "-" in gap or "‑" in gap))
        right = token.start()
    return found


def _point(
    outline: Outline, before: list[tuple[int, str, bool]], start: int, token: str
) -> tuple[int, int | None] | None:
    """Return where "four-point" begins and its count, if `token` is "fourpoint", or "point" after a number."""
    for unit in _UNITS:
        if token != unit and not token.endswith(unit):
            continue
        if token != unit:
            count = _count(token[: -len(unit)])
            if count is not None and count >= 2:
                return start, count
            continue
        following = [b for b in before if b[0] < start]
        if following:
            count = _count(following[0][1])
            if count is not None and count >= 2:
                return following[0][0], count
            if following[0][1] in ("a", "an") and unit in ("point", "pronged"):
                return start, None
    return None


def _made(
    outline: Outline, start: int, end: int, count: int | None, kind: Kind, noun: str, strong: bool
) -> Announcement:
    sentence = outline.sentence_at(start)
    stop = outline.sentences[sentence].end if outline.sentences else end
    return Announcement(Range(start, end), count, kind, noun, strong, sentence, _colon(outline.text, end, stop))


def _colon_next(text: str, end: int) -> bool:
    return text[end : end + 1] == ":"


def _followings(outline: Outline, found: list[Announcement]) -> Iterator[Announcement]:
    """Yield "the following:" without a noun of the lists, where a colon comes after it."""
    taken = {a.label.start for a in found}
    for at in outline.words_at(("following",)):
        one = _made(outline, at, at + len("following"), None, "open", "following", True)
        if at not in taken and one.colon is not None and one.colon - at < 120:
            yield one


def _count(raw: str | None) -> int | None:
    if raw is None:
        return None
    return int(raw) if raw.isdigit() and len(raw) < 3 else numbers().get(raw)


def _colon(text: str, start: int, end: int) -> int | None:
    """Return the offset of the colon that follows the label in its sentence; none within a time ("10:30")."""
    match = _COLON.search(text, start, min(len(text), max(start, end) + 1, start + _COLON_REACH))
    return match.start() if match else None


_LAST_COLON = re.compile(r":[ \t]*(?=[\r\n]|$)|(?<=[a-z]):(?=\s?\S)")


@cache
def _urging() -> re.Pattern[str]:
    verbs = "|".join(sorted(map(re.escape, term_set("urging")), key=len, reverse=True))
    at_once = "|".join(sorted(term_set("urging_at_once")))
    return re.compile(rf"\b(?P<verb>(?:{verbs})\b(?=[^.!?:;\n]{{0,120}}:\s*$)|(?:{at_once})(?=:\s*$))", re.IGNORECASE)


def _urgings(outline: Outline) -> Iterator[Announcement]:
    """Yield "calls on the government to:" at the end of a sentence or a line."""
    text = outline.text
    for match in _LAST_COLON.finditer(text):
        start = max(0, match.start() - 200)
        start = max(start, text.rfind("\n", start, match.start()) + 1)
        urged = _urging().search(text[start : match.end()])
        if urged:
            label = Range(start + urged.start("verb"), start + urged.end("verb"))
            yield Announcement(label, None, "urging", "urging", False, outline.sentence_at(label.start), match.start())
