"""Enumerators ("First,", "2)", "•", "The third step is", ", number one") and the chains that they make.

A mark says where an enumerator stands and where its content begins. A chain is a run of marks of one family that count
up from one; what they enumerate is for others to judge.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast

from annotate.analyse.findings import Layout, Range
from annotate.analyse.lists.items import LONGEST, trimmed
from annotate.analyse.text.page_lines import is_furniture, running_headers
from annotate.analyse.words.files import table

Number = int | Literal["next", "last"]

#: Two neighbours in a chain are at most this many characters apart.
_FARTHEST = 5000
#: The same for marks that lost their number.
_NEAR = 800
_BULLETS = "•●▪■◦‣∙·*–—-"


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


@dataclass(slots=True)
class Chain:
    """Marks of one family that count up from one; `hidden_first` if the first item has no mark of its own."""

    family: str
    marks: list[Mark] = field(default_factory=list)
    hidden_first: bool = False


class Outline:
    """The text's sentences and paragraphs by position, furniture known."""

    def __init__(self, layout: Layout) -> None:
        self.text = layout.text
        self.lower = _lower(layout.text)
        self.paragraphs = layout.paragraphs
        self.sentences = layout.sentences
        self._paragraph_starts = [p.start for p in layout.paragraphs]
        self._sentence_starts = [s.start for s in layout.sentences]
        self.starts = set(self._sentence_starts)
        self.furniture = _furniture(layout)

    def words_at(self, words: Iterable[str]) -> list[int]:
        """Return where one of `words` (lower case, any capitals in the text) begins, at the start of a word, in order.

        A search for fixed strings is ten times quicker than one pattern over the whole text.
        """
        found = []
        for word in words:
            at = self.lower.find(word)
            while at >= 0:
                if at == 0 or not (self.text[at - 1].isalnum() or self.text[at - 1] in "-_"):
                    found.append(at)
                at = self.lower.find(word, at + len(word))
        return sorted(set(found))

    def paragraph_at(self, at: int) -> int:
        """Return the index of the paragraph that holds `at` (or the one before, between paragraphs)."""
        return max(0, bisect_right(self._paragraph_starts, at) - 1)

    def sentence_at(self, at: int) -> int:
        """Return the index of the sentence that holds `at` (or the one before, between sentences)."""
        return max(0, bisect_right(self._sentence_starts, at) - 1)

    def opens_sentence(self, at: int) -> bool:
        """Say whether a sentence begins at `at`, opening marks aside."""
        while at > 0 and at not in self.starts and self.text[at - 1] in "\"'“‘«([*_•●▪ ":
            at -= 1
        return at in self.starts

    def line_start(self, at: int) -> bool:
        """Say whether `at` is the first visible character of a line or a paragraph."""
        before = at - 1
        while before >= 0 and self.text[before] in ' \t\xa0"“':
            before -= 1
        return before < 0 or self.text[before] in "\r\n\u2028\u2029" or any(p.start == at for p in self._near(at))

    def _near(self, at: int) -> tuple[Range, ...]:
        index = self.paragraph_at(at)
        return self.paragraphs[index : index + 1]


def _furniture(layout: Layout) -> frozenset[int]:
    """Return the indices of paragraphs that are page furniture: its lines, running headers, links under "RELATED"."""
    found: set[int] = set()
    under_links = False
    for index, paragraph in enumerate(layout.paragraphs):
        if paragraph.end - paragraph.start > 420:
            under_links = False
            continue
        line = paragraph.of(layout.text)
        if is_furniture(line):
            found.add(index)
            under_links = line.strip(": ").casefold().startswith(("related", "read more", "more on", "also read"))
        elif under_links and len(line) <= 110 and line[-1] not in ".!?”\"':" and not _ADVERB.match(line):
            found.add(index)
        else:
            under_links = False
    return running_headers(layout).union(found)


@cache
def term_set(name: str) -> frozenset[str]:
    """Return the words under NAME in data/lists.toml."""
    return frozenset(cast("list[str]", table("lists.toml")[name]))


def _lower(text: str) -> str:
    """Return `text` in lower case, character by character, so that offsets hold ("İ" alone would grow)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _ordinals() -> dict[str, int]:
    return cast("dict[str, int]", table("lists.toml")["ordinals"])


@cache
def numbers() -> dict[str, int]:
    """Return number words and their values."""
    return cast("dict[str, int]", table("lists.toml")["numbers"])


_ORDINAL = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_ORDINAL_LY = "firstly|secondly|thirdly|fourthly|fifthly|sixthly|seventhly|eighthly|ninthly|tenthly"
_COUNT = "one|two|three|four|five|six|seven|eight|nine|ten"
_ORDINAL_ANCHORS = (*_ORDINAL.split("|"), "next", "last", "final", "other")
_ADVERB = re.compile(
    rf"(?P<word>first(?:ly)?\s+of\s+all|first\s+off|first\s+and\s+foremost|{_ORDINAL_LY}|{_ORDINAL}|"
    r"next|last(?:ly)?|last\s+but\s+not\s+least|finally)(?P<comma>\s?[,:]|\s?[–—]|\s-)?\s+(?=\S)",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"(?<![\w-])(?:and|but)\s+$", re.IGNORECASE)
_COPULA = re.compile(
    rf"(?P<word>{_ORDINAL}|next|last|final|other)\s+"
    r"(?P<noun>(?:(?!is\b|was\b|would\b|will\b|and\b|of\b|in\b|to\b|for\b)[a-z]+\s+){0,3})"
    r"(?:is|was|are|were|would\s+be|will\s+be|should\s+be)\s+(?P<that>that\s+)?(?=\S)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?<![\w-])(?:(?:and|but)\s+)?(?:the|its|his|her|their|our)\s+$", re.IGNORECASE)
_ONE_IS = re.compile(r"(?P<word>one|another)\s+(?:is|was|would be)\s+(?:that\s+)?(?=to\b|that\b|for\b)", re.IGNORECASE)
_NUMERAL_END = re.compile(r"[.)]\s+(?=\S)")
_NUMERAL = re.compile(
    r"(?<![\w.,:/-])(?P<open>\(?)(?:(?P<digits>\d{1,2})|(?P<roman>[ivx]{1,5}|[IVX]{1,5})|(?P<letter>[a-zA-Z]))$"
)
_BULLET = re.compile(rf"[\n\r][ \t\xa0]*(?P<mark>[{_BULLETS}]|--)[ \t\xa0]+(?=\S)|(?P<inline>[•●▪■‣])\s*(?=\S)")
_STEP_NOUNS = (
    "step",
    "phase",
    "stage",
    "point",
    "number",
    "rule",
    "proposal",
    "demand",
    "measure",
    "priority",
    "recommendation",
)
_STEP = re.compile(
    rf"(?P<noun>{'|'.join(_STEP_NOUNS)})\s+(?:no\.?\s*)?"
    rf"(?P<number>{_COUNT}|\d{{1,2}})\s?(?P<after>[:.,–—]|-(?=\s)|\s(?:is|was)\s(?:that\s)?)\s*(?=\S)",
    re.IGNORECASE,
)
_ONE_COLON = re.compile(rf"(?:and\s+)?(?P<number>{_COUNT})\s?(?P<after>[:,])\s+(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(rf"(?P<word>number\s+(?P<number>{_COUNT}))\b(?=\s*[,.;”\"'’])", re.IGNORECASE)
_INNER_NOUNS = ("phase", "stage", "step", "part", "round", "leg", "tranche")
_INNER = re.compile(
    r"(?:phase|stage|step|part|round|leg|tranche)\s+(?:that|which|to|would|will|in\s+which)\b", re.IGNORECASE
)
_BEFORE_INNER = re.compile(rf"(?<![\w-])(?:a|the)\s+(?P<word>{_ORDINAL}|final)\s+$", re.IGNORECASE)
_BEFORE_NUMERAL = re.compile(r"\b(?:and|or|to|by)$")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}


def find_chains(outline: Outline, lost: bool = False) -> list[Chain]:
    """Return all chains of two or more marks, in the order of their first marks; `lost` for stripped text."""
    families: dict[str, list[Mark]] = {}
    for mark in _marks(outline, lost):
        families.setdefault(mark.family, []).append(mark)
    chains = [
        chain
        for family, marks in families.items()
        for chain in (_bullet_chains(outline, marks) if family.startswith("bullet") else _counted_chains(family, marks))
    ]
    chains.sort(key=lambda c: c.marks[0].where)
    return chains


def _marks(outline: Outline, lost: bool) -> Iterator[Mark]:
    yield from _ordinal_marks(outline, lost)
    yield from _numeral_marks(outline)
    yield from _step_marks(outline)
    yield from _inline_counts(outline)
    text = outline.text
    if lost:
        yield from _lost_marks(text)
    for match in _BULLET.finditer("\n" + text):
        name = "mark" if match["mark"] else "inline"
        start = match.start(name) - 1
        yield Mark(
            f"bullet {match[name]}",
            "next",
            Range(start, start + len(match[name])),
            match.end() - 1,
            inline=name == "inline",
        )
    for at in outline.words_at(("number",)):
        match_ = _TRAILING.match(text, at)
        before_ = text[max(0, at - 9) : at].rstrip()
        if match_ and before_.endswith(","):
            comma = len(before_) - 1 + max(0, at - 9)
            number = numbers()[match_["number"].casefold()]
            yield Mark("trailing", number, Range(*match_.span("word")), comma, trailing=True)
    for at in outline.words_at(_INNER_NOUNS):
        before = _BEFORE_INNER.search(text, max(0, at - 20), at) if _INNER.match(text, at) else None
        if before:
            start = before.start()
            yield Mark(
                "inner", _ordinals().get(before["word"].casefold(), "last"), Range(start, start), start, inline=True
            )


def _ordinal_marks(outline: Outline, lost: bool) -> Iterator[Mark]:
    found: list[Mark] = []
    text = outline.text
    for at in outline.words_at(_ORDINAL_ANCHORS):
        match = _ADVERB.match(text, at)
        mark = _adverb(outline, match, lost) if match else None
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
    for sentence in outline.sentences:
        match = _ONE_IS.match(text, sentence.start)
        if match:
            where = Range(match.start(), _rstrip(text, Range(*match.span())))
            found.append(Mark("ordinal", 1 if match["word"].casefold() == "one" else "next", where, match.end()))
    found.sort(key=lambda m: m.where)
    yield from found


#: "The first would ban tobacco": the ordinal is the subject and stays in its item. "In the first phase," does not.
_SUBJECT_OF = re.compile(
    rf"(?P<word>{_ORDINAL}|next|last|final)\s+(?:(?:phase|stage|step|part|measure|proposal|point|bill|recommendation|pillar)\s+)?"
    r"(?:would|will|calls?\s+for|called\s+for|requires?|aims?\s+(?:to|at)|seeks?\s+to|involves?|provides?|asks?|envisages?|foresees|includes?)\s",
    re.IGNORECASE,
)
_IN_PHASE = re.compile(rf"(?P<word>{_ORDINAL}|next|last|final)\s+(?:phase|stage|step|part)\s?,\s+(?=\S)", re.IGNORECASE)
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
    """Say whether the last of the words may be what a list enumerates ("The first key strategy is")."""
    noun = words.split()[-1].casefold()
    data = table("lists.toml")
    return any(noun in data[k] for k in ("proposal_nouns", "pillar_nouns", "open_nouns", "plan_heads", "other_nouns"))


def _adverb(outline: Outline, match: re.Match[str], lost: bool) -> Mark | None:
    text = outline.text
    conjunction = _CONJUNCTION.search(text, max(0, match.start() - 6), match.start())
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


_SUBJECT = re.compile(
    r"(?:we|i|you|they|he|she|it|the|this|our|all|there|is|to|let|make|get|take|stop|end|cut)\b", re.IGNORECASE
)


def _clause_follows(text: str, at: int, word: str) -> bool:
    """Say whether a clause and not a noun follows an ordinal without a comma ("First we must", not "First lady")."""
    return word.endswith("ly") or _SUBJECT.match(text, at) is not None


def _number(word: str) -> Number:
    word = word.casefold()
    if word.startswith("first"):
        return 1
    if word in ("next", "other", "another"):
        return "next"
    if word.startswith(("last", "final")):
        return "last"
    return _ordinals()[word]


def _numeral_marks(outline: Outline) -> Iterator[Mark]:
    text = outline.text
    for end in _NUMERAL_END.finditer(text):
        match = _NUMERAL.search(text, max(0, end.start() - 7), end.start())
        close = end.group()[0]
        if not match or (match["open"] and close == "."):
            continue
        start = match.start()
        line = outline.line_start(start)
        inline = not line and not outline.opens_sentence(start)
        if inline:
            before = text[max(0, start - 6) : start].rstrip()
            joined = before.endswith((":", ";") if close == "." else (":", ";", ",", "—", "–", "-"))
            if not joined and (close == "." or not _BEFORE_NUMERAL.search(before)):
                continue
        style = match["open"] + close
        where = Range(start, end.start() + 1)
        if match["digits"]:
            yield Mark(f"digits {style}", int(match["digits"]), where, end.end(), inline)
            continue
        raw = match["roman"] or match["letter"]
        low = raw.casefold()
        case = "upper" if raw.isupper() else "lower"
        if low in _ROMAN and (len(raw) > 1 or low in "ivx"):
            yield Mark(f"roman {case} {style}", _ROMAN[low], where, end.end(), inline)
        if len(raw) == 1 and (close == ")" or line):
            yield Mark(f"letter {case} {style}", ord(low) - 96, where, end.end(), inline)


def _step_marks(outline: Outline) -> Iterator[Mark]:
    text = outline.text
    for at in outline.words_at(_STEP_NOUNS):
        match = _STEP.match(text, at)
        conjunction = _CONJUNCTION.search(text, max(0, at - 6), at)
        start = conjunction.start() if conjunction else at
        if match and outline.opens_sentence(start):
            yield Mark(
                f"step {match['noun'].casefold()}",
                _counted(match["number"]),
                Range(start, match.end("number")),
                match.end(),
            )
    for sentence in outline.sentences:
        start = sentence.start
        while start < sentence.end and text[start] in "\"“‘'":
            start += 1
        match = _ONE_COLON.match(text, start)
        if match:
            yield Mark("step one", _counted(match["number"]), Range(match.start(), match.end("number")), match.end())


def _inline_counts(outline: Outline) -> Iterator[Mark]:
    """Yield "one," "two," and "and three," inside a sentence, behind a colon, a semicolon or a comma."""
    text = outline.text
    for at in outline.words_at(_COUNT.split("|")):
        match = _ONE_COLON.match(text, at)
        if not match or match["after"] != ",":
            continue
        conjunction = _CONJUNCTION.search(text, max(0, at - 6), at)
        start = conjunction.start() if conjunction else at
        if text[max(0, start - 3) : start].rstrip().endswith((":", ";", ",", "—", "–")):
            yield Mark(
                "step inline", _counted(match["number"]), Range(start, match.end("number")), match.end(), inline=True
            )


#: What is left of "(1)", "1)" and "1." where the digits are lost: "()", ")" without its partner, " . " after a stop.
_LOST_BRACKETS = re.compile(r"(?<![\w.])\(\s?\)\s*(?=\S)")
_LOST_BRACKET = re.compile(r"(?P<open>\()|(?P<close>\))\s?(?=[a-zA-Z])?")
_LOST_STOP = re.compile(r"(?<=[^.\s][.:!?)\]])\s?(?P<stop>\.)\s+(?=[A-Z])")


def _lost_marks(text: str) -> Iterator[Mark]:
    """Yield what numerals leave behind in text that lost its digits."""
    for match in _LOST_BRACKETS.finditer(text):
        yield Mark(
            "digits lost ()", "next", Range(match.start(), match.start() + len(match.group().rstrip())), match.end()
        )
    opened = 0
    for match in _LOST_BRACKET.finditer(text):
        if match["open"]:
            opened += 1
        elif opened:
            opened -= 1
        else:
            yield Mark("digits lost )", "next", Range(match.start(), match.start() + 1), match.end(), inline=True)
    for match in _LOST_STOP.finditer(text):
        yield Mark("digits lost .", "next", Range(*match.span("stop")), match.end())


def _counted(raw: str) -> int:
    return int(raw) if raw.isdigit() else numbers()[raw.casefold()]


def _counted_chains(family: str, marks: list[Mark]) -> Iterator[Chain]:
    chain = Chain(family)
    uncounted = family.startswith("digits lost")
    for mark in marks:
        if uncounted and (not chain.marks or mark.where.start - chain.marks[-1].where.start > _NEAR):
            yield from _if_long(chain)
            chain = Chain(family, [mark])
            continue
        size = len(chain.marks) + chain.hidden_first
        near = bool(chain.marks) and mark.where.start - chain.marks[-1].where.start <= _FARTHEST
        if mark.number == 1 and not (near and mark.weak and mark.where.end > mark.where.start):
            yield from _if_long(chain)
            chain = Chain(family, [mark])
        elif near and (mark.number == size + 1 or mark.number in ("next", "last")):
            chain.marks.append(mark)
            if mark.number == "last":
                yield from _if_long(chain)
                chain = Chain(family)
        elif mark.number == 2 and family == "ordinal" and not mark.weak and not near:
            yield from _if_long(chain)
            chain = Chain(family, [mark], hidden_first=True)
        elif near and isinstance(mark.number, int) and mark.number > size + 1:
            yield from _if_long(chain)
            chain = Chain(family)
    yield from _if_long(chain)


def _if_long(chain: Chain) -> Iterator[Chain]:
    strong = [m for m in chain.marks if not m.weak or m.where.end == m.where.start]
    if len(chain.marks) + chain.hidden_first >= 2 and strong:
        yield chain


def _bullet_chains(outline: Outline, marks: list[Mark]) -> Iterator[Chain]:
    chain = Chain(marks[0].family)
    for mark in marks:
        if chain.marks and not _adjoining(outline, chain.marks[-1], mark):
            yield from _if_long(chain)
            chain = Chain(mark.family)
        chain.marks.append(mark)
    yield from _if_long(chain)


def _adjoining(outline: Outline, one: Mark, other: Mark) -> bool:
    """Say whether nothing but furniture stands between the paragraphs of two bullets."""
    first, second = outline.paragraph_at(one.content), outline.paragraph_at(other.content)
    return all(i in outline.furniture for i in range(first + 1, second))


def chain_items(outline: Outline, chain: Chain) -> list[tuple[Mark, Range]]:
    """Return the items of a chain: from its first word to the end of its last sentence, without furniture.

    The rules are those of the annotation guidelines: an item ends before the next enumerator, items that share a
    sentence before the separator, the last one with its sentence or its paragraph.
    """
    if not outline.sentences:  # bullets and nothing behind them
        return []
    if chain.family == "trailing":
        return _items_before(outline, chain)
    found: list[tuple[Mark, Range]] = []
    for index, mark in enumerate(chain.marks):
        if index + 1 < len(chain.marks):
            end = _end_before(outline, mark, chain.marks[index + 1])
            if chain.marks[index + 1].inline:
                conjunction = _LAST_CONJUNCTION.search(outline.text, max(mark.content, end - 40), end)
                end = conjunction.start() if conjunction else end
        else:
            end = _end_of_last(outline, chain, found)
            if mark.inline and end - mark.content > LONGEST:
                return []
        where = trimmed(outline.text, mark.content, end)
        if where is None or not any(
            c.isalpha() for c in outline.text[where.start : min(where.end, where.start + LONGEST)]
        ):
            return []
        found.append((mark, where))
    return found


def _items_before(outline: Outline, chain: Chain) -> list[tuple[Mark, Range]]:
    """Return items that stand before their marks, from the start of their sentence."""
    found: list[tuple[Mark, Range]] = []
    behind = 0
    for mark in chain.marks:
        sentence = outline.sentences[outline.sentence_at(mark.where.start)]
        start, behind = max(sentence.start, behind), mark.where.end
        quote = max(outline.text.rfind(c, start, mark.content) for c in '“"')
        if quote > start and outline.text[quote - 1 : quote].isspace():
            start = quote + 1
        where = trimmed(outline.text, start, mark.content)
        if where is None:
            return []
        found.append((mark, where))
    return found


def _end_before(outline: Outline, mark: Mark, following: Mark) -> int:
    """Return where an item ends that another one follows."""
    end = following.where.start
    sentence = outline.sentences[outline.sentence_at(end)]
    if mark.content < sentence.start < end <= sentence.start + _LONGEST_WORDS * _LONGEST_LEAD_IN:
        lead_in = outline.text[sentence.start : end].split()
        if len(lead_in) <= _LONGEST_LEAD_IN and not lead_in[-1].endswith((",", ";")):
            end = sentence.start  # "Carney said the fourth principle was"
    index = outline.paragraph_at(end - 1)
    first = outline.paragraph_at(mark.content)
    opens = outline.paragraphs[index].start
    if opens >= end or (end - opens <= _LONGEST_WORDS and not outline.text[opens:end].strip(" \"“'")):
        index -= 1
    while index > first and index in outline.furniture:
        index -= 1
    return min(end, max(outline.paragraphs[index].end, mark.content + 1))


_LAST_CONJUNCTION = re.compile(r"[\s,;]+(?:and|or|but|while|plus)[\s,]*\Z", re.IGNORECASE)
#: In words: "Mr Bell said that".
_LONGEST_LEAD_IN = 6
#: In characters: no word of a lead-in is longer.
_LONGEST_WORDS = 30
_GOES_ON = re.compile(
    r"(?:This|That|It|These|They|Such)\s+(?:will|would|could|should|can|may|means|includes|must|also|is\s+(?:meant|to|aimed))\b"
    r"|(?:To do so|To this end|For that)\b"
)


def _end_of_last(outline: Outline, chain: Chain, before: list[tuple[Mark, Range]]) -> int:
    """Return where the last item ends."""
    mark = chain.marks[-1]
    sentence = outline.sentences[outline.sentence_at(mark.content)]
    index = outline.paragraph_at(mark.content)
    if (
        mark.inline
        and before
        and outline.sentence_at(before[-1][0].where.start) == outline.sentence_at(mark.where.start)
    ):
        return sentence.end
    if mark.inline:
        return sentence.end
    bodies = [outline.paragraph_at(r.end - 1) - outline.paragraph_at(r.start) for _, r in before]
    if bodies and min(bodies) >= 1 and _is_title(outline, index):
        index = min(index + min(bodies), len(outline.paragraphs) - 1)
    while (
        index + 1 < len(outline.paragraphs)
        and index + 1 not in outline.furniture
        and chain.family == "ordinal"
        and _GOES_ON.match(outline.text, outline.paragraphs[index + 1].start)
    ):
        index += 1
    return outline.paragraphs[index].end


def _is_title(outline: Outline, index: int) -> bool:
    """Say whether a paragraph is a heading: short, without a stop."""
    words_ = outline.paragraphs[index].of(outline.text)
    return len(words_) <= 90 and words_[-1] not in '.!?”"'
