"""Who is who: names, titles, descriptions and pronouns gathered into entities, and sources resolved to them.

The text is read once from front to back. What is named is remembered with its sentence, and whether it was the
subject or spoke; a pronoun or a description ("the senator", "the grouping") goes to the best remembered entity that
fits in sex, kind and office. A source is read from its head: the last name of its noun phrase ("Clinton spokesman Nick
Merrill"), a name in apposition, the owner of a document ("a Trump tweet"), several names joined by "and"; a plural or
an indefinite description names nobody.
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from annotate.analyse import lexicon
from annotate.analyse.entities import Mention, Register, plain
from annotate.analyse.findings import Attribution, Cast, Entity, Layout, Name, Range, Reference
from annotate.analyse.marks import marked
from annotate.analyse.titles import around
from annotate.analyse.wordlists import table
from annotate.models import MentionForm

#: How many entities are remembered at a time; the text is read in linear time because it is a constant.
_REMEMBERED = 24
#: Between a name and the "who" behind its apposition stand at most so many characters.
_LONGEST_APPOSITION = 70
#: What a mention as a subject weighs at least.
_SUBJECT_WEIGHT = 1.6
#: A description introduces an office for somebody who was a subject at most so many sentences before.
_INTRODUCED_WITHIN = 3
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")
_CLAUSE_END = re.compile(rf", | \(|;| — | – | - |:|[ ](?:{around('hung_on')})[ ]")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|HE|SHE|[Hh]imself|[Hh]erself|[Hh]ers)\b")
_POSSESSIVE = re.compile(r"(?:[’'`´]s|(?<=s)[’'])?$")
_SUBJECT = re.compile(
    r"(?:, (?:who|\d\d|[^,.;]{3,60},)|[’']s (?:who|that))?[ ]"
    rf"(?:(?:{around('adverbs')}) |(?:{around('auxiliaries')})\b|\w+(?:ed|es|[^s]s)\b|{around('verbs')})"
)
_AFTER_PREPOSITION = re.compile(rf"\b(?:{around('prepositions')})[ ](?:[A-Z][\w.]* )*$")


class _Seen(NamedTuple):
    """What is remembered of an entity: where it was mentioned last, how, and how often so far."""

    sentence: int
    at: int
    weight: float
    times: int


@cache
def _words(*path: str) -> frozenset[str]:
    value = table("sources.toml")
    for step in path:
        value = value[step]
    return frozenset(str(value).split())


def gather(
    layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], others: Iterable[Range] = ()
) -> Cast:
    """Return the cast of the text; `others` are further ranges that refer to somebody (proposers, hosts)."""
    return _Reader(layout, names, attributions, tuple(others)).cast()


class _Reader:
    """One text, read from front to back."""

    def __init__(
        self, layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], others: tuple[Range, ...]
    ) -> None:
        self._layout = layout
        self._text = layout.text
        self._register = Register(layout, names)
        self._entities = self._register.candidates
        self._named = self._register.mentions
        self._named_starts = [m.range.start for m in self._named]
        self._nationalities = {n.range.start: n.range for n in names if n.kind == "nationality"}
        self._attributions = attributions
        self._others = others
        self._inside = marked(layout)
        self._inside_starts = [r.start for r in self._inside]
        self._sentences = [s.start for s in layout.sentences]
        self._paragraphs = [p.start for p in layout.paragraphs]
        self._seen: dict[int, _Seen] = {}
        self._found: dict[Range, tuple[int, ...]] = {}
        self._documents: dict[str, int] = {}
        self._last_speaker: tuple[int, int] | None = None
        self._extra: list[Mention] = []
        #: Offices that only a description tells: "the Republican National Committee chairman".
        self._described_as: dict[int, str] = {}

    def cast(self) -> Cast:
        self._read()
        speakers = tuple(self._found[a.source] if a.source else () for a in self._attributions)
        return Cast(self._all_entities(speakers), speakers)

    # --- reading ----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Walk through names, pronouns and sources in the order of the text."""
        sources = {a.source for a in self._attributions if a.source}
        self._source_starts = sorted(r.start for r in sources)
        self._source_ends = [r.end for r in sorted(sources)]
        wanted = sources | set(self._others)
        steps: list[tuple[int, int, Range, object]] = []
        for mention in self._named:
            steps.append((mention.range.start, 1, mention.range, mention))
        for match in _PRONOUN.finditer(self._text):
            steps.append((match.start(), 2, Range(*match.span()), None))
        for match in _definite().finditer(self._text):
            steps.append((match.start(), 3, Range(*match.span()), match["noun"]))
        for where in wanted:
            steps.append((where.end, 4, where, where in sources))
        steps.sort(key=lambda s: (s[0], s[1], s[2]))
        self._resolved: dict[int, Mention] = {}
        for _, kind, where, what in steps:
            if kind == 1:
                assert isinstance(what, Mention)
                self._remember(what.key, what.range, self._weight(what.range))
            elif kind == 2:
                self._pronoun(where)
            elif kind == 3:
                self._description(where, str(what).casefold())
            else:
                keys = self._source(where)
                self._found[where] = keys
                if what:
                    self._spoke(keys, where)
        for where, keys in self._found.items():
            if not keys and len(where.of(self._text).split()) == 1:
                self._found[where] = self._later(where)

    def _later(self, where: Range) -> tuple[int, ...]:
        """Resolve a bare noun, as headlines have it, by what the text says later: "diplomat says", "Poll: ..."."""
        noun = where.of(self._text).casefold()
        key: int | None = None
        if noun in _words("nouns", "documents"):
            key = self._documents.get(noun)
        elif noun in table("sources.toml")["bodies"]:
            heads = table("sources.toml")["bodies"][noun].split()
            fits = [
                e
                for e in self._entities
                if e.kind in ("organization", "other") and not _heads(e.surfaces).isdisjoint(heads)
            ]
            key = max(fits, key=lambda e: (sum(e.surfaces.values()), -e.first)).key if fits else None
        elif noun in lexicon.person_nouns():
            offices = frozenset(table("sources.toml")["offices"].get(noun, "").split()) | {noun}
            people = [e for e in self._entities if e.kind == "person" and offices & e.offices]
            key = people[0].key if len(people) == 1 else None
        if key is None:
            return ()
        self._extra.append(Mention(where, key, "nominal"))
        return (key,)

    def _sentence(self, at: int) -> int:
        return bisect_right(self._sentences, at) - 1

    def _in_quote(self, at: int) -> Range | None:
        i = bisect_right(self._inside_starts, at) - 1
        return self._inside[i] if i >= 0 and at < self._inside[i].end else None

    def _weight(self, where: Range) -> float:
        """Return how much a mention stands out: subjects most, what hangs on a preposition or a possessive least."""
        if self._speaks(where):
            return 2.0
        text = self._text
        before = text[max(0, where.start - 40) : where.start]
        if re.match(r"[’']s? ", text[where.end : where.end + 3]):
            return 0.4
        if _SUBJECT.match(text, where.end) and not _AFTER_PREPOSITION.search(before):
            return _SUBJECT_WEIGHT
        if _AFTER_PREPOSITION.search(before):
            return 0.6
        return 1.0

    def _speaks(self, where: Range) -> bool:
        """Say whether a mention stands in a source."""
        at = bisect_right(self._source_starts, where.start) - 1
        return at >= 0 and where.end <= self._source_ends[at]

    def _remember(self, key: int, where: Range, weight: float) -> None:
        if self._in_quote(where.start) and not self._speaks(where):
            weight = min(weight, 0.3)
        old = self._seen.pop(key, None)
        sentence = self._sentence(where.start)
        if old is not None and old.sentence == sentence and old.weight > weight:
            weight = old.weight
        self._seen[key] = _Seen(sentence, where.start, weight, (old.times if old else 0) + 1)
        if len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]

    def _spoke(self, keys: tuple[int, ...], where: Range) -> None:
        if len(keys) != 1:
            return
        self._last_speaker = (keys[0], self._sentence(where.start))
        self._remember(keys[0], where, 2.0)

    # --- pronouns ---------------------------------------------------------------------------------------------------

    def _pronoun(self, where: Range) -> None:
        word = where.of(self._text).casefold()
        sex = "m" if word in _words("pronouns", "m") else "f"
        if self._in_quote(where.start):
            return
        key = self._best(where.start, sex)
        if key is None:
            return
        entity = self._entities[key]
        if entity.sex == "u":
            entity.sex = "m" if sex == "m" else "f"
        self._resolved[where.start] = mention = Mention(where, key, "pronoun")
        self._extra.append(mention)
        subject = word in ("he", "she")
        self._remember(key, where, 1.8 if subject else 1.2)

    def _best(self, at: int, sex: str) -> int | None:
        """Return the person that a pronoun of this sex at `at` means."""
        sentence = self._sentence(at)
        best: tuple[float, int] | None = None
        for key, seen in self._seen.items():
            entity = self._entities[key]
            if entity.kind != "person" or (entity.sex not in (sex, "u")):
                continue
            distance = sentence - seen.sentence
            score = seen.weight - 0.8 * min(distance, 6) + 0.25 * math.log(seen.times)
            score += 0.6 if entity.sex == sex else 0.0
            if self._last_speaker and self._last_speaker[0] == key and sentence - self._last_speaker[1] <= 3:
                score += 0.7
            if distance > 12:
                continue
            rank = (score, seen.at)
            if best is None or rank > best[:2]:
                best = (score, seen.at)
                chosen = key
        if best is not None:
            return chosen
        if (ahead := self._ahead(at, sex)) is not None:
            return ahead
        people = [e for e in self._entities if e.kind == "person" and e.sex in (sex, "u") and e.first < at]
        if not people:
            return None
        return max(people, key=lambda e: (sum(e.surfaces.values()), -e.first)).key

    def _ahead(self, at: int, sex: str) -> int | None:
        """Return the first person named behind `at` in its sentence: "In his speech, Obama said"."""
        end = self._layout.sentences[self._sentence(at)].end if self._sentences else len(self._text)
        for mention in self._named[bisect_left(self._named_starts, at) :]:
            if mention.range.start >= end:
                return None
            entity = self._entities[mention.key]
            if entity.kind == "person" and entity.sex in (sex, "u"):
                return mention.key
        return None

    # --- descriptions -----------------------------------------------------------------------------------------------

    def _description(self, where: Range, noun: str) -> None:
        """Resolve "the senator" or "the grouping" where it stands for somebody named before."""
        if self._in_quote(where.start):
            return
        following = self._text[where.end : where.end + 3]
        if (re.match(r" [A-Z]", following) or re.match(r"[’']s", following)) and re.match(r" [A-Z]", following):
            return
        key = self._described(noun, where, self._text[where.start : where.end])
        if key is None:
            return
        self._resolved[where.start] = mention = Mention(where, key, "nominal")
        self._extra.append(mention)
        self._remember(key, where, self._weight(where))
        entity = self._entities[key]
        words = where.of(self._text).split()[1:]
        if entity.kind == "person" and len(words) > 1 and noun not in _words("people", "no_office"):
            self._described_as.setdefault(key, " ".join(words))
            entity.offices.update(w.casefold() for w in words)

    def _described(self, noun: str, where: Range, phrase: str) -> int | None:
        """Return the entity that a definite description with this head noun stands for."""
        sentence = self._sentence(where.start)
        made = table("sources.toml")["bodies"]
        if noun in made:
            if re.match(r" (?:of|for|that|which) ", self._text[where.end : where.end + 7]):
                return None
            return self._body(noun, made[noun].split(), sentence, phrase)
        sex = lexicon.person_nouns().get(noun)
        if sex is None:
            return None
        offices = frozenset(table("sources.toml")["offices"].get(noun, "").split()) | {noun}
        described = _WORD.findall(phrase)[1:]
        modifiers = {_words_of_party().get(w.casefold(), w.casefold()) for w in described} - {noun}
        parties = {_words_of_party().get(w, w) for w in (*modifiers, noun)} & _parties()
        plain_words = [w for w in described[:-1] if w[0].islower()]
        odd = any(w not in lexicon.words("titles.toml", "before", "modifiers") for w in plain_words)
        best: tuple[float, int] | None = None
        chosen: int | None = None
        for key, seen in self._seen.items():
            entity = self._entities[key]
            if entity.kind != "person" or (sex != "u" and entity.sex not in (sex, "u")):
                continue
            distance = sentence - seen.sentence
            score = seen.weight - 0.3 * min(distance, 10) + 0.3 * math.log(seen.times)
            party = {_words_of_party().get(w, w) for w in entity.offices} & _parties()
            fits = bool(offices & entity.offices) or (noun in _words_of_party() and bool(party & parties))
            score += 3.0 * fits + 0.8 * len(modifiers & entity.offices)
            if not fits:  # a description without an office is of somebody that the text is about
                score += 0.6 * math.log(sum(entity.surfaces.values()))
            if odd and not modifiers & entity.offices:
                continue
            if not fits and noun not in _words("people", "anyone"):
                continue
            if parties and party - parties:
                continue
            if not fits and distance > 6:
                continue
            rank = (score, seen.at)
            if best is None or rank > best:
                best, chosen = rank, key
        if chosen is None:
            fitting = [
                e for e in self._entities if e.kind == "person" and offices & e.offices and e.first < where.start
            ]
            if len(fitting) == 1:
                chosen = fitting[0].key
            elif not fitting and described[:-1] and not odd:
                chosen = self._introduced(sentence, sex)
        return chosen

    def _introduced(self, sentence: int, sex: str) -> int | None:
        """Return who was just the subject and has no office yet: a full description introduces it."""
        recent = [
            (seen.at, key)
            for key, seen in self._seen.items()
            if self._entities[key].kind == "person"
            and not self._entities[key].offices
            and seen.weight >= _SUBJECT_WEIGHT
            and sentence - seen.sentence <= _INTRODUCED_WITHIN
            and (sex == "u" or self._entities[key].sex in (sex, "u"))
        ]
        return max(recent)[1] if recent else None

    def _body(self, noun: str, heads: list[str], sentence: int, phrase: str) -> int | None:
        """Return the body spoken of last that has such a head; the words before the noun have to fit best."""
        modifiers = {w.casefold() for w in _WORD.findall(phrase)[1:-1]}
        best: tuple[int, int] | None = None
        chosen: int | None = None
        for key, head in self._register.made.items():
            owner = self._entities[key].owner
            seen = [s for s in (self._seen.get(key), self._seen.get(owner) if owner is not None else None) if s]
            if head == noun and seen and (best is None or (0, max(s.at for s in seen)) > best):
                best, chosen = (0, max(s.at for s in seen)), key
        for key, known in self._seen.items():
            entity = self._entities[key]
            if entity.kind not in ("organization", "other") or key in self._register.made:
                continue
            words = {w for surface in entity.surfaces for w in surface.split()}
            if not _heads(entity.surfaces).isdisjoint(heads):
                rank = (len(modifiers & {w.casefold() for w in words}), known.at)
                if best is None or rank > best:
                    best, chosen = rank, key
        return chosen

    # --- sources ----------------------------------------------------------------------------------------------------

    def _inside_mentions(self, where: Range) -> list[Mention]:
        """Return the named mentions inside a range, none inside another."""
        low = bisect_left(self._named_starts, where.start)
        found: list[Mention] = []
        for mention in self._named[low:]:
            if mention.range.start >= where.end:
                break
            if mention.range.end > where.end + 0:
                continue
            if found and mention.range.start < found[-1].range.end:
                if mention.range.end > found[-1].range.end:
                    found[-1] = mention
                continue
            found.append(mention)
        return found

    def _source(self, where: Range) -> tuple[int, ...]:
        """Return the speakers that a source names."""
        text = self._text
        joint = self._joint(where)
        if joint is not None:
            return tuple(dict.fromkeys(joint))
        key, _form = self._head(where)
        if key is None:
            return ()
        entity = self._entities[key]
        if entity.kind in ("place", "other"):
            country = lexicon.capitals().get(entity.name)
            if (
                entity.kind == "place"
                and country in self._register.by_country
                and text[where.start : where.end].strip() == entity.name
            ):
                key = self._register.by_country[country]
            else:
                entity.kind = "organization"
        return (key,)

    def _joint(self, where: Range) -> list[int] | None:
        """Return the keys where several are named side by side: "Clinton and Trump", "France and Germany"."""
        text = self._text
        phrase = where.of(text)
        if " and " not in phrase and " & " not in phrase:
            return None
        mentions = [m for m in self._inside_mentions(where) if self._entities[m.key].kind != "place" or True]
        for match in re.finditer(r",? and (?:the |his |her )?", phrase):
            at = where.start + match.start()
            if any(m.range.start <= at < m.range.end for m in mentions):
                continue
            both = 5 if phrase.casefold().startswith("both ") else 0
            left, right = Range(where.start + both, at), Range(where.start + match.end(), where.end)
            if left.end - left.start < 2 or right.end - right.start < 2:
                continue
            one, _ = self._head(left, strict=True)
            two, _ = self._head(right, strict=True)
            if one is None or two is None or one == two:
                continue
            last = max((m.range.end for m in mentions if m.key == one and m.range.end <= at), default=at)
            if re.fullmatch(r"(?:[’']s)?(?:,? ?\(?[RDI]-[^,)]*\)?,?|, [A-Z][^,]*,?)?,?", text[last:at]):
                keys = []
                for m in mentions:
                    if (
                        m.range.end <= at
                        and self._entities[m.key].kind == self._entities[one].kind
                        and re.match(r", ", text[m.range.end : m.range.end + 2])
                    ):
                        keys.append(m.key)
                return [*keys, one, two] if one not in keys else [*keys, two]
        return None

    def _head(self, where: Range, strict: bool = False) -> tuple[int | None, MentionForm]:
        """Return whom a noun phrase names and how; `strict`: by name only."""
        text = self._text
        phrase = where.of(text)
        lowered = phrase.casefold().strip(' ,.;:"“”')
        words = lowered.split()
        if not words:
            return None, "nominal"
        if len(words) == 1 and not strict:
            known, resolved = self._one_word(where, words[0])
            if known:
                return resolved, "pronoun"
        if words[0] in ("he", "she") and not strict:
            return self._one_word(Range(where.start, where.start + len(words[0])), words[0])[1], "pronoun"
        mentions = self._inside_mentions(where)
        first_word = words[0].strip("“\"'")
        if (
            first_word in _words("determiners", "indefinite")
            and first_word not in ("a", "an", "one", "another")
            and not self._starts_with_name(where, mentions)
        ):
            return None, "nominal"
        core_end = self._core_end(where, mentions)
        core = Range(where.start, core_end)
        head = next((m for m in mentions if self._ends_core(m, core)), None)
        if head is not None:
            return head.key, head.form
        person = self._prefixed_person(where, core, mentions)
        if person is not None:
            return person.key, person.form
        if where.start in self._nationalities and self._nationalities[where.start].end == core.end:
            return None, "name"
        apposed = self._apposed(where, core, mentions)
        if apposed is not None:
            return apposed.key, apposed.form
        if strict:
            return None, "nominal"
        return self._nominal(where, core, mentions), "nominal"

    def _starts_with_name(self, where: Range, mentions: list[Mention]) -> bool:
        return bool(mentions) and mentions[0].range.start == where.start

    def _core_end(self, where: Range, mentions: list[Mention]) -> int:
        """Return where the noun phrase without what is hung on behind ends."""
        at = where.start
        while True:
            match = _CLAUSE_END.search(self._text, at, where.end)
            if not match:
                end = where.end
                break
            if any(m.range.start < match.start() < m.range.end for m in mentions) or match.start() == where.start:
                at = match.end()
                continue
            end = match.start()
            break
        text = self._text
        while end > where.start and (text[end - 1].isspace() or text[end - 1] in ',;:"“”'):
            end -= 1
        return end

    def _ends_core(self, mention: Mention, core: Range) -> bool:
        if mention.range.start < core.start or mention.range.end > core.end:
            return False
        rest = self._text[mention.range.end : core.end]
        return bool(
            re.fullmatch(
                r"[’']?s?[.,)\"”]*| [IVJS][IVr.]*| \([^)]*\)?|’?(?: himself| herself| itself)|(?: [’']s)?", rest
            )
        )

    def _prefixed_person(self, where: Range, core: Range, mentions: list[Mention]) -> Mention | None:
        """Find the name behind a title with its own object: "Ambassador to Russia Zhang Hanhui"."""
        for one, two in itertools.pairwise(mentions):
            between = self._text[one.range.end : two.range.start]
            if (
                one.range.start >= core.end
                and self._entities[two.key].kind == "person"
                and re.fullmatch(r"(?:[’']s?)? ", between)
            ):
                return two
        for mention in mentions:
            if mention.range.start < core.end or self._entities[mention.key].kind != "person":
                continue
            between = self._text[core.end : mention.range.start]
            if (
                "," not in between
                and re.search(r" (?:and|of) [A-Za-z ]+$", between)
                and mention.range.start - core.end < 60
            ):
                words = re.findall(r"[A-Za-z]+", between)
                if words and words[-1].casefold() in lexicon.person_nouns():
                    return mention
            titled = core.of(self._text).split()[-1]
            if titled[0].islower() or titled.casefold() not in lexicon.person_nouns():
                continue
            if re.fullmatch(r" (?:of|for|to) (?:the )?(?:[A-Z][\w.]* ?)+ ", between) and not re.search(
                r" (?:for|of|to) $", between
            ):
                return mention
        return None

    def _apposed(self, where: Range, core: Range, mentions: list[Mention]) -> Mention | None:
        """Find the name in apposition: "the campaign's manager, Kellyanne Conway", "the minister, Mr. Guajardo"."""
        text = self._text
        for mention in mentions:
            if mention.range.start < core.end or self._entities[mention.key].kind != "person":
                continue
            comma = text.rfind(",", core.start, mention.range.start)
            if comma < core.start:
                continue
            between = text[comma + 1 : mention.range.start].strip()
            titled = all(
                w.rstrip(".,").casefold() in lexicon.person_nouns()
                or w in lexicon.honorifics()
                or w.rstrip(".") in lexicon.words("titles.toml", "abbreviations", "words")
                or w.casefold() in lexicon.words("titles.toml", "before", "modifiers")
                for w in between.split()
            )
            after = text[mention.range.end : mention.range.end + 1]
            if (titled and after in ("", ",", ".", " ", "\n", "(")) or (titled and mention.range.end == where.end):
                if re.match(r"[’']s", text[mention.range.end : mention.range.end + 2]):
                    continue
                return mention
        return None

    def _one_word(self, where: Range, word: str) -> tuple[bool, int | None]:
        """Say whether a source of one word is a pronoun, and whom it means."""
        at = where.start
        while at < where.end and not self._text[at].isalnum():
            at += 1
        for sex in ("m", "f"):
            if word in _words("pronouns", sex):
                return True, self._resolved[at].key if at in self._resolved else self._best(at, sex)
        if word in _words("pronouns", "thing"):
            key = self._thing(at)
            if key is not None:
                self._resolved[at] = mention = Mention(Range(at, at + len(word)), key, "pronoun")
                self._extra.append(mention)
            return True, key
        if word in _words("pronouns", "relative"):
            return True, self._antecedent(at)
        return word in _words("pronouns", "plural") or word in _words("pronouns", "nobody"), None

    def _thing(self, at: int) -> int | None:
        """Return the body or country that "it" means: the one that stood out last."""
        sentence = self._sentence(at)
        best: tuple[float, int] | None = None
        chosen: int | None = None
        for key, seen in self._seen.items():
            entity = self._entities[key]
            if entity.kind == "person" or seen.at >= at:
                continue
            score = (
                seen.weight
                - 0.8 * (sentence - seen.sentence)
                + (0.5 if entity.kind in ("organization", "country") else -0.5)
            )
            if self._last_speaker and self._last_speaker[0] == key:
                score += 0.8
            if sentence - seen.sentence > 4:
                continue
            if best is None or (score, seen.at) > best:
                best, chosen = (score, seen.at), key
        return chosen

    def _antecedent(self, at: int) -> int | None:
        """Return whom a relative pronoun means: what ends right before it, for "who" the person of an apposition."""
        text = self._text
        person = text[at : at + 3].casefold() == "who"
        before = at
        while before > 0 and text[before - 1] in " ,\u00a0\n)-–—":
            before -= 1
        low = bisect_left(self._named_starts, at)
        plural = re.search(r"[a-z]s$", text[max(0, before - 12) : before])
        for mention in reversed(self._named[max(0, low - 4) : low]):
            if mention.range.end > before:
                continue
            gap = text[mention.range.end : before]
            if len(gap) > _LONGEST_APPOSITION or re.search(r"[.;:!?][ \n\"”]", gap):
                return None
            kind = self._entities[mention.key].kind
            if not gap.strip() and (not person or kind in ("person", "organization", "group", "country")):
                apposed = person and kind != "person" and self._apposed_to(mention, before)
                if not apposed:
                    return mention.key
            elif kind == "person" and re.match(r"[’']?\s?\(|, ", gap) and not (plural and not gap.count(",")):
                return mention.key
        return None

    def _apposed_to(self, mention: Mention, before: int) -> bool:
        """Say whether a body ends the apposition of a person: "Matt Duss, the president of the Foundation"."""
        at = bisect_left(self._named_starts, mention.range.start)
        for other in reversed(self._named[max(0, at - 2) : at]):
            gap = self._text[other.range.end : mention.range.start]
            if self._entities[other.key].kind == "person" and re.fullmatch(r", [^.;:]{1,60}", gap):
                return True
        return False

    def _nominal(self, where: Range, core: Range, mentions: list[Mention]) -> int | None:
        """Return whom a description means: a document's owner, a body or a person described before."""
        text = self._text
        words = [w.casefold() for w in _WORD.findall(core.of(text))]
        if not words:
            return None
        noun = words[-1].rstrip(".")
        noun = re.sub(r"[’']s?$", "", noun)
        if noun in _words("nouns", "documents"):
            return self._document(where, core, mentions, noun, words)
        owner_word = words[0]
        if noun in _words("made_names", "heads") and owner_word in ("his", "her") and self._resolved.get(where.start):
            owner = self._resolved[where.start].key
            return next(
                (k for k in self._register.made if self._entities[k].owner == owner and self._register.made[k] == noun),
                None,
            )
        if noun.endswith("s") and noun not in lexicon.person_nouns() and noun not in table("sources.toml")["bodies"]:
            return None
        if owner_word in ("a", "an", "one", "his", "her", "their", "its", "another"):
            return None
        if core.start in self._resolved and self._resolved[core.start].range.end >= core.end - 1:
            return self._resolved[core.start].key
        if len(words) > 1 and owner_word not in _words("determiners", "definite") and not core.of(text)[0].isupper():
            known = noun in lexicon.person_nouns()
            if not known or len(words) > 3:
                return None
        if any(
            m.range.start < core.end and re.match(r"[’']s?[ ]", text[m.range.end : m.range.end + 3]) for m in mentions
        ):
            return None
        key = self._described(noun, core, core.of(text))
        if key is None and core.start in self._resolved:
            return self._resolved[core.start].key
        return key

    def _document(self, where: Range, core: Range, mentions: list[Mention], noun: str, words: list[str]) -> int | None:
        """Return who wrote or issued it: "Band's memo", "a Trump tweet", "an analysis by X"; "the poll": the last."""
        text = self._text
        singular = (
            noun[:-1]
            if noun.endswith("s") and noun not in ("data", "remarks", "findings", "figures", "statistics")
            else noun
        )
        before = [m for m in mentions if m.range.end <= core.end and self._entities[m.key].kind != "place"]
        if before and words[0] not in _words("determiners", "indefinite") - {"a", "an", "another", "one"}:
            owner = next((m for m in before if re.match(r"[’']s?[ ]", text[m.range.end : m.range.end + 3])), before[-1])
            self._documents[singular] = owner.key
            return owner.key
        match = re.search(
            r" (?:by|from|of|in|released by|conducted by|published by|issued by) (?:the )?", text[core.end : where.end]
        )
        if match:
            at = core.end + match.end()
            named = next((m for m in mentions if at <= m.range.start <= at + 25), None)
            if named is not None and self._entities[named.key].kind not in ("place", "country"):
                self._documents[singular] = named.key
                return named.key
        if words[0] in ("his", "her") and core.start in self._resolved:
            return self._resolved[core.start].key
        if words[0] in ("the", "this", "that") or len(words) == 1:
            return self._documents[singular] if singular in self._documents else self._issuer(singular, where.start)
        return None

    def _issuer(self, noun: str, before: int) -> int | None:
        """Return whose it is by the last time that it was issued: "On Monday, the SCO released a blue book"."""
        verbs = "|".join(sorted(_words("verbs", "issuing")))
        issued = rf" (?:{verbs}) (?:an?|its|his|her|their|the)(?: [\w-]+){{0,3}} {re.escape(noun)}s?\b"
        matches = list(re.finditer(issued, self._text[:before]))
        if not matches:
            return None
        at = matches[-1].start()
        subject = next((m for m in self._named if m.range.end == at), None)
        return subject.key if subject and self._entities[subject.key].kind != "place" else None

    # --- entities ---------------------------------------------------------------------------------------------------

    def _all_entities(self, speakers: tuple[tuple[int, ...], ...]) -> tuple[Entity, ...]:
        speaking = {key for keys in speakers for key in keys}
        references: dict[int, list[Mention]] = {}
        for mention in (*self._named, *self._extra):
            references.setdefault(mention.key, []).append(mention)
        found = []
        for entity in self._entities:
            mine: dict[Range, Reference] = {}
            for mention in references.get(entity.key, ()):
                mine.setdefault(mention.range, Reference(mention.range, mention.form))
            name = entity.name
            aliases = tuple(s for s in entity.surfaces if plain(s) != plain(name))
            found.append(
                Entity(
                    key=entity.key,
                    name=name,
                    kind=entity.kind,
                    role=entity.role or self._described_as.get(entity.key),
                    aliases=aliases,
                    references=tuple(mine[r] for r in sorted(mine)),
                    confidence=min(0.99, entity.confidence + (0.1 if entity.key in speaking else 0.0)),
                    rule="names and references",
                )
            )
        return tuple(found)


def _heads(surfaces: Iterable[str]) -> set[str]:
    """Return the words that say what sort of body a name is of: its last one, and one before "of" or "for"."""
    found: set[str] = set()
    for surface in surfaces:
        words = surface.split()
        found.add(words[-1])
        found.update(word for word, link in itertools.pairwise(words) if link in ("of", "for", "on"))
    return found


@cache
def _parties() -> frozenset[str]:
    return frozenset(_words_of_party().values())


@cache
def _words_of_party() -> dict[str, str]:
    """Return the words for members of a party, each with one that stands for all: "gop" with "republican"."""
    return {word: line.split()[0] for line in table("sources.toml")["parties"].values() for word in line.split()}


@cache
def _definite() -> re.Pattern[str]:
    """Return the pattern of a definite description: "the", up to three words, and a noun for a person or a body."""
    nouns = {n for n in lexicon.person_nouns() if n.isascii()} | set(table("sources.toml")["bodies"])
    ordered = "|".join(sorted(nouns, key=len, reverse=True))
    before = "|".join(sorted(lexicon.words("titles.toml", "before", "modifiers")))
    small = "of|in|and|to|for|on|at|by|from|with|the|a|an|that|who"
    return re.compile(
        rf"\bthe (?:(?!(?:{small})\b)[\w’'-]+(?:\.[\w.]*\.)? ){{0,4}}?(?P<noun>{ordered})\b"
        rf"(?![-’'/]| (?-i:[A-Z])| (?:(?:{before}) )?(?:{ordered})\b)",
        re.IGNORECASE,
    )
