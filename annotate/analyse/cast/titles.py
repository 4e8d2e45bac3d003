"""Find the title that a comma parts from a name: before it ("its lawyer, X") or after it ("Hugh Hill, a doctor")."""

from __future__ import annotations

import re

from annotate.analyse.cast.offices import NO_MODIFIERS, around, is_office
from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: The longest title, in words.
_LONGEST = 12
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
    rf"(?:[ ](?:from|at|with|in)[ ][^,.;]{{2,40}})?,[ ](?:(?:{lexicon.forms_of_address('plain')})\.?[ ])?\Z"
)
#: The same where apostrophes are lost: "Ostmarks foreign minister, Hanna Reuter".
_BEHIND_OWNER = re.compile(
    r"[A-Z]\w+s[ ](?P<title>(?:[a-z][\w-]*[ ]){0,3}[a-z][\w-]*),[ ]"
    rf"(?:(?:{lexicon.forms_of_address('plain')})\.?[ ])?\Z"
)
#: What follows a name in apposition to the title before it.
_CLOSES = re.compile(
    rf"(?: \([^)]{{1,20}}\))?(?:,(?! (?:and|or) [A-Z])|[.;]|$)|[ ](?:{lexicon.saying('telling')}|was|is|has|had|did)\b"
)
#: What follows a name and a comma but is not apposition: "but the senator", "casting herself as".
NO_APPOSITION = re.compile(
    rf"(?:{around('not_apposed')})\b|[a-z]+ing[ ](?:himself|herself|as|the|an?|his|her|its|to)\b"
)
_POSSESSIVE = frozenset(table("sources.toml")["determiners"]["possessive"].split())
_NO_OBJECTS = frozenset(around("begins_clause").split("|"))
#: An owner at the beginning of a title: "Ostmark's foreign minister".
_OWNER = re.compile(r"(?:[^\W_][\w-]*[ ]){0,4}[^\W_][\w-]*(?:[’']s|(?<=s)[’'])[ ]")
#: Between an office and its object.
_TO_OBJECT = re.compile(r"[ ](?:of|to|for)[ ]")
#: An owner that has lost its apostrophe.
_BARE_OWNER = re.compile(r"[A-Z]\w+s[ ](?=[a-z])")
_AND = re.compile(r"[ ]and(?:[ ]|$)")


def title_with_comma(text: str, start: int, end: int, floor: int = 0) -> Range | None:
    """Return the title before a name from `start` to `end` and a comma: "its lawyer, Peter Quist, said"; or None.

    >>> text = "Its lawyer, Peter Quist, said no."
    >>> title_with_comma(text, 12, 23).of(text)
    'lawyer'
    """
    if not _CLOSES.match(text, end):
        return None
    low = max(0, start - 80)
    match = _BEFORE_COMMA.search(text, max(floor, low), start) or _BEHIND_OWNER.search(text, low, start)
    if not match or match.start("title") < floor:
        return None
    title = Range(*match.span("title"))
    while (owner := _OWNER.match(title.of(text))) is not None:
        title = Range(title.start + owner.end(), title.end)
    head = _TO_OBJECT.split(title.of(text))[0].split()
    return title if is_office(head[-1]) and not _plural(head[-1]) else None


def _plural(word: str) -> bool:
    return word.endswith("s") and word.casefold()[:-1] in lexicon.person_nouns()


def title_after(text: str, end: int, lost: bool = False) -> Range | None:
    """Return the title in apposition after a name that ends at `end`, its article left out, or None.

    `lost`: the text has lost its apostrophes, so that "Twitters chief executive" is an owner and a title.

    >>> text = "Hugh Hill, a doctor, said no."
    >>> title_after(text, 9).of(text)
    'doctor'
    """
    match = _APPOSED.match(text, end, end + 140)
    if not match:
        return None
    title = Range(*match.span("title"))
    if NO_APPOSITION.match(text, title.start):
        return None
    owner = _BARE_OWNER.match(title.of(text)) if lost else None
    title = Range(title.start + owner.end(), title.end) if owner else title
    parts = [part.casefold() for part in _AND.split(title.of(text))]
    known = [_names_office(part) for part in parts]
    if not known[0] and not (len(parts) > 1 and known[1]):
        return None
    if len(title.of(text).split()) > _LONGEST:
        known = known[:1]
    whole = len(known) if all(known) else 1 + (not known[0])
    if known[0] and whole == 1 and len(parts) > 1 and _shares_object(parts[0], title.of(text)[len(parts[0]) + 5 :]):
        whole = 2
    return Range(title.start, title.start + len(" and ".join(parts[:whole])))


def _shares_object(one: str, two: str) -> bool:
    """Return whether "and" joins objects of one office ("adviser to media and start-ups"), and begins no clause."""
    first = two.split()[0] if two.split() else ""
    clause = first in NO_MODIFIERS or first in _NO_OBJECTS or (first.islower() and first.endswith(("ed", "s")))
    return bool(first) and not clause and _TO_OBJECT.search(one) is not None


def _names_office(words: str) -> bool:
    """Return whether words in lower case are an office, with or without its object: "director of the board"."""
    nouns = lexicon.person_nouns()
    head = _TO_OBJECT.split(words)[0].split()
    if not head or not _POSSESSIVE.isdisjoint(head):
        return False  # "shook her head" is what somebody did
    last = head[-1].rsplit("/", 1)[-1]
    return last in nouns or last.rsplit("-", 1)[-1] in nouns or (len(head) < 3 and head[0] in nouns)
