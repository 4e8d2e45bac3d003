"""Find quotations whose form alone shows the speaker: signed, between dashes, announced by a line, turns of a script.

All are rare in running news and regular where they occur, in press releases, round-ups of voices and transcripts, so
a few patterns find them better than a model that has hardly seen any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.quotations.blocks import blocks
from annotate.analyse.quotations.posts import posts
from annotate.analyse.words import lexicon

_NAME = r"[A-Z][\w.'\u2019-]*(?:[ \u00a0](?:[A-Z][\w.'\u2019-]*|de|la|van|von|der|bin|al|of|the|and)){0,6}"
_OPEN, _CLOSE = '["\u201c\u00ab]', '["\u201d\u00bb]'
_WORDS = r"(?=\S)[^\n\"\u201c\u201d\u00ab\u00bb]{2,}"
_DASH = r"(?:--|[\u2013\u2014]|(?<=[ \u00a0])-(?=[ \u00a0]))"
#: "We need help." — Maria Lopez, 45
_SIGNED = re.compile(
    r"(?P<content>[\"\u201c\u00ab\u2018](?=\S)[^\n]{2,}?[\"\u201d\u00bb\u2019])[ \u00a0]*"
    rf"(?P<cue>[-\u2010-\u2015]{{1,3}})[ \u00a0]*(?P<source>{_NAME})(?P<rest>[^\n]*)"
)
#: "You don't get over it" — this from her brother, Leon Moss — "you get around it."
_BETWEEN = re.compile(
    rf"(?P<one>{_OPEN}{_WORDS}{_CLOSE})[ \u00a0]*(?P<dash>{_DASH})[ \u00a0]*"
    r"(?P<cue>(?:this|that|it)[ ](?:from|was|is|came[ ]from|comes[ ]from)[ ])?"
    rf"(?P<source>[^\n\"\u201c\u201d\u2013\u2014]{{3,120}}?)[ \u00a0]*"
    rf"(?:{_DASH}[ \u00a0]*(?P<two>{_OPEN}{_WORDS}{_CLOSE})|(?=[.\n]|$))"
)
#: From Maria Lopez, baker: "We need help."
_FROM = re.compile(
    r"From[ \u00a0](?P<source>[^\s:\"\u201c\u00ab][^\n:\"\u201c\u00ab]{1,80})(?P<cue>:)[ \u00a0]*"
    r"(?P<content>[\"\u201c\u00ab](?=\S)[^\n]{2,}[\"\u201d\u00bb])"
)
#: Maria Lopez, baker: "We need help."
_LABELLED = re.compile(
    rf"(?P<source>[A-Z][^\n:\"\u201c\u00ab]{{3,100}})(?P<cue>:)[ \u00a0]*(?P<content>{_OPEN}{_WORDS}{_CLOSE})"
)
#: And from Councillor Vale:   From the desk of Jan Vos, chief analyst, Nordline:   Mayor Ann Reed:
_LINE_BEFORE = re.compile(
    r"(?:(?P<from>(?:(?:[Aa]nd|[Aa]lso|[Tt]hen|[Nn]ext|[Bb]ut)[ ,]+)?(?:[Tt]his[ ]|[Mm]ore[ ]|[Aa][ ]word[ ])?"
    r"[Ff]rom[ ](?:the[ ](?:desk|office)[ ]of[ ])?))?"
    r"(?P<source>[^\s:\"\u201c\u00ab][^\n:\"\u201c\u00ab]{1,120})(?P<cue>:)"
)
#: 'The clock is not our friend': envoy
_HEADED = re.compile(
    r"(?P<content>['\"\u2018\u201c](?=\S)[^\n\"\u201c\u201d]{4,}?['\"\u2019\u201d])(?P<cue>:)[ ]"
    r"(?P<source>[^\n:'\"\u2018-\u201d]{2,60})"
)
_QUOTED = re.compile(rf"{_OPEN}(?=\S)[^\n]{{2,}}{_CLOSE}")
_OPENED = re.compile(rf"{_OPEN}(?=\S)[^\n]{{2,}}")
#: — Jomo Keter (@jomok) May 5, 2024   below a paragraph of marked words
_SIGNATURE = re.compile(
    rf"(?P<cue>[-\u2010-\u2015]{{1,3}})[ \u00a0]*(?P<source>{_NAME})(?P<rest>(?:[ \u00a0]*[,(][^\n]*)?)"
)
_LONGEST_REST = 80
_DETERMINERS = frozenset(["the", "a", "an", "her", "his", "its", "their", "our", "my"])


def by_form(layout: Layout) -> list[Attribution]:
    """Return the signed and the introduced quotations, embedded posts and the turns of scripts, in order."""
    posted = list(posts(layout))
    found = [
        *_signed(layout),
        *_signed_below(layout),
        *_between(layout),
        *_introduced(layout),
        *_announced(layout),
        *_headed(layout),
        *_outside(posted, blocks(layout)),
        *posted,
        *_script(layout),
    ]
    return sorted(found, key=lambda a: a.content)


def _outside(posted: list[Attribution], others: Iterator[Attribution]) -> Iterator[Attribution]:
    """Yield the others that take no words of the posts, which say by themselves who wrote them."""
    words = {piece.start for post in posted for piece in post.content}
    return (one for one in others if words.isdisjoint(piece.start for piece in one.content))


def _signed(layout: Layout) -> Iterator[Attribution]:
    for paragraph in layout.paragraphs:
        match = _SIGNED.fullmatch(layout.text, *paragraph)
        if match and len(match["rest"]) <= _LONGEST_REST and len(match["content"].split()) > 1:
            content, cue, source = (Range(*match.span(part)) for part in ("content", "cue", "source"))
            yield Attribution((content,), cue, source, 0.85, "signed with a dash")


def _signed_below(layout: Layout) -> Iterator[Attribution]:
    """Yield quotations of one paragraph whose author stands alone in the next, behind a dash."""
    for paragraph, below in pairwise(layout.paragraphs):
        match = _SIGNATURE.fullmatch(layout.text, *below)
        if match and len(match["rest"]) <= _LONGEST_REST and _QUOTED.fullmatch(layout.text, *paragraph):
            cue, source = (Range(*match.span(part)) for part in ("cue", "source"))
            if len(paragraph.of(layout.text).split()) > 1 and is_somebody(match["source"]):
                yield Attribution((paragraph,), cue, source, 0.85, "signed with a dash")


def _between(layout: Layout) -> Iterator[Attribution]:
    for paragraph in layout.paragraphs:
        for match in _BETWEEN.finditer(layout.text, *paragraph):
            if not (match["two"] or match["cue"]) or not is_somebody(match["source"]):
                continue
            content = tuple(Range(*match.span(part)) for part in ("one", "two") if match[part])
            start, end = match.span("cue" if match["cue"] else "dash")
            cue = Range(start, start + len(layout.text[start:end].rstrip()))
            source = Range(match.start("source"), match.start("source") + len(match["source"].rstrip(" ,")))
            yield Attribution(content, cue, source, 0.85, "between dashes")


def _introduced(layout: Layout) -> Iterator[Attribution]:
    for paragraph in layout.paragraphs:
        match = _FROM.fullmatch(layout.text, *paragraph)
        named = match and match["source"][0].isalpha() and any(map(str.isupper, match["source"]))
        if not named:
            match = _LABELLED.fullmatch(layout.text, *paragraph)
            named = match and len(match["content"].split()) > 1 and _is_person(match["source"])
        if match and named:
            content, cue, source = (Range(*match.span(part)) for part in ("content", "cue", "source"))
            yield Attribution((content,), cue, source, 0.85, "introduced by a name")


def _announced(layout: Layout) -> Iterator[Attribution]:
    """Yield quotations of whole paragraphs that the line before them gives to somebody."""
    for number, paragraph in enumerate(layout.paragraphs[:-1]):
        match = _LINE_BEFORE.fullmatch(layout.text, *paragraph)
        content = _quoted_paragraphs(layout, number + 1) if match else ()
        if match and content and is_somebody(match["source"]):
            cue, source = (Range(*match.span(part)) for part in ("cue", "source"))
            yield Attribution(content, cue, source, 0.85, "announced by a line")


def _headed(layout: Layout) -> Iterator[Attribution]:
    """Yield quotations that fill a headline but for the speaker behind a colon."""
    for paragraph in layout.paragraphs:
        match = _HEADED.fullmatch(layout.text, *paragraph)
        if match and len(match["content"].split()) > 1 and is_somebody(match["source"]):
            content, cue, source = (Range(*match.span(part)) for part in ("content", "cue", "source"))
            yield Attribution((content,), cue, source, 0.85, "headline")


def _quoted_paragraphs(layout: Layout, first: int) -> tuple[Range, ...]:
    """Return the paragraphs from the first on that are one quotation, the last of them closed; else nothing."""
    found: list[Range] = []
    for paragraph in layout.paragraphs[first:]:
        if not _OPENED.fullmatch(layout.text, *paragraph):
            break
        found.append(paragraph)
        if _QUOTED.fullmatch(layout.text, *paragraph):
            return tuple(found) if len(paragraph.of(layout.text).split()) > 1 else ()
    return ()


def is_somebody(words: str) -> bool:
    """Return whether words are a noun phrase that names or describes one person: a name, or a noun for people.

    >>> is_somebody("her brother, Leon Moss"), is_somebody("Chairwoman Olsen"), is_somebody("he paused and saw Ann")
    (True, True, False)
    """
    core = words.split(",")[0].split()
    if core and core[0].casefold() in _DETERMINERS:
        core = core[1:]
    if not core or core[0].casefold().strip(".") in _NOBODY:
        return False
    known = [w.casefold() in lexicon.person_nouns() for w in core]
    return (known[-1] or core[-1][0].isupper()) and all(
        w[0].isupper() or noun or w in _SMALL for w, noun in zip(core, known, strict=True)
    )


def _is_person(words: str) -> bool:
    """Return whether words name somebody of whom they show that he is a person: "Maria Lopez, baker", "Mayor Olsen"."""
    core = words.split(",")[0].split()
    shown = (
        w in lexicon.given_names() or w in lexicon.honorifics() or w.casefold() in lexicon.person_nouns() for w in core
    )
    return is_somebody(words) and len(core) > 1 and any(shown)


_SMALL = frozenset(
    ["de", "la", "van", "von", "der", "bin", "al", "of", "the", "and", "for", "vice", "deputy", "former"]
)
_NOBODY = frozenset(["it", "this", "that", "these", "those", "here", "there", "he", "she", "they", "we", "you", "i"])


def _script(layout: Layout) -> Iterator[Attribution]:
    for turn in layout.turns:
        yield Attribution(turn.content, turn.mark, turn.label, 0.9, "line of a script", direct=True)
