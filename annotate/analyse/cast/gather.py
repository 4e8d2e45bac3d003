"""Coreference: gather names, titles, descriptions and pronouns into entities, and resolve sources to them.

The text is read once from front to back. What is named is remembered with its sentence, and whether it was the
subject or spoke (`memory`); a pronoun (`pronouns`) or a description (`descriptions`) goes to the best remembered
entity that fits in sex, kind and office. Sources (`sources`) are resolved on the way.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from annotate.analyse.cast.candidates import Mention, plain
from annotate.analyse.cast.descriptions import Descriptions, definite, heads_of
from annotate.analyse.cast.documents import Documents
from annotate.analyse.cast.entities import Register
from annotate.analyse.cast.groups import acting_group, head_of, speaking_group
from annotate.analyse.cast.labels import Labels
from annotate.analyse.cast.pronouns import PRONOUN, Pronouns
from annotate.analyse.cast.salience import Memory, term
from annotate.analyse.cast.sources import Sources
from annotate.analyse.findings import Attribution, Cast, Entity, Layout, Name, Range, Reference
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table


def gather(
    layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], others: Iterable[Range] = ()
) -> Cast:
    """Return the cast of the text; `others` are further ranges that refer to somebody (proposers, hosts)."""
    return _Reader(layout, names, attributions, tuple(others)).cast()


#: Proposers that are not people: a document, whose author is not told, proposes nothing by itself.
_UNABLE = term("nouns", "documents")


class _Reader:
    """One text, read from front to back."""

    def __init__(
        self, layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], others: tuple[Range, ...]
    ) -> None:
        self._layout = layout
        self._text = layout.text
        self._attributions = attributions
        self._spoken = {a.source for a in attributions if a.source}
        self._others = others
        self._memory = Memory(layout, Register(layout, names), self._spoken)
        self._pronouns = Pronouns(self._memory)
        self._descriptions = Descriptions(self._memory)
        self._documents = Documents(self._memory)
        self._sources = Sources(
            self._memory,
            self._pronouns,
            self._descriptions,
            self._documents,
            Labels(self._memory),
            (n for n in names if n.kind == "nationality"),
        )
        self._found: dict[Range, tuple[int, ...]] = {}

    def cast(self) -> Cast:
        """Return the entities, and the speakers of each attribution."""
        self._read()
        self._groups()
        self._describe_others()
        speakers = tuple(self._found[a.source] if a.source else () for a in self._attributions)
        return Cast(self._all_entities(speakers), speakers)

    def _read(self) -> None:
        """Walk through names, pronouns, descriptions and sources in the order of the text."""
        memory = self._memory
        steps: list[tuple[int, int, Range, object]] = []
        for mention in memory.named:
            steps.append((mention.range.start, 1, mention.range, mention))
        for match in PRONOUN.finditer(self._text):
            if not memory.in_name(match.start()):  # "He Lifeng"
                steps.append((match.start(), 2, Range(*match.span()), None))
        for match in definite().finditer(self._text):
            steps.append((match.start(), 3, Range(*match.span()), match["noun"]))
        for where in self._spoken | set(self._others):
            steps.append((where.end, 4, where, where in self._spoken))
        steps.sort(key=lambda s: (s[0], s[1], s[2]))
        for _, kind, where, what in steps:
            if kind == 1:
                assert isinstance(what, Mention)
                memory.remember(what.key, what.range, memory.weight(what.range))
            elif kind == 2:
                self._pronouns.read(where)
            elif kind == 3:
                self._descriptions.read(where, str(what).casefold())
            else:
                self._found[where] = keys = self._sources.speakers(where)
                if what:
                    memory.spoke(keys, where)
        meant: dict[str, int | None] = {}
        for where, keys in self._found.items():
            if not keys and len(where.of(self._text).split()) == 1:
                noun = where.of(self._text).casefold()
                if noun not in meant:
                    meant[noun] = self._later(noun)
                if (key := meant[noun]) is not None:
                    self._memory.extra.append(Mention(where, key, "nominal"))
                    self._found[where] = (key,)

    def _groups(self) -> None:
        """Make entities of the unnamed groups that speak, and of one that opens the text."""
        known: dict[str, int] = {}
        acting = acting_group(self._layout)
        if acting is not None:
            self._group(acting, known)
        for attribution in sorted(self._attributions, key=lambda a: a.source or a.content[0]):
            source = attribution.source
            if source is None or self._found[source]:
                continue
            where = speaking_group(self._text, source, attribution.cue)
            if where is not None:
                self._found[source] = (self._group(where, known),)

    def _describe_others(self) -> None:
        """Resolve each proposer to an entity, or make a group of its words."""
        referred = sorted((*m.range, m.key) for m in (*self._memory.named, *self._memory.extra))
        for where in self._others:
            keys = self._found[where]
            words = where.of(self._text).casefold().split()
            unnamed = len(words) > 1 and words[0] not in term("determiners", "possessive") | term("pronouns", "nobody")
            if not keys and unnamed and words[-1].rstrip("s") not in _UNABLE:
                keys = self._found[where] = (self._memory.register.add_group(where),)
                article = len(words[0]) + 1 if words[0] in ("a", "an") else 0
                self._memory.entities[keys[0]].surfaces[self._text[where.start + article : where.end]] += 1
            inside = referred[bisect_left(referred, (where.start,)) : bisect_left(referred, (where.end,))]
            if len(keys) == 1 and not any(key in keys and end <= where.end for _, end, key in inside):
                self._memory.extra.append(Mention(where, keys[0], "nominal"))
                insort(referred, (*where, keys[0]))

    def _group(self, where: Range, known: dict[str, int]) -> int:
        """Return the key of a group: "the sources" are the sources spoken of before."""
        head = head_of(where.of(self._text))
        definite = self._text[max(0, where.start - 4) : where.start].casefold() == "the "
        key = known.get(head) if definite or where.of(self._text).casefold() == head else None
        if key is None:
            same = [k for k in known.values() if self._memory.entities[k].surfaces[where.of(self._text)]]
            key = same[0] if same else self._memory.register.add_group(where)
        known[head] = key
        self._memory.entities[key].surfaces[where.of(self._text)] += 1
        self._memory.extra.append(Mention(where, key, "nominal"))
        return key

    def _later(self, noun: str) -> int | None:
        """Resolve a bare noun of a headline ("diplomat says", "Poll: ...") by what the text says later."""
        if noun in term("nouns", "documents"):
            return self._documents.known.get(noun)
        if noun in table("sources.toml")["bodies"]:
            heads = table("sources.toml")["bodies"][noun].split()
            fits = [
                e
                for e in self._memory.entities
                if e.kind in ("organization", "other") and not heads_of(e.surfaces).isdisjoint(heads)
            ]
            return max(fits, key=lambda e: (sum(e.surfaces.values()), -e.first)).key if fits else None
        if noun in lexicon.person_nouns():
            offices = frozenset(table("sources.toml")["offices"].get(noun, "").split()) | {noun}
            people = [e for e in self._memory.entities if e.kind == "person" and offices & e.offices]
            return people[0].key if len(people) == 1 else None
        return None

    def _all_entities(self, speakers: tuple[tuple[int, ...], ...]) -> tuple[Entity, ...]:
        speaking = {key for keys in speakers for key in keys}
        references: dict[int, list[Mention]] = {}
        for mention in (*self._memory.named, *self._memory.extra):
            references.setdefault(mention.key, []).append(mention)
        found = []
        for entity in self._memory.entities:
            mine: dict[Range, Reference] = {}
            names = sorted(m.range for m in references.get(entity.key, ()) if m.form in ("name", "short_name"))
            for mention in references.get(entity.key, ()):
                # "the Clinton campaign" is one mention, by its name, and no description besides
                inside = bisect_left(names, mention.range.start, key=lambda n: n.start)
                described = mention.form == "nominal" and inside < len(names)
                if not (described and mention.range.contains(names[inside])):
                    mine.setdefault(mention.range, Reference(mention.range, mention.form))
            name = entity.name
            aliases = tuple(s for s in entity.surfaces if plain(s) != plain(name))
            found.append(
                Entity(
                    key=entity.key,
                    name=name,
                    kind=entity.kind,
                    role=entity.role or self._descriptions.offices.get(entity.key),
                    aliases=aliases,
                    references=tuple(mine[r] for r in sorted(mine)),
                    confidence=min(0.99, entity.confidence + (0.1 if entity.key in speaking else 0.0)),
                    rule="names and references",
                    sex=entity.sex,
                    offices=frozenset(entity.offices),
                )
            )
        return tuple(found)
