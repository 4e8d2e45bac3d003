"""An article as another program annotated it: regions of its text, and relations between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

#: Labels of mentions, by the kind of participant.
PEOPLE = {"Person": "person", "Organization": "organization", "Country": "country", "Group": "group"}
#: For each relation, the labels that it starts from. A relation drawn the other way round means the same.
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
    """A region: its ranges (code points, half open), its label, and further attributes."""

    key: str
    label: str
    places: tuple[tuple[int, int], ...]
    form: str = ""
    kind: str = ""
    note: str = ""

    @property
    def start(self) -> int:
        """Its first offset."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.places[-1][1]


@dataclass(frozen=True, slots=True)
class Marked:
    """An article as another program stores it.

    `detailed` says that the format holds mention forms, kinds, counts, item markers, proposer spans and event
    participants. `by` names the program; `who` and `when` say who corrected the article and when, empty if unknown.
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
        """Return the regions with one of these labels, in the order of the text."""
        return sorted((r for r in self.regions if r.label in labels), key=lambda r: (r.start, r.end))

    def region(self, key: str) -> Region | None:
        """Return the region with a key; None if there is none."""
        if not self._by_key:
            self._by_key.update({region.key: region for region in self.regions})
        return self._by_key.get(key)

    def related(self, name: str) -> Iterator[tuple[Region, Region]]:
        """Yield both ends of each relation with this name, in the canonical direction."""
        for relation, first, second in self.relations:
            one, other = self.region(first), self.region(second)
            if relation != name or one is None or other is None:
                continue
            turned = one.label not in FROM[name] and other.label in FROM[name]
            yield (other, one) if turned else (one, other)

    def targets(self, name: str, sources: set[str]) -> list[Region]:
        """Return the regions to which relations with this name lead from the regions with these keys."""
        return [to for source, to in self.related(name) if source.key in sources]

    def groups(self, name: str, regions: list[Region]) -> list[list[Region]]:
        """Return the regions in groups: regions joined by relations with this name form one group."""
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
