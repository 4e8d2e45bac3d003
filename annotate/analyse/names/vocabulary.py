"""The vocabulary of names: lists of given names, places, head nouns of organisations and titles, and tests on them."""

from __future__ import annotations

from functools import cache

from annotate.analyse.findings import NameKind
from annotate.analyse.words import lexicon

#: What a hyphen joins to an office: "co-host", "then-governor".
_BEFORE_OFFICE = ("co-", "then-", "ex-", "vice-", "deputy-")


class Vocabulary:
    """What the data files know of words in names; the same for every text."""

    def __init__(self) -> None:
        self.not_names = lexicon.words("name_words.toml", "not_names", "words")
        self.hyphenated = lexicon.words("name_words.toml", "not_names", "hyphenated")
        self.times = lexicon.words("name_words.toml", "not_names", "times")
        self.org_heads = lexicon.words("name_words.toml", "organizations", "heads")
        self.heads_alone = lexicon.words("name_words.toml", "organizations", "alone")
        self.family_heads = lexicon.words("name_words.toml", "organizations", "families")
        self.begin = lexicon.words("name_words.toml", "organizations", "begin")
        self.before_org = lexicon.words("name_words.toml", "organizations", "before")
        self.on_subject = lexicon.words("name_words.toml", "organizations", "on_subject")
        self.with_portfolio = lexicon.words("name_words.toml", "people", "with_portfolio")
        self.polls = lexicon.words("name_words.toml", "organizations", "polls")
        self.companies = lexicon.words("name_words.toml", "companies", "endings")
        self.owners = lexicon.words("name_words.toml", "organizations", "owners")
        self.clubs = lexicon.words("name_words.toml", "clubs", "heads")
        self.members = lexicon.words("name_words.toml", "organizations", "members")
        self.single_orgs = lexicon.words("name_words.toml", "organizations", "single")
        self.place_heads = lexicon.words("name_words.toml", "places", "heads")
        self.adjectives = lexicon.words("name_words.toml", "people", "adjectives")
        self.also_given = lexicon.words("name_words.toml", "people", "also_given")
        self.family_first = lexicon.words("name_words.toml", "people", "surname_first")
        self.given_countries = lexicon.words("name_words.toml", "people", "countries")
        self.pronoun_like = lexicon.words("name_words.toml", "people", "pronoun_like")
        self.verb_like = lexicon.words("name_words.toml", "people", "verb_like")
        self.suffixes = lexicon.words("name_words.toml", "people", "suffixes")
        self.thing_heads = lexicon.words("name_words.toml", "things", "heads")
        self.compass = lexicon.words("name_words.toml", "places", "compass")
        self.prepositions = lexicon.words("name_words.toml", "not_names", "small")
        self.bad_acronyms = lexicon.words("name_words.toml", "not_names", "acronyms")
        self.orders = lexicon.words("name_words.toml", "organizations", "orders")
        self.ranks = lexicon.words("titles.toml", "abbreviations", "ranks")
        self.offices = lexicon.words("titles.toml", "abbreviations", "words")
        self.honorifics = lexicon.honorifics()
        self.nouns = lexicon.person_nouns()
        self.modifiers = lexicon.words("titles.toml", "before", "modifiers")
        self.given = lexicon.given_names()
        self.common = lexicon.common_words()
        self.countries = lexicon.countries()
        self.demonyms = lexicon.demonyms()
        self.places = lexicon.places()

    def is_known(self, word: str) -> bool:
        """Return whether a word is in some list, or common."""
        return (
            word in self.countries
            or word in self.places
            or word in self.given
            or word in self.demonyms
            or word.lower() in self.common
        )

    def is_title(self, word: str) -> bool:
        """Return whether a word is an honorific, an office or a noun for a person."""
        low = word.lower()
        known = word in self.honorifics or word.rstrip(".") in self.offices or low in self.nouns
        return known or (low.startswith(_BEFORE_OFFICE) and low.partition("-")[2] in self.nouns)

    def is_abbreviation(self, word: str) -> bool:
        """Return whether a word is a short office or an honorific: "Ald", "Shri"."""
        return word.rstrip(".") in self.offices or word in self.honorifics

    def is_given(self, word: str) -> bool:
        """Return whether a word is a given name and hardly anything else."""
        return (
            word in self.given
            and word.lower() not in self.common
            and not (word in self.places or word in self.demonyms or word in self.countries)
        )

    def is_rare(self, word: str) -> bool:
        """Return whether a word is neither common nor a place."""
        return word.lower() not in self.common and word not in self.places and word not in self.countries

    def gazetteer(self, name: str) -> NameKind:
        """Return the kind that the lists of countries, demonyms and places give to a name, else "other"."""
        if name in self.countries:
            return "country"
        if name in self.demonyms or name in self.adjectives:
            return "nationality"
        return "place" if name in self.places else "other"


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    return Vocabulary()
