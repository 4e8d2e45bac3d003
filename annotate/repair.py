"""What a scraper destroyed, said as data: find it, show the text as it was, and carry offsets both ways.

The article's text never changes. `find_repairs` lists what is damaged and what stood there where that can be known;
`repair` also applies the list and returns the repaired view with an `OffsetMap`. On clean text there is nothing to
find: each rule wants proof, most of them that the whole text has lost its apostrophes, hyphens and digits.

    >>> repair("He said so.As a rule, yes.").text
    'He said so. As a rule, yes.'
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from annotate.analyse.enumeration import Outline, numbers, term_set
from annotate.analyse.findings import Layout, Range
from annotate.analyse.frequencies import zipf
from annotate.analyse.glue import Glued, find_glued, stripped
from annotate.analyse.segment import segment
from annotate.analyse.wordlists import table, words
from annotate.models import Repair, RepairKind


@dataclass(frozen=True)
class OffsetMap:
    """Offsets of a text and of its repaired view, in code points, both ways; monotone, and exact outside repairs.

    Inside a replaced stretch an offset maps as far into the other side as it reaches, and no further than its end.
    """

    #: (start, end, length of the replacement) of every change, in order, not overlapping.
    changes: tuple[tuple[int, int, int], ...]

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where each change starts, in the text and in the view."""
        here, there, shift = [], [], 0
        for start, end, length in self.changes:
            here.append(start)
            there.append(start + shift)
            shift += length - (end - start)
        return here, there

    def to_view(self, offset: int) -> int:
        """Return the offset in the repaired view of an offset in the text."""
        here, there = self._starts
        index = bisect_right(here, offset) - 1
        if index < 0:
            return offset
        start, end, length = self.changes[index]
        if offset < end:
            return there[index] + min(offset - start, length)
        return there[index] + length + offset - end

    def to_text(self, offset: int) -> int:
        """Return the offset in the text of an offset in the repaired view."""
        here, there = self._starts
        index = bisect_right(there, offset) - 1
        if index < 0:
            return offset
        start, end, length = self.changes[index]
        if offset < there[index] + length:
            return here[index] + min(offset - there[index], end - start)
        return end + offset - there[index] - length


@dataclass(frozen=True)
class Repaired:
    """A text as it was before the damage, as far as that can be known."""

    text: str
    repairs: tuple[Repair, ...]
    offsets: OffsetMap


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    kind: RepairKind
    replacement: str | None


@dataclass(frozen=True)
class _Page:
    """The text and what all finders ask about it."""

    text: str
    layout: Layout
    lost: bool

    @cached_property
    def glued(self) -> tuple[Glued, ...]:
        """The glued words, found once."""
        return tuple(find_glued(self.text, hyphens_lost=self.lost))


def repair(text: str, layout: Layout | None = None) -> Repaired:
    """Return the repaired view of `text`, the repairs made (and those that cannot be), and the map of offsets."""
    repairs = find_repairs(text, layout)
    pieces, changes, at = [], [], 0
    for one in repairs:
        if one.replacement is None:
            continue
        pieces += [text[at : one.start], one.replacement]
        changes.append((one.start, one.end, len(one.replacement)))
        at = one.end
    return Repaired("".join([*pieces, text[at:]]), repairs, OffsetMap(tuple(changes)))


def find_repairs(text: str, layout: Layout | None = None) -> tuple[Repair, ...]:
    """Return what is damaged in `text`, in order, none overlapping another.

    `layout` saves the segmentation where the caller has it. Where what was lost cannot be known (digits, quotation
    marks), `replacement` is None.
    """
    if not text:
        return ()
    page = _Page(text, layout or segment(text), stripped(text))
    found = sorted((f for finder in _FINDERS for f in finder(page)), key=lambda f: (f.start, f.end))
    kept: list[_Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(
        Repair(start=f.start, end=f.end, text=text[f.start : f.end], kind=f.kind, replacement=f.replacement)
        for f in kept
    )


def replaced_characters(text: str) -> tuple[Repair, ...]:
    """Return the runs of U+FFFD, by which reading replaces what XML cannot carry; true of text in any language."""
    return tuple(
        Repair(start=m.start(), end=m.end(), text=m.group(), kind="invalid_character", replacement=None)
        for m in re.finditer("\ufffd+", text)
    )


def _invalid(page: _Page) -> Iterator[_Found]:
    for one in replaced_characters(page.text):
        yield _Found(one.start, one.end, one.kind, one.replacement)


_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")


def _entities(page: _Page) -> Iterator[_Found]:
    """Yield what HTML left behind: "&nbsp;", "&amp;", "&#8217;"."""
    if "&" not in page.text:
        return
    for match in _ENTITY.finditer(page.text):
        meant = html.unescape(match.group())
        if meant != match.group():
            yield _Found(*match.span(), "entity", " " if meant == "\xa0" else meant)


def _characters(page: _Page) -> Iterator[_Found]:
    """Yield soft hyphens and typesetters' ligatures."""
    for match in re.finditer("(?P<soft>\u00ad+)|[\ufb00-\ufb06]", page.text):
        if match["soft"]:
            yield _Found(*match.span(), "soft_hyphen", "")
        else:
            yield _Found(*match.span(), "ligature", unicodedata.normalize("NFKC", match.group()))


_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00e2\u00c5\u00c4\u00d0\u00d1]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]{1,3}"
)


def _mojibake(page: _Page) -> Iterator[_Found]:
    """Yield runs that were decoded with the wrong code page ("â€™"), as ftfy reads them."""
    if not _MOJIBAKE.search(page.text):
        return
    import ftfy

    for match in _MOJIBAKE.finditer(page.text):
        meant = ftfy.fix_encoding(match.group())
        if meant != match.group() and len(meant) < len(match.group()):
            yield _Found(*match.span(), "mojibake", meant)


def _furniture(page: _Page) -> Iterator[_Found]:
    """Yield lines that belong to the page, and short lines that come three times and more (running headers)."""
    outline = Outline(page.layout)
    lines = Counter(p.of(page.text) for p in page.layout.paragraphs if p.end - p.start <= 80)
    seen: set[str] = set()
    for index, paragraph in enumerate(page.layout.paragraphs):
        line = paragraph.of(page.text) if paragraph.end - paragraph.start <= 80 else ""
        repeated = len(line) > 12 and lines[line] >= 3 and line in seen and line[-1] not in '.!?”":'
        if index in outline.furniture or repeated:
            yield _Found(paragraph.start, paragraph.end, "furniture", "")
        seen.add(line)


_BREAK = re.compile(r"[ \t]*(?:\r\n|[\n\r\u2028])[ \t]*")


def _wraps(page: _Page) -> Iterator[_Found]:
    """Yield the line breaks inside paragraphs; after a soft hyphenation ("infor-\\nmation") nothing is touched."""
    for paragraph in page.layout.paragraphs:
        for match in _BREAK.finditer(page.text, paragraph.start, paragraph.end):
            yield _Found(*match.span(), "hard_wrap", " ")


def _glued_breaks(page: _Page) -> Iterator[_Found]:
    """Yield sentences and paragraphs that touch: the change is at the last character before the seam."""
    text = page.text
    starts = [p.start for p in page.layout.paragraphs]
    ends = {p.end for p in page.layout.paragraphs}
    for start in starts:
        if start and start in ends and not text[start - 1].isspace() and not text[start].isspace():
            kind: RepairKind = "glued_paragraph" if page.lost else "glued_sentence"
            yield _Found(start - 1, start, kind, text[start - 1] + ("\n\n" if page.lost else " "))


def _glued_words(page: _Page) -> Iterator[_Found]:
    seams = {p.start for p in page.layout.paragraphs}
    for glued in page.glued:
        cuts = [c for c in glued.cuts if c not in seams]
        if not cuts:
            continue
        start = max([glued.range.start, *(s for s in glued.cuts if s in seams and s < cuts[0])])
        end = min([glued.range.end, *(s for s in glued.cuts if s in seams and s > cuts[0])])
        parts = [page.text[a:b] for a, b in zip([start, *cuts], [*cuts, end], strict=True) if b > a]
        yield _Found(start, end, "glued_word", _joined(parts, page.lost))


def _joined(parts: Sequence[str], lost: bool) -> str:
    """Return the words with what most likely stood between: a hyphen inside a compound, a dash between phrases."""
    if not lost:
        return " ".join(parts)
    text = parts[0]
    for before, after in pairwise(parts):
        text += _between(before, after, len(parts)) + after
    return text


def _between(before: str, after: str, count: int) -> str:
    low = after.casefold()
    if count > 2:
        return "-"
    if low in words("sentence_openers.txt") or low in table("glue.toml")["joining_words"] or low in _FINITE:
        return " – "
    if before.casefold() in table("glue.toml")["numbers"]:
        return "-"
    plural = before.endswith("s") and not before.endswith("ss") and zipf(before[:-1].casefold()) >= 3.5
    return " – " if plural and before.islower() and not low.endswith(("ing", "ed")) else "-"


_FINITE = frozenset(
    ["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "should", "may"]
)


_TOKEN = re.compile(r"[^\W\d_]+")


def _apostrophes(page: _Page) -> Iterator[_Found]:
    """Yield words that lost their apostrophe ("Chinas", "dont", "this years holder"), in text that has none at all."""
    if not page.lost:
        return
    text = page.text
    glued = {g.range.start for g in page.glued}
    names = _Names(
        frozenset(m.group() for m in _TOKEN.finditer(text) if m.group()[0].isupper()),
        frozenset(m.group(1) for m in re.finditer(r"\b[Tt]he ([A-Z][^\W\d_]+)", text)),
    )
    tokens = list(_TOKEN.finditer(text))
    for i, match in enumerate(tokens):
        token = match.group()
        if match.start() in glued or len(token) < 2:
            continue
        meant = _contracted(token, _context(tokens, i, text)) or _possessive(token, _context(tokens, i, text), names)
        if meant:
            yield _Found(*match.span(), "lost_apostrophe", meant)


@dataclass(frozen=True)
class _Around:
    """The words beside a token in its sentence, in lower case; "" beyond a stop."""

    before: str
    two_before: str
    after: str
    after_raw: str


def _context(tokens: Sequence[re.Match[str]], i: int, text: str) -> _Around:
    def word(j: int, low: int, high: int) -> str:
        if not 0 <= j < len(tokens) or re.search(r"[.,;:!?()]", text[low:high]):
            return ""
        return tokens[j].group()

    before = word(i - 1, tokens[i - 1].end() if i else 0, tokens[i].start())
    two = word(i - 2, tokens[i - 2].end(), tokens[i - 1].start()) if before and i > 1 else ""
    after = word(i + 1, tokens[i].end(), tokens[i + 1].start()) if i + 1 < len(tokens) else ""
    return _Around(before.casefold(), two.casefold(), after.casefold(), after)


def _recased(token: str, at: int) -> str:
    return token[:at] + "’" + token[at:]


_ELIDED = re.compile(r"[OD][A-Z][a-z]")


def _contracted(token: str, around: _Around) -> str | None:
    """Return "don't" for "dont": where the form with an apostrophe is much the more common, or the context says so."""
    low = token.casefold()
    rules = table("repair.toml")
    if _ELIDED.match(token) and zipf(f"{low[0]}'{low[1:]}") + zipf(f"{low[0]}'{low[1:].removesuffix('s')}") >= 1.0:
        return _recased(token, 1)  # "OMalley", "DSouza"
    if low in ("were", "well"):
        if around.before not in rules["clause_openers"]:
            return None
        if token == "Were" and not around.before and around.after not in rules["inversions"]:
            return _recased(token, 2)
    for ending in rules["contractions"]:
        if not low.endswith(ending) or len(low) <= len(ending):
            continue
        at = len(token) - len(ending) + (1 if ending == "nt" else 0)
        full = low[:at] + "'" + low[at:]
        if low in rules["ambiguous"]:
            return _recased(token, at) if around.after in rules["ambiguous"][low] else None
        if zipf(full) >= 3.0 and zipf(full) - zipf(low) >= 0.5:
            return _recased(token, at)
    return None


def _possessive(token: str, around: _Around, page: _Names) -> str | None:
    """Return "China's" for "Chinas": by frequency, by the words around, or because no plural looks like this."""
    low = token.casefold()
    if not low.endswith("s") or (low.endswith(("ss", "us", "is")) and zipf(low) > 2.5) or len(low) < 4:
        return None
    at = len(token) - 1
    stem = low[:-1]
    plain, owned = zipf(low), zipf(stem + "'s")
    lead = owned - plain
    if token[0].isupper():
        if around.before == "the" and page.plain_name(token[:-1]):
            return None  # "the Clintons"
        likely = lead >= 0.5 and owned >= 1.5
        named = plain < 2.5 and token[:-1] in page.capitals
        return (
            _recased(token, at)
            if (likely or named) and (_opens_noun(around) or (likely and not around.after))
            else None
        )
    if not _opens_noun(around):
        return None
    if plain < 1.5 and zipf(stem) >= 2.5:
        return _recased(token, at)  # "countrys", "partys"
    rules = table("repair.toml")
    if (around.before == "each" and low == "others") or low in rules["usual_owners"]:
        return _recased(token, at)
    single = around.before in rules["singular_determiners"] or (
        around.two_before in rules["singular_determiners"] and around.before in rules["between"]
    )
    if single and owned >= 2.0 and lead >= -1.8 and around.before != "a":
        return _recased(token, at)
    if single and around.before == "a" and owned >= 2.0 and lead >= -1.0:
        return _recased(token, at)
    if _verb_like(around.after):
        return None
    if around.before in rules["determiners"] and owned >= 2.5 and lead >= rules["determined_margin"]:
        return _recased(token, at)
    return _recased(token, at) if owned > 2.0 and lead >= rules["owner_margin"] else None


def _verb_like(word: str) -> bool:
    """Say whether a word may be the verb of a plural subject: "the voters rejected", "the members agree"."""
    return (
        word.endswith(("ed", "ly", "ing"))
        or word in term_set("orders")
        or word in term_set("told")
        or word in table("repair.toml")["verbs_of_plurals"]
    )


@dataclass(frozen=True)
class _Names:
    """Words with a capital in the text, and those that follow "the"."""

    capitals: frozenset[str]
    articled: frozenset[str]

    def plain_name(self, word: str) -> bool:
        """Say whether a word is used as a name without an article: then "the Clintons" are people."""
        return word in self.capitals and word not in self.articled


@cache
def _no_noun_follows() -> frozenset[str]:
    return frozenset(table("repair.toml")["no_noun_follows"])


def _opens_noun(around: _Around) -> bool:
    """Say whether a noun can follow: no stop, no preposition, no verb form that is none else."""
    return bool(around.after) and around.after not in _no_noun_follows()


_STUMP = re.compile(r"(?<=\s)(?P<stump>th|st|nd|rd|s)(?=[\s.,;:)]|$)")
_GAP = re.compile(
    r"\b(?P<before>in|of|by|to|at|on|since|from|for|than|about|nearly|almost|over|until|between|around|under|age|aged|No|Nos|Nov|Dec|Oct|Sept|Aug|Jan|Feb|July|June|May|April|March"
    r"|January|February|August|September|October|November|December)(?P<stop>\.?)(?P<gap>\s)(?=[.,;:)])"
)
_MONEY = re.compile(r"(?P<sign>\$)(?=\s?(?:million|billion|trillion|\s|[.,;)]|[a-z]))")
_UNIT = re.compile(
    r"(?P<before>\S+) (?P<unit>percent|per cent|pct|percentage points?|million|billion|trillion|[ap]\.m\.)(?!\w)"
)
_MONTH = re.compile(
    r"\b(?:Nov|Dec|Oct|Sept|Aug|Jan|Feb)(?P<stop>\.)(?=\s(?:\(|and\b|in\b|at\b|after\b|when\b|for\b|to\b))"
)
_PAIR = re.compile(r"\b(?P<before>between|from|of|ages|in)(?P<gap>\s)(?=(?:and|to|or|through)\s)|,(?P<comma>\s?)(?=,)")


def _digits(page: _Page) -> Iterator[_Found]:
    """Yield where a number is missing: "the th meeting", "in .", "$ million", "by percent"; which one is not known."""
    if not page.lost:
        return
    for pattern, group in ((_STUMP, "stump"), (_GAP, "gap"), (_MONEY, "sign"), (_MONTH, "stop")):
        for match in pattern.finditer(page.text):
            yield _Found(*match.span(group), "lost_digits", None)
    for match in _PAIR.finditer(page.text):
        start, end = match.span("gap" if match["gap"] else "comma")
        if end > start:
            yield _Found(start, end, "lost_digits", None)
    known, amounts = numbers(), table("repair.toml")["amounts"]
    for match in _UNIT.finditer(page.text):
        before = match["before"].casefold().strip("($")
        if (
            before not in known
            and before not in amounts
            and not before.startswith(tuple(known))
            and before[-1:] not in "0123456789"
        ):
            yield _Found(*match.span("unit"), "lost_digits", None)


_SPEAKS = re.compile(r"\b(?:I|we|We|my|our|us|me)\b")
_SAYS = re.compile(r"\b(?:said|says|told|added|tweeted|asked)\b")


def _quotation_marks(page: _Page) -> Iterator[_Found]:
    """Yield sentences in the first person that somebody "said": they stood in quotation marks; where is not known."""
    if not page.lost:
        return
    for sentence in page.layout.sentences:
        words_ = sentence.of(page.text)
        says = _SAYS.search(words_)
        if (
            says
            and _SPEAKS.search(words_[: says.start()])
            and not re.search(r"\b(?:I|we|We)\s+(?:\w+\s+)?$", words_[: says.start()])
        ):
            cue = Range(sentence.start + says.start(), sentence.start + says.end())
            yield _Found(cue.start, cue.end, "lost_quotation_marks", None)


_FINDERS: tuple[Callable[[_Page], Iterator[_Found]], ...] = (
    _invalid,
    _entities,
    _characters,
    _mojibake,
    _furniture,
    _wraps,
    _glued_breaks,
    _glued_words,
    _apostrophes,
    _digits,
    _quotation_marks,
)
