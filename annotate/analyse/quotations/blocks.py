"""Find passages that a line announces by its end, and that are set apart below it without marks.

    In a letter to the board, Ann Reed wrote:

    The weir leaks. I have asked for a mason three times, and nobody came.

Only the paragraph below is sure to be what she wrote; where it begins a list, so are the other items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.words import lexicon

#: The last clause of the line: who, a verb, when or to whom, a colon.
_CLAUSE = (
    r"(?:\A|(?<=[.!?,;] )|(?<=[.!?][\"\u201d\u2019] ))(?:[Aa]s |[Aa]nd |[Bb]ut )?"
    r"(?P<source>(?:[Tt]he |[Oo]ne |[Aa]n? )?[A-Z][^,;:.!?\"\u201c\u201d\n]{{0,80}}?|[Hh]e|[Ss]he|[Tt]hey)"
    r" (?:also |later |then |further )?(?P<cue>(?:{verbs}))"
    r"(?P<that> that| this)?(?: (?:in|on|to|via|by|of) [^,;:\"\u201c\u201d\n]{{1,40}})?(?P<colon>:)\Z"
)
#: "From the harbour's statement:"
_FROM = re.compile(r"(?P<cue>From) (?P<source>[^\n,:\"\u201c]{3,80}? (?P<noun>[a-z]+))(?P<colon>:)\Z")
_ITEM = re.compile(r"(?:[-*\u2022\u2013\u2014\u25cf\u25aa]|\(?\d{1,2}[.)]|[a-z][.)]) ?\S")
#: In characters: what is shorter may be a heading or a caption; a clause is looked for in the end of a longer line.
_SHORTEST, _CLAUSE_LENGTH = 40, 240
_NOT_BEGUN = frozenset("\"'\u201c\u2018\u00ab([<{")
_STOPS = frozenset(".!?\u2026:\"\u201d\u2019')")


def blocks(layout: Layout) -> Iterator[Attribution]:
    """Yield the passages that the paragraph before them announces, in order."""
    text, paragraphs = layout.text, layout.paragraphs
    for number, paragraph in enumerate(paragraphs[:-1]):
        if text[paragraph.end - 1] != ":":
            continue
        line = text[max(paragraph.start, paragraph.end - _CLAUSE_LENGTH) : paragraph.end]
        match = _announcement(line)
        content = _passage(layout, number + 1) if match else ()
        if match and content:
            shift = paragraph.end - len(line)
            cue, source = (Range(shift + match.start(part), shift + match.end(part)) for part in ("cue", "source"))
            yield Attribution(content, cue, source, 0.8, "announced passage", direct=len(content) == 1)


def _announcement(line: str) -> re.Match[str] | None:
    clause = _clause().search(line)
    if clause and lexicon.words("no_speech.toml", "clauses", "words").isdisjoint(clause["source"].casefold().split()):
        return clause
    document = _FROM.match(line)
    return document if document and document["noun"] in lexicon.words("speech.toml", "documents") else None


def _passage(layout: Layout, first: int) -> tuple[Range, ...]:
    """Return the paragraph that is set apart, or the items of a list; nothing if it says by itself who speaks."""
    text, paragraphs = layout.text, layout.paragraphs
    one = paragraphs[first]
    if one.end - one.start < _SHORTEST or text[one.start] in _NOT_BEGUN or text[one.end - 1] not in _STOPS:
        return ()
    if any(turn.label.start == one.start for turn in layout.turns):
        return ()
    found = [one]
    if _ITEM.match(text, *one):
        for following in paragraphs[first + 1 :]:
            if not _ITEM.match(text, *following):
                break
            found.append(following)
    return tuple(found)


@cache
def _clause() -> re.Pattern[str]:
    return re.compile(_CLAUSE.format(verbs=lexicon.one_of("speech.toml", "announcing")))
