"""Find quotations whose form alone shows the speaker: signed with a dash, introduced by a name, interview scripts.

All are rare in running news and regular where they occur, in press releases, round-ups of voices and transcripts, so
a few patterns find them better than a model that has hardly seen any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotate.analyse.findings import Attribution, Layout, Range

_NAME = r"[A-Z][\w.'\u2019-]*(?:[ \u00a0](?:[A-Z][\w.'\u2019-]*|de|la|van|von|der|bin|al|of|the|and)){0,6}"
#: "We need help." — Maria Lopez, 45
_SIGNED = re.compile(
    r"(?P<content>[\"\u201c\u00ab\u2018](?=\S)[^\n]{2,}?[\"\u201d\u00bb\u2019])[ \u00a0]*"
    rf"(?P<cue>[-\u2010-\u2015]{{1,3}})[ \u00a0]*(?P<source>{_NAME})(?P<rest>[^\n]*)"
)
#: From Maria Lopez, baker: "We need help."
_FROM = re.compile(
    r"From[ \u00a0](?P<source>[^\s:\"\u201c\u00ab][^\n:\"\u201c\u00ab]{1,80})(?P<cue>:)[ \u00a0]*"
    r"(?P<content>[\"\u201c\u00ab](?=\S)[^\n]{2,}[\"\u201d\u00bb])"
)
#: "PENCE: And that is why", also behind the mark that opens a quoted script
_SCRIPT = re.compile(rf"[\"\u201c]?(?P<source>{_NAME})(?P<cue>:)[ \u00a0]+(?P<content>\S.*)", re.DOTALL)
_CLOSING = '"\u201d'
#: A script has at least this many lines that name a speaker, and speakers that come again.
_SCRIPT_LINES = 4
_LONGEST_NAME = 40
_LONGEST_REST = 80


def by_form(layout: Layout) -> list[Attribution]:
    """Return the signed and the introduced quotations and the lines of scripts, in order."""
    return sorted([*_signed(layout), *_introduced(layout), *_script(layout)], key=lambda a: a.content)


def _signed(layout: Layout) -> Iterator[Attribution]:
    for paragraph in layout.paragraphs:
        match = _SIGNED.fullmatch(layout.text, *paragraph)
        if match and len(match["rest"]) <= _LONGEST_REST and len(match["content"].split()) > 1:
            content, cue, source = (Range(*match.span(part)) for part in ("content", "cue", "source"))
            yield Attribution((content,), cue, source, 0.85, "signed with a dash")


def _introduced(layout: Layout) -> Iterator[Attribution]:
    for paragraph in layout.paragraphs:
        match = _FROM.fullmatch(layout.text, *paragraph)
        if match and match["source"][0].isalpha() and any(map(str.isupper, match["source"])):
            content, cue, source = (Range(*match.span(part)) for part in ("content", "cue", "source"))
            yield Attribution((content,), cue, source, 0.85, "introduced by a name")


def _script(layout: Layout) -> Iterator[Attribution]:
    lines = [(p, _SCRIPT.fullmatch(layout.text, *p)) for p in layout.paragraphs]
    names = [m["source"] for _, m in lines if m and len(m["source"]) <= _LONGEST_NAME]
    again = {name for name, times in Counter(names).items() if times > 1}
    if len(names) < _SCRIPT_LINES or sum(name in again for name in names) < _SCRIPT_LINES:
        return
    for _, match in lines:
        if match and match["source"] in again:
            cue, source = Range(*match.span("cue")), Range(*match.span("source"))
            start, end = match.span("content")
            while end > start and layout.text[end - 1] in _CLOSING and layout.text[match.start()] in '"\u201c':
                end -= 1
            if end > start:
                yield Attribution((Range(start, end),), cue, source, 0.8, "line of a script")
