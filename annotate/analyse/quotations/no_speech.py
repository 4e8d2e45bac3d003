"""Remove what a reader would not call a quotation: refusals to speak, feelings, listeners, titles of works.

The training data of the model also marks attitudes and acts ("declined | to comment"). Those that are never speech are
removed here. Content that is neither in quotation marks nor a clause ("endorsed | the plan") is kept, with a low
confidence, because it is not a statement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.words import lexicon

#: The confidence in a content that is neither marked nor a clause is at most this.
_NO_STATEMENT = 0.5
#: A content of at least this many words counts as a clause.
_LONG = 6
_BY = re.compile(r"\bby \Z")
_OPENING = frozenset("\"'\u201c\u2018\u00ab`")
_WORD = re.compile(r"[^\W\d_]+")
_DEED = re.compile(r"to[ ](?:even[ ])?(?P<deed>[a-z]+)\b")
_BEHIND = lexicon.one_of("no_speech.toml", "nothing", "behind")
#: "said nothing", "said little about it", but not "said little was known".
_SILENT = re.compile(
    r"[ ](?:very[ ])?(?:nothing|little|not[ ]a[ ]word|no[ ]more)(?:[ ](?:more|else|further))?"
    rf"(?=[.,;!?]|[ ](?:{_BEHIND})\b|\s*\Z)"
)
_NOT = re.compile(r"\b(?:not|never|without)\b|n['\u2019]t\b")
_ANY_WORD = re.compile(
    r"[ ](?:a[ ](?:single[ ])?word|anything|much|a[ ]thing)"
    rf"(?=[.,;!?]|[ ](?:{_BEHIND})\b|\s*\Z)"
)
_SENTENCE_END = re.compile(r"[.!?\u2026][\"\u201d\u2019']\Z")


def spoken(layout: Layout, attribution: Attribution) -> Attribution | None:
    """Return the attribution, without its source where the text speaks against it, or None if nothing is said."""
    text = layout.text
    if attribution.direct or attribution.cue is None:
        return attribution
    cue = _cue(text, attribution)
    if ":" in cue and _is_kind_of_page(layout, attribution):
        return None
    marked = _marked(layout, attribution)
    if ":" in cue and _is_label(layout, attribution):
        opened = text[attribution.content[0].start] in _OPENING
        return replace(attribution, source=None, cue=None) if marked and opened else None
    if marked:
        return None if _is_title(text, attribution, cue) else _without_gesture(text, attribution, cue)
    attribution = _without_listener(text, attribution, cue)
    if (
        _refuses(text, attribution, cue)
        or _is_silent(text, attribution, cue)
        or _is_accused(text, attribution, cue)
        or _is_nobodys(text, attribution)
        or _is_deed(_words(text, attribution), cue)
        or _is_no_content(_words(text, attribution), cue)
    ):
        return None
    return attribution if attribution.content else None


def stated(layout: Layout, attributions: Iterable[Attribution]) -> Iterator[Attribution]:
    """Yield the attributions, each whose content is neither marked nor a clause with even confidence at most."""
    for one in attributions:
        cue = _cue(layout.text, one)
        naming = cue & _list("naming", "cues") and not cue & _list("naming", "asking")
        clause = not naming and is_clause(_words(layout.text, one))
        statement = one.direct or clause or bool(cue & _statement_verbs()) or _marked(layout, one)
        yield one if statement else replace(one, confidence=min(one.confidence, _NO_STATEMENT))


def _cue(text: str, attribution: Attribution) -> set[str]:
    """Return the words of the cue in lower case, ":" where it has none."""
    words = _WORD.findall(attribution.cue.of(text)) if attribution.cue else ()
    return {w.casefold() for w in words} or {":"}


def _words(text: str, attribution: Attribution) -> list[str]:
    return [w for r in attribution.content for w in _words_of(text, r)]


def _words_of(text: str, where: Range) -> list[str]:
    return [w.casefold() for w in _WORD.findall(where.of(text))]


def is_clause(words: list[str]) -> bool:
    """Return whether words, in lower case, could be a statement and not only a noun phrase.

    >>> [is_clause(words.split()) for words in ("the plan would fail", "the new plan", "that")]
    [True, False, False]
    """
    if len(words) >= _LONG:
        return True
    if all(w in _list("nothing", "words") for w in words):
        return False
    return any(w in _list("clauses", "words") or (len(w) > 4 and w.endswith("ed")) for w in words)


def _marked(layout: Layout, attribution: Attribution) -> bool:
    marks = layout.quoted
    for piece in attribution.content:
        at = bisect_right(marks, piece.end, key=lambda m: m.start) - 1
        if at >= 0 and marks[at].overlaps(piece):
            return True
    return False


def _refuses(text: str, attribution: Attribution, cue: set[str]) -> bool:
    """Return whether somebody declines to speak: "declined | to comment", "declined to comment on | the request"."""
    if not cue & _list("refusals", "cues") or attribution.cue is None:
        return False
    deed = _DEED.search(text, attribution.cue.start, min(len(text), attribution.cue.end + 40))
    return deed is not None and deed["deed"] in _list("refusals", "deeds")


def _is_kind_of_page(layout: Layout, attribution: Attribution) -> bool:
    """Return whether the words before the colon of a headline name the kind of page: "Podcast: what bees tell us"."""
    source, headline = attribution.source, layout.headline
    if source is None or headline is None or source.start != headline.start:
        return False
    return source.of(layout.text).casefold() in _list("pages", "kinds")


def _is_label(layout: Layout, attribution: Attribution) -> bool:
    """Return whether the words before a colon are a label of the page and name nobody: "QUOTE:", "READ:"."""
    source = attribution.source
    if source is None or source.of(layout.text).casefold() not in _list("pages", "labels"):
        return False
    at = bisect_right(layout.sentences, source.start, key=lambda s: s.start) - 1
    return at >= 0 and layout.sentences[at].start == source.start


def _is_silent(text: str, attribution: Attribution, cue: set[str]) -> bool:
    """Return whether a verb of speech is negated: "said little", "did not say | a word to him"."""
    if attribution.cue is None or not cue & _speech():
        return False
    if any(_SILENT.match(text, word.end()) for word in _WORD.finditer(text, *attribution.cue)):
        return True
    denied = _NOT.search(text, max(0, attribution.cue.start - 12), attribution.cue.end)
    return denied is not None and _ANY_WORD.match(text, attribution.cue.end) is not None


@cache
def _speech() -> frozenset[str]:
    """Return the verbs of speech, with their base forms."""
    return _statement_verbs() - {":"} | {"speak", "spoke"}


def _is_accused(text: str, attribution: Attribution, cue: set[str]) -> bool:
    """Return whether somebody is accused, and speaks as little as who accuses: "Hill, who was accused of | fraud"."""
    source = attribution.source
    if source is None or attribution.cue is None or not cue & _list("accused", "cues") or "by" in cue:
        return False
    passive = bool(cue & _list("accused", "passive")) or text[source.end : source.end + 1] == ","
    return (
        passive and source.end <= attribution.cue.start and not _BY.search(text, max(0, source.start - 4), source.start)
    )


def _is_nobodys(text: str, attribution: Attribution) -> bool:
    """Return whether nobody says it: the reader is addressed ("you know"), or a deed is called for ("must assert").

    What the reader thinks in a clause ("lest you assume | that it is safe") is kept.
    """
    if attribution.source and attribution.source.of(text).casefold() in _list("nobodys", "sources"):
        return _words(text, attribution)[:1] != ["that"]
    first = _WORD.match(text, attribution.cue.start) if attribution.cue else None
    return first is not None and first.group().casefold() in _list("nobodys", "duties")


def _is_deed(words: list[str], cue: set[str]) -> bool:
    """Return whether somebody does or perceives something and says nothing: "sued | the mill", "saw | prices fall".

    A clause, and what somebody is seen as, is an opinion: "saw | that it fell", "saw | him as a friend".
    """
    if not cue & _list("deeds", "cues") or cue & _statement_verbs():
        return False
    return _list("deeds", "opinions").isdisjoint(words[:1]) and "as" not in words


def _without_listener(text: str, attribution: Attribution, cue: set[str]) -> Attribution:
    """Leave out who is told: "the inquest | was told | that the bridge was icy"; nothing may be left."""
    if attribution.cue is None or not cue & _list("listeners", "cues"):
        return attribution
    start, source = attribution.cue.start, attribution.source
    if not cue & _list("accused", "passive") and not _passive_before().search(text, max(0, start - 24), start):
        return attribution
    kept = tuple(c for c in attribution.content if c.end > start or _has_verb(_words_of(text, c)))
    return replace(attribution, content=kept, source=None if source and source.end <= start else source)


@cache
def _passive_before() -> re.Pattern[str]:
    """Return the pattern of what makes the verb behind it passive."""
    return re.compile(rf"\b(?:{lexicon.one_of('no_speech.toml', 'accused', 'passive')}) (?:\w+ly )?\Z")


def _is_no_content(words: list[str], cue: set[str]) -> bool:
    if words and _list("nothing", "pronouns").issuperset(words):
        return True
    if words and all(w in _list("nothing", "words") for w in words):
        return bool(cue & _statement_verbs())
    return bool(cue & _list("feelings", "cues")) and not _has_verb(words)


def _has_verb(words: list[str]) -> bool:
    return not _list("clauses", "words").isdisjoint(words)


def _is_title(text: str, attribution: Attribution, cue: set[str]) -> bool:
    """Return whether marked words after "called" are the title of a work that is named right before."""
    if (
        attribution.cue is None
        or not cue & _list("works", "cues")
        or attribution.cue.end > attribution.content[0].start
    ):
        return False
    if text[attribution.content[0].start] not in _OPENING:
        return False
    before = _WORD.findall(text[max(0, attribution.cue.start - 60) : attribution.cue.start].rsplit(".", 1)[-1])
    return not _list("works", "nouns").isdisjoint(w.casefold() for w in before[-4:])


def _without_gesture(text: str, attribution: Attribution, cue: set[str]) -> Attribution:
    """Leave out cue and source where the sentence after a closed quotation only tells a gesture."""
    if attribution.cue is None or not cue & _list("gestures", "cues"):
        return attribution
    end = attribution.content[-1].end
    if attribution.cue.start > end and _SENTENCE_END.search(text[max(0, end - 2) : end]):
        return replace(attribution, cue=None, source=None, confidence=min(attribution.confidence, _NO_STATEMENT))
    return attribution


@cache
def _statement_verbs() -> frozenset[str]:
    """Return the verbs after which any words are a statement, and those of no word at all (":")."""
    return lexicon.words("no_speech.toml", "statements", "cues")


@cache
def _list(group: str, key: str) -> frozenset[str]:
    return lexicon.words("no_speech.toml", group, key)
