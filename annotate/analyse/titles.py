"""The title beside a name: before it ("Chinese Ambassador to Russia X") or behind it ("Hugh Hill, a doctor")."""

from __future__ import annotations

import re

from annotate.analyse import lexicon
from annotate.analyse.findings import Range
from annotate.analyse.wordlists import table

#: A title has at most so many words.
_LONGEST = 12


def around(key: str) -> str:
    """Return one list of small words as an alternation for a pattern."""
    return "|".join(table("sources.toml")["around"][key].split())


_WORD_BEFORE = re.compile(r"(?:[^\W_][\w.’'/&-]*|\))[ \u00a0\n]\Z")
#: Two sentences glued together: the title starts behind the stop ("said.President").
_GLUED = re.compile(r".*[a-z][.!?](?=[A-Z])|.*[a-z](?=[A-Z][a-z])(?<!Mc)|.*[A-Z]{2}(?=[A-Z][a-z])", re.DOTALL)
#: The object of an office between it and the name: "Ambassador to Russia Zhang Hanhui".
_OBJECT = re.compile(
    r"(?P<office>[\w-]+)[ ](?:of|to|for)[ ](?:the[ ])?(?:[A-Z][\w.’'-]*[ ])(?:(?:of|and|the|[A-Z][\w.’'-]*)[ ]){0,4}\Z"
)
_APPOSED = re.compile(
    r"(?:[’']s)?(?: \([^)]{1,12}\))?(?:,[ \u00a0\n](?:\d\d, )?(?:(?:is|was)[ ])?|[ ](?:is|was)[ ](?=an?|the))"
    r"(?:(?:an?|the|one of)[ ])?"
    rf"(?P<title>[^,;:.()\"“”—–\n]{{3,90}}?)(?=[,;.()\n—–]|[ ](?:{around('title_ends')})[ ]|$)"
)
_LINKS = frozenset(["of", "to", "for", "the", "and"])
_LEADING_LINK = re.compile(r"(?:The|the|A|An|of|to|for|and|And|But)[ ]")
_ENDING = re.compile(rf"(?:{around('title_endings')})$")
_NEVER = frozenset(around("never_title").split("|"))
_OPENERS = frozenset(around("title_openers").split("|"))
#: Honorifics that are a title, too.
_REVEREND = frozenset(("Rev", "Dr", "Prof", "Rev.", "Dr.", "Prof.", "Reverend"))


def title_before(text: str, start: int, floor: int = 0) -> Range | None:
    """Return the title that stands right before a name at `start`, or None; none reaches back beyond `floor`.

    Its last word is a noun for people or an office's abbreviation; it reaches back over modifiers, capitals, demonyms
    and the "of" and "to" between them. "Mr." and "Mrs." are no title.
    """
    at = start
    best: int | None = None
    end: int | None = None
    behind = _OBJECT.search(text, max(floor, start - 90), start)
    if behind and _is_office(behind["office"]) and not _is_office(text[max(0, start - 30) : start].rsplit(None, 1)[-1]):
        at, best, end = behind.start(), behind.start(), start - 1
    for _ in range(_LONGEST):
        match = _WORD_BEFORE.search(text, max(floor, at - 30), at)
        if not match:
            break
        word, at = match.group()[:-1], match.start()
        glued = _GLUED.match(word)
        if glued:
            word, at = word[glued.end() :], at + glued.end()
        if end is None:
            if not _is_office(word):
                break
            end, best = match.end() - 1, at
        elif _belongs(text, word, at):
            best = at
        elif word.casefold() not in _LINKS:
            break
        if glued:
            break
    if best is None or end is None:
        return None
    while (link := _LEADING_LINK.match(text, best, end)) is not None:
        best = link.end()
    return Range(best, end) if best < end else None


def _is_office(word: str) -> bool:
    """Say whether a word names an office: "minister", "Sen.", "Minister/Foreign", "co-chair"."""
    low = word.casefold().rstrip(".")
    nouns = lexicon.person_nouns()
    if word.endswith("."):
        return word.rstrip(".") in lexicon.words("titles.toml", "abbreviations", "words") or word in _REVEREND
    return (
        low in nouns
        or low.rsplit("/", 1)[-1].rsplit("-", 1)[-1] in nouns
        or word in lexicon.words("titles.toml", "abbreviations", "words")
        or word in _REVEREND
    )


def _belongs(text: str, word: str, at: int) -> bool:
    """Say whether a word before an office is part of the title."""
    low = word.casefold().rstrip(".")
    if word in lexicon.honorifics() and word not in _REVEREND:
        return False
    if _is_office(word) or word in lexicon.demonyms():
        return True
    if word.endswith((".", ")")) and not re.fullmatch(r"(?:\w\.)+", word):
        return False
    if low in lexicon.words("titles.toml", "before", "modifiers"):
        return True
    if word[0].isupper():
        opens = low in lexicon.common_words() and _starts_sentence(text, at) and low not in _OPENERS
        return low not in _NEVER and not opens
    return bool(_ENDING.search(low)) and low not in _LINKS


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(" \u00a0")
    return not before or before[-1] in '.!?"“”:\n'


def title_after(text: str, end: int) -> Range | None:
    """Return the title in apposition behind a name that ends at `end`, its article left out, or None."""
    match = _APPOSED.match(text, end, end + 140)
    if not match:
        return None
    nouns = lexicon.person_nouns()
    title = match["title"].casefold()
    head = re.split(r"[ ](?:of|to|for)[ ]", title)[0].split()
    if not head or len(title.split()) > _LONGEST:
        return None
    last = head[-1].rsplit("/", 1)[-1]
    if last not in nouns and last.rsplit("-", 1)[-1] not in nouns and head[0] not in nouns:
        return None
    return Range(match.start("title"), match.end("title"))
