"""One name whose kind is asked for: its words, what stands beside it, and the questions that the rules ask of them."""

from __future__ import annotations

import itertools
import re
from functools import cached_property

from annotate.analyse.findings import NameKind
from annotate.analyse.names.evidence import Evidence
from annotate.analyse.names.runs import U, Word
from annotate.analyse.names.vocabulary import Vocabulary
from annotate.analyse.words import lexicon

#: A verb of speaking after a name.
SPEAKS = re.compile(
    r"[ ,]{1,2}(?:(?:who|also|later|then|has|had|have) )?"
    rf"(?:{lexicon.one_of('name_words.toml', 'people', 'speaks')})\b"
)
#: A preposition of place before a name.
PLACE_BEFORE = re.compile(rf"\b(?:{lexicon.one_of('name_words.toml', 'places', 'prepositions')})[ ]$")
#: What links the words of a body's name.
_LINK = re.compile(r"(?:of|for|on)(?: the)?|and|&")
_INITIAL, _INITIALS = re.compile(rf"{U}\.?"), re.compile(rf"(?:{U}\.)+")
#: A family name that begins with another capital: "O'Neill", "McCarthy".
_PATRONYMIC = re.compile(rf"(?:O[’']|Mc){U}")
_ROMAN = re.compile(r"[IVXLC]+")
#: What only a country has.
_GOVERNED = re.compile(
    rf"[’']s?[ ](?:{lexicon.one_of('titles.toml', 'before', 'cabinet')})"
    r"[ ](?:minister|ministry|secretary)\b"
)
_TOWN_OF = re.compile(rf"\b(?:{lexicon.one_of('name_words.toml', 'places', 'kinds')}) of \Z")
#: Before the name of a side that another one plays.
_PLAYED = re.compile(rf"\b(?:{lexicon.one_of('name_words.toml', 'clubs', 'played')})[ ](?:with |to |over |against )?\Z")
#: A person's name and what links it to a town.
_PERSON_OF = re.compile(rf"\b({U}[a-z]+) ({U}[\w’'-]+),? (?:of|from) \Z")
_SMALL_BEFORE = re.compile(r"([^\W\d_]+)[ ,]{1,2}$")
_WORD_BEFORE = re.compile(r"([^\W\d_]+\.?)[ ]$")
#: An age, a relative clause, an apposition, a relative, or a party and a state.
_OF_PERSON = re.compile(
    rf", (?:\d\d\b|who\b|an? [a-z]+)|[’']s (?:{lexicon.one_of('name_words.toml', 'people', 'relatives')})| \([DRI][-‑]"
)
_THE = ("the ", "The ")


class Candidate:
    """A name of one text. `before` are up to twelve characters before it, `last` its last word without a stop."""

    def __init__(self, text: str, evidence: Evidence, known: Vocabulary, words: list[Word]) -> None:
        self.known = known
        self.evidence = evidence
        self.texts = [w.text for w in words]
        self.first, self.last = self.texts[0], self.texts[-1].rstrip(".")
        self.start, self.end = words[0].start, words[-1].end
        self.before = text[max(0, self.start - 12) : self.start]
        self.behind_the = self.before.endswith(_THE)
        self._text = text
        self._words = words

    # --- several words ---------------------------------------------------------------------------------------------

    @cached_property
    def is_linked(self) -> bool:
        """Whether small words of a body's name stand between the words."""
        gaps = (self._text[a.end : b.start].strip() for a, b in itertools.pairwise(self._words))
        return any(_LINK.fullmatch(gap) for gap in gaps)

    @cached_property
    def all_common(self) -> bool:
        """Whether all words are common ones."""
        return all(t.lower() in self.known.common for t in self.texts)

    @property
    def all_rare(self) -> bool:
        """Whether no word is common, and none in capitals."""
        return all(t.lower() not in self.known.common and not t.isupper() for t in self.texts)

    @property
    def has_head(self) -> bool:
        """Whether any word is the head of a body's name."""
        return any(t in self.known.org_heads for t in self.texts)

    @property
    def is_family_like(self) -> bool:
        """Whether a given name precedes what may be a family name as well as a body: "Emma Church"."""
        return self.known.is_given(self.first) and len(self.texts) == 2 and self.last in self.known.family_heads

    @property
    def is_given_and_place(self) -> bool:
        """Whether a given name precedes what may be a family name as well as a place: "Emma Field"."""
        given = len(self.texts) == 2 and self.known.is_given(self.first) and not PLACE_BEFORE.search(self.before)
        return given and self.last in self.known.place_heads

    @property
    def is_opponent(self) -> bool:
        """Whether the name ends as a club's, and somebody plays it."""
        before = max(0, self.start - 24)
        return self.last in self.known.clubs and _PLAYED.search(self._text, before, self.start) is not None

    @property
    def is_part_of_place(self) -> bool:
        """Whether the name is a place's with its direction: "North Melbourne", "East Coast"."""
        return self.first in self.known.compass and (
            self.known.gazetteer(" ".join(self.texts[1:])) in ("place", "country") or self.last == "Coast"
        )

    @property
    def is_family_first(self) -> bool:
        """Whether a family name that stands first begins the name: "Zhang Hanhui"."""
        known = self.known
        return (
            self.first in known.family_first
            and len(self.texts) <= 3
            and all(t.lower() not in known.common or t in known.family_first for t in self.texts[1:])
        )

    @property
    def has_initial(self) -> bool:
        """Whether the name has initials before or between its words."""
        between = any(_INITIAL.fullmatch(t) for t in self.texts[1:-1])
        return between or _INITIALS.fullmatch(self.first) is not None

    @property
    def begins_with_given(self) -> bool:
        """Whether a given name begins the name."""
        return self.first in self.known.given and len(self.texts) <= 5

    @property
    def is_shouted(self) -> bool:
        """Whether all words are in capitals."""
        return all(t.isupper() and len(t) > 1 for t in self.texts)

    @property
    def is_club(self) -> bool:
        """Whether the name is a club's: a town and what clubs are called."""
        known = self.known
        club = self.last in known.clubs and self.last not in known.place_heads
        return len(self.texts) == 2 and club and self.first not in known.given

    @property
    def words(self) -> str:
        """The name as the text has it."""
        return self._text[self.start : self.end]

    # --- one word --------------------------------------------------------------------------------------------------

    @cached_property
    def low(self) -> str:
        """The first word in lower case."""
        return self.first.lower()

    @cached_property
    def bare(self) -> str:
        """The first word without stops."""
        return self.first.replace(".", "")

    @cached_property
    def listed(self) -> NameKind:
        """The kind that the gazetteers give to the first word."""
        return self.known.gazetteer(self.first)

    @cached_property
    def prior(self) -> str:
        """The word right before the name, or nothing."""
        match = _WORD_BEFORE.search(self.before)
        return match[1] if match else ""

    @property
    def is_us(self) -> bool:
        """Whether "US" is the country and no pronoun: "of US"."""
        return self.first == "US" and self._text[self.start - 3 : self.start] == "of "

    @property
    def may_be_given(self) -> bool:
        """Whether the name of a country may be a given name here: "Chad", "Georgia said"."""
        given = self.first in self.known.given and (self.speaks or self.first in self.known.given_countries)
        return given and not PLACE_BEFORE.search(self.before)

    @property
    def is_acronym(self) -> bool:
        """Whether the word has capitals only."""
        return self.bare.isupper() and len(self.bare) >= 2 and any(c.isalpha() for c in self.bare)

    @property
    def is_long_capitals(self) -> bool:
        """Whether the capitals of a word say nothing: the text has it in lower case, too, or a colon follows."""
        return len(self.bare) > 3 and bool(self.evidence.strong[self.bare.title()] or self._has_colon)

    @property
    def is_label(self) -> bool:
        """Whether a word in capitals is the label of a script."""
        strong = self.evidence.strong[self.bare.title()] > 0
        return self._has_colon and (self.evidence.tokens[self.first] > 1 or strong)

    @property
    def _has_colon(self) -> bool:
        return self._text[self.end : self.end + 1] == ":"

    @property
    def is_no_acronym(self) -> bool:
        """Whether capitals are known not to be a name, or are a Roman number."""
        return self.bare in self.known.bad_acronyms or _ROMAN.fullmatch(self.bare) is not None

    @property
    def ends_longer_name(self) -> bool:
        """Whether the word ends a longer name of a body in the text, and stands for it: "the Commission"."""
        known = self.known
        common = self.first in known.org_heads or self.low in known.common
        return bool(self.evidence.ends[self.first]) and self.behind_the and common

    @property
    def is_letter(self) -> bool:
        """Whether the word is a letter, or a short abbreviation."""
        return len(self.first) == 1 or (self.first.endswith(".") and len(self.first) <= 3)

    @property
    def has_patronymic(self) -> bool:
        """Whether the word is a family name by its form: "O'Neill"."""
        return _PATRONYMIC.match(self.first) is not None

    # --- what stands beside it -------------------------------------------------------------------------------------

    @cached_property
    def speaks(self) -> bool:
        """Whether a verb of speaking follows."""
        return SPEAKS.match(self._text, self.end) is not None

    @property
    def owns(self) -> bool:
        """Whether the ending of a possessive follows."""
        return self._text[self.end : self.end + 2] in ("’s", "'s")

    @property
    def is_governed(self) -> bool:
        """Whether a member of its government follows: "Norway's foreign minister"."""
        return _GOVERNED.match(self._text, self.end) is not None

    @property
    def is_town(self) -> bool:
        """Whether what kind of place it is precedes it: "the town of X"."""
        return _TOWN_OF.search(self._text, max(0, self.start - 20), self.start) is not None

    @property
    def is_town_of_person(self) -> bool:
        """Whether the word follows a person's name and "of" or "from": "Ann Lutz of Bonn"."""
        match = _PERSON_OF.search(self._text, max(0, self.start - 50), self.start)
        return (
            match is not None
            and self.known.is_given(match[1])
            and not (self.known.is_title(match[2]) or match[2] in self.known.org_heads)
        )

    @property
    def is_at_place(self) -> bool:
        """Whether a preposition of place precedes the name; "to" and "from" go with people, too."""
        return PLACE_BEFORE.search(self.before) is not None and not self.before.endswith((" to ", " from "))

    @cached_property
    def is_among_people(self) -> bool:
        """Whether the words around tell of a person: "spokesman X", "X, 45,", "X said", "X, who"."""
        prior = _SMALL_BEFORE.search(self.before)
        if prior and prior[1].islower() and prior[1] in self.known.nouns:
            return True
        return _OF_PERSON.match(self._text[self.end : self.end + 20]) is not None or (
            self.speaks and not self.behind_the
        )
