"""What other programs know of an article: regions of its text, and relations between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

#: Labels of mentions, by the kind of participant.
PEOPLE = {"Person": "person", "Organization": "organization", "Country": "country", "Group": "group"}
#: Relations: the labels that they lead from. Somebody who draws one the other way round means the same.
FROM = {
    "Cue": {"Quotation"},
    "Source": {"Quotation"},
    "Speaker": {"Quotation"},
    "Continues": {"Quotation"},
    "Item": {"ProposalList", "PillarGroup"},
    "Marker": {"Proposal"},
    "Proposer": {"ProposalList", "Proposal"},
    "On": {"Event"},
    "At": {"Event"},
    "Host": {"Event"},
    "Participant": {"Event"},
    "Same": set(PEOPLE),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its stretches (code points, half open), label, and what else a program says of it."""

    key: str
    label: str
    places: tuple[tuple[int, int], ...]
    form: str = ""
    kind: str = ""
    note: str = ""

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.places[-1][1]


@dataclass(frozen=True, slots=True)
class Marked:
    """An article as another program has it.

    `detailed` says that the format holds forms, kinds, counts, markers of items, words of proposers and who takes part
    in events. `by` names the program; `who` and `when` say who corrected it and when, where that is known.
    """

    id: str
    text: str
    regions: tuple[Region, ...]
    relations: tuple[tuple[str, str, str], ...]
    detailed: bool
    by: str
    who: str = ""
    when: str = ""
    _by_key: dict[str, Region] = field(default_factory=dict)

    def labelled(self, *labels: str) -> list[Region]:
        """Return the regions of some labels, in the order of the text."""
        return sorted((r for r in self.regions if r.label in labels), key=lambda r: (r.start, r.end))

    def region(self, key: str) -> Region | None:
        """Return a region by its key."""
        if not self._by_key:
            self._by_key.update({region.key: region for region in self.regions})
        return self._by_key.get(key)

    def related(self, name: str) -> Iterator[tuple[Region, Region]]:
        """Yield the two ends of each relation of a name, in the direction that it has here."""
        for relation, first, second in self.relations:
            one, other = self.region(first), self.region(second)
            if relation != name or one is None or other is None:
                continue
            turned = one.label not in FROM[name] and other.label in FROM[name]
            yield (other, one) if turned else (one, other)

    def targets(self, name: str, sources: set[str]) -> list[Region]:
        """Return where the relations of a name lead from some regions."""
        return [to for source, to in self.related(name) if source.key in sources]

    def groups(self, name: str, regions: list[Region]) -> list[list[Region]]:
        """Return regions in groups: those that relations of a name join stand together."""
        head = {region.key: region.key for region in regions}

        def top(key: str) -> str:
            while head[key] != key:
                head[key] = head[head[key]]
                key = head[key]
            return key

        for one, other in self.related(name):
            if one.key in head and other.key in head:
                head[top(one.key)] = top(other.key)
        found: dict[str, list[Region]] = {}
        for region in regions:
            found.setdefault(top(region.key), []).append(region)
        return list(found.values())
