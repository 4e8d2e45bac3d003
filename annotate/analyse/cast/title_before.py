"""Find the title right before a name, word by word backwards: "Chinese Ambassador to Russia X"."""

from __future__ import annotations

import re

from annotate.analyse.cast.offices import NO_MODIFIERS, REVEREND, around, is_office
from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import words

#: The longest title, in words.
_LONGEST = 12
#: The longest acronym, in characters; longer words in capitals are not acronyms.
_LONGEST_ACRONYM = 6
#: A word and the space after it; a line ends nowhere inside a title, but may end between it and the name.
_WORD_BEFORE = re.compile(r"(?:[^\W_][\w.’'/&-]*|\([A-Z]{2,8}\)|\))[ \u00a0]\Z")
_WORD_AT_NAME = re.compile(r"(?:[^\W_][\w.’'/&-]*|\))[ \u00a0\n]\Z")
#: Two sentences glued together: the title starts after the stop ("said.President").
_GLUED = re.compile(
    r".*[a-z][.!?](?=[A-Z])|.*[a-z](?=[A-Z][a-z])(?<!Mc)(?<!Vice)(?<!\bCo)|.*[A-Z]{2}(?=[A-Z][a-z])", re.DOTALL
)
#: The object of an office between it and the name: "Ambassador to Russia Zhang Hanhui".
_OBJECT = re.compile(
    r"(?P<office>[\w-]+)(?:[ ](?:of|to|for)[ ](?:the[ ])?[A-Z][\w.’'-]*"
    r"(?:[ ](?:of|and|the|[A-Z][\w.’'-]*)){0,4}){1,2}[ ]\Z"
)
#: One of these stands in all that the pattern, and the one after it, finds.
_OBJECT_LINKS = (" of ", " to ", " for ")
_PORTFOLIOS = lexicon.one_of("titles.toml", "before", "portfolios")
#: The same in lower case: "secretary of state Colin Powell".
_SMALL_OBJECT = re.compile(rf"(?P<office>[\w-]+)[ ](?:of|for)[ ](?:{_PORTFOLIOS})[ ](?:and[ ](?:{_PORTFOLIOS})[ ])?\Z")
_HONORIFIC = re.compile(rf"\b(?:{lexicon.forms_of_address('plain', 'knights', 'peers')})\.?[ ]\Z")
_LINKS = frozenset(["of", "to", "for", "the", "and"])
_LEADING_LINK = re.compile(r"(?:The|the|A|An|of|to|for|and|And|But)[ ]")
_ENDING = re.compile(rf"(?:{around('title_endings')})$")
_NEVER = frozenset(around("never_title").split("|"))
#: Offices that are written with a capital before a name, or mean something else.
_RANKS = lexicon.words("titles.toml", "before", "ranks")
#: Bodies and places whose names go on after "of": "National Bank of Belgium governor X".
_HEADS = (
    lexicon.words("name_words.toml", "organizations", "heads")
    | lexicon.words("name_words.toml", "places", "heads")
    | frozenset(["States"])
)
#: What begins the phrase that a title in lower case stands in.
_PHRASE_START = re.compile(
    rf"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|{lexicon.saying('telling')})"
    r"|\w[’']s|s[’']|(?<![.!?][ ])(?<!\A)\b(?:[A-Z][\w’'-]*))[ ]\Z"
)
#: In characters: how far back the object of an office is looked for.
_REACH, _SMALL_REACH = 90, 60
#: In characters: the longest word that is looked at.
_LONGEST_WORD = 30
#: "State Railway (SRT) governor X": an acronym, and the capitals before it.
_ACRONYM = re.compile(r"\([A-Z]{2,8}\)")
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'-]*[ ]\Z")
_INITIALS = re.compile(r"(?:\w\.)+")
_ARTICLE_BEFORE = re.compile(r"\b(?:[Tt]he|[Aa]n?)[ ]\Z")
_INITIAL_BEFORE = re.compile(r"\b[A-Z]\.\Z")


def title_before(text: str, start: int, floor: int = 0) -> Range | None:
    """Return the title that directly precedes a name at `start`, or None; none reaches back beyond `floor`.

    Its last word is a noun for people or an office's abbreviation; it reaches back over modifiers, capitals, demonyms
    and the "of" and "to" between them. "Mr." and "Mrs." are not titles.

    >>> text = "He met Chinese Ambassador to Russia Zhang Hanhui."
    >>> title_before(text, text.index("Zhang")).of(text)
    'Chinese Ambassador to Russia'
    """
    return _Scan(text, _before_honorific(text, start, floor), floor).title()


class _Scan:
    """Goes back from a name, word by word.

    `at` is where the last word that was looked at begins; `best` and `end` are the title so far; `offices` is where the
    offices at its end begin, before which modifiers may stand.
    """

    def __init__(self, text: str, start: int, floor: int) -> None:
        self._text = text
        self._start = start
        self._floor = floor
        self._at = self._offices = start
        self._after = start
        self._best: int | None = None
        self._end: int | None = None
        self._glued = False

    def title(self) -> Range | None:
        """Return the title, without the links that it begins with."""
        self._take_object()
        for _ in range(_LONGEST):
            word = self._word()
            if word is None or not self._take(word) or self._glued:
                break
        best, end = self._best, self._end
        if best is None or end is None:
            return None
        while (link := _LEADING_LINK.match(self._text, best, end)) is not None:
            best = link.end()
        return Range(best, end) if best < end else None

    def _take_object(self) -> None:
        """Begin with an office whose object stands between it and the name: "Ambassador to Russia X"."""
        text, start = self._text, self._start
        low = max(self._floor, start - _REACH)
        if all(text.find(link, low, start) < 0 for link in _OBJECT_LINKS):  # the patterns alone are far slower
            return
        found = _OBJECT.search(text, low, start) or _SMALL_OBJECT.search(
            text, max(self._floor, start - _SMALL_REACH), start
        )
        if found is None or not is_office(found["office"]):
            return
        last = text[max(0, start - _LONGEST_WORD) : start].split()[-1]
        if not is_office(last) and last not in lexicon.honorifics():  # "a friend of Mrs. X" is not a title of X
            self._at = self._best = self._offices = found.start()
            self._end = start - 1

    def _word(self) -> str | None:
        """Return the word before, what is glued to its front cut off; None if there is none."""
        pattern = _WORD_AT_NAME if self._end is None else _WORD_BEFORE
        match = pattern.search(self._text, max(self._floor, self._at - _LONGEST_WORD), self._at)
        if match is None:
            return None
        word, self._at, self._after = match.group()[:-1], match.start(), match.end()
        glued = _GLUED.match(word)
        if glued and glued.group().isalpha() and word[0].isupper() and not _begins_title(word[glued.end() :]):
            glued = None  # "DoubleLine Capital manager X"
        self._glued = glued is not None
        if glued:
            word, self._at = word[glued.end() :], self._at + glued.end()
        return word

    def _take(self, word: str) -> bool:
        """Take a word into the title if it belongs to it; return whether to go on."""
        if self._end is None:
            return self._take_last(word)
        if self._is_outside(word):
            return False
        text, at = self._text, self._at
        if is_office(word) and text.startswith(("of ", "to ", "for "), self._after) and self._offices < self._start:
            self._best = self._offices  # an office with an object before another: "Co-Chair of the League Bishop"
            return False
        if _belongs(text, word, at):
            return self._take_part(word)
        if self._best != self._offices:
            return self._goes_over(word)
        if word == "and" and self._offices == at + 4 and _joins_offices(text, at):
            return True  # "Producer and friend X"
        if text[self._offices].islower() and _modifies(text, word, at):
            self._best = at
            return True
        return self._goes_over(word)

    def _take_last(self, word: str) -> bool:
        """Take the word at the name, if it is an office."""
        if not is_office(word) or word in _RANKS:
            return False
        self._end = self._after - 1
        self._best = self._offices = self._at
        return True

    def _take_part(self, word: str) -> bool:
        """Take a word that belongs to a title."""
        if self._text.startswith("of ", self._after) and not (is_office(word) or word in _HEADS):
            return False  # "Readout of National Security Advisor X": no body, so that the title starts after it
        if is_office(word) and self._best == self._offices:
            self._offices = self._at
        self._best = self._at
        return True

    def _goes_over(self, word: str) -> bool:
        """Return whether a word may link what follows to what precedes; one at the office itself does not."""
        return word.casefold() in _LINKS and self._at + len(word) + 1 != self._offices

    def _is_outside(self, word: str) -> bool:
        """Return whether a word ends the title whatever it is."""
        if len(word) > _LONGEST_ACRONYM and word.isupper() and not self._text[self._at : self._end].isupper():
            return True  # a headline that was glued to the sentence
        if len(word) > 2 and word.isupper() and word.title() in lexicon.places():
            return True  # a dateline that has lost its dash
        # a possessor is not part of it: "Labour's employment spokeswoman X"
        return self._best is not None and self._text[self._best].islower() and word.endswith(("’s", "'s"))


def _before_honorific(text: str, start: int, floor: int) -> int:
    """Return where "Sir" or "Dr" before a name starts if an office precedes it ("Chairman Sir X")."""
    match = _HONORIFIC.search(text, max(floor, start - 8), start)
    word = _WORD_BEFORE.search(text, max(floor, match.start() - 30), match.start()) if match else None
    if match is None or word is None:
        return start
    office = word.group()[:-1]
    weak = match.group().rstrip(" .") in ("Dr", "Prof", "Sir", "Dame", "Lord", "Lady")
    known = (weak or office[0].isupper()) and office not in REVEREND and is_office(office)
    return match.start() if known else start


def _belongs(text: str, word: str, at: int) -> bool:
    """Return whether a word before an office is part of the title."""
    low = word.casefold().rstrip(".")
    if word in lexicon.honorifics() and word not in REVEREND:
        return False
    if is_office(word) or word in lexicon.demonyms():
        return True
    if _ACRONYM.fullmatch(word):
        return bool(_CAPITAL_BEFORE.search(text[max(0, at - 30) : at]))  # "State Railway (SRT) governor X"
    if word.endswith((".", ")")) and not _INITIALS.fullmatch(word):
        return False
    if low in lexicon.words("titles.toml", "before", "modifiers"):
        return True
    if word[0].isupper():
        return low not in _NEVER and not (low in words("sentence_openers.txt") and _starts_sentence(text, at))
    return bool(_ENDING.search(low)) and low not in _LINKS


def _begins_title(word: str) -> bool:
    """Return whether a word with a capital begins a title whatever precedes it: "Deputy", "Chinese", "President"."""
    low = word.casefold()
    return is_office(word) or word in lexicon.demonyms() or low in lexicon.words("titles.toml", "before", "modifiers")


def _modifies(text: str, word: str, at: int) -> bool:
    """Return whether a noun or adjective in lower case right before an office is part of the title.

    It is where what begins the phrase precedes it: a determiner, a possessor, a country or body ("England fast
    bowler"), or a word of telling ("said immigration lawyer X").
    """
    if not word.isalpha() or not word.islower() or len(word) < 3 or word.endswith(("ed", "ing", "ly", "s")):
        return False
    if word in NO_MODIFIERS or word in _NEVER:
        return False
    before = _WORD_BEFORE.search(text, max(0, at - 30), at)
    named = before is not None and (
        before.group()[:-1] in lexicon.places() or before.group()[:-1] in lexicon.countries()
    )
    return named or bool(_PHRASE_START.search(text, max(0, at - 30), at))


def _joins_offices(text: str, at: int) -> bool:
    """Return whether the "and" at `at` joins two offices of one person: in lower case after, no article before."""
    before = _WORD_BEFORE.search(text, max(0, at - 30), at)
    return (
        before is not None
        and text[at + 4].islower()
        and is_office(before.group()[:-1])
        and not _ARTICLE_BEFORE.search(text[max(0, before.start() - 5) : before.start()])
    )


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 5) : at].rstrip(" \u00a0")
    return not before or (before[-1] in '.!?"“”:\n' and not _INITIAL_BEFORE.search(before))
