"""What a name stands for, told by its words (a body's head, a given name, a gazetteer) and by its neighbours."""

from __future__ import annotations

import itertools
import re

from annotate.analyse.findings import NameKind
from annotate.analyse.names.evidence import Evidence
from annotate.analyse.names.runs import U, Word
from annotate.analyse.names.vocabulary import vocabulary
from annotate.analyse.words import lexicon

#: A verb of speaking behind a name.
SPEAKS = re.compile(
    r"[ ,]{1,2}(?:(?:who|also|later|then|has|had|have) )?"
    rf"(?:{'|'.join(sorted(lexicon.words('name_words.toml', 'people', 'speaks')))})\b"
)
#: What only a country has.
_GOVERNED = re.compile(
    rf"[’']s?[ ](?:{'|'.join(sorted(lexicon.words('titles.toml', 'before', 'cabinet')))})"
    r"[ ](?:minister|ministry|secretary)\b"
)
_KINDS = "|".join(sorted(lexicon.words("name_words.toml", "places", "kinds")))
_TOWN_OF = re.compile(rf"\b(?:{_KINDS}) of \Z")
#: Before the name of a side that another one plays.
_PLAYED = re.compile(
    rf"\b(?:{'|'.join(sorted(lexicon.words('name_words.toml', 'clubs', 'played')))})[ ](?:with |to |over |against )?\Z"
)
#: A person's name and what links it to a town.
_PERSON_OF = re.compile(rf"\b({U}[a-z]+) ({U}[\w’'-]+),? (?:of|from) \Z")
#: A preposition of place before a name.
PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|outside|across|throughout|toward|towards|to|around|inside)[ ]$")


class Kinds:
    """Tells the kinds of the names of one text."""

    def __init__(self, text: str, evidence: Evidence) -> None:
        self._text = text
        self._evidence = evidence
        self._vocabulary = vocabulary()

    def of(self, words: list[Word]) -> tuple[NameKind, float, str]:
        """Return the kind of a name, how sure it is (0: no name), and the rule that told it."""
        texts = [w.text for w in words]
        whole = self._text[words[0].start : words[-1].end]
        last = texts[-1].rstrip(".")
        before = self._text[max(0, words[0].start - 12) : words[0].start]
        if len(words) == 1:
            return self._of_one(words[0], before)
        has_link = any(
            self._text[a.end : b.start].strip() in ("of", "of the", "for", "for the", "on", "on the", "and", "&")
            for a, b in itertools.pairwise(words)
        )
        if all(t in self._vocabulary.adjectives or t in self._vocabulary.demonyms for t in texts):
            return "nationality", 0.9, "gazetteer"
        if last in self._vocabulary.org_heads and not (
            self._vocabulary.is_given(texts[0])
            and len(texts) == 2
            and last.lower() in ("young", "trust", "church", "post", "wells")
        ):
            return "organization", 0.9, "organisation's head"
        if last in self._vocabulary.thing_heads and not self._vocabulary.is_given(texts[0]):
            return "other", 0.7, "a thing's head"
        if has_link:
            return (
                ("organization", 0.8, "organisation's head")
                if last in self._vocabulary.companies
                or any(t in self._vocabulary.org_heads or t in self._vocabulary.members for t in texts)
                else ("other", 0.5, "linked words")
            )
        by_given = len(texts) == 2 and self._vocabulary.is_given(texts[0]) and not PLACE_BEFORE.search(before)
        if by_given and last in self._vocabulary.place_heads and self._person_context(words, before):
            return "person", 0.8, "context"
        if last in self._vocabulary.clubs and _PLAYED.search(self._text, max(0, words[0].start - 24), words[0].start):
            return "organization", 0.95, "a club's opponent"
        by_compass = texts[0] in self._vocabulary.compass and (
            self._vocabulary.gazetteer(" ".join(texts[1:])) in ("place", "country") or last == "Coast"
        )
        if (
            by_compass
            or last == "County"
            or (last in self._vocabulary.place_heads and texts[0].lower() not in self._vocabulary.nouns)
        ):
            return ("place", 0.8, "place's head")
        if texts[0] in self._vocabulary.pronoun_like and len(texts) <= 3:
            return "person", 0.85, "family name first"  # with these a run begins only before Chinese syllables
        if (
            texts[0] in self._vocabulary.family_first
            and len(texts) <= 3
            and all(t.lower() not in self._vocabulary.common or t in self._vocabulary.family_first for t in texts[1:])
        ):
            return "person", 0.85, "family name first"
        initials = any(re.fullmatch(rf"{U}\.?", t) for t in texts[1:-1]) or re.fullmatch(rf"(?:{U}\.)+", texts[0])
        if initials and texts[0] not in self._vocabulary.countries and last.lower() not in self._vocabulary.common:
            return "person", 0.9, "initial"
        if texts[0] in self._vocabulary.given and len(texts) <= 5:
            plain = sum(t.lower() in self._vocabulary.common for t in texts)
            if (
                plain == len(texts)
                and texts[0].lower() in self._vocabulary.common
                and not self._person_context(words, before)
            ):
                return "other", 0.5, "common words"
            return "person", 0.9 if texts[0].lower() not in self._vocabulary.common else 0.75, "given name"
        if all(t.isupper() and len(t) > 1 for t in texts):
            return (
                ("organization", 0.5, "capitals")
                if not all(t.lower() in self._vocabulary.common for t in texts)
                else ("other", 0.0, "capitals")
            )
        if self._person_context(words, before):
            return "person", 0.8, "context"
        if whole in self._vocabulary.places:
            return "place", 0.9, "gazetteer"
        if all(t.lower() in self._vocabulary.common for t in texts):
            return "other", 0.5, "common words"
        if any(t in self._vocabulary.org_heads for t in texts) or before.endswith("the "):
            return "organization", 0.6, "organisation's head"
        if texts[0] in self._vocabulary.places or texts[0] in self._vocabulary.countries:
            return "organization" if last.lower() in self._vocabulary.common else "other", 0.5, "place first"
        club = last in self._vocabulary.clubs and last not in self._vocabulary.place_heads
        if len(texts) == 2 and club and texts[0] not in self._vocabulary.given:
            return "organization", 0.7, "a club's name"
        if len(texts) in (2, 3) and all(t.lower() not in self._vocabulary.common and not t.isupper() for t in texts):
            if PLACE_BEFORE.search(before) and not before.endswith((" to ", " from ")):
                return "place", 0.5, "preposition"
            return "person", 0.6, "two rare words"
        if (
            len(texts) == 2
            and texts[0].lower() not in self._vocabulary.common
            and not texts[0].isupper()
            and not texts[1].isupper()
        ):
            return "person", 0.5, "two words"
        return "other", 0.5, "capitals"

    def _person_context(self, words: list[Word], before: str) -> bool:
        """Say whether the words around tell of a person: "spokesman X", "X, 45,", "X said", "X, who"."""
        text = self._text
        prior = re.search(r"([^\W\d_]+)[ ,]{1,2}$", before)
        if prior and prior.group(1).islower() and prior.group(1) in self._vocabulary.nouns:
            return True
        end = words[-1].end
        if re.match(
            r", (?:\d\d\b|who\b|an? [a-z]+)|[’']s (?:wife|husband|son|daughter|lawyer|spokes)| \([DRI][-‑]",
            text[end : end + 20],
        ):
            return True
        return bool(SPEAKS.match(text, end)) and not before.endswith("the ") and not before.endswith("The ")

    def _is_town_of_person(self, word: Word) -> bool:
        """Say whether a word stands behind a person's name and "of" or "from": "Ann Lutz of Bonn"."""
        match = _PERSON_OF.search(self._text, max(0, word.start - 50), word.start)
        return (
            match is not None
            and self._vocabulary.is_given(match[1])
            and not (self._vocabulary.is_title(match[2]) or match[2] in self._vocabulary.org_heads)
        )

    def _of_one(self, word: Word, before: str) -> tuple[NameKind, float, str]:
        text = word.text
        if text in self._vocabulary.single_orgs:
            return "organization", 0.9, "list"
        kind = self._vocabulary.gazetteer(text)
        bare = text.replace(".", "")
        if kind in ("country", "nationality"):
            if text == "US" and self._text[word.start - 3 : word.start] == "of ":
                return "country", 0.9, "gazetteer"
            if (
                text in self._vocabulary.given
                and (SPEAKS.match(self._text, word.end) or text in ("Chad", "Jordan", "Israel"))
                and not PLACE_BEFORE.search(before)
            ):
                return "country", 0.6, "gazetteer"
            return kind, 0.95, "gazetteer"
        if bare.isupper() and len(bare) >= 2 and any(c.isalpha() for c in bare):
            low = bare.lower()
            if len(bare) > 3 and (self._evidence.strong[bare.title()] or self._text[word.end : word.end + 1] == ":"):
                spoken = self._text[word.end : word.end + 1] == ":" and (
                    self._evidence.tokens[text] > 1 or self._evidence.strong[bare.title()] > 0
                )
                return "person" if spoken else "other", 0.6 if spoken else 0.4, "transcript" if spoken else "capitals"
            if bare in self._vocabulary.bad_acronyms or re.fullmatch(r"[IVXLC]+", bare):
                return "other", 0.0, "capitals"
            if low in self._vocabulary.common:
                listed = before.endswith(("the ", "The ", "("))
                return ("organization", 0.6, "acronym") if listed and len(bare) <= 5 else ("other", 0.0, "capitals")
            return "organization", 0.8 if len(bare) <= 5 else 0.5, "acronym"
        if (
            self._evidence.ends[text]
            and before.endswith(("the ", "The "))
            and (text in self._vocabulary.org_heads or text.lower() in self._vocabulary.common)
        ):
            return "organization", 0.6, "last word of a longer name"
        if text in self._vocabulary.org_heads or text in self._vocabulary.place_heads:
            strong = before.endswith(("the ", "The ")) and text in (
                "Senate",
                "House",
                "Congress",
                "Parliament",
                "Cabinet",
                "Treasury",
                "Court",
                "Post",
                "Journal",
                "Guardian",
                "Times",
                "Reserve",
                "Commons",
            )
            return ("organization", 0.6, "organisation's head") if strong else ("other", 0.0, "common noun")
        low = text.lower()
        prior = re.search(r"([^\W\d_]+\.?)[ ]$", before)
        if prior and (prior.group(1) in self._vocabulary.honorifics):
            return "person", 0.95, "title"
        if len(text) == 1 or (text.endswith(".") and len(text) <= 3):
            return "other", 0.0, "letter"
        if low in self._vocabulary.nouns or low in self._vocabulary.modifiers:
            return "other", 0.0, "common noun"
        if _TOWN_OF.search(self._text, max(0, word.start - 20), word.start):
            return "place", 0.8, "a town's kind"
        if self._is_town_of_person(word):
            return "place", 0.9, "a person's town"
        if kind == "place":
            if self._text[word.end : word.end + 2] in ("’s", "'s") or not SPEAKS.match(self._text, word.end):
                return "place", 0.8, "gazetteer"
            return "place", 0.5, "gazetteer"
        if prior and prior.group(1) in self._vocabulary.before_org and not text.isupper():
            return "organization", 0.95, "a body's kind"
        if kind == "other" and _GOVERNED.match(self._text, word.end):
            return "country", 0.85, "its government"
        if (text in self._vocabulary.given and low not in self._vocabulary.common) or re.match(
            rf"(?:O[’']|Mc){U}", text
        ):
            return "person", 0.6, "given name"
        if low in self._vocabulary.common and not self._person_context([word], before):
            return "other", 0.0 if low in self._evidence.lower or self._evidence.alone[text] < 2 else 0.3, "common word"
        if self._person_context([word], before):
            return "person", 0.6, "context"
        if before.endswith(("the ", "The ")):
            return "organization", 0.4, "article"
        if PLACE_BEFORE.search(before) and not before.endswith((" to ", " from ")):
            return "place", 0.4, "preposition"
        return "other", 0.4, "capital"
