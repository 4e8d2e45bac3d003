"""Find the words that announce a list: "a four-point plan", "three key strategies", "the following measures:"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from annotate.analyse.findings import Range
from annotate.analyse.lists.items import MOST
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.files import table
from annotate.analyse.words.number_words import counted, one_of, term_set

#: proposal: things to be done; pillar: a group noun; open: "three things"; other: reasons, people, questions.
#: urging: "calls on the government to:"; asking: "What should we do?".
Kind = Literal["proposal", "pillar", "open", "other", "urging", "asking"]


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
    #: A count, an owner ("its demands"), "several" or a colon makes it a list; a bare plural needs more.
    definite: bool = True


def plural(noun: str) -> str:
    """Return the plural of a noun of data/lists.toml; of "course of action" it is "courses of action".

    >>> plural("strategy"), plural("criterion"), plural("course of action")
    ('strategies', 'criteria', 'courses of action')
    """
    irregular = cast("dict[str, str]", table("lists.toml")["irregular_plurals"])
    if noun in irregular:
        return irregular[noun]
    if " of " in noun:
        head, _, rest = noun.partition(" ")
        return plural(head) + " " + rest
    if noun.endswith("y") and noun[-2] not in "aeo":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def _nouns() -> dict[str, tuple[Kind, str]]:
    """Return every announcing noun in the plural with its kind and its singular; the first kind listed wins."""
    found: dict[str, tuple[Kind, str]] = {}
    kinds: tuple[tuple[str, Kind], ...] = (
        ("proposal_nouns", "proposal"),
        ("pillar_nouns", "pillar"),
        ("open_nouns", "open"),
        ("other_nouns", "other"),
    )
    for key, kind in kinds:
        for noun in cast("list[str]", table("lists.toml")[key]):
            found.setdefault(plural(noun), (kind, noun))
    return found


@cache
def _heads() -> frozenset[str]:
    return term_set("plan_heads") | term_set("proposal_nouns")


_UNITS = tuple(sorted(term_set("plan_units")))
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
    found.extend(_askings(outline))
    found.sort(key=lambda a: a.label)
    return found


def _announcement(outline: Outline, at: int) -> Announcement | None:
    """Return the announcement whose noun begins at `at`, judged by the words before it."""
    noun = _noun_at(outline.lower, at)
    return _judged(outline, at, *noun) if noun else None


def announcement_ending(outline: Outline, at: int, word: str) -> Announcement | None:
    """Return the announcement whose noun is `word` at `at`, even if letters are glued to it ("sectorssecurity")."""
    kind, singular = _nouns()[word]
    return _judged(outline, at, word, kind, singular)


def _judged(outline: Outline, at: int, word: str, kind: Kind, singular: str) -> Announcement | None:
    end = at + len(word)
    before = _words_before(outline, at)
    counted_ = _counted(outline, before, end, kind, word, singular)
    if counted_:
        return counted_
    tokens = [t for _, t, _ in before]
    collection = "of" in tokens[:3] and any(t in term_set("collections") for t in tokens[:5])
    owner = next((t for t in tokens if t in term_set("not_between") or t in term_set("owners")), None)
    owned = owner in term_set("owners")
    if word in _nouns():
        near = bool(tokens) and (collection or owned or tokens[0] in term_set("plural_signs"))
        definite = near or _colon_next(outline.text, end)
        made = _made(outline, at, end, None, kind, singular, strong=collection and definite, definite=definite)
        return made if definite or kind in ("proposal", "pillar") or (kind == "open" and made.colon) else None
    if owned and not any(t in ("s", "’s") for t in tokens[:1]):
        return _made(outline, at, end, None, "proposal", singular, strong=False)
    if any(t.endswith(("'s", "’s", "s'", "s’")) for t in tokens):
        made = _made(outline, at, end, None, "proposal", singular, strong=False, definite=False)
        return made if made.colon is not None else None
    return None


def _counted(
    outline: Outline, before: list[tuple[int, str, bool]], end: int, kind: Kind, word: str, singular: str
) -> Announcement | None:
    """Return the announcement that a count, "four-point" or "following" before the noun makes definite."""
    for start, token, apart in before:
        if token == "following":
            return _made(outline, start, end, None, kind, singular, strong=True)
        point = _point(outline, before, start, token) if kind == "proposal" or word in _heads() else None
        if point:
            return _made(outline, point[0], end, point[1], "proposal", "point", strong=True)
        count = None if apart or word in _heads() - _nouns().keys() else counted(token)
        if count is not None and 2 <= count <= MOST:
            return _made(outline, start, end, count, kind, singular, strong=True)
        if token in term_set("not_between") or token in term_set("owners"):
            break
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
#: In characters: as far after a label as its colon can stand.
_COLON_REACH = 600
_TWO_WORDS = re.compile(r"[a-z]+ [a-z]+(?: [a-z]+)?\b")


def _words_before(outline: Outline, at: int) -> list[tuple[int, str, bool]]:
    """Return up to five words before `at`, nearest first: offset, word, and whether a hyphen follows."""
    low = outline.lower
    start = max(0, at - _REACH)
    tokens = list(_TOKEN.finditer(low, start, at))
    found: list[tuple[int, str, bool]] = []
    right = at
    for token in reversed(tokens[-5:]):
        gap = low[token.end() : right]
        if gap.strip(" -‑–\xa0\n“”‘’\"'*") or gap.count("\n") > 1:
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
            count = counted(token[: -len(unit)])
            if count is not None and count >= 2:
                return start, count
            continue
        following = [b for b in before if b[0] < start]
        if following:
            count = counted(following[0][1])
            if count is not None and count >= 2:
                return following[0][0], count
            if following[0][1] in ("a", "an") and unit in ("point", "pronged"):
                return start, None
    return None


def _made(
    outline: Outline,
    start: int,
    end: int,
    count: int | None,
    kind: Kind,
    noun: str,
    *,
    strong: bool,
    definite: bool = True,
) -> Announcement:
    sentence = outline.sentence_at(start)
    stop = outline.sentences[sentence].end if outline.sentences else end
    colon = _colon(outline.text, end, stop)
    return Announcement(Range(start, end), count, kind, noun, strong, sentence, colon, definite)


def _colon_next(text: str, end: int) -> bool:
    return text[end : end + 1] == ":"


def _followings(outline: Outline, found: list[Announcement]) -> Iterator[Announcement]:
    """Yield "the following:" without a noun of the lists, where a colon comes after it."""
    taken = {a.label.start for a in found}
    for at in outline.words_at(("following",)):
        one = _made(outline, at, at + len("following"), None, "open", "following", strong=True)
        if at not in taken and one.colon is not None and one.colon - at < 120:
            yield one


def _colon(text: str, start: int, end: int) -> int | None:
    """Return the offset of the colon that follows the label in its sentence; none within a time ("10:30")."""
    match = _COLON.search(text, start, min(len(text), max(start, end) + 1, start + _COLON_REACH))
    return match.start() if match else None


#: "What should we do?", "What is to be done?"
_ASKING = re.compile(rf"\b[Ww]hat\s+(?:{one_of('asking')})\b[^.?!\n]{{0,60}}\?")


def _askings(outline: Outline) -> Iterator[Announcement]:
    """Yield questions that ask what is to be done."""
    for at in outline.words_at(("what ",)):
        match = _ASKING.match(outline.text, at)
        if match:
            sentence = outline.sentence_at(at)
            yield Announcement(Range(*match.span()), None, "asking", "asking", False, sentence, match.end() - 1)


_LAST_COLON = re.compile(r":[ \t]*(?=[\r\n]|$)|(?<=[a-z]):(?=\s?\S)")


_URGING = re.compile(
    rf"\b(?P<verb>(?:{one_of('urging')})\b(?=[^.!?:;\n]{{0,120}}:\s*$)|(?:{one_of('urging_at_once')})(?=:\s*$))",
    re.IGNORECASE,
)


def _urgings(outline: Outline) -> Iterator[Announcement]:
    """Yield "calls on the government to:" at the end of a sentence or a line."""
    text = outline.text
    for match in _LAST_COLON.finditer(text):
        start = max(0, match.start() - 200)
        start = max(start, text.rfind("\n", start, match.start()) + 1)
        urged = _URGING.search(text[start : match.end()])
        if urged:
            label = Range(start + urged.start("verb"), start + urged.end("verb"))
            yield Announcement(label, None, "urging", "urging", False, outline.sentence_at(label.start), match.start())
