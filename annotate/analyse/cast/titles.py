"""Find the title of a name: before it ("Chinese Ambassador to Russia X"), before it with a comma ("its lawyer, X"), or
after it ("Hugh Hill, a doctor").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table, words

#: The longest title, in words.
_LONGEST = 12
#: The longest acronym, in characters; longer words in capitals are not acronyms.
_LONGEST_ACRONYM = 6


def around(key: str) -> str:
    """Return one list of small words as an alternation for a pattern."""
    return "|".join(table("sources.toml")["around"][key].split())


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
_PORTFOLIOS = "|".join(sorted(lexicon.words("titles.toml", "before", "portfolios")))
#: The same in lower case: "secretary of state Colin Powell".
_SMALL_OBJECT = re.compile(rf"(?P<office>[\w-]+)[ ](?:of|for)[ ](?:{_PORTFOLIOS})[ ](?:and[ ](?:{_PORTFOLIOS})[ ])?\Z")
_APPOSED = re.compile(
    r"(?:[’']s)?(?: \([^)]{1,12}\))?(?:,[ \u00a0\n](?:(?:\d\d)?, )?"
    r"(?:(?:of|from)[ ][A-Z][\w.’'-]*(?:[ ][A-Z][\w.’'-]*){0,3},[ ]"
    r"(?:[A-Z]\w*\.?(?:[ ][A-Z]\w*)?,[ ])?(?=an?[ ]|the[ ]))?(?:(?:is|was)[ ])?|[ ](?:is|was)[ ](?=an?|the))"
    r"(?:(?:an?|the|one of|its|his|her|their)[ ])?"
    r"(?:(?:(?!of\b|to\b|for\b)[\w.&-]+[ ]){0,3}[\w.&-]+(?:[’']s|(?<=s)[’'])[ ])?"
    r"(?P<title>(?:(?:[A-Z]\.){2,}|\b(?:Mrs?|Ms|Dr|St|Sen|Rep|Gov)\.|\.(?:com|org|net)\b|[^,;:.()\"“”—–\n]){3,90}?)"
    rf"(?=[,;()\n—–]|\.(?!(?:com|org|net)\b)|[ ](?!in chief\b)(?:{around('title_ends')})[ ]|$)"
)
#: A title and the comma between it and the name; what precedes the title tells that it is one.
_BEFORE_COMMA = re.compile(
    r"(?:(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y|[Oo]ne|[Aa]nother)"
    r"|(?<=\w)[’']s?|(?<=s)[’'])[ ])"
    rf"(?P<title>(?:(?:of|to|for)[ ]the[ ]|(?!(?:{around('not_in_title')})\b)[^\W_][\w’'-]*[ ]){{0,8}}?[^\W_][\w’'-]*)"
    r"(?:[ ](?:from|at|with|in)[ ][^,.;]{2,40})?,[ ](?:(?:Dr|Prof|Mr|Mrs|Ms)\.?[ ])?\Z"
)
#: The same where apostrophes are lost: "Ostmarks foreign minister, Hanna Reuter".
_BEHIND_OWNER = re.compile(
    r"[A-Z]\w+s[ ](?P<title>(?:[a-z][\w-]*[ ]){0,3}[a-z][\w-]*),[ ](?:(?:Dr|Prof|Mr|Mrs|Ms)\.?[ ])?\Z"
)
#: What follows a name in apposition to the title before it.
_CLOSES = re.compile(
    r"(?: \([^)]{1,20}\))?(?:,(?! (?:and|or) [A-Z])|[.;]|$)|[ ](?:said|says|told|was|is|has|had|did)\b"
)
_HONORIFIC = re.compile(r"\b(?:Sir|Dame|Lord|Lady|Mr|Mrs|Ms|Dr|Prof)\.?[ ]\Z")
#: What follows a name and a comma but is not apposition: "but the senator", "casting herself as".
_NO_APPOSITION = re.compile(
    rf"(?:{around('not_apposed')})\b|[a-z]+ing[ ](?:himself|herself|as|the|an?|his|her|its|to)\b"
)
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
    r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|said|says|told)"
    r"|\w[’']s|s[’']|(?<![.!?][ ])(?<!\A)\b(?:[A-Z][\w’'-]*))[ ]\Z"
)
_NO_OBJECTS = frozenset(around("begins_clause").split("|"))
_NO_MODIFIERS = frozenset(around("verbs").split("|")) | frozenset(around("prepositions").split("|"))
#: Honorifics that are titles, too.
_REVEREND = frozenset(("Rev", "Dr", "Prof", "Rev.", "Dr.", "Prof.", "Reverend"))
#: Those honorifics that do not indicate an office; any other title takes precedence.
WEAK = frozenset(("Dr", "Prof", "Dr.", "Prof."))


def title_before(text: str, start: int, floor: int = 0) -> Range | None:
    """Return the title that directly precedes a name at `start`, or None; none reaches back beyond `floor`.

    Its last word is a noun for people or an office's abbreviation; it reaches back over modifiers, capitals, demonyms
    and the "of" and "to" between them. "Mr." and "Mrs." are not titles.
    """
    start = _before_honorific(text, start, floor)
    at = start
    best: int | None = None
    end: int | None = None
    low = max(floor, start - 90)
    behind = None
    if any(text.find(link, low, start) >= 0 for link in _OBJECT_LINKS):  # the patterns alone are far slower
        behind = _OBJECT.search(text, low, start) or _SMALL_OBJECT.search(text, max(floor, start - 60), start)
    last = text[max(0, start - 30) : start].split()[-1:]
    if (
        behind
        and is_office(behind["office"])
        and not is_office(last[0])
        and last[0] not in lexicon.honorifics()  # "a friend of Mrs. X" is not a title of X
    ):
        at, best, end = behind.start(), behind.start(), start - 1
    offices = at
    for _ in range(_LONGEST):
        match = (_WORD_AT_NAME if end is None else _WORD_BEFORE).search(text, max(floor, at - 30), at)
        if not match:
            break
        word, at = match.group()[:-1], match.start()
        glued = _GLUED.match(word)
        if glued and glued.group().isalpha() and word[0].isupper() and not _begins_title(word[glued.end() :]):
            glued = None  # "DoubleLine Capital manager X"
        if glued:
            word, at = word[glued.end() :], at + glued.end()
        if end is not None and len(word) > _LONGEST_ACRONYM and word.isupper() and not text[at:end].isupper():
            break  # a headline that was glued to the sentence
        if end is not None and len(word) > 2 and word.isupper() and word.title() in lexicon.places():
            break  # a dateline that has lost its dash
        if best is not None and text[best].islower() and word.endswith(("’s", "'s")):
            break  # a possessor is not part of it: "Labour's employment spokeswoman X"
        if end is None:
            if not is_office(word) or word in _RANKS:
                break
            end, best, offices = match.end() - 1, at, at
        elif is_office(word) and text.startswith(("of ", "to ", "for "), match.end()) and offices < start:
            best = offices  # an office with an object, and after it another: "Co-Chair of the League Bishop"
            break
        elif _belongs(text, word, at):
            if text.startswith("of ", match.end()) and not (is_office(word) or word in _HEADS):
                break  # "Readout of National Security Advisor X": no body, so that the title starts after it
            if is_office(word) and best == offices:
                offices = at
            best = at
        elif word == "and" and best == offices == at + 4 and _joins_offices(text, at):
            continue  # "Producer and friend X"
        elif best == offices and text[best].islower() and _modifies(text, word, at):
            best = at
        elif word.casefold() not in _LINKS or at + len(word) + 1 == offices:
            break  # "Readout of President X": what a link joins to the office itself is not part of it
        if glued:
            break
    if best is None or end is None:
        return None
    while (link := _LEADING_LINK.match(text, best, end)) is not None:
        best = link.end()
    return Range(best, end) if best < end else None


def _before_honorific(text: str, start: int, floor: int) -> int:
    """Return where "Sir" or "Dr" before a name starts if an office precedes it ("Chairman Sir X")."""
    match = _HONORIFIC.search(text, max(floor, start - 8), start)
    word = _WORD_BEFORE.search(text, max(floor, match.start() - 30), match.start()) if match else None
    if match is None or word is None:
        return start
    office = word.group()[:-1]
    weak = match.group().rstrip(" .") in ("Dr", "Prof", "Sir", "Dame", "Lord", "Lady")
    known = (weak or office[0].isupper()) and office not in _REVEREND and is_office(office)
    return match.start() if known else start


@lru_cache(maxsize=4096)
def is_office(word: str) -> bool:
    """Return whether a word names an office: "minister", "Sen.", "Minister/Foreign", "co-chair"."""
    low = word.casefold().rstrip(".")
    nouns = lexicon.person_nouns()
    if (low.startswith("co") and low[2:] in nouns) or low in _unhyphenated():
        return True
    if word.endswith("."):
        return word.rstrip(".") in lexicon.words("titles.toml", "abbreviations", "words") or word in _REVEREND
    return (
        low in nouns
        or low.rsplit("/", 1)[-1].rsplit("-", 1)[-1] in nouns
        or word in lexicon.words("titles.toml", "abbreviations", "words")
        or word in _REVEREND
    )


@cache
def _unhyphenated() -> frozenset[str]:
    """Return the nouns for people that have a hyphen, as a text writes them that has lost it: "vicepresident"."""
    return frozenset(noun.replace("-", "") for noun in lexicon.person_nouns() if "-" in noun)


def _belongs(text: str, word: str, at: int) -> bool:
    """Return whether a word before an office is part of the title."""
    low = word.casefold().rstrip(".")
    if word in lexicon.honorifics() and word not in _REVEREND:
        return False
    if is_office(word) or word in lexicon.demonyms():
        return True
    if re.fullmatch(r"\([A-Z]{2,8}\)", word):
        return bool(re.search(r"[A-Z][\w’'-]*[ ]\Z", text[max(0, at - 30) : at]))  # "State Railway (SRT) governor X"
    if word.endswith((".", ")")) and not re.fullmatch(r"(?:\w\.)+", word):
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
    if word in _NO_MODIFIERS or word in _NEVER:
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
        and not re.search(r"\b(?:[Tt]he|[Aa]n?)[ ]\Z", text[max(0, before.start() - 5) : before.start()])
    )


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 5) : at].rstrip(" \u00a0")
    return not before or (before[-1] in '.!?"“”:\n' and not re.search(r"\b[A-Z]\.\Z", before))


def title_with_comma(text: str, start: int, end: int, floor: int = 0) -> Range | None:
    """Return the title before a name from `start` to `end` and a comma: "its lawyer, Peter Quist, said"; or None."""
    if not _CLOSES.match(text, end):
        return None
    low = max(0, start - 80)
    match = _BEFORE_COMMA.search(text, max(floor, low), start) or _BEHIND_OWNER.search(text, low, start)
    if not match or match.start("title") < floor:
        return None
    title = Range(*match.span("title"))
    while (
        owner := re.match(r"(?:[^\W_][\w-]*[ ]){0,4}[^\W_][\w-]*(?:[’']s|(?<=s)[’'])[ ]", title.of(text))
    ) is not None:
        title = Range(title.start + owner.end(), title.end)
    head = re.split(r"[ ](?:of|to|for)[ ]", title.of(text))[0].split()
    return title if is_office(head[-1]) and not _plural(head[-1]) else None


def _plural(word: str) -> bool:
    return word.endswith("s") and word.casefold()[:-1] in lexicon.person_nouns()


def title_after(text: str, end: int, lost: bool = False) -> Range | None:
    """Return the title in apposition after a name that ends at `end`, its article left out, or None.

    `lost`: the text has lost its apostrophes, so that "Twitters chief executive" is an owner and a title.
    """
    match = _APPOSED.match(text, end, end + 140)
    if not match:
        return None
    title = Range(*match.span("title"))
    if _NO_APPOSITION.match(text, title.start):
        return None
    owner = re.match(r"[A-Z]\w+s[ ](?=[a-z])", title.of(text)) if lost else None
    title = Range(title.start + owner.end(), title.end) if owner else title
    parts = [part.casefold() for part in re.split(r"[ ]and(?:[ ]|$)", title.of(text))]
    known = [_names_office(part) for part in parts]
    if not known[0] and not (len(parts) > 1 and known[1]):
        return None
    if len(title.of(text).split()) > _LONGEST:
        known = known[:1]
    if len(parts[0].split()) > _LONGEST:
        return None
    whole = len(known) if all(known) else 1 + (not known[0])
    if known[0] and whole == 1 and len(parts) > 1 and _shares_object(parts[0], title.of(text)[len(parts[0]) + 5 :]):
        whole = 2
    return Range(title.start, title.start + len(" and ".join(parts[:whole])))


def _shares_object(one: str, two: str) -> bool:
    """Return whether "and" joins objects of one office ("adviser to media and start-ups"), and begins no clause."""
    first = two.split()[0] if two.split() else ""
    clause = first in _NO_MODIFIERS or first in _NO_OBJECTS or (first.islower() and first.endswith(("ed", "s")))
    return bool(first) and not clause and re.search(r"[ ](?:of|to|for)[ ]", one) is not None


def _names_office(words: str) -> bool:
    """Return whether words in lower case are an office, with or without its object: "director of the board"."""
    nouns = lexicon.person_nouns()
    head = re.split(r"[ ](?:of|to|for)[ ]", words)[0].split()
    if not head:
        return False
    last = head[-1].rsplit("/", 1)[-1]
    return last in nouns or last.rsplit("-", 1)[-1] in nouns or (len(head) < 3 and head[0] in nouns)
