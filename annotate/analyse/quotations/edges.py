"""Correct the edges of contents and sources: headings, labels, commas, appositions and adverbs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from annotate.analyse.findings import Attribution, Layout, Name, Range
from annotate.analyse.words import lexicon

_DIGITS = re.compile(r"\d+")
#: Double marks that close a quotation, and single ones that open a heading.
_CLOSING, _SINGLE, _SINGLE_CLOSING = frozenset('"\u201d'), frozenset("'\u2018"), frozenset("'\u2019")
_MARKS = frozenset("\"'`\u2018\u201c\u201d\u2019\u00ab\u00bb")
#: A heading has at most this many words.
_HEADING = 8
#: What a heading does not end with, nor begin with.
_STOPS, _LISTED = frozenset(".!?:;,\"'\u201d\u2019)]\u2026"), frozenset("-*\u2022\u2013\u2014\"'\u201c\u2018")
#: "WALLACE: " at the beginning of a line, in a script
_LABEL = re.compile(r"(?:(?<=\n)|(?<=\n[\"\u201c])|(?<![\s\S]))[\"\u201c]?[A-Z][A-Z.' \u2019-]{2,30}:\s+(?=\S)")
#: "..., its head" before ", Vera Stahl, said": the words describe who speaks.
_APPOSED = re.compile(
    r"(?:,[ ]|\A)(?P<title>(?:the|its|his|her|their)[ ](?:[\w\u2019'-]+[ ]){0,3}(?P<noun>[\w-]+))[, ]*\Z"
)
#: What a source that ends inside a word leaves of it, and what it has of it.
_REST = re.compile(r"[a-z]+\b")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_COLON = re.compile(r":\s*[\"\u201c\u00ab]")
#: Before a cue whose source stands behind it, and behind that source.
_MARKED_BEFORE = re.compile(r"(?:[,.!?][\"\u201d\u2019']|[\"\u201d\u2019'],?)[ ]\Z")
_ENDS = frozenset(("", ".", ",", ";", "\n"))
#: Behind a source that a cue introduces.
_RELATIVE = re.compile(r",[ ](?P<clause>(?:who|which|whose)[ ][^,\n]+),[ ](?=\S)")
#: Behind a name: "said Beth Carr quietly after the meeting".
_ADVERB = re.compile(r"(?<=[\w.\u2019'])[ ](?P<adverb>[a-z]{3,}ly)\b[^,;]*,?\Z")


def within(layout: Layout, piece: Range) -> Iterator[Range]:
    """Cut a piece at the ends of paragraphs; what lies between paragraphs is nobody's words."""
    at = max(bisect_right(layout.paragraphs, piece.start, key=lambda p: p.start) - 1, 0) if layout.paragraphs else 0
    for paragraph in layout.paragraphs[at:]:
        if paragraph.start >= piece.end:
            return
        if piece.overlaps(paragraph):
            yield Range(max(piece.start, paragraph.start), min(piece.end, paragraph.end))


def without_headings(text: str, parts: list[Range]) -> Iterator[Range]:
    """Leave out a heading after a quotation that is closed: a short line in single marks after double ones.

    the byproducts are unpredictable," Mr. Obama said.
    'All Bets Are Off'
    """
    closed = ""
    for part in parts:
        words = part.of(text)
        if not (closed in _CLOSING and words[0] in _SINGLE and _alone(text, part) and len(words.split()) <= _HEADING):
            yield part
        closed = words[-1]


def without_lines_above(text: str, parts: list[Range], cue: Range) -> list[Range]:
    """Leave out headings above the paragraph in which the cue stands: short lines without a stop at their end.

    Pianist turns 40

    Pianist Rosa Kern marked her birthday on Friday, her agent said.
    """
    kept = [part for part in parts if not (part.end < cue.start and _is_heading(text, part, cue))]
    return kept or parts


def _is_heading(text: str, part: Range, cue: Range) -> bool:
    words = part.of(text)
    return (
        _alone(text, part)
        and "\n" in text[part.end : cue.start]
        and len(words.split()) <= _HEADING
        and (words[-1] not in _STOPS or (words[0] in _SINGLE and words[-1] in _SINGLE_CLOSING))
        and (words[0] not in _LISTED or (words[0] in _SINGLE and words[-1] in _SINGLE_CLOSING))
    )


def _alone(text: str, part: Range) -> bool:
    return text[part.start - 1 : part.start] in ("", "\n") and text[part.end : part.end + 1] in ("", "\n")


def of_one_paragraph(layout: Layout, content: tuple[Range, ...], cue: Range) -> tuple[Range, ...]:
    """Leave out what stands without marks below the paragraph of the cue, where that paragraph has some of the content.

    Words that somebody is said to have said go on in the next paragraph only inside marks.
    """
    end = layout.text.find("\n", cue.end)
    if end < 0 or len(content) < 2 or not content[0].start < end:
        return content
    return tuple(c for c in content if c.start < end or _is_marked(layout, c))


def of_one_sentence(layout: Layout, content: tuple[Range, ...], cue: Range) -> tuple[Range, ...]:
    """Leave out a sentence that begins without marks behind one that ends in the cue of indirect speech.

    The mill will close, its manager said. The owners call the plan "renewal".

    Where a scraper dropped the marks, no sentence shows whether it had any.
    """
    text = layout.text
    before = [c for c in content if c.end <= cue.start]
    if layout.lost or not before or len(before) == len(content):
        return content
    if any(_is_marked(layout, c) or not _MARKS.isdisjoint((text[c.start], text[c.end - 1])) for c in before):
        return content
    at = bisect_right(layout.sentences, cue.start, key=lambda s: s.start) - 1
    end = layout.sentences[at].end if at >= 0 else cue.end
    return tuple(c for c in content if c.start < end or not _MARKS.isdisjoint(text[c.start - 1 : c.start + 1]))


def behind_colon(layout: Layout, content: tuple[Range, ...], cue: Range) -> tuple[Range, ...]:
    """Leave out what stands without marks before a cue whose colon opens marks: 'Hoping, Reed said: "It ..."'."""
    text = layout.text
    behind = _COLON.match(text, cue.end - (text[cue.end - 1] == ":"))
    if behind is None:
        return content
    return tuple(c for c in content if c.start > cue.start or _is_marked(layout, c)) or content


def without_relative(
    text: str, content: tuple[Range, ...], source: Range, cue: Range
) -> tuple[tuple[Range, ...], Range]:
    """Give the source the clause that describes it: "According to the trust, which owns the weir, | it leaks"."""
    first = content[0]
    match = _RELATIVE.match(text, source.end)
    if match is None or not (cue.end <= source.start and match.start("clause") == first.start):
        return content, source
    rest = (Range(match.end(), first.end),) if match.end() < first.end else ()
    kept = (*rest, *content[1:])
    return (kept, Range(source.start, match.end("clause"))) if kept else (content, source)


def without_fragments(text: str, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """Leave out a first or last piece that is but a word without a meaning of its own: "In"; something is left."""
    small = lexicon.words("no_speech.toml", "fragments", "words")

    def meant(piece: Range) -> bool:
        return piece.of(text).strip(" ,").casefold() not in small

    ends = (content[0], content[-1])
    return tuple(c for c in content if c not in ends or meant(c)) or content


def without_contrast(text: str, piece: Range) -> Range:
    """Leave out what the story sets against marked words behind them: 'they "could not bring kites" but some did'."""
    match = _contrast().search(text, piece.start, piece.end)
    return Range(piece.start, match.start("rest")) if match else piece


@cache
def _contrast() -> re.Pattern[str]:
    """Return the pattern of what stands behind a closing mark, to the end of the content."""
    who = lexicon.one_of("no_speech.toml", "contrast", "who")
    return re.compile(rf"(?<=\w[\"\u201d])(?P<rest>,?[ ]but[ ](?:{who})\b[^\"\u201c\u201d\n.!?]*)\Z")


def without_strays(layout: Layout, content: tuple[Range, ...], told: Sequence[Range]) -> tuple[Range, ...]:
    """Leave out a further piece that begins in the middle of another sentence; `told` are the cue and the source.

    Pieces are parted by words that tell who speaks. Where a later sentence goes on with what is said, it is said from
    its beginning, unless marks show where.
    """
    kept = list(content[:1])
    for piece in content[1:]:
        at = bisect_right(layout.sentences, piece.start, key=lambda s: s.start) - 1
        sentence = layout.sentences[max(at, 0)]
        before = Range(sentence.start, piece.start)
        stray = (
            sentence.contains(Range(piece.start, piece.start))
            and any(c.isalnum() for c in before.of(layout.text))
            and not any(other.overlaps(sentence) for other in (*told, *kept))
            and not _is_marked(layout, piece)
        )
        if not stray:
            kept.append(piece)
    return tuple(kept)


def _is_marked(layout: Layout, piece: Range) -> bool:
    at = bisect_right(layout.quoted, piece.end, key=lambda m: m.start) - 1
    return at >= 0 and layout.quoted[at].overlaps(piece)


def trimmed(text: str, piece: Range) -> Range:
    """Leave out the comma between what is said and who says it, and the name of a speaker in a script before it.

    A comma before a closing mark stays inside.
    """
    label = _LABEL.match(text, piece.start, piece.end)
    start = label.end() if label else piece.start
    kept = len(text[start : to_number_end(text, piece.end)].rstrip(" ,;:"))
    return Range(start, start + kept) if kept else piece


def parted(text: str, content: tuple[Range, ...], source: Range) -> tuple[tuple[Range, ...], Range]:
    """Give the source what describes it, where the content took it: "..., its head" before ", Vera Stahl, said".

    In a piece that says more, only a name that a comma closes has an apposition before it.
    """
    last = content[-1]
    if text[last.end : source.start].strip(" \u00a0") != "," or not text[source.start].isupper():
        return content, source
    match = _APPOSED.search(text[last.start : last.end])
    if match is None or match["noun"].casefold() not in lexicon.person_nouns():
        return content, source
    closed = "," in text[source.end - 1 : source.end + 1]
    if not closed and match.start() > 0:
        return content, source
    rest = trimmed(text, Range(last.start, last.start + match.start()))
    pieces = content[:-1] if match.start() == 0 else (*content[:-1], rest)
    return (pieces, Range(last.start + match.start("title"), source.end)) if pieces else (content, source)


def to_number_end(text: str, end: int) -> int:
    """Return the end of the number in which a position lies, or the position itself: no number is cut in two.

    >>> to_number_end("paid 250,000 crowns", 7)
    8
    """
    match = _DIGITS.match(text, end) if text[end - 1 : end].isdigit() else None
    return match.end() if match else end


def to_word_end(text: str, source: Range, cue: Range) -> Range:
    """Let a source that ends inside a word end with it: "Bank of West|mark"; words that were glued stay apart.

    A word is taken for two that were glued where its rest is a common word and its beginning stands elsewhere.
    """
    rest = _REST.match(text, source.end) if text[source.end - 1].isalpha() else None
    if rest is None or (cue.start < rest.end() and source.end <= cue.start):
        return source
    begun = _LAST_WORD.search(source.of(text))
    glued = begun is not None and re.search(rf"\b{re.escape(begun.group())}\b", text) is not None
    return source if glued and rest.group() in lexicon.common_words() else Range(source.start, rest.end())


def with_whole_names(text: str, attributions: Iterable[Attribution], names: Sequence[Name]) -> Iterator[Attribution]:
    """Yield the attributions, a source that cuts a name or is but its article with the whole of that name."""
    ranges = [n.range for n in names if n.kind in ("person", "organization", "country")]
    for one in attributions:
        source = one.source
        at = bisect_right(ranges, source.end, key=lambda r: r.start) - 1 if source else -1
        found = ranges[at].end if source and at >= 0 and ranges[at].start < source.end < ranges[at].end else None
        if source and source.of(text).casefold() == "the":
            found = next((r.end for r in ranges[at + 1 : at + 2] if r.start == source.end + 1), found)
        whole = Range(source.start, found) if source and found else None
        taken = (*one.content, *((one.cue,) if one.cue else ()))
        yield one if whole is None or any(whole.overlaps(r) for r in taken) else replace(one, source=whole)


def with_name_behind(text: str, attributions: Iterable[Attribution], names: Sequence[Name]) -> Iterator[Attribution]:
    """Yield the attributions, one without a source with the name that stands between its cue and a stop.

    Only where closing marks stand right before the cue: '"We won," said Ines Duarte.'
    """
    behind = {n.range.start: n.range for n in names if n.kind in ("person", "organization")}
    for one in attributions:
        name = behind.get(one.cue.end + 1) if one.cue and not one.source else None
        marked = one.cue is not None and _MARKED_BEFORE.search(text, max(0, one.cue.start - 4), one.cue.start)
        yield replace(one, source=name) if name and marked and text[name.end : name.end + 1] in _ENDS else one


def without_adverb(text: str, source: Range) -> Range:
    """Leave out how somebody speaks: "Beth Carr quietly" is Beth Carr."""
    match = _ADVERB.search(source.of(text))
    if match is None or match["adverb"] in lexicon.words("sources.toml", "people", "not_adverbs"):
        return source
    name = source.of(text)[: match.start()]
    return Range(source.start, source.start + match.start()) if name.split()[-1][0].isupper() else source
