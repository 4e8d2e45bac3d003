"""Sentences that stood in quotation marks; where the marks stood cannot be known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotate.analyse.findings import Range
from annotate.clean import Change
from annotate.repair.page import Page

_SPEAKS = re.compile(r"\b(?:I|we|We|my|our|us|me)\b")
_SAYS = re.compile(r"\b(?:said|says|told|added|tweeted|asked)\b")


def quotation_marks(page: Page) -> Iterator[Change]:
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
            yield Change(cue.start, cue.end, "lost_quotation_marks", None)
