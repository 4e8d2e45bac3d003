"""The model's names, in the form in which `names.find_names` takes them as a second signal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from annotate.analyse.findings import Name, NameKind, Range
from annotate.analyse.model.labels import names
from annotate.analyse.page import Page
from annotate.analyse.words import lexicon

if TYPE_CHECKING:
    from annotate.analyse.model.labels import NameSpan

_KINDS: dict[str, NameKind] = {"PER": "person", "ORG": "organization", "LOC": "place", "MISC": "other"}
#: Behind a hyphen, no part of a name: "Ohio-based Lennox".
_HYPHENATED = lexicon.one_of("name_words.toml", "not_names", "hyphenated")
_LEAD = re.compile(
    rf"(?:the|a|an|mr|mrs|ms|dr)\.?[ \u00a0]+|\w+[-‑](?:{_HYPHENATED})[ \u00a0]+",
    re.IGNORECASE,
)
_LINKED = re.compile(r" (?:and|of|for|on|&)\Z")
_TRAIL = re.compile(r"(?:[’'`´]s|[\s,;:.!?’'\"”)]+)\Z")


def tagged_names(page: Page) -> tuple[Name, ...]:
    """Return the names that the model finds, in order."""
    found: list[Name] = []
    for region, reading in page.reading.parts:
        part = region.of(page.layout.text)
        for name in as_names(part, names(part, reading)):
            where = Range(region.start + name.range.start, region.start + name.range.end)
            found.append(replace(name, range=where))
    return tuple(found)


def as_names(text: str, spans: Iterable[NameSpan]) -> tuple[Name, ...]:
    """Cut article, honorific and possessive ending off; leave out what does not start with a capital or a digit."""
    found: list[Name] = []
    for span in _joined(text, spans):
        start, end = span.start, span.end
        while (lead := _LEAD.match(text, start, end)) is not None:
            start = lead.end()
        while (trail := _TRAIL.search(text[start:end])) is not None and start < end:
            end = start + trail.start()
        if end - start > 1 and (text[start].isupper() or text[start].isdigit()):
            found.append(Name(Range(start, end), _KINDS[span.kind], round(span.confidence, 2), "model"))
    return tuple(found)


def _joined(text: str, spans: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """Yield the spans, one that ends with a link with the next one: "Center on Budget and", "Policy Priorities"."""
    last: NameSpan | None = None
    for span in spans:
        if (
            last
            and last.kind == span.kind
            and span.start == last.end + 1
            and _LINKED.search(text, last.start, last.end)
        ):
            last = last._replace(end=span.end)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
