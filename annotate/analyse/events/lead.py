"""The first sentences of an article with everything found in them, from which its event is determined."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from annotate.analyse.events.cues import Evidence, Sentence, evidence, lead
from annotate.analyse.events.date_words import DateFinding, find_dates
from annotate.analyse.events.place_words import Places
from annotate.analyse.findings import Attribution, Cast, Layout, Name, Range
from annotate.analyse.model.told import Told
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: Lines of the lead that weigh no more are labels and furniture, no headline.
_LABEL = 0.5
#: What a deed counts that somebody who takes a side speaks of.
_SPOKEN_OF = 0.5


@cache
def rule(key: str) -> re.Pattern[str]:
    """Return a pattern of data/event_rules.toml."""
    return re.compile(table("event_rules.toml")[key])


class Story:
    """One article, with the cues, dates, places and references of its first sentences."""

    def __init__(
        self,
        layout: Layout,
        names: tuple[Name, ...],
        attributions: tuple[Attribution, ...],
        cast: Cast,
        title: str | None = None,
        told: Told | None = None,
    ) -> None:
        self.layout = layout
        self.text = layout.text
        self.names = names
        #: A title that came beside the text.
        self.title = title or ""
        #: What the branch of the encoder says that the article tells of its event.
        self.told = told
        self.cast = cast
        self.attributions = attributions
        self.sentences = lead(layout)
        self._said = sorted(r for a in attributions if self._is_opinion(a) for r in a.content)
        self.evidence = tuple(self._retyped(e) for e in evidence(layout.text, self.sentences, layout.published))
        self.title_evidence = self._of_title()
        self.places = Places(layout, names)
        found = find_dates(layout, self.sentences[-1].range.end if self.sentences else 0)
        self._dates = {s.range: tuple(d for d in found if s.range.contains(d.range)) for s in self.sentences}
        self.dateline = self._dateline()
        for sentence in self.prose(1):
            # "ARUSHA, May 18 - Trade ministers agreed": the day of writing, where nobody has cut the dateline off.
            if match := rule("dateline").match(self.text, sentence.range.start):
                kept = tuple(d for d in self._dates[sentence.range] if d.range.start >= match.end())
                self._dates[sentence.range] = kept
        self._references = sorted(
            (r.range, e.key) for e in cast.entities for r in e.references if r.form in ("name", "short_name")
        )
        self._reference_starts = [r.start for r, _ in self._references]

    def _is_opinion(self, attribution: Attribution) -> bool:
        """Return whether it is said by somebody else than the police, officials and others who bring news."""
        source = attribution.source
        return source is not None and not rule("brings_news").search(source.of(self.text))

    def _retyped(self, found: Evidence) -> Evidence:
        """Make a meeting of heads of state a summit; make less of a deed that somebody only speaks of."""
        if found.type == "incident" and not self.is_quoted(found.range, found.sentence):
            at = bisect_right(self._said, found.range.start, key=lambda r: r.start) - 1
            if at >= 0 and self._said[at].contains(found.range):
                return replace(found, weight=_SPOKEN_OF * found.weight)
        if (
            found.name
            and found.type in ("meeting", "conference")
            and rule("leaders").search(found.name.range.of(self.text))
        ):
            return replace(found, type="summit")
        return found

    @property
    def headline_range(self) -> Range | None:
        """Return where the headline stands in the text."""
        return next((s.range for s in self.sentences if s.nth < 0 and s.weight > _LABEL), None)

    @property
    def headline(self) -> str:
        """Return the title that came beside the text, or else the headline in it; empty if there is neither."""
        return self.title or (self.headline_range.of(self.text) if self.headline_range else "")

    @property
    def lead_start(self) -> int:
        """Return the offset of the first sentence of prose."""
        prose = self.prose(1)
        return prose[0].range.start if prose else 0

    def lead_end(self, count: int) -> int:
        """Return the offset after the first `count` sentences of prose."""
        prose = self.prose(count)
        return prose[-1].range.end if prose else 0

    def _of_title(self) -> tuple[Evidence, ...]:
        """Return the cues of a title that came beside the text; their offsets are the title's."""
        if not self.title:
            return ()
        whole = Sentence(Range(0, len(self.title)), -1, 1.0, ())
        return evidence(self.title, (whole,), self.layout.published)

    def _dateline(self) -> Range | None:
        """Return the town of the dateline, which may stand in the first sentence of prose."""
        start = self.layout.dateline.start if self.layout.dateline else self.lead_start
        if match := rule("dateline").match(self.text, start):
            return Range(*match.span("town"))
        if self.layout.dateline and (match := rule("dateline_town").match(self.text, start)):
            return Range(*match.span("town"))
        # "WASHINGTON Declaring that ...", "Chennai: Farmers ...": without a dash only a town that is known will do.
        for key in ("dateline_bare", "dateline_colon"):
            match = rule(key).match(self.text, start)
            if match and (match["town"].title() in lexicon.places() or match["town"].title() in lexicon.capitals()):
                return Range(*match.span("town"))
        return None

    def dates(self, sentence: Sentence) -> tuple[DateFinding, ...]:
        """Return the dates of a sentence of the lead."""
        return self._dates[sentence.range]

    def prose(self, count: int) -> tuple[Sentence, ...]:
        """Return the first `count` sentences of prose."""
        return tuple(s for s in self.sentences if 0 <= s.nth < count)

    def find(self, key: str, sentence: Sentence) -> re.Match[str] | None:
        """Search a pattern of data/event_rules.toml in a sentence."""
        return rule(key).search(self.text, *sentence.range)

    def before(self, sentence: Sentence, at: int, width: int) -> str:
        """Return up to `width` characters of the sentence that precede `at`."""
        return self.text[max(sentence.range.start, at - width) : at]

    def unquoted(self, sentence: Sentence) -> str:
        """Return the words of a sentence that stand outside quotation marks."""
        at, out = sentence.range.start, ""
        for quoted in sentence.quoted:
            out += self.text[at : max(at, min(quoted.start, sentence.range.end))]
            at = max(at, min(quoted.end, sentence.range.end))
        return out + self.text[at : sentence.range.end] + " "

    def is_quoted(self, where: Range, sentence: Sentence) -> bool:
        """Return whether the range begins inside quotation marks."""
        return any(q.start <= where.start < q.end for q in sentence.quoted)

    def references(self, start: int, end: int) -> list[tuple[Range, int]]:
        """Return the names that lie within the offsets, with the keys of their entities, in order."""
        low = bisect_left(self._reference_starts, start)
        high = bisect_left(self._reference_starts, end)
        return [(r, k) for r, k in self._references[low:high] if r.end <= end]

    def is_person(self, where: Range) -> bool:
        """Return whether the words are a person's name and no more: "Moreno" in "the Moreno meeting"."""
        end = where.start + len(where.of(self.text).rstrip())
        return any(
            (r.start, r.end) == (where.start, end) and self.cast.entities[k].kind == "person"
            for r, k in self.references(where.start, end + 1)
        )


def unique(keys: Iterable[int]) -> tuple[int, ...]:
    """Return the keys in order, each once."""
    return tuple(dict.fromkeys(keys))


def sentences_of(cues: Iterable[Evidence]) -> tuple[Sentence, ...]:
    """Return the sentences of the cues that do not speak of another event, in order, each once."""
    return tuple({e.sentence.range: e.sentence for e in cues if not e.aside}.values())
