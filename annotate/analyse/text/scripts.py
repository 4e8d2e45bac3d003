"""Find the turns of a transcript, which begin with the name or office of a speaker and a colon.

Interviews, hearings and debates have this form. A single line with a colon proves little ("Where: the park"); a
transcript has several, and its labels recur.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from annotate.analyse.findings import Range, Turn
from annotate.analyse.words import lexicon

_WORD = r"[A-Z][\w.'\u2019-]*"
_LABEL = re.compile(
    rf"[\"\u201c]?(?P<label>{_WORD}(?:[ \u00a0](?:{_WORD}|\d{{1,2}}|de|la|van|von|der|bin|al|of|the|and)){{0,6}})"
    r"(?:[ \u00a0]?[(\[][^()\[\]\n]{1,40}[)\]])?(?P<mark>:)[ \u00a0\n]+(?P<content>\S.*)",
    re.DOTALL,
)
#: "Q. Why a detective?"
_LETTER = re.compile(r"(?P<label>[QA])(?P<mark>\.)[ \u00a0]+(?P<content>\S.*)", re.DOTALL)
#: "Q Mr. President, will you sign?", in official transcripts whose other labels have colons.
_BARE = re.compile(r"(?P<label>Q)(?P<mark>)[ \u00a0]+(?P<content>[(\[\"\u201c]?[A-Z].*)", re.DOTALL)
_LONGEST_LABEL = 40
#: Lines with a label of any kind, and lines with one that only a script has (in capitals, or a letter).
_FEWEST, _FEWEST_PLAIN = 4, 3
_OPENING, _CLOSING = '"\u201c', '"\u201d'
#: Who speaks goes on in the next paragraph without a label if he speaks of himself or to somebody there.
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|me|[Yy]ou|[Yy]our|I['\u2019]\w+|[Ww]e['\u2019]\w+)\b")
#: With more speakers than this, a part of a label does not name any of them again.
_MOST_SPEAKERS = 64
#: Of the paragraphs between the first and the last label, at least this share has one where turns go on so.
_DENSE = 0.5
_ASIDE = re.compile(r"[(\[].*[)\]]", re.DOTALL)
#: What a label in capitals may have that is not in capitals, and what is no letter.
_NO_CAPITALS = re.compile(rf"\b(?:{lexicon.one_of('scripts.toml', 'labels', 'small')})\.?|[^A-Za-z]")
_NARRATED = re.compile(rf"(?:{lexicon.one_of('scripts.toml', 'labels', 'narrated')})\.? [A-Z]")


def turns(text: str, paragraphs: Sequence[Range]) -> tuple[Turn, ...]:
    """Return the turns of the scripts in a text, in order; none if the text has no script."""
    lines = list(_lines(text, paragraphs))
    labels = [label for _, _, label in lines]
    again = _repeated(labels)
    plain = [label for label in labels if is_plain(label)]
    two = len({_key(label) for label in labels}) > 1 and bool(again)
    enough = sum(label in again for label in labels) >= _FEWEST or (two and len(plain) >= _FEWEST_PLAIN)
    if not enough:
        return ()
    kept = [(i, turn) for i, turn, label in lines if label in again or (plain and is_plain(label))]
    return tuple(_with_rest(text, paragraphs, kept))


def _lines(text: str, paragraphs: Sequence[Range]) -> Iterator[tuple[int, Turn, str]]:
    """Yield each paragraph that begins with a label: its number, the turn, and the label's words."""
    matches = sorted(_labelled(text, paragraphs), key=lambda found: found[0])
    speakers = {match["label"] for _, match in matches if _may_speak(match["label"])}
    # "Stone" is a common word, but somebody's name where "Mark Stone" speaks as well.
    parts = frozenset(word for label in speakers for word in _key(label)) - _labels("furniture")
    for number, match in matches:
        if not (match["label"] in speakers or _key(match["label"]) <= parts):
            continue
        start, end = match.span("content")
        while end > start and text[end - 1] in _CLOSING and text[paragraphs[number].start] in _OPENING:
            end -= 1
        if end > start:
            mark = Range(*match.span("mark")) if match["mark"] else None
            turn = Turn(Range(*match.span("label")), mark, (Range(start, end),))
            yield number, turn, match["label"]


def _labelled(text: str, paragraphs: Sequence[Range]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the number of each paragraph that opens with something like a label, and its parts."""
    letters: list[tuple[int, re.Match[str]]] = []
    bare: list[tuple[int, re.Match[str]]] = []
    plain = 0
    for number, paragraph in enumerate(paragraphs):
        if letter := _LETTER.fullmatch(text, *paragraph):
            letters.append((number, letter))
        elif question := _BARE.fullmatch(text, *paragraph):
            bare.append((number, question))
        elif (match := _LABEL.fullmatch(text, *paragraph)) and len(match["label"]) <= _LONGEST_LABEL:
            plain += is_plain(match["label"]) and _may_speak(match["label"])
            yield number, match
    # "A." alone begins a name or an item.
    if {match["label"] for _, match in letters} == {"Q", "A"}:
        yield from letters
    if len(bare) > 1 and plain > 1:
        yield from bare


def _with_rest(text: str, paragraphs: Sequence[Range], kept: list[tuple[int, Turn]]) -> Iterator[Turn]:
    """Yield the turns, each with the paragraphs after it in which its speaker goes on."""
    first, last = kept[0][0], kept[-1][0]
    dense = len(kept) >= _DENSE * (last - first + 1)
    official = dense and all(is_plain(turn.label.of(text)) for _, turn in kept)
    following = [number for number, _ in kept[1:]] + [len(paragraphs)]
    for (number, turn), end in zip(kept, following, strict=True):
        content = list(turn.content)
        quoted = text[paragraphs[number].start] in _OPENING
        for paragraph in paragraphs[number + 1 : end]:
            words = paragraph.of(text)
            goes_on = (official and end < len(paragraphs)) or _FIRST_PERSON.search(words)
            if not dense or _ASIDE.fullmatch(words) or _NARRATED.match(words) or not goes_on:
                break
            content.append(_unmarked(text, paragraph) if quoted else paragraph)
        yield Turn(turn.label, turn.mark, tuple(content))


def _unmarked(text: str, paragraph: Range) -> Range:
    """Leave out the marks around a paragraph of a script that is quoted as a whole."""
    start = paragraph.start + (text[paragraph.start] in _OPENING)
    end = paragraph.end - (paragraph.end > start + 1 and text[paragraph.end - 1] in _CLOSING)
    return Range(start, end) if start < end else paragraph


def _repeated(labels: list[str]) -> frozenset[str]:
    """Return the labels that come again, in full or by a part: "Ida Marsh", then "Marsh"."""
    counts = Counter(map(_key, labels))
    parts = counts if len(counts) <= _MOST_SPEAKERS else {}
    return frozenset(
        label
        for label in set(labels)
        for key in (_key(label),)
        if counts[key] > 1 or any(key < other or other < key for other in parts)
    )


def _key(label: str) -> frozenset[str]:
    return frozenset(label.casefold().split())


def is_plain(label: str) -> bool:
    """Return whether only a script has such a label: in capitals, or a letter for question or answer."""
    letters = _NO_CAPITALS.sub("", label)
    return bool(letters) and letters.isupper() and (len(letters) > 1 or label.casefold() in ("q", "a"))


def is_office(label: str) -> bool:
    """Return whether a label is an office of the conversation and no name: "THE WITNESS", "INTERVIEWER", "Q".

    >>> is_office("THE WITNESS"), is_office("Q"), is_office("JUDGE MARSH")
    (True, True, False)
    """
    words = [w.strip(".").casefold() for w in label.split()]
    known = _labels("roles") | _labels("asks") | _labels("answers")
    return any(w in known for w in words) and all(
        w in known or w in {b.rstrip(".") for b in _labels("beside")} or w.isdigit() for w in words
    )


def asks(label: str) -> bool | None:
    """Return whether a letter stands for who asks (True) or who answers (False); None if the label is not a letter."""
    low = label.casefold().rstrip(".")
    return True if low in _labels("asks") else False if low in _labels("answers") else None


def _may_speak(label: str) -> bool:
    """Return whether a label may name a speaker: it has a word that a page does not print before a colon."""
    words = [w.strip(".").casefold() for w in label.split()]
    if all(w in _labels("furniture") for w in words):
        return False
    if is_plain(label) or is_office(label):
        return True
    return _named(label.split())


def _named(words: Iterable[str]) -> bool:
    """Return whether words could be a name or precede one: not all of them are common words."""
    return any(
        w in lexicon.given_names()
        or w in lexicon.honorifics()
        or w.casefold() not in lexicon.common_words()
        or w.casefold() in lexicon.person_nouns()
        for w in words
    )


@cache
def _labels(key: str) -> frozenset[str]:
    return lexicon.words("scripts.toml", "labels", key)
