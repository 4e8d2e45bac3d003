"""Format problems and findings as text for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from itertools import chain

from annotate.models import Annotation, Repair
from annotate.problems import Problem

_WIDTH = 76


def problem_line(problem: Problem) -> str:
    """Return a problem as one line for a terminal or a log; control characters and lone surrogates are escaped."""
    return printable(str(problem))


def printable(text: str) -> str:
    r"""Return a text that is safe on one line: control characters and lone surrogates are escaped.

    >>> printable("a\tb")
    'a\\tb'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def explanation(annotation: Annotation, rules: Mapping[str, str]) -> list[str]:
    """Return one line per finding: article, id, confidence (0 to 1), the rule or head behind it, its first words."""
    shown = [(e.id, e.confidence, e.label) for e in annotation.events]
    shown += [(p.id, p.confidence, p.name) for p in annotation.participants]
    shown += [(q.id, q.confidence, q.content[0].text) for q in annotation.quotations]
    shown += [(s.id, s.confidence, s.items[0].content.text) for s in annotation.proposals]
    shown += [(g.id, g.confidence, g.label.text) for g in annotation.pillars]
    return [
        f"{annotation.article.id}\t{id_}\t{confidence:.2f}\t{rules.get(id_, '')}\t{_clip(words, 60)}"
        for id_, confidence, words in shown
    ]


def repair_list(source: str, repairs: Iterable[Repair]) -> list[str]:
    """Return one line per repair: source, offsets in code points, kind, the text and what it should read."""
    return [
        f"{source}\t{r.start}\t{r.end}\t{r.kind}\t{_quoted(r.text)}\t"
        + ("?" if r.replacement is None else _quoted(r.replacement))
        for r in repairs
    ]


def repair_diff(source: str, before: str, after: str) -> list[str]:
    """Return a unified diff of the text and its repaired view, as lines without line ends."""
    return list(unified_diff(before.splitlines(), after.splitlines(), source, f"{source} (repaired)", lineterm="", n=1))


def titled(views: Iterator[tuple[str, list[str]]]) -> Iterator[list[str]]:
    """Yield the lines of each source; if there are several, each is preceded by "==> source <==", as in head(1)."""
    first = next(views, None)
    if first is None:
        return
    second = next(views, None)
    if second is None:
        yield first[1]
        return
    for n, (source, lines) in enumerate(chain((first, second), views)):
        yield [*([""] if n else []), f"==> {source} <==", *lines]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def totals(articles: int, failed: int, warnings: int, found: Mapping[str, int]) -> str:
    """Return one line that sums up a run: articles, findings by kind, problems, warnings.

    >>> totals(2, 1, 0, {"quotations": 3})
    '2 articles, 3 quotations, 1 problem'
    """
    parts = [_count(articles, "article")]
    parts += [_count(count, name.rstrip("s") if count == 1 else name, plural=False) for name, count in found.items()]
    if failed:
        parts.append(_count(failed, "problem"))
    if warnings:
        parts.append(_count(warnings, "warning"))
    return ", ".join(parts)


def _count(count: int, noun: str, *, plural: bool = True) -> str:
    return f"{count} {noun}{'s' if plural and count != 1 else ''}"


def _clip(text: str, width: int = _WIDTH) -> str:
    """Return the text on one line, clipped with an ellipsis if it is longer than `width` characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
