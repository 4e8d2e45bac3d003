"""Who puts a list forward: the subject of the words that announce it, or the speaker around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotate.analyse.findings import Attribution, Range
from annotate.analyse.lists.announcements import Announcement
from annotate.analyse.lists.features import ANNOUNCING
from annotate.analyse.text.outline import Outline
from annotate.analyse.words import lexicon
from annotate.analyse.words.number_words import one_of, term_set

_ADVERBIAL = re.compile(
    rf"(?:\s|,)*\b(?:(?:(?:late|early|earlier|later)\s+)?(?:on\s+)?(?:{lexicon.weekdays()})s?(?:\s+(?:{one_of('times_of_day')}))?"
    rf"|{one_of('before_announcing')}|\w{{3,}}ly"
    rf"|(?:last|this|next)\s+(?:week|month|year)|in\s+a\s+(?:{one_of('documents')})|in\s+(?:19|20)\d\d)[\s,]*$",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?:today|yesterday|last|this|next|\w+day|year|month|week)\b", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[A-Z][\w’'-]*\.?|[a-z]{2}-[A-Z]\w+)(?:\s+(?:(?:of|the|and|for|de|bin|al|van|von|da)\s+)*[A-Z][\w’'.-]*)*"
)
_PHRASE_START = re.compile(
    r"[.;:!?(\[“\"”—–]|\s-\s|\b(?:but|and(?!\s+[A-Z])|and(?=\s+I\b)|while|when|after|as|said|says|because|although|that|where|if)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    r"(?P<who>[A-Z][\w.-]*(?:\s+[A-Z][\w.-]*)*|[Tt]he\s+[\w-]+(?:\s+[\w-]+)?)['’]s?\s+(?:[\w-]+\s+){0,3}$"
)
_SAID = re.compile(
    r"(?:(?P<before>(?:[A-Z][\w’'.-]{0,40}\s+){0,6}[A-Z][\w’'-]{0,40}|\b[Hh]e|\b[Ss]he|\b[Tt]hey|\b[Tt]he\s+[a-z][\w-]+(?:\s+[a-z][\w-]+)?)\s+(?:also\s+|has\s+|had\s+)?"
    rf"(?:{lexicon.saying('saying', 'proposing')})\b)"
    rf"|(?:\b(?:{lexicon.saying('usual')})\s+"
    r"(?P<after>(?:[A-Z][\w’'.-]{0,40}\s+){0,6}[A-Z][\w’'-]{0,40}|(?:the\s+)?(?:[A-Z]?[a-z]+\s+){0,4}(?:[A-Z][\w’'-]+\s?)+))"
)
_WE = re.compile(rf"\bWe,\s+(?P<who>the\s+[^.;]{{5,300}}?)(?:,)?\s+(?=(?:{one_of('we_declare')})\b)")
_PRONOUN = re.compile(rf"(?:{one_of('weak_proposers')})$", re.IGNORECASE)
_SAYS_WE = re.compile(r"\b[Ww]e\b")


def find_proposer(
    outline: Outline, label: Announcement | None, items: Sequence[Range], attributions: Sequence[Attribution]
) -> Range | None:
    """Return the words that name who puts the list forward, or None if the text does not tell."""
    found = _proposer(outline, label, items, attributions)
    words = found.of(outline.text) if found else ""
    if _first_person(words):
        return _we(outline) or author(outline) or found
    if (found is None or words == "one") and (label is None or label.kind == "asking"):
        return author(outline)  # a column that says what is to be done
    if found is None:
        return None
    return _both(outline, found) or _without_office(outline.text, found)


def _proposer(
    outline: Outline, label: Announcement | None, items: Sequence[Range], attributions: Sequence[Attribution]
) -> Range | None:
    subject = _subject(outline, label) if label else None
    if subject and not _PRONOUN.match(subject.of(outline.text)):
        return subject
    source = _source(items, attributions) or _said_around(outline, label, items)
    if subject and _first_person(subject.of(outline.text)):
        spoken = source is not None and not _first_person(source.of(outline.text))
        return source if spoken else subject
    if source and (not subject or not _PRONOUN.match(source.of(outline.text))):
        return source
    return subject or source or _we_in(outline, items) or (_issuer(outline, label) if label else None)


def _issuer(outline: Outline, label: Announcement) -> Range | None:
    """Return who published something in the sentence before: "The panel issued its report. The recommendations are"."""
    if not label.sentence:
        return None
    before = outline.sentences[label.sentence - 1]
    apart = outline.paragraph_at(label.label.start) - outline.paragraph_at(before.start)
    if apart > bool(_DOCUMENT.match(outline.text, outline.sentences[label.sentence].start)):
        return None
    before = Range(before.start, min(before.end, before.start + _REACH))
    verb = ANNOUNCING.search(outline.text, before.start, before.end)
    found = _before(outline.text, before.start, verb.start()) if verb else None
    return found if found and not _PRONOUN.match(found.of(outline.text)) else None


#: A sentence about what somebody issued in the sentence before, a paragraph earlier, too.
_DOCUMENT = re.compile(rf"(?:The|This)\s+(?:\w+\s+)?(?:{lexicon.one_of('sources.toml', 'nouns', 'documents')})\b")


#: Behind the last paragraphs of a column: "Ada Quist is the mayor of Northgate."
_BIOGRAPHY = re.compile(
    rf"(?:(?:{one_of('titles_of_authors')})\.?\s)?(?P<who>(?!(?:The|This|It|A|An|In|He|She)\s)[A-Z][\w’'.-]{{1,30}}(?:\s[A-Z][\w’'.-]{{0,30}}){{1,3}})"
    rf"(?:,\s[^,.]{{1,60}},)?(?:,\s(?:a|an|the)\s|\s(?:{one_of('authors_do')})\s|[’']s?\s(?:e-?mail|column|latest|new)\b)"
)
_LAST_PARAGRAPHS = 6


def author(outline: Outline) -> Range | None:
    """Return the author's name where the end of a column introduces him or her."""
    last = outline.paragraphs[-_LAST_PARAGRAPHS:] if len(outline.paragraphs) > 1 else ()
    for paragraph in reversed(last):
        start = paragraph.start
        while start < paragraph.end and not outline.text[start].isalnum():
            start += 1
        match = _BIOGRAPHY.match(outline.text, start, paragraph.end)
        if match:
            return Range(*match.span("who"))
    return None


_BOTH = re.compile(r"(?:both|the\s+two)\s+[a-z]+$", re.IGNORECASE)
_PAIR = re.compile(
    r"(?<![\w’'-])(?P<who>[A-Z][\w’'.-]{1,30}(?:\s[A-Z][\w’'.-]{1,30}){0,3})\s+and\s+(?:the\s+)?[A-Z][\w’'.-]{1,30}(?:\s[A-Z][\w’'.-]{1,30}){0,3}"
)


def _both(outline: Outline, found: Range) -> Range | None:
    """Return the first of those that "both sides" stands for: the last two that were named together before."""
    if not _BOTH.match(found.of(outline.text)):
        return None
    pairs = [*_PAIR.finditer(outline.text, max(0, found.start - 2 * _REACH), found.start)]
    return Range(*pairs[-1].span("who")) if pairs else None


def _without_office(text: str, found: Range) -> Range:
    """Return "Tom Ray" of "Tom Ray, the leader of the union": the name alone says who it is."""
    name, comma, rest = found.of(text).partition(", ")
    plain = comma and name[:1].isupper() and _APPOSITION.match(rest)
    return Range(found.start, found.start + len(name)) if plain else found


def _first_person(words: str) -> bool:
    return words.casefold() in ("we", "i")


def _we(outline: Outline) -> Range | None:
    """Return "the leaders of ..." where a joint statement begins "We, the leaders of ..."."""
    match = _WE.search(outline.text, 0, 1500)
    return Range(*match.span("who")) if match else None


def _we_in(outline: Outline, items: Sequence[Range]) -> Range | None:
    return _we(outline) if any(_SAYS_WE.search(r.of(outline.text)) for r in items) else None


#: In characters: as far from the words that announce a list as its proposer is looked for.
_REACH = 600


def _subject(outline: Outline, label: Announcement) -> Range | None:
    """Return the subject of the verb that announces: "Zhang" in "Zhang made a four-point proposal"."""
    text = outline.text
    start = label.label.start
    sentence = outline.sentences[label.sentence]
    sentence = Range(max(sentence.start, start - _REACH), sentence.end)
    owner = _POSSESSIVE.search(text, max(sentence.start, start - 90), start)
    if owner:
        where = Range(*owner.span("who"))
        if not _of_time(where.of(text)):
            return where
    verbs = list(ANNOUNCING.finditer(text, sentence.start, start if label.kind != "urging" else label.label.end))
    for verb in reversed(verbs[-4:]):
        found = _before(text, sentence.start, verb.start())
        if found and not _DUTY.search(text, found.end, verb.start()):
            return found  # who "should have three aims" does not put them forward
    passive = _PUT_BY.match(text, label.label.end, sentence.end)
    return Range(passive.start("who"), passive.start("who") + len(passive["who"].rstrip())) if passive else None


_DUTY = re.compile(rf"\b(?:{one_of('duties')})\s*$")
_PUT_BY = re.compile(
    rf"\s*(?:(?:were|are|is|was)\s+)?(?:{one_of('announced_by')})\s+by\s+"
    r"(?P<who>(?:the\s+)?(?:[\w’'-]{1,40}\s+){0,3}?[A-Z][\w’'-]{0,40}(?:\s[A-Z][\w’'-]{0,40}){0,6})"
)


def _of_time(words: str) -> bool:
    return bool(_TIME.match(words))


def _before(text: str, start: int, verb: int) -> Range | None:
    """Return the noun phrase that ends right before the verb, adverbs and auxiliaries aside."""
    end = _before_adverbs(text, start, verb)
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",-–—"):
        end -= 1
    for edge in _PHRASE_START.finditer(text, max(start, end - _LONGEST_PHRASE), end):
        start = edge.end()
    while start < end and (text[start].isspace() or text[start] in "\"“‘'”,"):
        start += 1
    if not start < end <= start + _LONGEST_PHRASE:
        return None
    where = named_part(text, Range(start, end))
    shouted = _SHOUTED.match(text, *where)
    where = Range(shouted.end(), where.end) if shouted else where
    return where if where.end > where.start and _nominal(where.of(text)) else None


def _before_adverbs(text: str, start: int, verb: int) -> int:
    """Return where the words before a verb end, "on Tuesday", "also", "has" and "who" left out."""
    end = verb
    while True:
        match = _ADVERBIAL.search(text, max(start, end - 60), end)
        if not match:
            return end
        end = match.start()
        if end <= start:
            return start


#: In characters: no subject is longer.
_LONGEST_PHRASE = 160


def named_part(text: str, where: Range) -> Range:
    """Return the name in "In the interview, Priebus", "the minister, Ingrid Hauge" and "Tom Ray, head of the union"."""
    head, comma, tail = where.of(text).rpartition(", ")
    part = _apposed(head, tail) if comma else ""
    if part == "tail":
        return Range(where.start + len(head) + 2, where.end)
    if part == "head":
        first, inner, rest = head.partition(", ")
        if inner and _ADVERBIAL_START.match(head):
            start = where.start + len(first) + 2
            return Range(start, start + len(rest.partition(",")[0]))
        return Range(where.start, where.start + len(first))
    return where


#: Furniture that was glued to the sentence: "ADVERTISEMENT The meeting".
_SHOUTED = re.compile(r"(?:[A-Z]{5,}\s+)+(?=(?:The|A|An|He|She|It|We)\s|[A-Z][a-z])")


_ADVERBIAL_START = re.compile(rf"(?:{one_of('adverbial_starts')})\b", re.IGNORECASE)
_APPOSITION = re.compile(rf"(?:{one_of('apposition_starts')})\b")


def _apposed(head: str, tail: str) -> str:
    """Return which part of "head, tail" names somebody."""
    if _ADVERBIAL_START.match(head) and "," not in head:
        return "tail"
    if _APPOSITION.match(tail):
        return "head"
    return "tail" if _NAME.match(tail) or tail[:4].casefold() == "the " else "head"


def _nominal(phrase: str) -> bool:
    """Return whether the words can be a subject: a name, a pronoun, or an article and a noun."""
    if _PRONOUN.match(phrase):
        return True
    first = phrase.split()[0]
    if first[0].isupper() and first.casefold() not in term_set("not_subjects"):
        return True
    return first.casefold() in term_set("determiners")


def _source(items: Sequence[Range], attributions: Sequence[Attribution]) -> Range | None:
    """Return the source of the attribution that holds most of the items."""
    best: tuple[int, Range] | None = None
    for attribution in attributions:
        if attribution.source is None:
            continue
        shared = sum(
            max(0, min(c.end, i.end) - max(c.start, i.start))
            for c in attribution.content
            for i in items
            if c.overlaps(i)
        )
        if shared and (best is None or shared > best[0]):
            best = (shared, attribution.source)
    return best[1] if best else None


def _said_around(outline: Outline, label: Announcement | None, items: Sequence[Range]) -> Range | None:
    """Return who speaks in the sentences of the items, in the one before, or where the list is announced."""
    text = outline.text
    first = outline.sentence_at(items[0].start)
    spans = [outline.sentences[first], *([outline.sentences[first - 1]] if first else [])]
    if label:
        spans.append(outline.sentences[label.sentence])
    spans += [outline.sentences[outline.sentence_at(i.end - 1)] for i in items]
    spans += [
        Range(items[-1].end, min(outline.paragraphs[outline.paragraph_at(items[-1].end - 1)].end, items[-1].end + 80))
    ]
    pronoun: Range | None = None
    for where in dict.fromkeys(spans):
        for match in _SAID.finditer(text, where.start, min(where.end, where.start + _REACH)):
            name = "before" if match["before"] else "after"
            found = Range(match.start(name), match.start(name) + len(match[name].rstrip(" ,.")))
            if found.of(text).casefold() in term_set("owners"):
                continue
            if _PRONOUN.match(found.of(text)):
                pronoun = pronoun or found
            else:
                return found
    return pronoun
