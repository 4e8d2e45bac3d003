"""Gather the names of bodies, countries and places: acronyms and shortened names go to the body that they shorten."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from annotate.analyse.cast.candidates import MOST_BEARERS, SMALL, Candidate, plain
from annotate.analyse.findings import Name
from annotate.analyse.words import lexicon
from annotate.models import MentionForm, ParticipantKind

#: An acronym in brackets right after a name: "National Farmers Union (NFU)".
_BRACKET = re.compile(r" ?\(([A-Z][\w.&-]{1,9})\)")
_BETWEEN_WORDS = re.compile(r"[ -]")


@dataclass(slots=True)
class Bodies:
    """The bodies, countries and places of one text; `new` makes an entity of a name, `add` gives one a mention."""

    text: str
    candidates: list[Candidate]
    new: Callable[[ParticipantKind | Literal["place", "other"], Name], int]
    add: Callable[[int, Name, MentionForm], None]
    by_country: dict[str, int] = field(default_factory=dict)
    _by_form: dict[str, int] = field(default_factory=dict)
    #: Whose initials an acronym is, and whose names hold a piece.
    _initials: dict[str, int] = field(default_factory=dict)
    _pieces: dict[str, list[int]] = field(default_factory=dict)

    def gather(self, names: list[Name]) -> None:
        """Gather the names, the longest first."""
        for name in sorted(names, key=lambda n: (-len(n.range.of(self.text).split()), n.range.start)):
            if name.kind == "country":
                self._country(name)
            elif name.kind != "nationality":
                self._body(name)

    def _country(self, name: Name) -> None:
        countries, surface = lexicon.countries(), name.range.of(self.text)
        country = countries.get(surface) or countries.get(surface.title()) or surface
        key = self.by_country.get(country)
        if key is None:
            key = self.by_country[country] = self.new("country", name)
        self.add(key, name, "name")

    def _body(self, name: Name) -> None:
        surface = name.range.of(self.text)
        form = plain(surface)
        key = self._by_form.get(form)
        may_shorten = name.kind in ("organization", "other")
        shortened = key is not None and len(form) < len(self.candidates[key].name) - 2
        if key is None and may_shorten:
            key = self._longer(surface, name)
            shortened = key is not None
        if key is None:
            kind: Literal["organization", "place", "other"] = name.kind if name.kind != "person" else "other"  # type: ignore[assignment]
            key = self._by_form[form] = self.new(kind, name)
        if not shortened and may_shorten and len(form.split()) > 1:
            self._note_short_names(key, name, form)
        self.add(key, name, "short_name" if shortened else "name")

    def _note_short_names(self, key: int, name: Name, form: str) -> None:
        """Note by which acronyms and pieces a body may be named from now on."""
        words = form.split()
        letters = "".join(w[0] for w in _BETWEEN_WORDS.split(form) if w and w not in SMALL)
        every = "".join(w[0] for w in _BETWEEN_WORDS.split(form) if w)
        for made in (letters, every):
            if len(made) > 1:
                self._initials.setdefault(made, key)
        if bracket := _BRACKET.match(self.text, name.range.end, name.range.end + 14):
            self._initials[plain(bracket.group(1))] = key
        for piece in (words[-1], words[0], " ".join(words[1:]), " ".join(words[:-1])):
            keys = self._pieces.setdefault(piece, [])
            if key not in keys and len(keys) < MOST_BEARERS:
                keys.append(key)

    def _longer(self, surface: str, name: Name) -> int | None:
        """Return the body whose name this one shortens: its acronym, "The Post", "Yahoo" of "Yahoo News"."""
        form = plain(surface)
        bare = form.replace(".", "")
        if surface.replace(".", "").isupper() and bare in self._initials:
            return self._initials[bare]
        keys = [] if bare.isalpha() and surface.isupper() and len(bare) < 6 else self._pieces.get(form, [])
        if not keys or (len(form.split()) == 1 and form in lexicon.common_words() and not self._article(name)):
            return None
        if len(keys) == 1:
            return keys[0]
        return max(keys, key=lambda k: sum(self.candidates[k].surfaces.values()))

    def _article(self, name: Name) -> bool:
        return self.text[max(0, name.range.start - 4) : name.range.start].casefold() == "the "
