"""Propose the places that refer to somebody: names, pronouns, and noun phrases for people, bodies and countries."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from annotate.analyse.cast.voices import SEVERAL, Voices
from annotate.analyse.findings import Cast, Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: What a mention is, by its form and by what it can stand for.
CLASSES = (
    "he", "she", "it", "they", "i", "you", "we",
    "person noun", "people noun", "body noun", "bodies noun", "collective", "land",
    "person", "organization", "country", "group", "place", "other",
)  # fmt: skip
_CODES = {name: code for code, name in enumerate(CLASSES)}
#: The first of the classes that are nouns, and the first of those that are names.
NOUNS, NAMED = _CODES["person noun"], _CODES["person"]
#: What stands before a noun: `before` of references.toml, somebody's "'s", or nothing.
DETERMINERS = ("definite", "near", "indefinite", "own", "other", "owner", "none")
_BARE = DETERMINERS.index("none")
#: The most words between a noun and the start of its phrase.
_MOST_BETWEEN = 4
#: A word; stops are inside it only behind a capital, so that glued sentences ("said.The") are two.
_WORD = re.compile(r"[^\W_]+(?:(?:-|(?<=[A-Z])\.)[^\W_]+)*")
_OWNS = re.compile(r"[’']s?[ \u00a0]")
#: Numerals and the like that are spelt as pronouns: "World War I", "the US".
_NO_PRONOUN = re.compile(r"(?:War|Part|Title|Phase|Type|Act|Article|Class|Elizabeth|Charles|Leopold)[ ]\Z")
_WORD_BEHIND = re.compile(r"[ ]\w")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that may refer to somebody."""

    range: Range
    #: A number of CLASSES.
    kind: int
    #: The entity that a name, or a mention whose meaning is known, stands for; None where it is to be decided.
    key: int | None
    #: The last word of the phrase's core, lower case; for pronouns the pronoun.
    head: str
    #: m, f or u.
    sex: str = "u"
    #: A number of DETERMINERS.
    determiner: int = _BARE
    #: Words between the determiner and the head, lower case.
    modifiers: frozenset[str] = frozenset()
    #: The entity that the rules take it for while they look for speakers; -1 for none.
    ruled: int = -1


class _Token(NamedTuple):
    start: int
    end: int
    word: str


def propose(text: str, cast: Cast, voices: Voices, proposers: Iterable[Range] = ()) -> list[Mention]:
    """Return the mentions of a text in order.

    Names have the key of their entity, and so do proposers, the sources that name one speaker, "I" in the words of a
    known person, "you" in a question to one, and "the mayor" where the rules found whose office that is. "I" in what
    several say together is nobody.
    """
    known = _known(text, cast, {*voices.known, *(where.start for where in proposers)})
    starts = [m.range.start for m in known]
    ruled = {r.range.start: e.key for e in cast.entities for r in e.references if r.form in ("pronoun", "nominal")}
    found = list(known)
    for mention in _unnamed(text):
        at = bisect_right(starts, mention.range.start) - 1
        inside = any(m.range.contains(mention.range) for m in known[max(0, at - 1) : at + 1])
        holds = at + 1 < len(known) and known[at + 1].range.end == mention.range.end
        if inside or (holds and mention.kind >= NOUNS):
            continue
        key = _by_voice(mention, voices)
        if key != SEVERAL:
            rule = ruled.get(mention.range.start, -1)
            holder = rule >= 0 and bool(offices(mention.head) & cast.entities[rule].offices)
            key = rule if key < 0 and holder else key
            known_person = key >= 0 and cast.entities[key].kind == "person"
            found.append(replace(mention, key=key if known_person else None, ruled=rule))
    found.sort(key=lambda m: (m.range.start, -m.range.end))
    return found


def _by_voice(mention: Mention, voices: Voices) -> int:
    """Return whom "I" and "you" mean by whose words they stand in; -1 where that does not tell."""
    if mention.kind == _CODES["i"]:
        return voices.at(mention.range).speaker
    return voices.at(mention.range).asked if mention.kind == _CODES["you"] else -1


def _known(text: str, cast: Cast, told: set[int]) -> list[Mention]:
    """Return the mentions by name, and those others that begin at one of the offsets."""
    found = []
    for entity in cast.entities:
        code = _CODES[entity.kind]
        for reference in entity.references:
            where, head = reference.range, reference.range.of(text).casefold().split()[-1]
            named = reference.form in ("name", "short_name") or entity.kind == "group"
            if named or where.start in told:
                kind = code if named else _pronouns().get(head, _nouns().get(head, (code, "u"))[0])
                found.append(Mention(where, kind, entity.key, head, entity.sex))
    found.sort(key=lambda m: (m.range.start, -m.range.end))
    return found


def _unnamed(text: str) -> Iterator[Mention]:
    """Yield pronouns and noun phrases."""
    pronouns, nouns = _pronouns(), _nouns()
    tokens = [_Token(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    for at, token in enumerate(tokens):
        low = token.word.casefold()
        if (code := pronouns.get(low)) is not None:
            if _is_pronoun(text, token):
                yield Mention(
                    Range(token.start, token.end), code, None, low, {"he": "m", "she": "f"}.get(CLASSES[code], "u")
                )
        elif (noun := nouns.get(low)) is not None and not _goes_on(text, tokens, at):
            mention = _phrase(text, tokens, at, *noun)
            if mention is not None:
                yield mention


def _is_pronoun(text: str, token: _Token) -> bool:
    word = token.word
    if word == "I":
        return (
            not _NO_PRONOUN.search(text, max(0, token.start - 12), token.start)
            and text[token.end : token.end + 1] != "."
        )
    return not word.isupper() and text[token.end : token.end + 1] != "-"


def _goes_on(text: str, tokens: list[_Token], at: int) -> bool:
    """Return whether the noun is not a head: another noun of its kind, or a name, follows directly."""
    if at + 1 == len(tokens) or tokens[at + 1].start != tokens[at].end + 1 or text[tokens[at].end] not in " \u00a0-/":
        return False
    following = tokens[at + 1].word
    return following.casefold() in _nouns() or text[tokens[at].end] in "-/" or following[0].isupper()


def _phrase(text: str, tokens: list[_Token], at: int, code: int, sex: str) -> Mention | None:
    """Return the noun phrase that ends with a noun, or None where a lone singular opens with nothing."""
    openers, never = _openers(), _never()
    first, modifiers = at, []
    determiner = _BARE
    while at - first <= _MOST_BETWEEN and first > 0:
        before = tokens[first - 1]
        gap = text[before.end : tokens[first].start]
        low = before.word.casefold()
        if gap not in (" ", "\u00a0", "-", " - "):
            break
        if low in openers:
            determiner, first = openers[low], first - 1
            break
        if low in never:
            break
        modifiers.append(low)
        first -= 1
    if determiner == _BARE:
        if CLASSES[code] not in ("people noun", "collective"):
            return None
        first, modifiers = at, []
    where = Range(tokens[first].start, tokens[at].end)
    return Mention(where, code, None, tokens[at].word.casefold(), sex, determiner, frozenset(modifiers))


def offices(noun: str) -> frozenset[str]:
    """Return the words of titles that a noun stands for: "ambassador" for "diplomat"."""
    return frozenset((noun, *table("sources.toml")["offices"].get(noun, "").split()))


def is_pronoun(mention: Mention) -> bool:
    """Return whether a mention is a pronoun."""
    return mention.kind < NOUNS


def owns(text: str, mention: Mention) -> bool:
    """Return whether a mention is a possessor: "her", "the company's"."""
    if is_pronoun(mention):
        return mention.head in _possessive() and not (
            mention.head == "her" and not _WORD_BEHIND.match(text[mention.range.end : mention.range.end + 2])
        )
    return bool(_OWNS.match(text, mention.range.end))


@cache
def _possessive() -> frozenset[str]:
    return frozenset(table("references.toml")["cases"]["possessive"].split())


@cache
def subjects() -> frozenset[str]:
    """Return the pronouns that are subjects by their form."""
    return frozenset(table("references.toml")["cases"]["subject"].split())


@cache
def _pronouns() -> Mapping[str, int]:
    rows = table("references.toml")["pronouns"]
    return {word: _CODES[who] for who, words in rows.items() for word in words.split()}


@cache
def _openers() -> Mapping[str, int]:
    rows = table("references.toml")["before"]
    return {w: DETERMINERS.index(key) for key in DETERMINERS[:5] for w in rows[key].split()}


@cache
def _never() -> frozenset[str]:
    return frozenset(table("references.toml")["before"]["never"].split())


@cache
def _nouns() -> Mapping[str, tuple[int, str]]:
    """Return the nouns that head a phrase, each with its class and sex."""
    rows = table("references.toml")["nouns"]
    found: dict[str, tuple[int, str]] = {}
    for noun, sex in lexicon.person_nouns().items():
        found.setdefault(_plural(noun), (_CODES["people noun"], "u"))
        found[noun] = (_CODES["person noun"], sex)
    for noun in table("sources.toml")["bodies"]:
        found.setdefault(_plural(noun), (_CODES["bodies noun"], "u"))
        found[noun] = (_CODES["body noun"], "u")
    for key, name in (("people", "people noun"), ("collective", "collective"), ("lands", "land")):
        found.update((word, (_CODES[name], "u")) for word in rows[key].split())
    return found


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def alike() -> Mapping[str, str]:
    """Return for nouns that mean the same the first of them."""
    return {word: words.split()[0] for words in table("references.toml")["nouns"]["alike"] for word in words.split()}
