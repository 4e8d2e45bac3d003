"""``brat``: stand-off annotation, with a ``.txt`` and an ``.ann`` file per article and one configuration file.

Text-bound annotations are spans in code points. They are split at line ends because brat does not display spans across
lines. Links between findings are relations, kinds are attributes, dates and counts are notes. The format has no place
for confidence. Source: brat's standoff format, https://brat.nlplab.org/standoff.html.

>>> import tempfile
>>> from annotate import annotate
>>> with tempfile.TemporaryDirectory() as name:
...     count = write_folder([annotate("The bridge is open, Ines Caldwell said.")], Path(name), ExportOptions())
...     print(sorted(path.name for path in Path(name).iterdir()))
['annotation.conf', 'text.ann', 'text.txt']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from annotate.export.files.naming import FileNames
from annotate.export.options import ExportOptions
from annotate.models import Annotation, Event, PillarSet, ProposalSet, Quotation, Span

CONFIGURATION = "annotation.conf"

_ENTITIES = (
    *("Person", "Organization", "Country", "Group", "Event", "Date", "Place", "Quotation", "Cue", "Source"),
    *("ProposalList", "Proposal", "Marker", "Proposer", "PillarGroup", "Pillar", "Repair"),
    *("Headline", "Dateline", "Byline"),
)
_MENTIONED = "Person|Organization|Country|Group"
#: Each relation with the types of its two arguments.
_RELATIONS = {
    "Same": (_MENTIONED, _MENTIONED),
    "Cue": ("Quotation", "Cue"),
    "Source": ("Quotation", "Source"),
    "Speaker": ("Quotation", _MENTIONED),
    "Continues": ("Quotation", "Quotation"),
    "Item": ("ProposalList|PillarGroup", "Proposal|Pillar"),
    "Marker": ("Proposal", "Marker"),
    "Proposer": ("ProposalList|Proposal", f"Proposer|{_MENTIONED}"),
    "On": ("Event", "Date"),
    "At": ("Event", "Place"),
    "Host": ("Event", _MENTIONED),
    "Participant": ("Event", _MENTIONED),
}
_ATTRIBUTES = {
    "Form": (_MENTIONED, "name|short_name|nominal|pronoun"),
    "Kind": ("Quotation", "direct|indirect|mixed"),
}


def strangers(names: Collection[str]) -> list[str]:
    """Return the names that this export did not create; a text without its annotation file is somebody's article."""
    if CONFIGURATION not in names:
        return list(names)
    stems = {name[:-4] for name in names if name.endswith(".txt")} & {n[:-4] for n in names if n.endswith(".ann")}
    made = {CONFIGURATION, *(stem + suffix for stem in stems for suffix in (".txt", ".ann"))}
    return [name for name in names if name not in made]


def write_folder(annotations: Iterable[Annotation], folder: Path, options: ExportOptions) -> int:
    """Write the files of all articles into the folder and return the number of articles."""
    (folder / CONFIGURATION).write_text(_configuration(), encoding="utf-8", newline="\n")
    names = FileNames(".txt")
    count = 0
    for annotation in annotations:
        path = folder / names.give(annotation.article.id)
        path.write_text(annotation.article.text, encoding="utf-8", newline="")
        lines = _Standoff(annotation).lines()
        path.with_name(path.name.removesuffix(".txt") + ".ann").write_text(
            "".join(f"{line}\n" for line in lines), encoding="utf-8", newline=""
        )
        count += 1
    return count


def _configuration() -> str:
    sections = {
        "entities": _ENTITIES,
        "relations": [f"{name}\tArg1:{first}, Arg2:{second}" for name, (first, second) in _RELATIONS.items()],
        "events": (),
        "attributes": [f"{name}\tArg:{on}, Value:{values}" for name, (on, values) in _ATTRIBUTES.items()],
    }
    return "\n".join("\n".join((f"[{name}]", *lines, "")) for name, lines in sections.items())


class _Standoff:
    """The lines of one ``.ann`` file, numbered in the order in which they are added."""

    def __init__(self, annotation: Annotation) -> None:
        self._annotation = annotation
        self._lines: list[str] = []
        self._counts = {"T": 0, "R": 0, "A": 0, "#": 0}
        #: The first text-bound annotation of each participant.
        self._people: dict[str, str] = {}

    def lines(self) -> list[str]:
        article = self._annotation.article
        for name, span in (("Headline", article.headline), ("Dateline", article.dateline), ("Byline", article.byline)):
            self._bound(name, span)
        for participant in self._annotation.participants:
            first = None
            for mention in participant.mentions:
                found = self._bound(participant.kind.capitalize(), mention)
                if found is None:
                    continue
                self._attribute("Form", found, mention.form)
                if first is None:
                    first = self._people[participant.id] = found
                    self._note(found, f"{participant.name}{f', {participant.role}' if participant.role else ''}")
                else:
                    self._relation("Same", found, first)
        for event in self._annotation.events:
            self._event(event)
        for quotation in self._annotation.quotations:
            self._quotation(quotation)
        for proposal in self._annotation.proposals:
            self._proposal(proposal)
        for pillar in self._annotation.pillars:
            self._pillar(pillar)
        for repair in self._annotation.repairs:
            found = self._bound("Repair", repair)
            self._note(found, repair.kind if repair.replacement is None else f"{repair.kind}: {repair.replacement}")
        return self._lines

    def _event(self, event: Event) -> None:
        found = self._bound("Event", event.name)
        self._note(found, " ".join(filter(None, (event.type, event.date, event.date_end))))
        self._relation("On", found, self._bound("Date", event.date_text))
        self._relation("At", found, self._bound("Place", event.place))
        self._relation("Host", found, self._people.get(event.host or ""))
        for person in event.participants:
            self._relation("Participant", found, self._people.get(person))

    def _quotation(self, quotation: Quotation) -> None:
        pieces = [found for piece in quotation.content if (found := self._bound("Quotation", piece))]
        first = pieces[0] if pieces else None
        self._attribute("Kind", first, quotation.kind)
        for other in pieces[1:]:
            self._relation("Continues", other, first)
        self._relation("Cue", first, self._bound("Cue", quotation.cue))
        self._relation("Source", first, self._bound("Source", quotation.source))
        for speaker in quotation.speakers:
            self._relation("Speaker", first, self._people.get(speaker))

    def _proposal(self, proposal: ProposalSet) -> None:
        label = self._bound("ProposalList", proposal.label)
        self._counted(label, proposal)
        words = self._bound("Proposer", proposal.proposer_text)
        for number, item in enumerate(proposal.items):
            found = self._bound("Proposal", item.content)
            self._relation("Item", label, found)
            self._relation("Marker", found, self._bound("Marker", item.marker))
            if label is None or number == 0:
                whose = label or found
                self._relation("Proposer", whose, words)
                self._relation("Proposer", whose, self._people.get(proposal.proposer or ""))

    def _pillar(self, pillar: PillarSet) -> None:
        label = self._bound("PillarGroup", pillar.label)
        self._counted(label, pillar)
        for item in pillar.items:
            self._relation("Item", label, self._bound("Pillar", item))

    def _counted(self, label: str | None, group: ProposalSet | PillarSet) -> None:
        if group.declared_count is not None:
            self._note(label, f"declared {group.declared_count}, found {len(group.items)}")

    def _bound(self, name: str, span: Span | None) -> str | None:
        """Add a text-bound annotation and return its id; None if there is no span or it consists of line ends only."""
        pieces = list(_fragments(span)) if span else []
        if not pieces:
            return None
        offsets = ";".join(f"{start} {end}" for start, end, _ in pieces)
        return self._add("T", f"{name} {offsets}\t{' '.join(words for _, _, words in pieces)}")

    def _relation(self, name: str, first: str | None, second: str | None) -> None:
        if first and second:
            self._add("R", f"{name} Arg1:{first} Arg2:{second}")

    def _attribute(self, name: str, target: str | None, value: str) -> None:
        if target:
            self._add("A", f"{name} {target} {value}")

    def _note(self, target: str | None, text: str) -> None:
        if target and text:
            one_line = re.sub(r"[\t\r\n]", " ", text)
            self._add("#", f"AnnotatorNotes {target}\t{one_line}")

    def _add(self, kind: str, rest: str) -> str:
        self._counts[kind] += 1
        name = f"{kind}{self._counts[kind]}"
        self._lines.append(f"{name}\t{rest}")
        return name


def _fragments(span: Span) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of a span between line ends, as (start, end, text)."""
    for match in re.finditer(r"[^\r\n]+", span.text):
        yield span.start + match.start(), span.start + match.end(), match.group()
