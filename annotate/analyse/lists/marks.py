"""Find enumerators in words: "First,", "and third,", "The second step is", "In the first phase,".

A mark says where an enumerator stands and where its content begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from annotate.analyse.findings import Range
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.number_words import ORDINAL, ORDINAL_LY, one_of, ordinal, term_set

Number = int | Literal["next", "last"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One enumerator: `where` it stands and what it counts; `content` is where its item begins."""

    family: str
    number: Number
    where: Range
    content: int
    #: It stands inside a sentence, after a comma, a semicolon or "and".
    inline: bool = False
    #: Without a comma, or in the middle of glued text: good only in company.
    weak: bool = False
    #: It follows its item (", number one").
    trailing: bool = False


_ORDINAL_ANCHORS = (*ORDINAL.split("|"), *sorted(term_set("anchors")))
_ADVERB = re.compile(
    rf"(?P<word>first(?:ly)?\s+of\s+all|first\s+off|first\s+and\s+foremost|{ORDINAL_LY}|{ORDINAL}|"
    r"next|last(?:ly)?|last\s+but\s+not\s+least|finally)(?P<comma>\s?[,:]|\s?[–—]|\s-)?\s+(?=\S)",
    re.IGNORECASE,
)
CONJUNCTION = re.compile(r"(?<![\w-])(?:and|but)\s+$", re.IGNORECASE)
_COPULA = re.compile(
    rf"(?P<word>{ORDINAL}|{one_of('anchors')})\s+"
    r"(?P<noun>(?:(?!is\b|was\b|would\b|will\b|and\b|of\b|in\b|to\b|for\b)[a-z]+\s+){0,3})"
    r"(?:is|was|are|were|would\s+be|will\s+be|should\s+be)\s+(?P<that>that\s+)?(?=\S)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?<![\w-])(?:(?:and|but)\s+)?(?:the|its|his|her|their|our)\s+$", re.IGNORECASE)
_ONE_IS = re.compile(
    r"(?P<word>one|another)\s+(?:is|was|were|would be)\s+(?:that\s+)?(?=(?:to|that|for|the|a|an|\w+ing)\b)",
    re.IGNORECASE,
)


def ordinal_marks(outline: Outline) -> Iterator[Mark]:
    """Yield the marks of ordinals in the order of the text."""
    found: list[Mark] = []
    text = outline.text
    for at in outline.words_at(_ORDINAL_ANCHORS):
        match = _ADVERB.match(text, at)
        mark = _adverb(outline, match, outline.lost) if match else None
        if mark:
            found.append(mark)
            continue
        owner = _OWNER.search(text, max(0, at - 14), at)
        match = _COPULA.match(text, at) if owner else None
        if match and owner and (not match["noun"].strip() or _list_noun(match["noun"])):
            inline = not outline.opens_sentence(owner.start())
            where = Range(owner.start(), _rstrip(text, Range(owner.start(), match.end())))
            found.append(Mark("ordinal", _number(match["word"]), where, match.end(), inline=inline))
            continue
        found += _kept(outline, at, owner)
    found += _one_is(outline)
    found.sort(key=lambda m: m.where)
    yield from found


def _one_is(outline: Outline) -> Iterator[Mark]:
    """Yield "One is" and "Another was" at the beginning of a sentence."""
    for sentence in outline.sentences:
        match = _ONE_IS.match(outline.text, sentence.start)
        if match:
            where = Range(match.start(), _rstrip(outline.text, Range(*match.span())))
            number: Number = 1 if match["word"].casefold() == "one" else "next"
            yield Mark("ordinal", number, where, match.end(), weak=match["word"].casefold() == "another")


#: "The first would ban tobacco": the ordinal is the subject and stays in its item. "In the first phase," does not.
_SUBJECT_OF = re.compile(
    rf"(?P<word>{ORDINAL}|next|last|final)\s+(?:(?:{one_of('ranked_nouns')})\s+)?(?:{one_of('plan_verbs')})\s",
    re.IGNORECASE,
)
_IN_PHASE = re.compile(
    rf"(?P<word>{ORDINAL}|next|last|final)\s+(?:{one_of('phase_nouns')})\s?,\s+(?=\S)", re.IGNORECASE
)
_IN_THE = re.compile(r"(?<![\w-])(?:in|during|under|as)\s+(?:the|its|a)\s+$", re.IGNORECASE)


def _kept(outline: Outline, at: int, owner: re.Match[str] | None) -> Iterator[Mark]:
    """Yield the mark of an ordinal that is a subject ("The first would") or of a phase ("In the first phase,")."""
    text = outline.text
    match = _SUBJECT_OF.match(text, at) if owner else None
    if match and owner and outline.opens_sentence(owner.start()):
        where = Range(owner.start(), owner.start())
        yield Mark("ordinal", _number(match["word"]), where, owner.start(), weak=True)
        return
    phase = _IN_THE.search(text, max(0, at - 12), at)
    match = _IN_PHASE.match(text, at) if phase else None
    if match and phase and outline.opens_sentence(phase.start()):
        end = text.index(",", at)
        yield Mark("ordinal", _number(match["word"]), Range(phase.start(), end), match.end())


def _list_noun(words: str) -> bool:
    """Return whether the last of the words may be what a list enumerates ("The first key strategy is")."""
    noun = words.split()[-1].casefold()
    return any(
        noun in term_set(k) for k in ("proposal_nouns", "pillar_nouns", "open_nouns", "plan_heads", "other_nouns")
    )


def _adverb(outline: Outline, match: re.Match[str], lost: bool) -> Mark | None:
    text = outline.text
    conjunction = CONJUNCTION.search(text, max(0, match.start() - 6), match.start())
    start = conjunction.start() if conjunction else match.start()
    word = match["word"].casefold()
    spelled = " ".join(word.split())
    opens = outline.opens_sentence(start)
    comma = match["comma"] is not None
    weak = inline = False
    if opens:
        if not comma:
            if spelled in ("next", "last", "finally", "lastly") or not _clause_follows(text, match.end(), spelled):
                return None
            weak = not spelled.endswith("ly")
    else:
        before = text[max(0, start - 8) : start].rstrip(" \t\"'“‘")
        separated = bool(before) and before[-1] in ";:,—–("
        if not comma or (not separated and not conjunction and not before.endswith((" said", " says"))):
            if not (lost and comma and match["word"][0].isupper() and text[start - 1 : start] == " "):
                return None
            weak = True
        elif spelled in ("next", "last", "finally", "lastly") and not (conjunction or separated):
            return None
        else:
            inline = True
    where = Range(
        start, match.end("comma") if comma and match["comma"].strip() not in ("-", "–", "—") else match.end("word")
    )
    if comma and text[where.end - 1] in ",:":
        where = Range(where.start, where.end - 1)
    return Mark(
        "ordinal", _number(spelled), Range(where.start, _rstrip(text, where)), match.end(), inline=inline, weak=weak
    )


def _rstrip(text: str, where: Range) -> int:
    end = where.end
    while end > where.start and text[end - 1].isspace():
        end -= 1
    return end


_SUBJECT = re.compile(rf"(?:{one_of('clause_starts')})\b", re.IGNORECASE)


def _clause_follows(text: str, at: int, word: str) -> bool:
    """Return whether a clause and not a noun follows an ordinal without a comma ("First we must", not "First lady")."""
    return word.endswith("ly") or _SUBJECT.match(text, at) is not None


def _number(word: str) -> Number:
    word = word.casefold()
    if word.startswith("first"):
        return 1
    if word.startswith(("last", "final")):
        return "last"
    return ordinal(word) or "next"
