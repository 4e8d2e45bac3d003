"""The grammatical role of a name: subject or object of taking part, member of a list, or only a modifier."""

from __future__ import annotations

import re
from functools import cache

from annotate.analyse.cast.salience import SUBJECT
from annotate.analyse.cast.title_before import title_before
from annotate.analyse.cast.titles import title_with_comma
from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

_SPACE, _SPACE_OR_HYPHEN = re.compile(r"[ \u00a0]"), re.compile(r"[ -]")
_LISTED_LINE = re.compile(r"[ \t]*(?:\(?\d{1,2}[.)]|[•*·–-])[ \t]+(?:(?:[A-Z][\w.’'-]*)[ ]){0,4}$")
#: A line that a name begins, honorifics aside.
_LINE = re.compile(r"[ \t]*(?:(?:[A-Z]\w+\.?)[ ]){0,3}$")
#: A list that has lost its lines and numbers: "... Advisor. Tara Murray, Special Assistant to the President, ...".
_UNIT = re.compile(r"[.*:][ ](?:(?:[A-Z][\w’'-]*\.?)[ ]){0,3}\Z")
#: Where line ends are lost, the name is glued to what stood before it, honorifics aside.
_GLUED = re.compile(r"[a-z](?:(?:Dr|Prof|Rev|Mr|Mrs|Ms|Father|Sister|Rabbi|Bishop)\.?[ ])?\Z")
_TITLE_BEHIND = re.compile(r",[ ][A-Z]\w+\.?[ ](?:[A-Z]|to[ ]|of[ ]|for[ ])|,[ ][A-Z]\w+,")
_WORD = re.compile(r"[^\W_][\w’'/&-]*\.?")
#: What makes a name the modifier of what follows: a possessive, with its apostrophe or without.
_OWNS = re.compile(r"[’']s?[ ]|s[ ]")
_RELATIVE = re.compile(rf"\b(?:{lexicon.one_of('participation.toml', 'aside', 'relative')})[ \n]\Z")
#: The object of an office: "president of X", "ambassador to X".
_OF_OFFICE = re.compile(r"(?P<noun>[^\W_][\w-]*)[ ](?:of|to|for)[ ](?:the[ ])?\Z")
_GOVERNED = re.compile(rf"\b(?:{lexicon.one_of('participation.toml', 'aside', 'governing')})[ ](?:the[ ])?\Z")
_TITLED = r"(?:(?:the|of|to|an?|[A-Z][\w.’'/&-]*|[a-z]+(?:ial|ian|ish|ese)|leader|chairman|president|minister)[ \n])*\Z"


def is_subject(text: str, where: Range, verbs: str = "verbs") -> bool:
    """Return whether the name is the subject of a verb of taking part; `verbs` names the list of participation.toml."""
    return bool(_subject(verbs).match(text, where.end, where.end + 120))


def in_relative(text: str, titled: Range) -> bool:
    """Return whether a name, its title with it, is the subject of a relative clause: "the agreement that X signed"."""
    return bool(_RELATIVE.search(text, max(0, titled.start - 10), titled.start))


def is_governed(text: str, where: Range) -> bool:
    """Return whether a preposition precedes the name: "a doctor from X said"."""
    return bool(_GOVERNED.search(text, max(0, where.start - 12), where.start))


def is_object(text: str, titled: Range, phrases: str = "phrases") -> bool:
    """Return whether a name, its title with it, is the object of taking part: "met with X".

    `phrases` names the list of participation.toml: "match" has those of a match, such as "beat X".
    """
    return bool(_object(phrases).search(text, max(0, titled.start - 110), titled.start))


def is_agent(text: str, titled: Range) -> bool:
    """Return whether a name, its title with it, follows "hosted by" and the like."""
    return bool(_agent().search(text, max(0, titled.start - 110), titled.start))


def sends_somebody(text: str, where: Range) -> bool:
    """Return whether those who act for a body take part: "the leaders of X met", "researchers at X found"."""
    acting = _delegates().search(text, max(0, where.start - 60), where.start)
    if _researchers().search(text, max(0, where.start - 60), where.start):
        return bool(SUBJECT.match(text, where.end))
    return bool(acting) and (bool(acting["verb"]) or is_subject(text, where))  # type: ignore[index]


def sends_one(text: str, where: Range) -> bool:
    """Return whether the name owns a delegate: "Norway's envoy"."""
    return bool(_delegate().match(text, where.end))


def is_enumerated(text: str, where: Range) -> bool:
    """Return whether a name heads its line after an enumerator and at most a title, or a part without a verb."""
    line = text.rfind("\n", max(0, where.start - 60), where.start) + 1
    if line and _LISTED_LINE.match(text[line : where.start]):
        return True
    unit = _UNIT.search(text, max(0, where.start - 40), where.start) or _GLUED.search(
        text, max(0, where.start - 20), where.start
    )
    return bool(unit) and bool(_TITLE_BEHIND.match(text, where.end))


def heads_line(text: str, where: Range) -> bool:
    """Return whether a name heads its line and a title or a body follows it: "Rosa Delgado, President, ..."."""
    line = text.rfind("\n", max(0, where.start - 60), where.start) + 1
    return bool(line) and bool(_LINE.match(text[line : where.start])) and bool(_TITLE_BEHIND.match(text, where.end))


def leads_side(text: str, where: Range) -> bool:
    """Return whether a name owns a team or a goal: "Ida Marsh's side", "Ida Marsh's late volley"."""
    return bool(_side().match(text, where.end))


def is_modifier(text: str, where: Range) -> bool:
    """Return whether a name merely modifies another noun: "X's server", "the X chairman", "against X"."""
    if _OWNS.match(text, where.end):
        return not _delegate().match(text, where.end)
    before = text[max(0, where.start - 24) : where.start]
    office = _OF_OFFICE.search(before)
    if _aside().search(before) or (office and office["noun"].casefold() in lexicon.person_nouns()):
        return True
    at = where.end
    for _ in range(4):
        match = _SPACE.match(text, at)
        word = _WORD.match(text, match.end()) if match else None
        if word is None:
            return False
        low = word.group().casefold().rstrip(".")
        if low in lexicon.person_nouns() and low not in ("speaker", "host"):
            return True
        known = low in lexicon.words("titles.toml", "before", "modifiers") or word.group()[0].isupper()
        if not known:
            return False
        at = word.end()
    return False


def is_office(name: str) -> bool:
    """Return whether a name consists of offices, with or without bodies: "Foreign Ministers", "Council Ministers"."""
    nouns, bodies = lexicon.person_nouns(), lexicon.words("name_words.toml", "organizations", "heads")
    parts = [w.casefold() for w in _SPACE_OR_HYPHEN.split(name)]
    titles = lexicon.words("titles.toml", "before", "modifiers")
    office = [
        w in nouns or (w.endswith("s") and w[:-1] in nouns) or (w.startswith("co") and w[2:] in nouns) for w in parts
    ]
    others = titles | {"co"} | {body.casefold() for body in bodies}
    return office[-1] and all(o or w in others for o, w in zip(office, parts, strict=True))


def with_title(text: str, where: Range) -> Range:
    """Return a name with the title before it."""
    title = title_before(text, where.start, max(0, where.start - 90)) or title_with_comma(text, *where)
    return Range(title.start, where.end) if title else where


@cache
def _subject(key: str) -> re.Pattern[str]:
    words = table("participation.toml")["subject"]
    return re.compile(
        rf"(?:[ ]\([A-Z][\w.&-]{{1,9}}\))?"
        rf"(?:,[ ][^,.;:]{{3,80}},|[ ](?:of|from)[ ](?:the[ ])?(?:[A-Z][\w.’'-]*[ ]?){{1,5}}(?<![ ]))?,?[ \n]"
        rf"(?:(?:{'|'.join(words['between'].split())})[ ])*(?:{'|'.join(words[key].split())})\b"
    )


@cache
def _agent() -> re.Pattern[str]:
    verbs = lexicon.one_of("participation.toml", "agent", "verbs")
    return re.compile(rf"\b(?:{verbs})[ \n](?:on \w+day |in [A-Z]\w+ )?(?:jointly )?by[ \n]{_TITLED}")


@cache
def _delegates() -> re.Pattern[str]:
    verbs, people = (lexicon.one_of("participation.toml", "delegates", key) for key in ("verbs", "people"))
    return re.compile(
        rf"(?P<verb>\b(?:{verbs})[ ](?:with[ ])?(?:the[ ])?)?"
        rf"\b(?:{people})[ ](?:of|from)[ ](?:the[ ])?\Z"
    )


@cache
def _researchers() -> re.Pattern[str]:
    nouns = lexicon.one_of("participation.toml", "delegates", "researchers")
    return re.compile(rf"\b(?i:{nouns})[ ](?:at|from|with)[ ](?:the[ ])?\Z")


@cache
def _delegate() -> re.Pattern[str]:
    nouns = lexicon.one_of("participation.toml", "delegates", "one")
    return re.compile(rf"[’']?s?[ ](?:[a-z]+[ ])?(?:{nouns})\b")


@cache
def _object(key: str) -> re.Pattern[str]:
    phrases = [p.strip() for p in table("participation.toml")["object"][key].split("\n") if p.strip()]
    return re.compile(
        rf"\b(?i:{lexicon.alternation(phrases)})[ \n](?:(?:today|in [A-Z]\w+(?:, [A-Z]\w+)?|with|on \w+day)[ ])*"
        rf"{_TITLED}",
    )


@cache
def _side() -> re.Pattern[str]:
    sides, goals = (lexicon.one_of("participation.toml", "match", key) for key in ("sides", "goals"))
    return re.compile(rf"(?:[’']s?|s|(?<=s))[ ](?:(?:{sides})|(?:[\w-]+[ ]){{0,2}}(?:{goals})(?! (?:was|were) ))\b")


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.one_of('participation.toml', 'aside', 'prepositions')})[ ](?:the[ ])?\Z")
