"""The features of the decision whether an entity takes part.

A feature is a fact of the text or of what earlier steps found. Facts of single mentions ("is the subject of a verb of
taking part", "stands between quotation marks") are counted three ways: whether any mention has it, what share of them,
and whether one in the first sentences has it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from annotate.analyse.decisions import Example
from annotate.analyse.findings import Attribution, Cast, Entity, EventFinding, Layout, ProposalFinding
from annotate.analyse.model.pooling import States
from annotate.analyse.participants import grammatical_role as grammar
from annotate.analyse.participants.mentions import KINDS, Mentions
from annotate.analyse.participants.telling import tells
from annotate.analyse.text.quotation_marks import quotation_kind
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

#: The first sentences, where a mention tells most of who takes part.
_LEAD = 4
#: Wordpieces after a name that mostly hold its verb.
_VERB = 4
#: Mentions of one entity that are pooled, at most.
_POOLED = 12
#: What is told of many at once where an article lists those who attend, play or sign.
_SHARED = frozenset(("enumerated", "line", "beside", "plays", "sends", "takes"))
#: An attribution of one of these kinds makes a speaker; so do many of any kind.
_TELLS = frozenset(("direct", "mixed", "telling"))
_MANY = 2
_WORD = re.compile(r"[^\W\d_]+")


class Described:
    """The features of all entities of one article."""

    def __init__(
        self,
        layout: Layout,
        cast: Cast,
        attributions: Sequence[Attribution],
        events: Sequence[EventFinding],
        proposals: Sequence[ProposalFinding],
        states: States,
    ) -> None:
        self._layout = layout
        self._text = layout.text
        self._cast = cast
        self._attributions = attributions
        self._events = events
        self._states = states
        self._sentences = [s.start for s in layout.sentences]
        self._mentions = Mentions(layout, cast, attributions, events[0] if events else None)
        self._hosts = {e.host for e in events if e.host is not None}
        self._proposers = {k for p in proposals if p.proposer and (k := cast.at(p.proposer)) is not None}
        self._most = max((len(e.references) for e in cast.entities if e.kind in KINDS), default=1)
        self._speaking = self._find_speaking()
        self._article = self._find_article()

    def examples(self) -> list[tuple[int, Example]]:
        """Return key and example of every entity that can take part, in the order of the cast."""
        ranks = self._ranks()
        return [
            (entity.key, Example(self._features(entity, ranks), self._vectors(entity)))
            for entity in self._cast.entities
            if entity.kind in KINDS and entity.references
        ]

    def speakers(self) -> frozenset[int]:
        """Return the keys of those who are quoted, or said to tell something, or said to say something repeatedly."""
        return frozenset(key for key, facts in self._speaking.items() if facts.keys() & _TELLS or facts["all"] >= _MANY)

    def paraphrased(self) -> frozenset[int]:
        """Return the keys of those of the speakers who are people and of whom nothing is said to be their own words."""
        own = {
            key
            for attribution, keys in zip(self._attributions, self._cast.speakers, strict=True)
            for key in keys
            if attribution.direct or self._speaking[key]["direct"] or self._speaking[key]["mixed"]
        }
        return frozenset(key for key in self.speakers() - own if self._cast.entities[key].kind == "person")

    def pointed_to(self) -> frozenset[int]:
        """Return the keys of hosts and proposers."""
        return frozenset(self._hosts | self._proposers)

    def competitions(self) -> frozenset[int]:
        """Return the keys of what is named like an event and is one: the league of a match, or the event itself."""
        heads = frozenset(table("participation.toml")["event"]["heads"].split())
        names = [e.name for e in self._events if e.name]
        match = bool(self._events) and self._events[0].type == "match"
        return frozenset(
            entity.key
            for entity in self._cast.entities
            if entity.kind == "organization"
            and entity.name.split()[-1] in heads
            and (match or any(name.overlaps(r.range) for name in names for r in entity.references))
        )

    # --- who speaks ------------------------------------------------------------------------------------------------

    def _find_speaking(self) -> dict[int, Counter[str]]:
        found: dict[int, Counter[str]] = {}
        for attribution, keys in zip(self._attributions, self._cast.speakers, strict=True):
            facts = self._of_attribution(attribution)
            for key in keys:
                counts = found.setdefault(key, Counter())
                counts.update(dict.fromkeys(facts, 1))
                counts["length"] += sum(r.end - r.start for r in attribution.content)
                counts["surest"] = max(counts["surest"], round(100 * attribution.confidence))
        return found

    def _of_attribution(self, attribution: Attribution) -> set[str]:
        kind = quotation_kind(self._text, attribution.content, self._mentions.inside)
        facts = {"all", kind}
        if tells(self._text, attribution):
            facts.add("telling")
        if attribution.source and any(c.isupper() for c in attribution.source.of(self._text)):
            facts.add("by_name")
        return facts

    # --- the article and the entity --------------------------------------------------------------------------------

    def _find_article(self) -> dict[str, float]:
        words = _WORD.findall(self._text)
        first = sum(w in ("I", "we", "We", "my", "our") for w in words)
        main = self._events[0] if self._events else None
        return {
            "article.words": math.log1p(len(words)),
            "article.first_person": first / max(1, len(words)),
            "article.questions": self._text.count("?") / max(1, len(self._sentences)),
            "article.entities": float(len([e for e in self._cast.entities if e.kind in KINDS])),
            "article.speakers": float(len(self._speaking)),
            **{f"article.{flag}": float(n) for flag, n in self._bearers().items()},
            **({f"event.{main.type}": 1.0} if main else {}),
        }

    def _bearers(self) -> dict[str, int]:
        """Return of how many entities something is told that they share where many take part."""
        pairs = {(f, p.key) for p, flags in self._mentions.pairs() for f in flags & _SHARED}
        return Counter(flag for flag, _ in pairs)

    def _ranks(self) -> dict[int, int]:
        order = sorted((e for e in self._cast.entities if e.kind in KINDS), key=lambda e: (-len(e.references), e.key))
        return {e.key: rank for rank, e in enumerate(order)}

    def _features(self, entity: Entity, ranks: dict[int, int]) -> dict[str, float]:
        forms = Counter(r.form for r in entity.references)
        first = entity.references[0].range
        length = max(1, len(self._text))
        sentences = sorted({bisect_right(self._sentences, r.range.start) for r in entity.references})
        values: dict[str, float] = {
            **self._article,
            f"kind.{entity.kind}": 1.0,
            "confidence": entity.confidence,
            "references": math.log1p(len(entity.references)),
            "share": len(entity.references) / self._most,
            "rank": float(ranks[entity.key]),
            "sentences": float(len(sentences)),
            "first.sentence": float(sentences[0]),
            "first.at": first.start / length,
            "last.at": entity.references[-1].range.start / length,
            "lead": float(sum(s <= _LEAD for s in sentences)),
            "role": float(entity.role is not None),
            "role.long": float(len((entity.role or "").split())),
            "host": float(entity.key in self._hosts),
            "in_event": float(any(entity.key in e.participants for e in self._events[:1])),
            **{f"form.{form}": float(count) for form, count in forms.items()},
            **self._named(entity),
            **self._counted(entity.key),
        }
        for name, count in self._speaking.get(entity.key, Counter()).items():
            values[f"says.{name}"] = math.log1p(count) if name == "length" else float(count)
        return values

    def _counted(self, key: int) -> dict[str, float]:
        """Return how often each fact holds of the mentions of an entity."""
        mine = self._mentions.of(key)
        values: dict[str, float] = {}
        for place, flags in mine:
            for flag in flags:
                values[f"any.{flag}"] = 1.0
                values[f"share.{flag}"] = values.get(f"share.{flag}", 0.0) + 1.0 / len(mine)
                if place.sentence < _LEAD and "headline" not in flags:
                    values[f"lead.{flag}"] = 1.0
        if mine:
            values.update({f"first.{flag}": 1.0 for flag in mine[0][1]})
        return values

    def _named(self, entity: Entity) -> dict[str, float]:
        """Return what the words of a name tell."""
        words = entity.name.split() or [""]
        media = lexicon.words("participation.toml", "media", "words")
        event = frozenset(table("participation.toml")["event"]["heads"].split())
        return {
            "name.words": float(len(words)),
            "name.acronym": float(len(words) == 1 and words[0].replace(".", "").isupper()),
            "name.media": float(any(w in media for w in (words[0], words[-1]))),
            "name.event": float(words[-1] in event),
            "name.office": float(entity.kind == "organization" and grammar.is_office(entity.name)),
            "name.demonym": float(words[0] in lexicon.demonyms()),
            "name.country": float(words[0] in lexicon.countries()),
            "name.made": float(words[-1].casefold() in table("sources.toml")["made_names"]["heads"].split()),
        }

    # --- vectors ----------------------------------------------------------------------------------------------------

    def _vectors(self, entity: Entity) -> dict[str, object]:
        named = [r.range for r in entity.references if r.form in ("name", "short_name") or entity.kind == "group"]
        named = named[:_POOLED] or [entity.references[0].range]
        at = max(0, bisect_right(self._sentences, named[0].start) - 1)
        vectors = {
            "mentions": self._states.mean(named),
            "first": self._states.over(named[0]),
            "behind": self._states.behind([r.end for r in named], _VERB),
            "sentence": self._states.over(self._layout.sentences[at]) if self._sentences else None,
        }
        return {name: vector for name, vector in vectors.items() if vector is not None}
