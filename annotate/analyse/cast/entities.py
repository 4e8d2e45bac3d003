"""Gather names into entities: which occurrences of names refer to the same person, organisation or country.

Full names first, then the short ones: a family name belongs to the one who bears it (of several, the one whom the
paragraph or the text speaks of), an acronym to the body whose initials it is, "The Post" to "The New York Post".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import islice
from typing import Literal

from annotate.analyse.cast.bodies import Bodies
from annotate.analyse.cast.candidates import MOST_BEARERS, SMALL, Candidate, Mention, Sex, plain
from annotate.analyse.cast.made_names import made_names
from annotate.analyse.cast.offices import WEAK
from annotate.analyse.cast.title_before import title_before
from annotate.analyse.cast.titles import title_after, title_with_comma
from annotate.analyse.findings import Layout, Name, Range
from annotate.analyse.text.glued_words import without_apostrophes
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import entries, table
from annotate.models import MentionForm, ParticipantKind

#: Between a name and a title that belongs to it: "Trump campaign manager Ida Marsh".
_CAMPAIGN = re.compile(rf" (?:{lexicon.one_of('titles.toml', 'before', 'staffs')})\b")
#: The number of preceding full names among which the bearer of a short name is looked for.
_FARTHEST_BEARER = 500
_WORD_BEFORE = re.compile(r"(\w+\.?)[ \u00a0]$")
_POSSESSIVE = re.compile(r"(?:[’'`´]s|[’'])")
_NICKNAME = re.compile(r"[\"“'‘(]([A-Z]\w+)[\"”'’)]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _nicknames() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(entries("nicknames.txt")):
        for name in line.split():
            found.setdefault(name.casefold(), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _is_weak(role: str) -> bool:
    """Return whether a title is not an office: "Dr.", "one witness"; any other goes before it."""
    return role in WEAK or role.split()[-1].casefold() in table("sources.toml")["people"]["no_office"].split()


class Register:
    """The entities of one text."""

    def __init__(self, layout: Layout, names: tuple[Name, ...]) -> None:
        self._text = layout.text
        self._layout = layout
        self._paragraphs = [p.start for p in layout.paragraphs]
        self.candidates: list[Candidate] = []
        self.mentions: list[Mention] = []
        self._honorifics = lexicon.honorifics()
        self._given = lexicon.given_names()
        self._suffixes = {s.casefold().rstrip(".") for s in lexicon.words("name_words.toml", "people", "suffixes")}
        self._particles = {p.casefold() for p in lexicon.words("name_words.toml", "people", "particles")}
        self._family_first = lexicon.words("name_words.toml", "people", "surname_first")
        self._gather(names)

    # --- gathering ------------------------------------------------------------------------------------------------

    def _gather(self, names: tuple[Name, ...]) -> None:
        made = made_names(self._text, names)
        people = [n for n in names if n.kind == "person"]
        full = [n for n in people if len(self._parts(n.range.of(self._text))) > 1]
        short = [n for n in people if len(self._parts(n.range.of(self._text))) <= 1]
        by_form: dict[str, int] = {}
        self._by_part: dict[str, list[int]] = {}
        for name in full:
            surface = name.range.of(self._text)
            key = by_form.get(plain(surface))
            if key is None:
                key = self._same_person(surface)
                if key is None:
                    key = self._new("person", name)
                by_form[plain(surface)] = key
                for part in self._parts(surface):
                    keys = self._by_part.setdefault(part, [])
                    if key not in keys and len(keys) < MOST_BEARERS:
                        keys.append(key)
            self._add(key, name, "name")
        fulls = sorted((m for m in self.mentions), key=lambda m: m.range)
        starts = [m.range.start for m in fulls]
        singles: dict[str, int] = {}
        self._other_sex(short, singles)
        for name in short:
            surface = name.range.of(self._text)
            key = self._whose(surface, name, fulls, starts)
            if key is None:
                key = singles.get(plain(surface))
            if key is None:
                key = singles[plain(surface)] = self._new("person", name)
                self._by_part.setdefault(plain(surface), []).append(key)
            self._add(key, name, "short_name")
        bodies = Bodies(self._text, self.candidates, self._new, self._add)
        bodies.gather([n for n in names if n.kind != "person"])
        self.by_country = bodies.by_country
        self._made(made)
        self.mentions.sort(key=lambda m: (m.range, m.key))
        self._titles()

    def _other_sex(self, short: list[Name], singles: dict[str, int]) -> None:
        """Make a second bearer of a family name whose title does not fit: "Mr. Obama" beside Michelle Obama."""
        times = Counter(plain(name.range.of(self._text)) for name in short)
        for name in short:
            part = plain(name.range.of(self._text))
            sex = self._title_sex(name)
            keys = self._by_part.get(part, [])
            if sex and keys and part not in singles and all(self.candidates[k].sex not in (sex, "u") for k in keys):
                singles[part] = key = self._new("person", name)
                self.candidates[key].sex = sex
                self.candidates[key].surfaces[name.range.of(self._text)] += times[part]
                self._by_part[part] = [*keys, key]

    def _title_sex(self, name: Name) -> Sex | None:
        """Return the sex that "Mr." or "Mrs." before a name tells."""
        title = _WORD_BEFORE.search(self._text[max(0, name.range.start - 8) : name.range.start])
        sex = self._honorifics.get(title.group(1)) if title else None
        return sex if sex in ("m", "f") else None  # type: ignore[return-value]

    def _parts(self, surface: str) -> list[str]:
        words = [w.strip("\"“”‘’'(),.") for w in plain(surface).split()]
        words = [w for w in words if w and w not in self._suffixes]
        return words[1:] if len(words) == 2 and words[0] in self._particles else words

    def _new(self, kind: ParticipantKind | Literal["place", "other"], name: Name) -> int:
        surface = name.range.of(self._text)
        key = len(self.candidates)
        sex: Sex = "u"
        if kind == "person":
            first = surface.split()[0]
            sex = self._given.get(first, self._given.get(first.title(), "u"))  # type: ignore[assignment]
            if len(surface.split()) == 1:
                sex = "u"
            nick = _NICKNAME.search(surface)
            if sex == "u" and nick:
                sex = self._given.get(nick.group(1), "u")  # type: ignore[assignment]
        self.candidates.append(Candidate(key, kind, sex, confidence=name.confidence, first=name.range.start))
        return key

    def _add(self, key: int, name: Name, form: MentionForm) -> None:
        entity = self.candidates[key]
        entity.surfaces[name.range.of(self._text)] += 1
        entity.confidence = max(entity.confidence, name.confidence)
        entity.first = min(entity.first, name.range.start)
        self.mentions.append(Mention(name.range, key, form))
        if entity.kind == "person" and entity.sex == "u":
            title = _WORD_BEFORE.search(self._text[max(0, name.range.start - 12) : name.range.start])
            if title:
                word = title.group(1)
                entity.sex = self._honorifics.get(word, lexicon.person_nouns().get(word.casefold(), "u"))  # type: ignore[assignment]

    def add_group(self, where: Range) -> int:
        """Add a group without a name and return its key."""
        key = len(self.candidates)
        self.candidates.append(Candidate(key, "group", "u", confidence=0.6, first=where.start))
        return key

    def _same_person(self, surface: str) -> int | None:
        """Return the entity that goes by another form of a full name: a middle initial more, a nickname, a part."""
        parts = self._parts(surface)
        for key in self._by_part.get(parts[-1], ()):
            for other in islice(self.candidates[key].surfaces, MOST_BEARERS):
                if self._compatible(parts, self._parts(other)):
                    return key
        return None

    def _compatible(self, one: list[str], two: list[str]) -> bool:
        if one[-1] != two[-1]:
            return False
        a, b = one[:-1], two[:-1]
        if not a or not b:
            return False
        if set(a) <= set(b) or set(b) <= set(a):
            return True
        first, second = a[0], b[0]
        if len(first) == 1 or len(second) == 1:
            return first[0] == second[0]
        if first == second:
            return all(x[0] == y[0] for x, y in zip(a[1:], b[1:], strict=False))
        return bool(_nicknames().get(first, frozenset()) & _nicknames().get(second, frozenset()))

    def _whose(self, surface: str, name: Name, fulls: list[Mention], starts: list[int]) -> int | None:
        """Return whose short name this is: of several bearers the one named last hereabouts, else the main one."""
        parts = self._parts(surface)
        if not parts:
            return None
        keys = self._by_part.get(parts[0], [])
        if len(keys) > 1:
            sex = self._title_sex(name)
            if sex:
                keys = [k for k in keys if self.candidates[k].sex in (sex, "u")] or keys
        family = [k for k in keys if self._family_name(k) == parts[0]]
        keys = family or keys
        if len(keys) < 2:
            return keys[0] if keys else None
        paragraph = bisect_right(self._paragraphs, name.range.start) - 1
        counts = [sum(self.candidates[k].surfaces.values()) for k in keys]
        if max(counts) <= 3 * min(counts):
            paragraph = max(0, paragraph - 8)  # as much spoken of: the one named last, further back too
        begun = self._paragraphs[paragraph] if paragraph >= 0 else 0
        at = bisect_right(starts, name.range.start) - 1
        nearest = max(0, at - _FARTHEST_BEARER)
        while at >= nearest and starts[at] >= begun:
            if fulls[at].key in keys:
                return fulls[at].key
            at -= 1
        return max(keys, key=lambda k: (sum(self.candidates[k].surfaces.values()), -self.candidates[k].first))

    def _family_name(self, key: int) -> str:
        surface = next(iter(self.candidates[key].surfaces))
        parts = self._parts(surface)
        words = surface.split()
        if len(parts) in (2, 3) and words[0] in self._family_first and words[0] not in self._given:
            return parts[0]
        return parts[-1]

    # --- "Trump campaign" ------------------------------------------------------------------------------------------

    def _made(self, made: list[tuple[Name, Range, str]]) -> None:
        owners = {m.range: m.key for m in self.mentions}
        known: dict[tuple[int | str, str], int] = {}
        self.made: dict[int, str] = {}
        for name, whole, head in made:
            owner: int | str = owners.get(name.range, plain(name.range.of(self._text)))
            key = known.get((owner, head))
            if key is None:
                fresh = Name(whole, "organization", 0.8, "named after somebody")
                key = known[(owner, head)] = self._new("organization", fresh)
                self.candidates[key].owner = owner if isinstance(owner, int) else None
                self.made[key] = head.split()[-1]
            self._add(key, Name(whole, "organization", 0.8, "named after somebody"), "name")

    # --- titles ------------------------------------------------------------------------------------------------------

    def _titles(self) -> None:
        floor = 0
        last: Range | None = None
        lost = without_apostrophes(self._text)
        full: set[int] = set()
        headline = self._layout.headline
        headed: set[int] = set()
        for mention in self.mentions:
            entity = self.candidates[mention.key]
            if entity.kind != "person":
                continue
            before = title_before(self._text, mention.range.start, floor)
            behind_comma = title_with_comma(self._text, *mention.range, floor)
            if before and last and before.start == last.end + 1 and _CAMPAIGN.match(self._text, last.end):
                before = Range(last.start, before.end)
            floor, last = mention.range.end, mention.range
            after = title_after(self._text, mention.range.end, lost)
            for title in (before, behind_comma, after):
                if title is None:
                    continue
                words = _WORD.findall(title.of(self._text).casefold())
                entity.offices.update(w for w in words if w not in SMALL)
                for word in words:
                    sex = lexicon.person_nouns().get(word)
                    if sex in ("m", "f") and entity.sex == "u":
                        entity.sex = sex  # type: ignore[assignment]
                fuller = mention.form == "name" and entity.key not in full
                longer = entity.key in headed and len(title.of(self._text)) > len(entity.role or "")
                if headline and title.end <= headline.end:
                    headed.add(entity.key)
                elif fuller or longer:
                    headed.discard(entity.key)
                if entity.role is None or fuller or (longer and mention.form == "name") or _is_weak(entity.role):
                    full |= {entity.key} if mention.form == "name" else set()
                    entity.role = " ".join(title.of(self._text).split())
