"""Who puts a list forward: the subject of the words that announce it, or the speaker around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotate.analyse.findings import Attribution, Range
from annotate.analyse.lists.announcements import Announcement
from annotate.analyse.lists.features import ANNOUNCING
from annotate.analyse.lists.outline import Outline
from annotate.analyse.lists.terms import term_set
from annotate.analyse.words.files import table

_ADVERBIAL = re.compile(
    r"(?:\s|,)*\b(?:(?:(?:late|early|earlier|later)\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?(?:\s+(?:morning|evening|night|afternoon))?"
    r"|today|yesterday|tomorrow|also|then|now|later|already|again|first|finally|recently|actually|\w{3,}ly|jointly|publicly|formally|unanimously|specifically|has|have|had|having|been|is|are|was|were|to|will|would|which|who|that"
    r"|(?:last|this|next)\s+(?:week|month|year)|in\s+a\s+(?:statement|speech|letter|report|joint\s+statement)|in\s+(?:19|20)\d\d)[\s,]*$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:[A-Z][\w’'-]*\.?|[a-z]{2}-[A-Z]\w+)(?:\s+(?:(?:of|the|and|for|de|bin|al|van|von|da)\s+)*[A-Z][\w’'.-]*)*"
)
_PHRASE_START = re.compile(
    r"[.;:!?(\[“\"”—–]|\s-\s|\b(?:but|and(?!\s+[A-Z])|while|when|after|as|said|says|because|although|that|where|if)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    r"(?P<who>[A-Z][\w.-]*(?:\s+[A-Z][\w.-]*)*|[Tt]he\s+[\w-]+(?:\s+[\w-]+)?)['’]s?\s+(?:[\w-]+\s+){0,3}$"
)
_SAID = re.compile(
    r"(?:(?P<before>(?:[A-Z][\w’'.-]{0,40}\s+){0,6}[A-Z][\w’'-]{0,40}|\b[Hh]e|\b[Ss]he|\b[Tt]hey|\b[Tt]he\s+[a-z][\w-]+(?:\s+[a-z][\w-]+)?)\s+(?:also\s+|has\s+|had\s+)?"
    r"(?:said|says|told|added|urged|explained|argued|wrote|tweeted|announced|proposed|suggested|called|recommended|demanded|asked)\b)"
    r"|(?:\b(?:said|says|added)\s+(?P<after>(?:[A-Z][\w’'.-]{0,40}\s+){0,6}[A-Z][\w’'-]{0,40}|(?:the\s+)?(?:[A-Z]?[a-z]+\s+){0,4}(?:[A-Z][\w’'-]+\s?)+))"
)
_WE = re.compile(
    r"\bWe,\s+(?P<who>the\s+[^.;]{5,300}?)(?:,)?\s+(?=(?:condemn|met|agree|reaffirm|declare|commit|welcome|support|stand|call|gathered|are|have|express|affirm|reiterate|underline|urge|resolve|remain|today|strongly|hereby)\b)"
)
_PRONOUN = re.compile(r"(?:he|she|they|it|we|i)$", re.IGNORECASE)


def find_proposer(
    outline: Outline, label: Announcement | None, items: Sequence[Range], attributions: Sequence[Attribution]
) -> Range | None:
    """Return the words that name who puts the list forward, or None where the text does not tell."""
    found = _proposer(outline, label, items, attributions)
    return _we(outline) or found if found and _first_person(found.of(outline.text)) else found


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
_DOCUMENT = re.compile(
    rf"(?:The|This)\s+(?:\w+\s+)?(?:{'|'.join(table('sources.toml')['nouns']['documents'].split())})\b"
)


def _first_person(words: str) -> bool:
    return words.casefold() in ("we", "i")


def _we(outline: Outline) -> Range | None:
    """Return "the leaders of ..." where a joint statement begins "We, the leaders of ..."."""
    match = _WE.search(outline.text, 0, 1500)
    return Range(*match.span("who")) if match else None


def _we_in(outline: Outline, items: Sequence[Range]) -> Range | None:
    return _we(outline) if any(re.search(r"\b[Ww]e\b", r.of(outline.text)) for r in items) else None


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
        if found:
            return found
    if re.match(
        r"\s*(?:(?:were|are|is|was)\s+)?(?:made|put forward|proposed|announced|presented|submitted|tabled)\s+by\s",
        text[label.label.end : label.label.end + 40],
    ):
        by = text.index(" by ", label.label.end) + 4
        name = re.compile(r"(?:the\s+)?(?:[\w’'-]+\s+){0,3}?(?:[A-Z][\w’'-]*\s?)+").match(text, by, sentence.end)
        if name:
            return Range(by, by + len(name.group().rstrip()))
    return None


def _of_time(words: str) -> bool:
    return bool(re.match(r"(?:today|yesterday|last|this|next|\w+day|year|month|week)\b", words, re.IGNORECASE))


def _before(text: str, start: int, verb: int) -> Range | None:
    """Return the noun phrase that ends right before the verb, adverbs and auxiliaries aside."""
    end = verb
    while True:
        match = _ADVERBIAL.search(text, max(start, end - 60), end)
        if not match or match.start() <= start - 1:
            break
        relative = re.search(r"\b(?:which|who|that|to)\b", match.group())
        end = match.start()
        if end <= start:
            return None
        if relative and relative.group() == "to":
            continue
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",-–—"):
        end -= 1
    cut = start
    for edge in _PHRASE_START.finditer(text, start, end):
        cut = edge.end()
    phrase_start = cut
    while phrase_start < end and (text[phrase_start].isspace() or text[phrase_start] in "\"“‘'”,"):
        phrase_start += 1
    if phrase_start >= end:
        return None
    phrase = text[phrase_start:end]
    # "In the interview, Priebus": what follows the last comma; "minister, Ingrid Hauge": the name apposed
    head, comma, tail = phrase.rpartition(", ")
    if comma:
        whole = _apposed(head, tail)
        if whole == "tail":
            phrase_start += len(head) + 2
        elif whole == "head":
            end = phrase_start + len(head.partition(",")[0])
            inner = head.partition(", ")
            if (
                re.match(
                    r"(?:in|on|at|after|before|during|speaking|with|for|to|by|from|under|since|as)\b",
                    head,
                    re.IGNORECASE,
                )
                and inner[1]
            ):
                phrase_start += len(inner[0]) + 2
                end = phrase_start + len(inner[2].partition(",")[0])
    shouted = _SHOUTED.match(text, phrase_start, end)
    if shouted:
        phrase_start = shouted.end()
    phrase = text[phrase_start:end]
    if not phrase or len(phrase) > 160 or not _nominal(phrase):
        return None
    return Range(phrase_start, end)


#: Furniture that was glued to the sentence: "ADVERTISEMENT The meeting".
_SHOUTED = re.compile(r"(?:[A-Z]{5,}\s+)+(?=(?:The|A|An|He|She|It|We)\s|[A-Z][a-z])")


def _apposed(head: str, tail: str) -> str:
    if (
        re.match(
            r"(?:in|on|at|after|before|during|speaking|with|for|to|by|from|under|since|asked|citing|later|meanwhile|however|instead)\b",
            head,
            re.IGNORECASE,
        )
        and "," not in head
    ):
        return "tail"
    if re.match(r"(?:who|which|whose|a|an|the|its|his|her|chairman|president|leader|head|director|minister)\b", tail):
        return "head"
    return "tail" if _NAME.match(tail) or tail[:4].casefold() == "the " else "head"


def _nominal(phrase: str) -> bool:
    """Say whether the words can be a subject: a name, a pronoun, or an article and a noun."""
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
            if _PRONOUN.match(found.of(text)):
                pronoun = pronoun or found
            else:
                return found
    return pronoun
