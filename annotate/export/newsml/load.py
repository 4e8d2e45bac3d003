"""Read this project's NewsML-G2 in full detail back into annotations.

>>> import tempfile
>>> from annotate import annotate
>>> from annotate.export import EXPORTERS, ExportOptions
>>> one = annotate("The bridge is open, Ines Caldwell said.")
>>> with tempfile.TemporaryDirectory() as name:
...     count = EXPORTERS["newsml"].to_file([one], Path(name) / "a.xml", ExportOptions(newsml_detail="full"))
...     list(read(Path(name) / "a.xml")) == [one]
True
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from annotate.export.loading import annotation_of
from annotate.export.newsml.body import NAR
from annotate.export.newsml.elements import OA_END, OA_START
from annotate.export.newsml.vocabulary import ALIAS
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of

_ITEM = f"{{{NAR}}}newsItem"


def read(path: Path) -> Iterator[Annotation]:
    """Yield the annotations of a file, with one item in memory at a time.

    Raises `ReadError` for a file that is not NewsML-G2 and for an item without full detail, which is not lossless.
    """
    found = False
    try:
        for _, item in etree.iterparse(str(path), tag=_ITEM, resolve_entities=False, no_network=True, huge_tree=True):
            found = True
            yield _Item(item, path).annotation()
            item.clear()
            parent = item.getparent()
            if parent is not None:
                parent.remove(item)
    except etree.XMLSyntaxError as error:
        why = f"is not well-formed XML: {error.msg}"
        raise ReadError(Problem("newsml-xml", why, str(path), error.lineno)) from error
    if not found:
        raise ReadError(Problem("newsml-root", "is not a NewsML-G2 file with a newsItem", str(path)))


def annotation_of_item(item: etree._Element, path: Path) -> Annotation:
    """Return the annotation of one newsItem; raises `ReadError`."""
    return _Item(item, path).annotation()


def is_full(item: etree._Element) -> bool:
    """Return whether a newsItem has full detail, so that it can be read back."""
    parts = item.iterfind(f"{{{NAR}}}partMeta/{{{NAR}}}role")
    return any(_term(role.get("qcode") or "") == "provenance" for role in parts)


class _Item:
    """One newsItem, with its parts by role, in document order."""

    def __init__(self, item: etree._Element, path: Path) -> None:
        self._path = path
        self._line: Any = item.sourceline
        text = item.find(f"{{{NAR}}}contentSet/{{{NAR}}}inlineData")
        self._text = "" if text is None else text.text or ""
        self._parts: dict[str, list[_Part]] = {}
        for element in item.findall(f"{{{NAR}}}partMeta"):
            part = _Part(element, self._text)
            self._parts.setdefault(part.role, []).append(part)
        if "article" not in self._parts or "provenance" not in self._parts:
            detail = "was written without full detail (--newsml-detail full), so it cannot be read back without loss"
            raise self._error(f"{detail}; read its JSON instead")

    def annotation(self) -> Annotation:
        try:
            value = self._value()
        except (ValueError, LookupError, TypeError) as error:
            raise self._error(f"contains a part that this program did not write: {error}") from error
        return annotation_of(value, self._path, self._line)

    def _value(self) -> dict[str, Any]:
        article, provenance = self._parts["article"][0], self._parts["provenance"][0]
        events = [(part.one("kind"), _event(part)) for part in self._of("event")]
        main = [event for kind, event in events if kind == "main-event"]
        quotations = [part for role, parts in self._parts.items() if role.startswith("quotation-") for part in parts]
        return {
            "schema_version": article.one("schema-version"),
            "article": self._article(article),
            "event": main[0] if main else None,
            "related_events": [event for kind, event in events if kind != "main-event"],
            "participants": [self._participant(part) for part in self._of("participant")],
            "quotations": [_quotation(part) for part in sorted(quotations, key=lambda part: part.sequence)],
            "proposals": [self._proposal(part) for part in self._of("proposal-list")],
            "pillars": [self._pillar(part) for part in self._of("pillar-group")],
            "repairs": [
                {**part.spans()[0], "kind": part.one("kind"), "replacement": part.one("replacement")}
                for part in self._of("repair")
            ],
            "provenance": {
                "tool": _string(provenance, "tool"),
                "version": _string(provenance, "version"),
                **{name: value_of(provenance.one(name) or "") for name in ("models", "options", "edits")},
            },
        }

    def _article(self, part: _Part) -> dict[str, Any]:
        return {
            "id": _string(part, "article-id"),
            "source": _string(part, "source-file"),
            "sha256": part.one("sha256"),
            "text": self._text,
            "language": _string(part, "language"),
            "published": part.one("published"),
            "metadata": value_of(part.one("metadata") or "{}"),
            **{name: part.words(name) for name in ("headline", "dateline", "byline")},
        }

    def _participant(self, part: _Part) -> dict[str, Any]:
        return {
            "id": part.key,
            "name": _string(part, "name"),
            "kind": part.one("kind"),
            "role": _string(part, "title"),
            "aliases": [value_of(value) for value in part.all("other-name")],
            "mentions": [{**m.spans()[0], "form": m.one("form")} for m in self._of("mention", part)],
            "confidence": part.confidence(),
        }

    def _proposal(self, part: _Part) -> dict[str, Any]:
        label = part.spans()
        items = [
            {"ordinal": item.sequence, "marker": item.words("marker"), "content": item.spans()[0]}
            for item in self._of("proposal", part)
        ]
        return {
            "id": part.key.replace("pl", "s"),
            "label": label[0] if label else None,
            "proposer": next(iter(part.parties()), None),
            "proposer_text": part.words("proposer-text"),
            "declared_count": part.number("declared-count"),
            "items": items,
            "confidence": part.confidence(),
        }

    def _pillar(self, part: _Part) -> dict[str, Any]:
        return {
            "id": part.key,
            "label": part.spans()[0],
            "declared_count": part.number("declared-count"),
            "items": [item.spans()[0] for item in self._of("pillar", part)],
            "confidence": part.confidence(),
        }

    def _of(self, role: str, parent: _Part | None = None) -> list[_Part]:
        """Return the parts with a role, in document order; if a parent is given, only those that belong to it."""
        parts = self._parts.get(role, [])
        return parts if parent is None else [part for part in parts if part.one("part-of") == parent.id]

    def _error(self, message: str) -> ReadError:
        return ReadError(Problem("newsml-detail", message, str(self._path), self._line))


class _Part:
    """One partMeta: its role, its offsets, and its extension properties by term."""

    def __init__(self, element: etree._Element, text: str) -> None:
        self._text = text
        self.id = element.get("partid") or ""
        #: The id without the prefix that keeps the items of a file distinct.
        self.key = self.id.rpartition("-")[2] if self.id.startswith("i") else self.id
        self.sequence = int(element.get("seq") or 0)
        role = element.find(f"{{{NAR}}}role")
        self.role = _term("" if role is None else role.get("qcode") or "")
        self._extras = element.findall(f"{{{NAR}}}partMetaExtProperty")
        self._element = element

    def all(self, term: str) -> list[str]:
        """Return the values of a term."""
        return [node.get("value") or "" for node in self._extras if _term(node.get("rel") or "") == term]

    def one(self, term: str) -> str | None:
        """Return the value of a term; None if it is absent."""
        return next(iter(self.all(term)), None)

    def number(self, term: str) -> int | None:
        """Return the value of a term as a whole number; None if it is absent."""
        value = self.one(term)
        return None if value is None else int(value)

    def spans(self) -> list[dict[str, Any]]:
        """Return the spans that the part is about, as dicts."""
        return self._pairs(self._extras)

    def words(self, term: str) -> dict[str, Any] | None:
        """Return the span of a term, as a dict; None if the term is absent."""
        for node in self._extras:
            if _term(node.get("rel") or "") == term:
                return self._pairs(list(node))[0]
        return None

    def parties(self) -> list[str]:
        """Return the ids of the part's speakers or proposers."""
        sources = self._element.findall(f"{{{NAR}}}infoSource")
        return [(node.get("qcode") or "").partition(":")[2] for node in sources if node.get("qcode")]

    def confidence(self) -> float:
        """Return the part's confidence, from 0 to 1, from whichever element states it."""
        stated = [node.get("confidence") for node in self._element if node.get("confidence") is not None]
        return int(stated[0] if stated and stated[0] else self.one("confidence") or "") / 100

    def _pairs(self, nodes: list[etree._Element]) -> list[dict[str, Any]]:
        starts = [int(node.get("value") or "") for node in nodes if node.get("reluri") == OA_START]
        ends = [int(node.get("value") or "") for node in nodes if node.get("reluri") == OA_END]
        pairs = zip(starts, ends, strict=True)
        return [{"start": start, "end": end, "text": self._text[start:end]} for start, end in pairs]


def _event(part: _Part) -> dict[str, Any]:
    return {
        "id": part.key,
        "type": part.one("event-type"),
        "date": part.one("date"),
        "date_end": part.one("date-end"),
        "date_text": part.words("date-text"),
        "name": part.words("name"),
        "place": part.words("place"),
        "host": part.one("host"),
        "participants": part.all("participant"),
        "confidence": part.confidence(),
    }


def _quotation(part: _Part) -> dict[str, Any]:
    return {
        "id": part.key,
        "kind": part.role.removeprefix("quotation-"),
        "content": part.spans(),
        "cue": part.words("cue"),
        "source": part.words("source"),
        "speakers": part.parties(),
        "confidence": part.confidence(),
    }


def _string(part: _Part, term: str) -> str | None:
    """Return a string that was written as JSON; None if it is absent."""
    value = part.one(term)
    return None if value is None else str(value_of(value))


def _term(qcode: str) -> str:
    alias, _, code = qcode.partition(":")
    return code if alias == ALIAS else ""
