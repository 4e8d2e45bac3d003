"""Find sentences that lost their quotation marks; where the marks were cannot be known.

>>> from annotate.repair import find_repairs
>>> text = (
...     "Chinas plan has the support of both towns, and the boards members will vote. It was the th "
...     "meeting in the s. We hope so, she said. Its a longterm plan, and the mayors of the islands and "
...     "the Fishers Union of Ormsund back it."
... )
>>> [repair.text for repair in find_repairs(text) if repair.kind == "lost_quotation_marks"]
['said']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotate.analyse.words import lexicon
from annotate.clean import Change
from annotate.repair.page import Page

#: Words addressed to a listener, and short forms; both are rare in reported speech before ", she said".
_TALKS = re.compile(
    r"\b(?:[Yy]ou(?:r|re|ll|ve)?|(?:do|does|did|ca|is|are|was|wo)nt|[Tt]hats|[Tt]heres|[Tt]heyre|Its)\b"
)
_ASIDE = re.compile(
    r", (?:(?:he|she|they|[A-Z][^\W\d_]+)(?: [A-Z][^\W\d_]+)? "
    rf"(?:{lexicon.saying('usual')})\b|(?:{lexicon.saying('usual')}) [A-Z])"
)
_SPEAKS = re.compile(r"\b(?:I|we|We|my|our|us|me)\b")
_OWN_CUE = re.compile(r"\b(?:I|we|We)\s+(?:\w+\s+)?$")
_SAYS = re.compile(rf"\b(?:{lexicon.saying()})\b")


def quotation_marks(page: Page) -> Iterator[Change]:
    """Yield the cue of each sentence that was in quotation marks: "We hope so, he said"."""
    if not page.lost:
        return
    for sentence in page.layout.sentences:
        text = sentence.of(page.text)
        says = _SAYS.search(text)
        if says and (_in_first_person(text[: says.start()]) or _to_a_listener(text)):
            start, end = says.span()
            yield Change(sentence.start + start, sentence.start + end, "lost_quotation_marks", None)


def _in_first_person(said: str) -> bool:
    """Return whether the words before the cue are in the first person, and the cue is not ("I said")."""
    return _SPEAKS.search(said) is not None and not _OWN_CUE.search(said)


def _to_a_listener(sentence: str) -> bool:
    """Return whether the sentence ends in ", she said" and the words before it address somebody."""
    aside = _ASIDE.search(sentence)
    return aside is not None and _TALKS.search(sentence, 0, aside.start()) is not None
