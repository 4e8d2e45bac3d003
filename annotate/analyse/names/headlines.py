"""Stretches whose capitals say nothing of names: headlines in title case, and lines in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotate.analyse.findings import Layout, Range
from annotate.analyse.names.vocabulary import vocabulary

#: In characters: no paragraph that is longer is a headline.
_LONGEST = 400
_LONG_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = re.compile(r"[a-z]{2}\. ")
_LISTED = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[•*·–-])\s")
#: A name, a comma and words in capitals.
_ENTRY = re.compile(
    r"(?:[A-Z][\w.’'-]*[ ]){1,4}[A-Z][\w’'-]*,[ ](?P<title>[A-Z]\w+(?:[ ][A-Z]\w+)*)(?=,|[ ](?:of|to|for)[ ]|$)"
)


def headlines(layout: Layout) -> Iterator[Range]:
    """Yield the paragraphs whose capitals say nothing, in order: in title case, or in capitals all over."""
    known = vocabulary()
    for where in layout.paragraphs:
        part = where.of(layout.text) if where.end - where.start < _LONGEST else ""
        words = _LONG_WORD.findall(part)
        if _LISTED.match(part) or _is_entry(part) or _SENTENCE_END.search(part):
            continue
        if len(words) >= 3 and sum(w.isupper() for w in words) >= 0.6 * len(words):
            yield where
            continue
        closed = part.rstrip().endswith((".", ","))
        first = where == layout.headline or where.start == layout.paragraphs[0].start
        if not first and (closed or not 3 <= len(words) <= 30):
            continue
        plain = [w for w in words if len(w) >= 4 and w.lower() in known.common]
        small = [w for w in words if len(w) >= 3 and w.islower() and w not in known.prepositions]
        if len(plain) >= 3 and len(small) <= (0 if closed else 0.15 * len(words)):
            yield where


def _is_entry(line: str) -> bool:
    """Return whether a line is one of a list of people: "Rosa Delgado, Executive Director, Harbour Union"."""
    match = _ENTRY.match(line)
    words = match["title"].casefold().split() if match else []
    nouns, before = vocabulary().nouns, vocabulary().modifiers
    return bool(words) and words[-1] in nouns and all(w in nouns or w in before for w in words)
