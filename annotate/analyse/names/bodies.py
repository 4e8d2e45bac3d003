"""Decide whether a name is that of a person or an organisation, from all its occurrences in one text.

"Marlowe said it would close the plant" does not tell whether Marlowe is a person; "Marlowe Group plc", "Marlowe shares"
or "Marlowe, 45," does. What any occurrence shows, and which longer names the text has, decides for all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from annotate.analyse.decisions import Example, scorer
from annotate.analyse.findings import Layout, Name, NameKind
from annotate.analyse.model.pooling import States
from annotate.analyse.names.vocabulary import vocabulary
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: The decision's file below weights/decisions.
BODY = "names/body"
#: The number of first occurrences of a name that are inspected.
_MOST = 12
#: So sure has the decision to be to overrule what the rules and the tagger say.
_SURE = 0.8
#: So sure where a clear sign speaks for a body and nothing for a person.
_SHOWN = 0.5
#: Above every probability.
_NEVER = 2.0
#: So much of a person has the tagger in what is made one.
_TAGGED = 0.3
#: What only a body has: shares in it, its chief executive, "the brewer" before it.
_SIGNS = ("before.linked.body", "behind.body", "behind.owned.officer", "apposed.trade", "before.trade")
#: What only a person has: a longer name, an age, "Mr".
_OF_PERSONS = ("begins.person", "ends.person", "any.aged", "any.before.honorific")
#: So sure is it where the text has the company's whole name.
_NAMED = 0.95

_OWNER = re.compile(r"[’']s?[ ]")
_FIRST_WORD = re.compile(r"[\w’'-]+")
_WORD_BEFORE = re.compile(r"([^\W_][\w’'-]*\.?)[ \u00a0]\Z")
_WORD_BEHIND = re.compile(r",?[ \u00a0]([^\W_]+)")
_PRONOUN = re.compile(
    rf"\b(?:(he|his|him|she|her)|(it|its|the (?:{lexicon.one_of('name_words.toml', 'companies', 'called')}))"
    r"|(they|their))\b",
    re.IGNORECASE,
)
_LINKED = re.compile(r"([^\W_]+)[ ](?:in|of|at|for|by|from)[ ](?:the[ ])?\Z")
_AGE = re.compile(r",? \(?\d\d\)?[,)]|, (?:who|an? [a-z]+|the [a-z]+ (?:of|and|who))\b")


def with_bodies(layout: Layout, names: Sequence[Name], states: States) -> tuple[Name, ...]:
    """Return the names with persons and bodies told apart as the decision does; other kinds stay."""
    examples = described(layout, names, states)
    bodies = scorer(BODY).probabilities(list(examples.values())).tolist()
    kinds = {
        surface: (_NAMED if _short_for_company(example.features) else body, _least(example.features))
        for (surface, example), body in zip(examples.items(), bodies, strict=True)
    }
    return tuple(_decided(name, kinds.get(name.range.of(layout.text))) for name in names)


def _short_for_company(features: Mapping[str, float]) -> bool:
    """Return whether a name begins that of a company ("Marlowe" of "Marlowe Group plc") and is in no person's."""
    return bool(features.get("begins.company")) and not any(features.get(sign) for sign in _OF_PERSONS)


def _least(features: Mapping[str, float]) -> tuple[float, float]:
    """Return how likely a name has to be a body to become one, and how unlikely to become a person.

    A clear sign of a body lowers the first. What is neither person nor body so far may be a place or thing, so that it
    needs such a sign; and only what the tagger takes for a person in part becomes one.
    """
    shown = any(features.get(f"any.{sign}") for sign in _SIGNS)
    owned = shown and features["words"] == 1 and not any(features.get(sign) for sign in _OF_PERSONS)
    known = features.get("rule.person", 0.0) + features.get("rule.organization", 0.0) > 0
    least = _SHOWN if owned else _SURE if known or shown else _NEVER
    return least, 1 - _SURE if features.get("tagger.PER", 0.0) > _TAGGED else 1 - _NEVER


def _decided(name: Name, found: tuple[float, tuple[float, float]] | None) -> Name:
    """Return the name with the kind of which the decision is sure."""
    if found is None:
        return name
    body, (least, most) = found
    kind: NameKind = "organization" if body >= least else "person" if body <= most else name.kind
    return name if kind == name.kind else replace(name, kind=kind, confidence=round(max(body, 1 - body), 2), rule=BODY)


def described(layout: Layout, names: Sequence[Name], states: States) -> dict[str, Example]:
    """Return the features of each name that is taken for a person or a body, by its words."""
    text = layout.text
    places: dict[str, list[Name]] = {}
    for name in names:
        places.setdefault(name.range.of(text), []).append(name)
    links = _Links(text, places)
    return {
        surface: Example(
            {
                **_of_words(surface),
                **links.of(surface),
                **_of_places(text, mine),
                **_of_tagger(mine, states),
            },
            _vectors(mine, states),
        )
        for surface, mine in places.items()
        if all(n.kind not in ("country", "nationality") for n in mine) and _undecided(surface, mine)
    }


def _undecided(surface: str, mine: Sequence[Name]) -> bool:
    """Return whether no list tells what a name stands for, or the text has made something else of a place."""
    known = vocabulary()
    kind = Counter(n.kind for n in mine).most_common(1)[0][0]
    listed = known.gazetteer(surface) != "other" and kind not in ("person", "organization")
    return surface not in known.single_orgs and not listed


class _Links:
    """Which names of a text are the beginnings or ends of longer ones."""

    def __init__(self, text: str, places: dict[str, list[Name]]) -> None:
        self._first: dict[str, Counter[str]] = {}
        self._last: dict[str, Counter[str]] = {}
        for surface, mine in places.items():
            words = surface.split()
            if len(words) < 2:
                continue
            kind = _by_words(words) or mine[0].kind
            company = words[-1].rstrip(".") in _endings() or any(
                (behind := _WORD_BEHIND.match(text, name.range.end)) and behind[1] in _endings() for name in mine
            )
            for size in range(1, len(words)):
                begun = self._first.setdefault(" ".join(words[:size]), Counter())
                begun.update((kind, "company") if company else (kind,))
            self._last.setdefault(words[-1], Counter())[kind] += 1

    def of(self, surface: str) -> dict[str, float]:
        """Return what longer names the words begin or end, by their kind."""
        return {
            **{f"begins.{kind}": 1.0 for kind in self._first.get(surface, ())},
            **{f"ends.{kind}": 1.0 for kind in self._last.get(surface, ())},
        }


def _by_words(words: list[str]) -> str | None:
    """Return the kind that the last word of a name tells without doubt: "Marlowe Group plc" is a body."""
    known = vocabulary()
    last = words[-1].rstrip(".")
    if last in known.org_heads or last in _endings():
        return "organization"
    return "person" if known.is_given(words[0]) else None


@cache
def _endings() -> frozenset[str]:
    """Return the last words of the names of companies, "plc" among them."""
    return lexicon.words("name_words.toml", "companies", "endings")


def _of_words(surface: str) -> dict[str, float]:
    known = vocabulary()
    words = surface.split()
    last = words[-1].rstrip(".")
    return {
        "words": float(len(words)),
        "letters": float(len(surface)),
        "head": float(last in known.org_heads),
        "head.any": float(any(w in known.org_heads for w in words)),
        "given": float(words[0] in known.given),
        "given.only": float(known.is_given(words[0])),
        "given.last": float(last in known.given),
        "capitals": float(surface.replace(".", "").isupper()),
        "common.first": float(words[0].lower() in known.common),
        "common.last": float(last.lower() in known.common),
        "common": sum(w.lower() in known.common for w in words) / len(words),
    }


def _of_places(text: str, mine: Sequence[Name]) -> dict[str, float]:
    """Return what share of the occurrences each fact holds of, and whether of any."""
    values: dict[str, float] = {"times": float(min(len(mine), 20))}
    seen = mine[:_MOST]
    for name in seen:
        for fact in _around(text, name):
            values[f"any.{fact}"] = 1.0
            values[f"share.{fact}"] = values.get(f"share.{fact}", 0.0) + 1 / len(seen)
        values[f"rule.{name.kind}"] = values.get(f"rule.{name.kind}", 0.0) + name.confidence / len(seen)
    return values


def _around(text: str, name: Name) -> Iterator[str]:
    """Yield the facts of one occurrence."""
    start, end = name.range
    before = text[max(0, start - 30) : start]
    word = _WORD_BEFORE.search(before)
    if word:
        yield from (f"before.{fact}" for fact in _facts(word[1]))
    elif before.endswith(", "):
        yield "before.comma"
    behind = text[end : end + 60]
    owner = _OWNER.match(behind)
    if owner:
        yield "owner"
        behind = behind[owner.end() :]
    yield from (f"behind.{'owned.' if owner else ''}{fact}" for fact in _behind(behind.lstrip(" \u00a0").casefold()))
    linked = _LINKED.search(before)
    if linked:
        yield from (f"before.linked.{fact}" for fact in _behind(linked[1].casefold()))
    for fact, pattern in _patterns().items():
        if pattern.match(text, end):
            yield fact
    if _trade_near().search(text, end, end + 200):
        yield "trade.near"
    pronoun = _PRONOUN.search(text, end, end + 120)
    if pronoun:
        yield ("he", "it", "they")[(pronoun.lastindex or 1) - 1]


def _facts(word: str) -> Iterator[str]:
    known = vocabulary()
    if word in known.honorifics:
        yield "honorific"
    elif known.is_title(word):
        yield "title"
    for key, words in _contexts("before").items():
        if word.casefold() in words:
            yield key


def _behind(text: str) -> Iterator[str]:
    first = _FIRST_WORD.match(text)
    if not first:
        return
    for key, words in _contexts("behind").items():
        if first.group() in words:
            yield key
    if first.group() in lexicon.person_nouns() or first.group() in vocabulary().modifiers:
        yield "title"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return what may follow a name and tells its kind."""
    trades = lexicon.alternation(_contexts("before")["trade"])
    return {
        "aged": _AGE,
        "apposed.trade": re.compile(rf",[ ](?:an?|the|its)[ ](?:[\w-]+[ ]){{0,4}}?(?:{trades})\b"),
        "apposed.based": re.compile(rf",[ ](?:{lexicon.one_of('name_words.toml', 'companies', 'apposed')})\b"),
    }


@cache
def _trade_near() -> re.Pattern[str]:
    return re.compile(rf"\b[Tt]he (?:{lexicon.alternation(_contexts('before')['trade'])})\b")


@cache
def _contexts(side: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(words.split()) for key, words in table("name_words.toml")["contexts"][side].items()}


def _of_tagger(mine: Sequence[Name], states: States) -> dict[str, float]:
    kinds = [found for name in mine[:_MOST] if (found := states.kinds(name.range))]
    return {f"tagger.{k}": sum(found[k] for found in kinds) / len(kinds) for k in (kinds[0] if kinds else ())}


def _vectors(mine: Sequence[Name], states: States) -> dict[str, object]:
    ranges = [name.range for name in mine[:_MOST]]
    found = {"name": states.mean(ranges), "behind": states.behind([r.end for r in ranges], 3)}
    return {key: vector for key, vector in found.items() if vector is not None}
