"""The cases of `tests/cases/reported/` (see README.md there): inputs, and what is expected of them."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from annotate.export import EXPORTERS, ExportOptions
from annotate.models import Annotation, Article, Span
from annotate.pipeline import annotate
from annotate.read import read
from tests.support.places import TESTS
from tests.support.reading import articles, rules

FOLDER = TESTS / "cases" / "reported"
_LINE_ENDS = {"crlf": "\r\n", "cr": "\r", "lf": "\n"}
#: What may stand or lack around a stretch: marks, the stops beside them, and space.
_AROUND = " \t\r\n.,;:\"'“”‘’`«»"

#: A finding of no more confidence than this says itself that it may be none.
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """One input of a report, with everything that its file says of it."""

    name: str
    says: Mapping[str, Any]

    def write(self, folder: Path) -> Path:
        """Write the input as a file and return its path."""
        text = self.says["text"].removeprefix("\n")
        text = text.replace("\n", _LINE_ENDS[self.says.get("line_ends", "lf")])
        path = folder / self.says.get("file", "article.txt")
        path.write_bytes(text.encode(self.says.get("encoding", "utf-8")))
        return path


def parameters() -> list[Any]:
    """Return each case as a parameter; what fails today is marked as a strict known failure."""
    found = []
    for path in sorted(FOLDER.rglob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, says in enumerate(said["case"], 1):
            name = f"{path.relative_to(FOLDER).with_suffix('')}:{number}"
            fails = says["outcome"].startswith("fails")
            marks = [pytest.mark.xfail(strict=True, reason=says["outcome"])] if fails else []
            found.append(pytest.param(Case(name, says), id=name, marks=marks))
    return found


def complaints(case: Case, folder: Path) -> list[str]:
    """Return what does not come out as the case says, a sentence each."""
    items = list(read([str(case.write(folder))]))
    says = case.says
    found = []
    if (expected := sorted(says.get("problems", []))) != sorted(rules(items)):
        found.append(f"problems {rules(items)}, expected {expected}")
    read_articles = articles(items)
    if len(read_articles) != says.get("articles", 1):
        return [*found, f"{len(read_articles)} articles"]
    for article in read_articles[:1]:
        annotation = annotate(article)
        found += _of_article(article, says)
        found += _of_quotations(annotation, says)
        found += _of_participants(annotation, says)
        found += _of_event(annotation, says.get("event", {}))
        found += _of_lists(annotation, says)
        found += _of_exports(annotation, says)
    return found


def _text(span: Span | None) -> str | None:
    return span.text if span else None


def _of_article(article: Article, says: Mapping[str, Any]) -> Iterator[str]:
    for field in ("headline", "byline", "dateline"):
        if field in says and (_text(getattr(article, field)) or "") != says[field]:
            yield f"{field} {_text(getattr(article, field))!r}"
    if "published" in says and (article.published or "") != says["published"]:
        yield f"published {article.published}"
    yield from (f"the text lacks {words!r}" for words in says.get("text_has", []) if words not in article.text)
    yield from (f"the text has {words!r}" for words in says.get("text_lacks", []) if words in article.text)


def bare(content: Iterable[str]) -> list[str]:
    """Return stretches without the marks and stops around them."""
    return [piece.strip(_AROUND) for piece in content]


def _of_quotations(annotation: Annotation, says: Mapping[str, Any]) -> Iterator[str]:
    names = {p.id: p.name for p in annotation.participants}
    said = {
        tuple(bare(span.text for span in q.content)): {
            "kind": q.kind,
            "source": (_text(q.source) or "").strip(_AROUND),
            "cue": _text(q.cue) or "",
            "speakers": [names[id_] for id_ in q.speakers],
        }
        for q in annotation.quotations
    }
    for expected in says.get("quotation", []):
        content = tuple(bare(expected["content"]))
        one = said.get(content)
        if one is None:
            yield f"no quotation {content}, but {list(said)}"
            continue
        wrong = {key: one[key] for key in expected if key != "content" and one[key] != expected[key]}
        if wrong:
            yield f"quotation {content}: {wrong}"
    sure = [q for q in annotation.quotations if q.confidence > _EVEN]
    if "quotations" in says and len(sure) != says["quotations"]:
        yield f"quotations {list(said)}"
    for words in says.get("not_said", []):
        if any(words in span.text for q in annotation.quotations for span in q.content):
            yield f"{words!r} is in the content of a quotation"


def _of_participants(annotation: Annotation, says: Mapping[str, Any]) -> Iterator[str]:
    known = {p.name: p for p in annotation.participants}
    for expected in says.get("participant", []):
        one = known.get(expected["name"])
        if one is None:
            yield f"no participant {expected['name']!r}, but {list(known)}"
            continue
        if "kind" in expected and one.kind != expected["kind"]:
            yield f"{one.name} is {one.kind}"
        if "role" in expected and (one.role or "") != expected["role"]:
            yield f"{one.name} has the role {one.role!r}"
        mentions = [span.text for span in one.mentions]
        for words in expected.get("mentions", []):
            if words not in mentions:
                yield f"{one.name} is not mentioned as {words!r}, but {mentions}"
        for words in expected.get("not_mentions", []):
            if words in mentions:
                yield f"{one.name} is mentioned as {words!r}"
    yield from (f"{name!r} is a participant" for name in says.get("no_participant", []) if name in known)


def _of_event(annotation: Annotation, expected: Mapping[str, str]) -> Iterator[str]:
    event = annotation.event
    for field, value in expected.items():
        one = getattr(event, field) if event else None
        text = one.text if isinstance(one, Span) else one
        if (text or "") != value:
            yield f"event {field} {text!r}"


def _of_lists(annotation: Annotation, says: Mapping[str, Any]) -> Iterator[str]:
    if "proposals" in says:
        found = [bare(item.content.text for item in one.items) for one in annotation.proposals]
        if found != says["proposals"]:
            yield f"proposals {found}"


def _of_exports(annotation: Annotation, says: Mapping[str, Any]) -> Iterator[str]:
    for expected in says.get("export", []):
        out = io.BytesIO()
        EXPORTERS[expected["to"]].to_stream([annotation], out, ExportOptions())
        text = out.getvalue().decode("utf-8")
        yield from (f"{expected['to']} lacks {words!r}" for words in expected.get("has", []) if words not in text)
        yield from (f"{expected['to']} has {words!r}" for words in expected.get("lacks", []) if words in text)
