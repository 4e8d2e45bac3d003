"""Choose the host of an event, who organises, issues, decides or airs it; none if the text names nobody."""

from __future__ import annotations

from collections import Counter

from annotate.analyse.decisions.choice import choice
from annotate.analyse.decisions.scorer import Features
from annotate.analyse.events.context import Context
from annotate.analyse.events.cues import Evidence, Sentence
from annotate.analyse.events.lead import Story, rule
from annotate.analyse.events.types import GATHERINGS
from annotate.analyse.findings import Entity, Range
from annotate.models import EventType

#: The number of sentences of prose that are inspected.
_SENTENCES = 8
#: In characters: the context directly before and after a name.
_BEFORE, _BEHIND = 60, 60
#: Patterns right before a name: "hosted by X", "told X", "a study by X", ...
_BEFORE_RULES = ("hosted_before", "told_before", "by_before", "governed", "quoting_before", "on_air_before")
#: Patterns right after a name: "X hosts", "X said in a report", "X's study", "X announced", "X ruled", ...
_BEHIND_RULES = ("hosts", "report_issuer", "document_behind", "statement_issuer", "decides_behind", "programme_behind")
#: Who is said to host a gathering ("hosted by X") does, whether or not enough was learnt to choose it: so it is in 14
#: of 18 articles, and none of them has no host.
_HOSTED: frozenset[EventType] = GATHERINGS | {"ceremony", "talks"}
_SAID = 0.78
#: Features whose meaning depends on the type: a person does not host a survey, nor a programme a ruling.
_CROSSED = (
    "kind.person",
    "kind.organization",
    "kind.country",
    "kind.group",
    "subject",
    "speaks",
    "in.headline",
    "first.headline",
    "name.airs",
    "name.judges",
    "name.governs",
    "name.studies",
    "before.told_before",
    "before.by_before",
    "before.on_air_before",
    "behind.document_behind",
    "behind.decides_behind",
    "cue.beside",
    "cue.ahead",
)


def host_of(context: Context) -> tuple[int | None, float]:
    """Return the key of the host and how probable it is, or None and the probability of none."""
    hosts = candidates(context)
    chosen, sure = choice("events/host").choose([f for _, f in hosts], article(context))
    if chosen is not None:
        return hosts[chosen][0], sure
    kind = max(context.types, key=lambda k: context.types[k])
    said = next((key for key, features in hosts if features.get("explicit")), None)
    return (said, _SAID) if said is not None and kind in _HOSTED else (None, sure)


def article(context: Context) -> Features:
    """Return what speaks for no host."""
    return {**context.features(), **context.tells("host"), "hosts": float(min(10, len(_places(context.story))))}


def candidates(context: Context) -> list[tuple[int, Features]]:
    """Return the keys of the entities of the lead, and of those who speak, in order, with their features."""
    story = context.story
    places = _places(story)
    speaking = Counter(key for keys in story.cast.speakers for key in keys)
    keys = [k for k in dict.fromkeys((*places, *speaking)) if story.cast.entities[k].kind not in ("place", "other")]
    speakers = max(1, speaking.total())
    out: list[tuple[int, Features]] = []
    for nth, key in enumerate(keys):
        features = {
            **_entity(story, story.cast.entities[key]),
            "speaks": round(speaking[key] / speakers, 3),
            **context.pointed("host", (where for where, _ in places.get(key, []))),
            "speaks.times": float(min(5, speaking[key])),
            "nth": float(min(10, nth)),
            **_mentions(context, places.get(key, [])),
        }
        out.append((key, context.crossed(features, _CROSSED)))
    return out


def _places(story: Story) -> dict[int, list[tuple[Range, Sentence]]]:
    """Return where the lead names each entity."""
    found: dict[int, list[tuple[Range, Sentence]]] = {}
    for sentence in story.sentences:
        if sentence.nth < _SENTENCES:
            for where, key in story.references(*sentence.range):
                found.setdefault(key, []).append((where, sentence))
    return found


def _entity(story: Story, entity: Entity) -> dict[str, float]:
    """Describe who it is: kind, how often it is named, whether the headline names it, what its name ends in."""
    names = [entity.name, *entity.aliases]
    headline = story.headline
    return {
        f"kind.{entity.kind}": 1.0,
        "role": float(entity.role is not None),
        "mentions": float(min(12, len(entity.references))),
        "in.headline": float(any(name in headline for name in names)),
        "first.headline": float(any(headline.startswith(name) for name in names)),
        **{
            f"name.{key}": 1.0
            for key in ("airs", "judges", "governs", "studies", "wires")
            if rule(key).search(entity.name)
        },
    }


def _mentions(context: Context, places: list[tuple[Range, Sentence]]) -> dict[str, float]:
    """Describe where the lead names it, and what stands around it there."""
    story, found = context.story, dict[str, float]()
    if not places:
        return {"unnamed": 1.0}
    first, sentence = places[0]
    found["at.nth"] = float(sentence.nth)
    found["at.first"] = float(sentence.nth == 0)
    found["at.early"] = float(sentence.nth in (0, 1, 2))
    found["in.brackets"] = float(all(story.text[max(0, r.start - 1) : r.start] == "(" for r, _ in places))
    found["at.offset"] = float(min(300, first.start - sentence.range.start))
    found["lead.times"] = float(min(6, len(places)))
    for where, sentence in places:
        before = story.before(sentence, where.start, _BEFORE)
        behind = story.text[where.end : min(sentence.range.end, where.end + _BEHIND)]
        weight = 1 / (1 + 0.3 * max(0, sentence.nth))
        hits = [f"before.{key}" for key in _BEFORE_RULES if rule(key).search(before)]
        hits += [f"behind.{key}" for key in _BEHIND_RULES if rule(key).match(behind)]
        verb = story.find("verb", sentence)
        if verb and where.end <= verb.start() + 1 and not rule("governed").search(before[-14:]):
            hits.append("subject")
        if "before.hosted_before" in hits or "behind.hosts" in hits:
            found["explicit"] = 1.0
        for hit in hits:
            found[hit] = round(max(found.get(hit, 0.0), weight), 3)
        for key, value in _beside_cue(context, where, sentence).items():
            found[key] = max(found.get(key, 0.0), value)
    return found


def _beside_cue(context: Context, where: Range, sentence: Sentence) -> dict[str, float]:
    """Return whether the likeliest cues stand right beside the name: "the Pew survey", "a statement by X"."""

    def gap(e: Evidence) -> int:
        return max(e.range.start - where.end, where.start - e.range.end, 0)

    near = [e for e in context.story.evidence if e.sentence is sentence and not e.aside and gap(e) <= _BEHIND]
    likely = max((context.types.get(e.type, 0.0) for e in near if gap(e) <= 12), default=0.0)
    ahead = max((context.types.get(e.type, 0.0) for e in near if e.range.start >= where.end), default=0.0)
    return {"cue.beside": round(likely, 3), "cue.ahead": round(ahead, 3)}
