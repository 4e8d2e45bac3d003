"""The event that the article chiefly reports, and related ones.

Cues in the headline and the first sentences are weighed by type; the strongest type is the event's, the best name
among its cues is its name, and date, place, host and participants are read from its sentences. An article that gives
an opinion or many short stories is of type "other"; one that reports nothing (a recipe, an explanation, a page that
sells) has no event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from annotate.analyse.dates import DateFinding, find_dates
from annotate.analyse.event_cues import Evidence, Sentence, evidence, lead
from annotate.analyse.event_names import EventName, title_at
from annotate.analyse.findings import Attribution, Cast, EventFinding, Layout, Name, Range
from annotate.analyse.places import PlaceCandidate, Places, is_remote
from annotate.analyse.wordlists import table
from annotate.models import EventType

#: Evidence of one type must weigh as much as this for an event.
_ENOUGH = 1.0
_GATHERINGS: frozenset[EventType] = frozenset({"summit", "meeting", "conference"})
#: Events that are words on paper or on the air: they have no place of their own.
_PLACELESS: frozenset[EventType] = frozenset({"statement", "report", "interview", "announcement"})


def find_events(
    layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], cast: Cast
) -> tuple[EventFinding | None, tuple[EventFinding, ...]]:
    """Return the main event (None where there is none) and related events in the order of the text."""
    return _Reader(layout, names, attributions, cast).events()


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(table("event_rules.toml")[key])


class _Reader:
    """One article."""

    def __init__(
        self, layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], cast: Cast
    ) -> None:
        self._layout = layout
        self._text = layout.text
        self._cast = cast
        self._attributions = attributions
        self._sentences = lead(layout)
        self._evidence = [self._retyped(e) for e in evidence(layout.text, self._sentences)]
        self._names = names
        self._places = Places(layout, names)
        found = find_dates(layout)
        self._dates = {s.range: [d for d in found if s.range.contains(d.range)] for s in self._sentences}
        self._references = sorted(
            (r.range, e.key) for e in cast.entities for r in e.references if r.form in ("name", "short_name")
        )
        self._reference_starts = [r.start for r, _ in self._references]

    def _retyped(self, found: Evidence) -> Evidence:
        """Make a meeting of heads of state a summit."""
        if (
            found.name
            and found.type in ("meeting", "conference")
            and _pattern("leaders").search(found.name.range.of(self._text))
        ):
            return Evidence("summit", found.range, found.sentence, found.weight, found.name, found.aside)
        return found

    # --- which event ------------------------------------------------------------------------------------------------

    def events(self) -> tuple[EventFinding | None, tuple[EventFinding, ...]]:
        if not self._sentences:
            return None, ()
        special = self._special()
        if special is not None:
            return special, ()
        scores = self._scores()
        kind = max(scores, key=lambda k: (scores[k], k), default=None)
        if kind is None or scores[kind] < _ENOUGH or not self._reports():
            return self._fallback(), ()
        others = sorted((s for k, s in scores.items() if k != kind), reverse=True)
        margin = 1 - (others[0] / scores[kind] if others else 0)
        confidence = min(0.95, 0.35 + 0.4 * margin + 0.05 * min(scores[kind], 4))
        main = self._event(kind, [e for e in self._evidence if e.type == kind], confidence, f"event: {kind}")
        return main, self._related(main)

    def _scores(self) -> dict[EventType, float]:
        """Return the weight of the evidence for each type; in one sentence the strongest cue counts in full."""
        by_sentence: dict[tuple[EventType, Range], list[float]] = defaultdict(list)
        for e in self._evidence:
            by_sentence[e.type, e.sentence.range].append(e.weight)
        scores: dict[EventType, float] = defaultdict(float)
        for (kind, _), weights in by_sentence.items():
            top = max(weights)
            scores[kind] += top + 0.2 * (sum(weights) - top)
        return dict(scores)

    def _special(self) -> EventFinding | None:
        """Return the event of an article that is a statement as a whole, an opinion or a digest."""
        text = self._text
        first = self._sentences[0].range.of(text)
        start = text[self._sentences[0].range.start : self._sentences[0].range.start + 400]
        published = self._layout.published.isoformat() if self._layout.published else None
        if match := _pattern("statement_start").match(first):
            issuer = self._first_key(Range(self._sentences[0].range.start + match.end(), self._sentences[0].range.end))
            issuer = None if match["we"] else issuer
            everyone = self._signatories() if match["we"] else (issuer,) if issuer is not None else ()
            return EventFinding(
                None, "statement", published, None, None, None, issuer, everyone, 0.8, "event: whole statement"
            )
        if _pattern("digest").search(start) or self._is_digest():
            return EventFinding(None, "other", None, None, None, None, None, (), 0.6, "event: digest")
        if self._is_opinion():
            return EventFinding(None, "other", None, None, None, None, None, (), 0.6, "event: opinion")
        return None

    def _signatories(self) -> tuple[int, ...]:
        """Return those whom "We, the leaders of ..." names, up to the verb."""
        sentence = self._sentences[0].range
        verb = _pattern("statement_verb").search(self._text, *sentence)
        end = verb.start() if verb else sentence.end
        return _unique(key for r, key in self._within(Range(sentence.start, end)))

    def _is_digest(self) -> bool:
        """Say whether most lines of the article are "Label: story"."""
        lines = [p.of(self._text) for p in self._layout.paragraphs]
        return len(lines) >= 3 and sum(bool(_pattern("labelled").match(line)) for line in lines) >= max(
            3, 0.6 * len(lines)
        )

    def _is_opinion(self) -> bool:
        """Say whether the writer speaks in the first person, or tells what ought to be done, and reports nothing."""
        prose = [s for s in self._sentences if s.nth >= 0]
        own = "".join(self._outside_marks(s) for s in prose)
        spoken = {a.content[0].start for a in self._attributions if a.content}
        reported = sum(any(s.range.start <= at < s.range.end for at in spoken) for s in prose)
        first_person = len(_pattern("first_person").findall(own))
        urging = len(_pattern("urging").findall(own))
        headline = " ".join(s.range.of(self._text) for s in self._sentences if s.nth < 0)
        if _pattern("opinion_headline").search(headline):
            return reported <= 0.5 * len(prose)
        if reported > 0.34 * len(prose):
            return False
        if _pattern("second_person").search(own) and urging < 2:
            return False
        dated = any(d.rule in ("weekday", "day_word") for s in prose[:3] for d in self._dates[s.range])
        return (first_person >= 2 and (urging >= 1 or first_person >= 4) and not dated) or (
            urging >= 2 and not dated and first_person + urging >= 3
        )

    def _outside_marks(self, sentence: Sentence) -> str:
        text, at, out = self._text, sentence.range.start, ""
        for quoted in sentence.quoted:
            out += text[at : max(at, min(quoted.start, sentence.range.end))]
            at = max(at, min(quoted.end, sentence.range.end))
        return out + text[at : sentence.range.end] + " "

    def _reports(self) -> bool:
        """Say whether the article tells of something that happened, will happen or was said."""
        prose = [s for s in self._sentences if s.nth >= 0]
        if any(d.rule not in ("year", "month") for s in prose for d in self._dates[s.range]):
            return True
        if any(e.sentence.nth <= 2 and e.weight >= 1.8 for e in self._evidence):
            return True
        return any(_pattern("told").search(self._outside_marks(s)) for s in prose[:4])

    def _fallback(self) -> EventFinding | None:
        """Return what is left of an article without cues where somebody speaks: a statement."""
        prose = [s for s in self._sentences if s.nth >= 0][:3]
        for sentence in prose:
            days = [d for d in self._dates[sentence.range] if d.exact and d.rule in ("weekday", "day_word", "calendar")]
            if not _pattern("said").search(self._outside_marks(sentence)):
                continue
            if days:
                return EventFinding(
                    None,
                    "statement",
                    days[0].start,
                    None,
                    days[0].range,
                    None,
                    None,
                    self._subjects(sentence),
                    0.3,
                    "event: said",
                )
        return None

    # --- one event --------------------------------------------------------------------------------------------------

    def _event(self, kind: EventType, cues: list[Evidence], confidence: float, rule: str) -> EventFinding:
        name = self._name(kind, cues)
        day = self._date(kind, cues, name)
        sentences = [e.sentence for e in cues]
        host = self._host(kind, cues)
        taking_part = self._participants(kind, cues, host)
        return EventFinding(
            name.range if name else None,
            kind,
            day.start if day else None,
            day.end if day else None,
            day.range if day else None,
            self._place(kind, cues, name, sentences),
            host,
            taking_part,
            confidence,
            rule,
        )

    def _name(self, kind: EventType, cues: list[Evidence]) -> EventName | None:
        if kind == "match":
            return self._competition(cues)
        if kind == "incident":
            for sentence in {e.sentence.nth: e.sentence for e in cues if e.sentence.nth < 4}.values():
                if match := _pattern("storm").search(self._text, *sentence.range):
                    return EventName(Range(*match.span()), 1.0)
            return None
        if kind in ("speech", "report", "statement"):
            for e in cues:
                if (title := title_at(self._text, e.sentence.range)) and not e.aside:
                    return EventName(title, 1.0)
            return None
        best: tuple[float, EventName] | None = None
        for e in cues:
            if e.name is None or e.aside:
                continue
            rank = e.name.strength + 0.35 * e.sentence.weight
            if best is None or rank > best[0]:
                best = rank, e.name
        return best[1] if best else None

    def _competition(self, cues: list[Evidence]) -> EventName | None:
        for sentence in {e.sentence.range: e.sentence for e in cues if e.sentence.nth < 6}.values():
            match = _pattern("competition").search(self._text, *sentence.range)
            if match:
                return EventName(Range(*match.span("name")), 1.0)
        return None

    # --- date -------------------------------------------------------------------------------------------------------

    def _date(self, kind: EventType, cues: list[Evidence], name: EventName | None) -> DateFinding | None:
        best: tuple[float, int] | None = None
        chosen: DateFinding | None = None
        for e in cues:
            if e.aside:
                continue
            if kind == "report" and not _pattern("released").search(self._text, *e.sentence.range):
                continue
            for found in self._dates[e.sentence.range]:
                score = self._date_fit(found, e, kind, name)
                if score is None:
                    continue
                if best is None or (score, -found.range.start) > best:
                    best, chosen = (score, -found.range.start), found
        if chosen is None and kind not in ("report", "meeting", "conference", "summit"):
            for sentence in [s for s in self._sentences if 0 <= s.nth <= 1]:
                days = [d for d in self._dates[sentence.range] if d.exact and not self._is_quoted(d.range, sentence)]
                if days and any(e.sentence.nth in (0, 1) for e in cues):
                    return days[0]
        return chosen

    def _date_fit(self, found: DateFinding, e: Evidence, kind: EventType, name: EventName | None) -> float | None:
        if found.start is None or found.rule in ("year", "period") or self._is_quoted(found.range, e.sentence):
            return None
        text = self._text
        score = 2.0 if found.exact else 0.0
        score += 2 * e.weight
        gap = max(e.range.start - found.range.end, found.range.start - e.range.end, 0)
        score -= gap / 40
        between = text[min(e.range.end, found.range.end) : max(e.range.start, found.range.start)]
        score -= 0.7 * len(_pattern("clause").findall(between))
        before = text[max(e.sentence.range.start, found.range.start - 30) : found.range.start]
        if _pattern("until").search(before):
            score -= 3.0
        if _pattern("closing").search(before):
            score -= 1.0
        if not found.exact and kind in _PLACELESS:
            return None
        return score

    @staticmethod
    def _is_quoted(where: Range, sentence: Sentence) -> bool:
        return any(q.start <= where.start < q.end for q in sentence.quoted)

    # --- place ------------------------------------------------------------------------------------------------------

    def _place(
        self, kind: EventType, cues: list[Evidence], name: EventName | None, sentences: list[Sentence]
    ) -> Range | None:
        if kind in _PLACELESS:
            return self._stage(cues) if kind == "announcement" else None
        if any(is_remote(s.range.of(self._text)) for s in sentences if s.nth <= 4):
            return None
        best: tuple[float, int] | None = None
        chosen: Range | None = None
        seen: set[Range] = set()
        for e in cues:
            if e.aside:
                continue
            for found in self._places.within(e.sentence.range):
                if self._is_quoted(found.range, e.sentence):
                    continue
                score = self._place_fit(found, e, kind)
                seen.add(found.range)
                if score > 0.4 and (best is None or (score, -found.range.start) > best):
                    best, chosen = (score, -found.range.start), found.range
            if (
                e.name
                and e.weight > 0.5
                and (inside := self._place_in_name(e))
                and (best is None or best[0] < 2 * e.sentence.weight)
            ):
                best, chosen = (2 * e.sentence.weight, -inside.start), inside
        if chosen is None:
            chosen = self._dateline_place(kind, cues)
        return chosen

    def _place_fit(self, found: PlaceCandidate, e: Evidence, kind: EventType) -> float:
        allowed = {"visit": ("to", "visit", "in", "tour", "at", "near"), "summit": ("in", "at", "near", "to", "for")}
        verb = (
            "visit"
            if found.preposition.startswith("visit")
            else "tour"
            if found.preposition.startswith("tour")
            else found.preposition
        )
        if verb in ("to", "for", "visit", "tour") and verb not in allowed.get(kind, ()):
            return -1.0
        if verb == "across" and kind not in ("other", "incident"):
            return -1.0
        score = 1.0 + found.tie
        gap = max(e.range.start - found.range.end, found.range.start - e.range.end, 0)
        score -= gap / 80
        if found.range.start > e.range.start:
            score += 0.4
        score -= 0.5 * (found.size == 2) + 0.3 * (found.size == 1 and kind not in ("match",))
        before = self._text[max(e.sentence.range.start, found.range.start - 40) : found.range.start]
        if (
            found.preposition in ("at", "near")
            and found.size == 1
            and kind not in ("match", "speech", "ceremony", "signing")
            and found.tie < 1
        ):
            score -= 1.0
        score -= 0.5 * len(_pattern("clause").findall(before))
        return score * (0.4 + 0.6 * e.sentence.weight)

    def _place_in_name(self, e: Evidence) -> Range | None:
        """Return the town right before the head: "Madrid summit", "Doha talks"."""
        assert e.name is not None
        words = self._text[e.name.range.start : e.range.start].rstrip()
        if words and " " not in words and words[0].isupper():
            where = Range(e.name.range.start, e.name.range.start + len(words))
            return where if self._places.is_place(where) else None
        return None

    def _stage(self, cues: list[Evidence]) -> Range | None:
        """Return the place of an announcement that is said to be made at an event."""
        for e in cues:
            if e.sentence.nth > 2:
                continue
            for found in self._places.within(e.sentence.range):
                before = self._text[max(e.sentence.range.start, found.range.start - 30) : found.range.start]
                if _pattern("stage").search(before):
                    return found.range
        return None

    def _dateline_place(self, kind: EventType, cues: list[Evidence]) -> Range | None:
        """Return the town of the dateline for an event that the first sentences tell as having happened."""
        if not any(0 <= e.sentence.nth <= 1 for e in cues) or kind in ("match", "talks", "visit"):
            return None
        prose = next((s for s in self._sentences if s.nth == 0), None)
        where = self._layout.dateline
        start = where.start if where else prose.range.start if prose else 0
        match = _pattern("dateline").match(self._text, start)
        return Range(*match.span("town")) if match else None

    # --- who --------------------------------------------------------------------------------------------------------

    def _host(self, kind: EventType, cues: list[Evidence]) -> int | None:
        if kind in _GATHERINGS or kind in ("ceremony", "talks"):
            return self._organiser(cues)
        if kind in ("report", "statement", "interview"):
            return self._issuer(kind, cues)
        return None

    def _organiser(self, cues: list[Evidence]) -> int | None:
        for sentence in self._sentences:
            if not (sentence.nth <= 3 or any(e.sentence is sentence for e in cues)):
                continue
            if match := _pattern("hosted_by").search(self._text, *sentence.range):
                key = self._first_key(Range(match.end(), min(match.end() + 80, sentence.range.end)))
                if key is not None:
                    return key
            if match := _pattern("hosts").search(self._text, *sentence.range):
                key = self._last_key(Range(max(sentence.range.start, match.start() - 60), match.start() + 1))
                if key is not None:
                    return key
        return None

    def _issuer(self, kind: EventType, cues: list[Evidence]) -> int | None:
        text = self._text
        for e in sorted(cues, key=lambda e: -e.weight):
            if e.aside:
                continue
            end = e.sentence.range.end
            match = _pattern(f"{kind}_by").match(text, e.range.end, end)
            if match:
                key = self._first_key(Range(match.end(), min(match.end() + 70, end)))
                if key is not None:
                    return key
            near = self._last_key(Range(max(e.sentence.range.start, e.range.start - 45), e.range.start))
            between = self._references_end(near, e.range.start)
            if (
                near is not None
                and between is not None
                and _pattern(f"{kind}_of").fullmatch(text, between, e.range.start)
            ):
                return near
        for sentence in {e.sentence.range: e.sentence for e in cues if e.sentence.nth <= 3}.values():
            if match := _pattern(f"{kind}_issuer").search(text, *sentence.range):
                if match.lastgroup == "behind":
                    key = self._first_key(Range(match.end(), min(match.end() + 70, sentence.range.end)))
                else:
                    key = self._last_key(Range(max(sentence.range.start, match.start() - 60), match.start() + 1))
                if (key is not None and self._cast.entities[key].kind != "person") or (
                    key is not None and kind == "statement"
                ):
                    return key
        return None

    def _references_end(self, key: int | None, before: int) -> int | None:
        ends = [r.end for r, k in self._references if k == key and r.end <= before]
        return max(ends, default=None)

    def _participants(self, kind: EventType, cues: list[Evidence], host: int | None) -> tuple[int, ...]:
        keys: list[int] = [] if host is None else [host]
        for sentence in {
            e.sentence.range: e.sentence for e in cues if not e.aside and -1 <= e.sentence.nth <= 5
        }.values():
            keys += self._subjects(sentence)
            for match in _pattern("taking_part").finditer(self._text, *sentence.range):
                stop = _pattern("taking_part_end").search(self._text, match.end(), sentence.range.end)
                end = stop.start() if stop else sentence.range.end
                keys += [key for _, key in self._within(Range(match.end(), end))]
        return _unique(k for k in keys if self._cast.entities[k].kind not in ("place", "other"))

    def _subjects(self, sentence: Sentence) -> tuple[int, ...]:
        """Return the entities before the first verb of a sentence that nothing governs."""
        verb = _pattern("verb").search(self._text, *sentence.range)
        if verb is None:
            return ()
        keys = []
        for where, key in self._within(Range(sentence.range.start, verb.start() + 1)):
            before = self._text[max(sentence.range.start, where.start - 14) : where.start]
            if not _pattern("governed").search(before):
                keys.append(key)
        return _unique(keys)

    def _within(self, where: Range) -> list[tuple[Range, int]]:
        low = bisect_left(self._reference_starts, where.start)
        high = bisect_left(self._reference_starts, where.end)
        return [(r, k) for r, k in self._references[low:high] if r.end <= where.end]

    def _first_key(self, where: Range) -> int | None:
        """Return the first entity named in the range; of several names at one place, the longest."""
        found = self._within(where)
        return min(found, key=lambda f: (f[0].start, -f[0].end))[1] if found else None

    def _last_key(self, where: Range) -> int | None:
        found = self._within(where)
        return max(found, key=lambda f: (f[0].end, f[0].end - f[0].start))[1] if found else None

    # --- related ----------------------------------------------------------------------------------------------------

    def _related(self, main: EventFinding) -> tuple[EventFinding, ...]:
        """Return other events that have a day of their own: a report released, another gathering."""
        found: list[EventFinding] = []
        used = {main.type}
        for e in self._evidence:
            if e.type in used or e.aside or e.sentence.nth < 0 or e.weight < 0.7:
                continue
            if e.type not in ("report", "signing", *_GATHERINGS, "visit"):
                continue
            event = self._event(e.type, [e], 0.4, f"related event: {e.type}")
            if event.date is None or event.date_text is None or event.date == main.date:
                continue
            used.add(e.type)
            found.append(event)
        return tuple(found[:3])


def _unique(keys: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(keys))
