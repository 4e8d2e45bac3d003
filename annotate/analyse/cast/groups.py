"""People without names who speak or act together: "banking sources said", "protesters broke into parliament"."""

from __future__ import annotations

import re
from functools import cache

from annotate.analyse.cast.salience import term
from annotate.analyse.findings import Layout, Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: Words before the noun, at most.
_MOST_BEFORE = 4
_DETERMINER = re.compile(r"(?:the|these|those|other)[ ]", re.IGNORECASE)


def speaking_group(text: str, source: Range, cue: Range | None) -> Range | None:
    """Return the words of a source that name a group, its article left out; None if it is not one, or does not say so.

    A noun for such people ends them ("European trade sources", "police"). "Some delegates" are nobody in particular.
    """
    if cue is None or not _says().search(cue.of(text)):
        return None
    match = _group("speaking").match(text, source.start, source.end)
    return _trimmed(text, match) if match else None


def acting_group(layout: Layout) -> Range | None:
    """Return the group that is the subject of the first sentence of prose, or None."""
    for sentence in layout.sentences:
        if layout.headline is not None and layout.headline.overlaps(sentence):
            continue
        if sentence.of(layout.text).rstrip().endswith((".", "!", "?", '"', "”")):
            match = _group("acting").match(layout.text, *sentence)
            where = _trimmed(layout.text, match) if match else None
            return where if where and _is_plain(where.of(layout.text)) else None
    return None


def head_of(words: str) -> str:
    """Return the noun of a group, by which "the sources" are those named before.

    >>> head_of("European trade sources")
    'sources'
    """
    return words.split()[-1].casefold()


def _is_plain(words: str) -> bool:
    """Return whether the words before the noun only describe it: "the minister met protesters" is a sentence."""
    before = [w.casefold() for w in words.split()[:-1]]
    verbs = term("around", "verbs") | term("around", "auxiliaries")
    return not any(w in lexicon.person_nouns() or w in verbs or w.endswith("ed") or w == "met" for w in before)


def _trimmed(text: str, match: re.Match[str]) -> Range:
    determiner = _DETERMINER.match(text, match.start("group"), match.end("group"))
    return Range(determiner.end() if determiner else match.start("group"), match.end("group"))


@cache
def _group(key: str) -> re.Pattern[str]:
    words = table("sources.toml")["groups"]
    nouns = lexicon.alternation(words[key].split())
    never = lexicon.alternation(words["never"].split())
    links = lexicon.alternation(words["links"].split())
    return re.compile(
        rf"(?P<group>(?!(?:{never})\b)(?:(?!(?:{links})\b)[\w.’'-]+[ ]){{0,{_MOST_BEFORE}}}?(?:{nouns}))"
        r"(?=[ ,;:.]|$)",
        re.IGNORECASE,
    )


@cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.one_of('sources.toml', 'groups', 'says')})\b", re.IGNORECASE)
