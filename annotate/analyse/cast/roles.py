"""Decide the role of each person: which words beside the name are the title, and where they begin and end.

Rules propose every span that ends directly before a name, or begins directly after one in apposition, and that contains
a noun for people. A learned decision scores each span by its words, edges and context; the best one is the role, or
none is. Titles shared in the plural ("Senators A and B") are proposed for each person named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotate.analyse.cast.role_words import MARKS, determiners, edge, heads, is_short
from annotate.analyse.cast.title_before import title_before
from annotate.analyse.cast.titles import title_after, title_with_comma
from annotate.analyse.decisions import Example, scorer
from annotate.analyse.findings import Attribution, Cast, Entity, Layout, Range
from annotate.analyse.model.pooling import States
from annotate.analyse.text.glued_words import without_apostrophes
from annotate.analyse.words import lexicon

#: The decision's file below weights/decisions.
ROLE = "cast/role"
#: A role has at most this many words before a name, and after one.
_BEFORE, _BEHIND = 14, 22
#: The most words from the head of a role to the name: "Secretary of Health and Human Services X".
_TO_HEAD = 9
#: The number of first mentions of a person that are inspected.
_MENTIONS = 8
#: A word, its marks inside; a capital inside one begins another, as where a scraper glued two.
_WORD = re.compile(
    r"[^\W_](?:[\w’'./&-]*[\w’'])?"
    r"(?:(?<=\b\w)\.|(?<=[A-Z][a-z])\.|(?<=[A-Z][a-z]{2})\.|(?<=[A-Z][a-z]{3})\.)?"
)
_GLUE = re.compile(r"(?<=[a-z.])(?=[A-Z][a-z])|(?<=[A-Z]{3})(?=[A-Z][a-z]{2})")
#: A sentence ends here, or something else that no role goes across.
_STOP = re.compile(
    r"[!?;:“”\"\n\u2028]|[—–]"
    r"|(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})\.(?!\w)"
)
_GOVERNS = re.compile(r"[ ](?:of|for|to|at|on|from|in)[ ]")
_GAP_BEFORE = re.compile(
    r"(?P<comma>,)?[ \u00a0\n]?(?:(?:the[ ])?"
    rf"(?:{lexicon.forms_of_address('plain', 'knights', 'clergy')})\.?[ \u00a0])?\Z"
)
_OPENS_BEHIND = re.compile(
    r"(?:[’']s)?(?:[ ]\([^()]{1,40}\)|[ ]of[ ](?:the[ ])?[A-Z][\w.’' ]{2,30}(?=,))?(?:"
    r"(?P<comma>,[ \u00a0\n](?:(?:aged?[ ])?\d\d,[ ])?(?:(?:of|from)[ ][A-Z][\w ]{2,30},[ ])?"
    r"(?:(?:who[ ])?(?:is|was|serves as|served as)[ ](?:now[ ])?)?(?:(?:then|once|also|both)[ ])?)"
    r"|(?P<is>[ ](?:is|was)[ ](?=an?[ ]|the[ ]|one[ ]))|(?P<dash>[ ]?(?:[—–]|--)[ ]?)|(?P<bracket>[ ]\()"
    r"|(?P<colon>:[ ]))"
    r"(?P<article>(?:an?|[Tt]he|his|her|their|its|our|another)[ ])?"
)
#: Between two names that share a title: the first one's party or town, and what joins them.
_SHARED = re.compile(
    r"(?:[’']s)?(?:[ ]?\([^()]{1,12}\)|,[ ]?[RDI]-[^,;.]{1,12}\.?|[ ]of[ ][A-Z]\w+)?"
    r"(?:[,;]?[ ]and[ ]|[,;][ ]|[ ])"
)
_TITLE_OF_HONOUR = re.compile(rf"(?:{lexicon.forms_of_address('learned', 'knights', 'clergy')})\.?[ \u00a0]\Z")
_ARTICLE = re.compile(r"(?:[Tt]he|[Aa]n?)[ ]")


def _tokens(text: str) -> Iterator[Range]:
    """Yield the words of a text, with glued ones split."""
    for match in _WORD.finditer(text):
        tail = match.group()[1:]
        if tail == tail.lower():  # nothing is glued there; the pattern is far slower
            yield Range(*match.span())
            continue
        cuts = [match.start(), *(m.start() for m in _GLUE.finditer(text, match.start() + 2, match.end() - 1))]
        yield from (Range(a, b) for a, b in zip(cuts, [*cuts[1:], match.end()], strict=True))


@dataclass(frozen=True, slots=True)
class Proposed:
    """One stretch that may be the role of a person, with the mention that it stands beside."""

    range: Range
    side: str
    mention: Range
    #: The number of the mention among those of the person.
    number: int


def with_roles(layout: Layout, cast: Cast, attributions: Sequence[Attribution], states: States | None) -> Cast:
    """Return the cast with the role of each person as the decision takes it."""
    roles = Roles(layout, cast, attributions, states)
    decision = scorer(ROLE)
    found = {key: (proposed, roles.examples(key, proposed)) for key, proposed in roles.proposed().items()}
    # a role so far that stands beside no name is a description: "the Republican National Committee chairman"
    beside = {" ".join(p.range.of(layout.text).split()) for proposed, _ in found.values() for p in proposed}
    scores = iter(decision.probabilities([e for _, examples in found.values() for e in examples]).tolist())
    entities = list(cast.entities)
    for key, (proposed, examples) in found.items():
        sure = [next(scores) for _ in examples]
        at = max(range(len(sure)), key=lambda i: (round(sure[i], 6), -i), default=None)
        right = at is not None and sure[at] >= decision.threshold_of_choice
        role: str | None
        if right and at is not None:
            role = " ".join(proposed[at].range.of(layout.text).split())
        else:
            role = entities[key].role if entities[key].role not in beside else None
        entities[key] = replace(entities[key], role=role)
    return replace(cast, entities=tuple(entities))


class _Others:
    """What else is proposed for the same person."""

    def __init__(self, text: str, proposed: Sequence[Proposed]) -> None:
        self._words = {p: text[p.range.start : p.range.end].casefold().split() for p in proposed}
        self._times = Counter(" ".join(words) for words in self._words.values())
        self._sides = {p.side for p in proposed}
        self._full = any(not is_short(words) for words in self._words.values())

    def of(self, proposed: Proposed) -> dict[str, float]:
        """Return how often the same words are proposed, whether they are but "Sen.", and what stands against them."""
        words = self._words[proposed]
        short = is_short(words)
        return {
            "times": float(self._times[" ".join(words)]),
            "short": float(short),
            "short.only": float(short and not self._full),
            **{f"also.{side}": 1.0 for side in self._sides - {proposed.side}},
        }


class Roles:
    """Proposes the roles of the people of one article, and describes them."""

    def __init__(self, layout: Layout, cast: Cast, attributions: Sequence[Attribution], states: States | None) -> None:
        self._text = layout.text
        self._layout = layout
        self._cast = cast
        self._states = states
        self._sentences = [s.start for s in layout.sentences]
        self._lost = without_apostrophes(layout.text)
        self._sources = sorted({a.source for a in attributions if a.source})
        self._source_starts = [r.start for r in self._sources]
        self._people = sorted(
            (r.range, e.key)
            for e in cast.entities
            if e.kind == "person"
            for r in e.references
            if r.form in ("name", "short_name")
        )
        self._starts = [where.start for where, _ in self._people]
        self._tokens = list(_tokens(layout.text))
        self._token_starts = [token.start for token in self._tokens]
        self._lefts: dict[int, tuple[str, ...]] = {}
        self._rights: dict[int, tuple[str, ...]] = {}
        self._beside_states: dict[int, tuple[object, object]] = {}

    def proposed(self) -> Mapping[int, list[Proposed]]:
        """Return for each person the stretches that may be the role, each once."""
        found: dict[int, dict[Range, Proposed]] = {}
        numbers: dict[int, int] = {}
        chain: list[Proposed] = []
        last: Range | None = None
        for where, key in self._people:
            number = numbers[key] = numbers.get(key, -1) + 1
            mine = found.setdefault(key, {})
            if number >= _MENTIONS:
                continue
            near = list(self._beside(where, number))
            joined = last is not None and bool(_SHARED.fullmatch(self._text, last.end, where.start))
            chain = chain if joined else [p for p in near if p.side == "before" and self._plural(p.range)]
            shared = [replace(p, side="shared", mention=where, number=number) for p in chain] if joined else []
            for proposed in (*near, *shared):
                mine.setdefault(proposed.range, proposed)
            last = where
        return {key: list(mine.values()) for key, mine in found.items()}

    def examples(self, key: int, proposed: Sequence[Proposed]) -> list[Example]:
        """Return the features of each proposed role of one person."""
        entity = self._cast.entities[key]
        mentions = {p.number: p.mention for p in proposed}
        ruled = {number: self._ruled(mention) for number, mention in mentions.items()}
        others = _Others(self._text, proposed)
        return [
            Example({**self._features(entity, p, ruled[p.number]), **others.of(p)}, self._vectors(p)) for p in proposed
        ]

    # --- proposing -------------------------------------------------------------------------------------------------

    def _beside(self, where: Range, number: int) -> Iterator[Proposed]:
        gap = _GAP_BEFORE.search(self._text, max(0, where.start - 16), where.start)
        ends = {gap.start(): "comma before" if gap["comma"] else "before"} if gap else {}
        honour = _TITLE_OF_HONOUR.search(self._text, max(0, where.start - 11), where.start)
        if honour and gap and gap.start() != where.start - 1:
            ends[where.start - 1] = "before"
        for end, side in ends.items():
            for start in self._starts_before(end):
                yield Proposed(Range(start, end), side, where, number)
        opened = _OPENS_BEHIND.match(self._text, where.end, where.end + 120)
        if opened:
            side = next(name for name in ("comma", "is", "dash", "bracket", "colon") if opened[name])
            for stretch in self._stretches_behind(opened.end()):
                yield Proposed(stretch, f"behind {side}", where, number)

    def _starts_before(self, end: int) -> Iterator[int]:
        """Yield where a role that ends at `end` may begin, the nearest first; only where its head is an office."""
        low = max(0, end - 130)
        stops = [m.end() for m in _STOP.finditer(self._text, low, end - 1)]
        low = max([low, *stops])
        words = self._words(low, end)
        if not words or words[-1].end < end - 1:
            return
        office = next((w for w in reversed(words[-_TO_HEAD:]) if heads(w.of(self._text))), None)
        if office is None or (office != words[-1] and not _GOVERNS.match(self._text, office.end)):
            return
        for word in reversed(words[-_BEFORE:]):
            if word.start <= office.start and word.of(self._text).casefold() not in determiners():
                yield word.start

    def _stretches_behind(self, start: int) -> Iterator[Range]:
        stop = _STOP.search(self._text, start)
        end = min(len(self._text), start + 180, stop.start() if stop else len(self._text))
        words = self._words(start, end)[:_BEHIND]
        office = next((i for i, w in enumerate(words) if heads(w.of(self._text))), None)
        if office is None or office > 9 or words[0].of(self._text) == "whose":
            return
        first = [0]
        if words[0].of(self._text) in ("one", "former", "a", "an", "the", "then", "once", "also", "now") or words[0].of(
            self._text
        ).endswith(("’s", "'s")):
            first.append(1)
        for opening in first:
            for word in words[max(office, opening) :]:
                yield Range(words[opening].start, word.end)

    def _words(self, low: int, high: int) -> list[Range]:
        """Return the words that lie in a stretch; one that reaches over its end is cut there."""
        first, last = bisect_left(self._token_starts, low), bisect_left(self._token_starts, high)
        words = self._tokens[first:last]
        if words and words[-1].end > high:
            words[-1] = Range(words[-1].start, high)
        return words

    def _plural(self, where: Range) -> bool:
        last = where.of(self._text).split()[-1].rstrip(".").casefold()
        return last.endswith("s") and (last[:-1] in lexicon.person_nouns() or last in ("sens", "reps", "govs"))

    # --- describing ------------------------------------------------------------------------------------------------

    def _ruled(self, mention: Range) -> set[Range]:
        """Return the titles that the rules see beside a mention."""
        titles = (
            title_before(self._text, mention.start),
            title_with_comma(self._text, *mention),
            title_after(self._text, mention.end, self._lost),
        )
        return {title for title in titles if title}

    def _features(self, entity: Entity, proposed: Proposed, ruled: set[Range]) -> dict[str, float]:
        text, (start, end) = self._text, proposed.range
        words = [w.of(text) for w in self._words(start, end)] or [text[start:end]]
        headed = [i for i, w in enumerate(words) if heads(w)]
        values = {
            f"side.{proposed.side}": 1.0,
            "words": float(len(words)),
            "number": float(proposed.number),
            "full": float(len(proposed.mention.of(text).split()) > 1),
            "headline": float(self._layout.headline is not None and self._layout.headline.contains(proposed.range)),
            "rule": float(proposed.range in ruled),
            "rule.any": float(bool(ruled)),
            "rule.start": float(any(r.start == start for r in ruled)),
            "rule.end": float(any(r.end == end for r in ruled)),
            "rule.role": float(" ".join(text[start:end].split()) == entity.role),
            "heads": float(len(headed)),
            "head.first": float(headed[0]) if headed else -1.0,
            "head.behind": float(len(words) - 1 - headed[-1]) if headed else -1.0,
            "capitals": sum(w[0].isupper() for w in words) / len(words),
            "and": float(words.count("and")),
            "comma": float(text.count(",", start, end)),
            "owner": float(sum(w.endswith(("’s", "'s")) for w in words)),
            "people": float(self._people_inside(proposed.range)),
            "source": self._in_source(proposed),
        }
        signs = [*edge("first", words[0]), *edge("last", words[-1]), *self._left(start), *self._right(end)]
        if len(words) > 1:
            signs += [*edge("second", words[1]), *edge("prior", words[-2])]
        return values | dict.fromkeys(signs, 1.0)

    def _people_inside(self, where: Range) -> int:
        return bisect_left(self._starts, where.end) - bisect_left(self._starts, where.start)

    def _in_source(self, proposed: Proposed) -> float:
        """Return 2 where a source begins or ends as the role does, 1 where it does otherwise hold it, 0 elsewhere."""
        at = bisect_right(self._source_starts, proposed.mention.start) - 1
        if at < 0 or self._sources[at].end < proposed.mention.end:
            return 0.0
        source, role = self._sources[at], proposed.range
        article = _ARTICLE.match(self._text, source.start)
        begins = role.start in (source.start, article.end() if article else source.start)
        ends = role.start >= proposed.mention.end and role.end == source.end
        return 2.0 if begins or ends else 1.0 if source.contains(role) else -1.0

    def _left(self, start: int) -> tuple[str, ...]:
        """Return the signs of the word before a role, and of what stands between the two."""
        if start not in self._lefts:
            text = self._text
            words = self._words(max(0, start - 40), start)
            gap = text[words[-1].end : start] if words else "\n"
            beside = edge("left", words[-1].of(text)) if words else ()
            self._lefts[start] = (*beside, _beyond("left", gap))
        return self._lefts[start]

    def _right(self, end: int) -> tuple[str, ...]:
        """Return the signs of the word behind a role, and of what stands between the two."""
        if end not in self._rights:
            text = self._text
            words = self._words(end, min(len(text), end + 40))
            gap = text[end : words[0].start] if words else "\n"
            beside = edge("right", words[0].of(text)) if words else ()
            self._rights[end] = (*beside, _beyond("right", gap))
        return self._rights[end]

    def _vectors(self, proposed: Proposed) -> dict[str, object]:
        if self._states is None:
            return {}
        (left, first), (last, right) = map(self._around, proposed.range)
        named = {"left": left, "first": first, "last": last, "right": right}
        return {name: vector for name, vector in named.items() if vector is not None}

    def _around(self, at: int) -> tuple[object, object]:
        """Return the states of the wordpieces before and behind a place, None where there is none."""
        if at not in self._beside_states and self._states is not None:
            self._beside_states[at] = self._states.before(at), self._states.behind([at], 1)
        return self._beside_states[at]


def _beyond(name: str, gap: str) -> str:
    """Return the sign of what stands between the edge of a role and the next word."""
    mark = gap.lstrip()[:1] or ("\n" if "\n" in gap else " " if gap else "")
    return f"{name}.mark.{MARKS.get(mark, 'other')}"
