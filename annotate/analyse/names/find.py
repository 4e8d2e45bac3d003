"""Proper names and what each stands for.

Rules over capitals: a run of capitalised words (`name_runs`) is cut where a title, a demonym or a sentence's first
word ends (`name_cuts`), and told apart by its words and its neighbours (`name_kinds`). What the whole text shows
decides the rest: a word that starts a sentence is a name if it has a capital elsewhere too, and "Zhang" is a person
where "Zhang Hanhui" is one. In headlines, where every word has a capital, only names that the text or the lists know
are taken. Works where the marks are lost, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from annotate.analyse.findings import Layout, Name, NameKind
from annotate.analyse.names.candidate import PLACE_BEFORE, SPEAKS
from annotate.analyse.names.cuts import Cutter
from annotate.analyse.names.evidence import Evidence
from annotate.analyse.names.labels import with_labels
from annotate.analyse.names.runs import Run, RunFinder
from annotate.analyse.names.vocabulary import vocabulary

#: Where shares are listed, and as what: "(TSX: LHE)", "(NYSE: GBR; LSE: GBL)".
_TICKERS = re.compile(r"\((?:(?:[A-Z][A-Za-z]{1,9}|[A-Z][a-z]+[ ][A-Z][a-z]+):[ ]?[A-Z0-9.]{1,8}(?:[;,][ ])?)+\)")
#: A tagger's name that no rule found counts from this confidence on.
_TRUSTED = 0.7


def find_names(layout: Layout, tagged: Iterable[Name] = ()) -> tuple[Name, ...]:
    """Return every occurrence of a proper name, in order, none overlapping another.

    `tagged` are names that a tagger found. Where rule and tagger agree on the place, the surer one tells the kind, but
    for countries and demonyms, which are known; a tagger's name that no rule found is added if it is sure.
    """
    return with_labels(layout, _Finder(layout).names(tuple(tagged)))


class _Finder:
    """The names of one text; what the whole text shows of a name decides its kind."""

    def __init__(self, layout: Layout) -> None:
        self._text = layout.text
        self._vocabulary = vocabulary()
        finder = RunFinder(layout)
        self._runs = finder.runs()
        self._evidence = Evidence(layout.text, self._runs, finder.tokens)
        self._cutter = Cutter(layout.text, self._evidence)
        self._kinds: dict[str, NameKind] = {}
        self._speaking: frozenset[str] = frozenset()

    def names(self, tagged: tuple[Name, ...]) -> tuple[Name, ...]:
        """Find the names of the text, a tagger's among them."""
        found = [name for run in self._runs if not run.headline for name in self._cutter.names(run)]
        found = self._corrected(found, tagged)
        self._learn(found)
        found = [self._settled(name) for name in found]
        for run in self._runs:
            if run.headline:
                found += self._in_headline(run)
        found += self._added(found, tagged)
        found.sort(key=lambda name: name.range)
        return tuple(self._without_overlap([name for name in found if not self._is_ticker(name)]))

    def _is_ticker(self, name: Name) -> bool:
        """Return whether a name is an exchange or a symbol: "(TSX: LHE)"."""
        bracket = self._text.rfind("(", max(0, name.range.start - 24), name.range.start)
        return bracket >= 0 and any(
            match.start() <= name.range.start and name.range.end <= match.end()
            for match in _TICKERS.finditer(self._text, bracket, name.range.end + 24)
        )

    def _corrected(self, found: list[Name], tagged: tuple[Name, ...]) -> list[Name]:
        """Give names the kinds of a tagger that is surer of them; what lists know stays."""
        surer = {name.range: name for name in tagged}
        corrected = []
        for name in found:
            other = surer.get(name.range)
            if other and other.confidence > name.confidence and name.kind not in ("country", "nationality"):
                name = Name(name.range, self._listed(other), other.confidence, other.rule)
            corrected.append(name)
        return corrected

    def _added(self, found: list[Name], tagged: tuple[Name, ...]) -> list[Name]:
        """Return the names of a tagger that stand where no rule found any."""
        taken = sorted(name.range for name in found)
        starts = [r.start for r in taken]
        added = []
        for name in tagged:
            near = bisect_right(starts, name.range.start)
            beside = taken[max(0, near - 1) : near + 1]
            titled = self._vocabulary.is_abbreviation(name.range.of(self._text))
            if name.confidence >= _TRUSTED and not titled and not any(r.overlaps(name.range) for r in beside):
                added.append(Name(name.range, self._listed(name), name.confidence, name.rule))
        return added

    def _listed(self, name: Name) -> NameKind:
        """Return the kind that the lists or the text give to a tagger's name, else its own."""
        surface = name.range.of(self._text)
        listed = self._vocabulary.gazetteer(surface)
        return listed if listed in ("country", "nationality") else self._kinds.get(surface, name.kind)

    def _learn(self, names: list[Name]) -> None:
        """Gather what each name is by most of its occurrences, and whose family and given names stand alone."""
        self._speaking = self._who_speak(names)
        votes: dict[str, Counter[NameKind]] = {}
        for name in names:
            if name.confidence >= 0.5:
                votes.setdefault(name.range.of(self._text), Counter())[name.kind] += 1 + (name.confidence >= 0.85) * 2
        for surface, counts in votes.items():
            self._kinds[surface] = counts.most_common(1)[0][0]
        for surface, kind in list(self._kinds.items()):
            parts = surface.replace(",", "").split()
            if kind != "person" or len(parts) < 2:
                continue
            family = parts[-2] if parts[-1].rstrip(".") in self._vocabulary.suffixes else parts[-1]
            for part in (family, parts[0]):
                listed = (
                    part in self._vocabulary.countries
                    or part in self._vocabulary.demonyms
                    or part in self._vocabulary.org_heads
                ) and part not in self._speaking
                if not listed and (part == family or part not in self._vocabulary.places):
                    self._kinds[part] = "person"
        people = {
            part
            for surface, kind in self._kinds.items()
            if kind == "person" and " " in surface
            for part in surface.split()
        }
        for surface, kind in list(self._kinds.items()):
            first, _, club = surface.partition(" ")
            if kind == "organization" and club in self._vocabulary.clubs and first not in people:
                self._kinds[first] = "organization"

    def _who_speak(self, names: list[Name]) -> frozenset[str]:
        """Return the words for a people or country that are a family name here: "Ada Finn" and, later, "Finn said"."""
        listed = [n for n in names if n.kind in ("country", "nationality")]
        elsewhere = {
            n.range.of(self._text)
            for n in listed
            if PLACE_BEFORE.search(self._text, max(0, n.range.start - 12), n.range.start)
        }
        return frozenset(n.range.of(self._text) for n in listed if SPEAKS.match(self._text, n.range.end)) - elsewhere

    def _settled(self, name: Name) -> Name:
        """Give a name the kind that the whole text gives it."""
        surface = name.range.of(self._text)
        kind = self._kinds.get(surface)
        if kind is None and surface.isupper():
            kind = self._kinds.get(surface.title())
        if kind is None or kind == name.kind:
            if kind is not None and name.confidence < 0.6:
                return Name(name.range, name.kind, 0.6, name.rule)
            return name
        if name.confidence >= 0.9 and name.kind in ("country", "nationality") and surface not in self._speaking:
            return name
        if name.rule in ("a town's kind", "a person's town"):
            return name
        if name.kind == "place" and kind == "person":
            before = self._text[max(0, name.range.start - 12) : name.range.start]
            if PLACE_BEFORE.search(before) and not before.endswith((" to ", " from ")):
                return name
        return Name(name.range, kind, max(name.confidence, 0.7), "text")

    def _in_headline(self, run: Run) -> list[Name]:
        """Find the names that the text or the lists know in words whose capitals say nothing."""
        words = run.words
        found: list[Name] = []
        at = 0
        while at < len(words):
            for size in range(min(5, len(words) - at), 0, -1):
                part = words[at : at + size]
                surface = self._text[part[0].start : part[-1].end]
                kind = self._known_kind(surface)
                if kind is None and size in (2, 3) and not surface.isupper():
                    rare = all(self._vocabulary.is_rare(w.text) and not w.text.isupper() for w in part[1:])
                    if self._vocabulary.is_given(part[0].text) and rare:
                        kind = "person"
                if kind is not None:
                    found.append(self._cutter.name(list(part), kind, 0.8, "known name in a headline"))
                    at += size
                    break
            else:
                at += 1
        return found

    def _known_kind(self, surface: str) -> NameKind | None:
        for form in (surface, surface.title()) if surface.isupper() else (surface,):
            kind = self._kinds.get(form)
            if kind is not None and (
                form.lower() not in self._vocabulary.common or self._evidence.strong[form] > 1 or kind == "person"
            ):
                return kind
            kind = self._vocabulary.gazetteer(form)
            if (
                kind != "other"
                and (kind != "place" or form.lower() not in self._vocabulary.common)
                and not (form == "US" and surface.isupper())
            ):
                return kind
        if surface in self._vocabulary.countries:
            return "country"
        if surface in self._vocabulary.single_orgs:
            return "organization"
        if (
            surface.isupper()
            and 3 <= len(surface) <= 5
            and surface.lower() not in self._vocabulary.common
            and surface not in self._vocabulary.bad_acronyms
        ):
            return "organization" if self._evidence.strong[surface] else None
        return None

    @staticmethod
    def _without_overlap(names: list[Name]) -> list[Name]:
        kept: list[Name] = []
        for name in names:
            if kept and name.range.start < kept[-1].range.end:
                continue
            kept.append(name)
        return kept
