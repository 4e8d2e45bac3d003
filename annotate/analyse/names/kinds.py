"""Decide the kind of a name, by tables of rules over its words (head noun, given name, gazetteer) and its neighbours.

The first rule that matches decides. Names of several words have other rules than single words, which are often not
names at all (a confidence of 0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from annotate.analyse.findings import NameKind
from annotate.analyse.names.candidate import Candidate
from annotate.analyse.names.evidence import Evidence
from annotate.analyse.names.runs import Word
from annotate.analyse.names.vocabulary import vocabulary


class Sign(NamedTuple):
    """A rule: the kind that it assigns, the confidence, the name of the rule, and the condition."""

    kind: NameKind
    confidence: float
    name: str
    holds: Callable[[Candidate], bool]


#: An acronym has at most this many letters; what is longer may be a word that is shouted.
_ACRONYM = 5


def _plain_adjectives(c: Candidate) -> bool:
    return all(t in c.known.adjectives or t in c.known.demonyms for t in c.texts)


def _linked_body(c: Candidate) -> bool:
    members = c.has_head or any(t in c.known.members for t in c.texts)
    return c.is_linked and (c.last in c.known.companies or members)


def _place_head(c: Candidate) -> bool:
    return c.last in c.known.place_heads and c.low not in c.known.nouns


def _initials(c: Candidate) -> bool:
    return c.has_initial and c.first not in c.known.countries and c.last.lower() not in c.known.common


def _begins_with_place(c: Candidate) -> bool:
    return c.first in c.known.places or c.first in c.known.countries


def _two_words(c: Candidate) -> bool:
    capitals = any(t.isupper() for t in c.texts)
    return len(c.texts) == 2 and c.low not in c.known.common and not capitals


SEVERAL_WORDS = (
    Sign("nationality", 0.9, "gazetteer", _plain_adjectives),
    Sign("organization", 0.9, "organisation's head", lambda c: c.last in c.known.org_heads and not c.is_family_like),
    Sign("other", 0.7, "a thing's head", lambda c: c.last in c.known.thing_heads and not c.known.is_given(c.first)),
    Sign("organization", 0.8, "organisation's head", _linked_body),
    Sign("other", 0.5, "linked words", lambda c: c.is_linked),
    Sign("person", 0.8, "context", lambda c: c.is_given_and_place and c.is_among_people),
    Sign("organization", 0.95, "a club's opponent", lambda c: c.is_opponent),
    Sign("place", 0.8, "place's head", lambda c: c.is_part_of_place or c.last == "County" or _place_head(c)),
    # with these a run begins only before Chinese syllables
    Sign("person", 0.85, "family name first", lambda c: c.first in c.known.pronoun_like and len(c.texts) <= 3),
    Sign("person", 0.85, "family name first", lambda c: c.is_family_first),
    Sign("person", 0.9, "initial", _initials),
    Sign("other", 0.5, "common words", lambda c: c.begins_with_given and c.all_common and not c.is_among_people),
    Sign("person", 0.9, "given name", lambda c: c.begins_with_given and c.low not in c.known.common),
    Sign("person", 0.75, "given name", lambda c: c.begins_with_given),
    Sign("organization", 0.5, "capitals", lambda c: c.is_shouted and not c.all_common),
    Sign("other", 0.0, "capitals", lambda c: c.is_shouted),
    Sign("person", 0.8, "context", lambda c: c.is_among_people),
    Sign("place", 0.9, "gazetteer", lambda c: c.words in c.known.places),
    Sign("other", 0.5, "common words", lambda c: c.all_common),
    Sign("organization", 0.6, "organisation's head", lambda c: c.has_head or c.before.endswith("the ")),
    Sign("organization", 0.5, "place first", lambda c: _begins_with_place(c) and c.last.lower() in c.known.common),
    Sign("other", 0.5, "place first", _begins_with_place),
    Sign("organization", 0.7, "a club's name", lambda c: c.is_club),
    Sign("place", 0.5, "preposition", lambda c: len(c.texts) in (2, 3) and c.all_rare and c.is_at_place),
    Sign("person", 0.6, "two rare words", lambda c: len(c.texts) in (2, 3) and c.all_rare),
    Sign("person", 0.5, "two words", _two_words),
    Sign("other", 0.5, "capitals", lambda _: True),
)


def _listed_common(c: Candidate) -> bool:
    return c.bare.lower() in c.known.common and c.before.endswith(("the ", "The ", "(")) and len(c.bare) <= _ACRONYM


def _head_alone(c: Candidate) -> bool:
    return c.first in c.known.org_heads or c.first in c.known.place_heads


def _plain_given(c: Candidate) -> bool:
    return (c.first in c.known.given and c.low not in c.known.common) or c.has_patronymic


def _common_alone(c: Candidate) -> bool:
    return c.low in c.known.common and not c.is_among_people


def _often_small(c: Candidate) -> bool:
    return c.low in c.evidence.lower or c.evidence.alone[c.first] < 2


#: For words in capitals only, which a country's name may be, too: "USA".
CAPITALS = (
    Sign("person", 0.6, "transcript", lambda c: c.is_long_capitals and c.is_label),
    Sign("other", 0.4, "capitals", lambda c: c.is_long_capitals),
    Sign("other", 0.0, "capitals", lambda c: c.is_no_acronym),
    Sign("organization", 0.6, "acronym", _listed_common),
    Sign("other", 0.0, "capitals", lambda c: c.bare.lower() in c.known.common),
    Sign("organization", 0.8, "acronym", lambda c: len(c.bare) <= _ACRONYM),
    Sign("organization", 0.5, "acronym", lambda _: True),
)
LISTED = (
    Sign("organization", 0.9, "list", lambda c: c.first in c.known.single_orgs),
    Sign("country", 0.9, "gazetteer", lambda c: c.listed in ("country", "nationality") and c.is_us),
    Sign("country", 0.6, "gazetteer", lambda c: c.listed in ("country", "nationality") and c.may_be_given),
    Sign("country", 0.95, "gazetteer", lambda c: c.listed == "country"),
    Sign("nationality", 0.95, "gazetteer", lambda c: c.listed == "nationality"),
)
ONE_WORD = (
    Sign("organization", 0.6, "last word of a longer name", lambda c: c.ends_longer_name),
    Sign(
        "organization",
        0.6,
        "organisation's head",
        lambda c: _head_alone(c) and c.behind_the and c.first in c.known.heads_alone,
    ),
    Sign("other", 0.0, "common noun", _head_alone),
    Sign("person", 0.95, "title", lambda c: c.prior in c.known.honorifics),
    Sign("other", 0.0, "letter", lambda c: c.is_letter),
    Sign("other", 0.0, "common noun", lambda c: c.low in c.known.nouns or c.low in c.known.modifiers),
    Sign("place", 0.8, "a town's kind", lambda c: c.is_town),
    Sign("place", 0.9, "a person's town", lambda c: c.is_town_of_person),
    Sign("place", 0.8, "gazetteer", lambda c: c.listed == "place" and (c.owns or not c.speaks)),
    Sign("place", 0.5, "gazetteer", lambda c: c.listed == "place"),
    Sign("organization", 0.95, "a body's kind", lambda c: c.prior in c.known.before_org and not c.first.isupper()),
    Sign("country", 0.85, "its government", lambda c: c.is_governed),
    Sign("person", 0.6, "given name", _plain_given),
    Sign("other", 0.0, "common word", lambda c: _common_alone(c) and _often_small(c)),
    Sign("other", 0.3, "common word", _common_alone),
    Sign("person", 0.6, "context", lambda c: c.is_among_people),
    Sign("organization", 0.4, "article", lambda c: c.behind_the),
    Sign("place", 0.4, "preposition", lambda c: c.is_at_place),
    Sign("other", 0.4, "capital", lambda _: True),
)


class Kinds:
    """Decides the kinds of the names in one text."""

    def __init__(self, text: str, evidence: Evidence) -> None:
        self._text = text
        self._evidence = evidence
        self._vocabulary = vocabulary()

    def of(self, words: list[Word]) -> tuple[NameKind, float, str]:
        """Return the kind of a name, its confidence (0 means not a name), and the rule that decided."""
        candidate = Candidate(self._text, self._evidence, self._vocabulary, words)
        one = (*LISTED, *(CAPITALS if candidate.is_acronym else ONE_WORD))
        rules = SEVERAL_WORDS if len(words) > 1 else one
        rule = next(rule for rule in rules if rule.holds(candidate))
        return rule.kind, rule.confidence, rule.name
