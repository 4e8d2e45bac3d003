"""Convert corrected annotations to gold, in the format of the scorer and of the training of decisions.

python -m training.corrected ANNOTATIONS... --out FILE [--all]

ANNOTATIONS are files or folders written by `annotate review` or `annotate import`. Only annotations that people worked
on are used, unless `--all` is given. The file can be used as gold: for `training.prepare --corrected`,
`training.participants --also`, `training.lists` and `annotate evaluate`.

Findings that nobody changed count as right, so people should finish an article ("done") before it is used. The network
learns nothing from a quotation without a cue, since it finds quotations by their cues.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotate.export import load
from annotate.json_text import json_text
from annotate.models import Annotation, Event, Participant, PillarSet, ProposalSet, Quotation, Span

Record = dict[str, Any]


def corrected(paths: list[Path], *, every: bool = False) -> Iterator[Annotation]:
    """Yield the annotations in files and folders that people worked on, or all of them."""
    for path in paths:
        files = sorted(path.glob("*.json")) if path.is_dir() and not (path / "articles.csv").exists() else [path]
        for file in files:
            yield from (found for found in load(file) if every or found.provenance.edits)


def record(annotation: Annotation) -> Record:
    """Return an annotation as a gold record: exactly its findings are right."""
    article = annotation.article
    people = {person.id: person for person in annotation.participants}
    return {
        "id": article.id,
        "publisher": str(article.metadata.get("publisher") or article.source),
        "doc_date": article.published[:10] if article.published else None,
        "title": str(article.metadata.get("title") or (article.headline.text if article.headline else "")),
        "text": article.text,
        "quotations": [_quotation(quotation, people) for quotation in annotation.quotations],
        "event": _event(annotation.event, people),
        "participants": [
            {"name": p.name, "kind": p.kind, "role": p.role, "aliases": list(p.aliases)}
            for p in annotation.participants
        ],
        "proposal_sets": [_proposals(listed, people) for listed in annotation.proposals],
        "pillar_sets": [_pillars(group) for group in annotation.pillars],
        "other_enumerations": [],
    }


def _quotation(quotation: Quotation, people: dict[str, Participant]) -> Record:
    speaker = people[quotation.speakers[0]] if len(quotation.speakers) == 1 else None
    name = speaker.name if speaker and speaker.kind != "group" else None
    return {
        "content": [_pair(span) for span in quotation.content],
        "cue": [_pair(quotation.cue)] if quotation.cue else [],
        "source": [_pair(quotation.source)] if quotation.source else [],
        # Quotations with several speakers are not measured; "doubt" marks them.
        "speaker": {"name": name, "form": "?", "doubt": len(quotation.speakers) > 1},
    }


def _event(event: Event | None, people: dict[str, Participant]) -> Record:
    if event is None:
        return dict.fromkeys(("name", "type", "date", "date_surface", "place", "host"))
    return {
        "name": event.name.text if event.name else None,
        "type": event.type,
        "date": event.date,
        "date_surface": event.date_text.text if event.date_text else None,
        "place": event.place.text if event.place else None,
        "host": people[event.host].name if event.host else None,
    }


def _proposals(listed: ProposalSet, people: dict[str, Participant]) -> Record:
    items = [_pair(item.content) for item in listed.items]
    proposer = people[listed.proposer] if listed.proposer else None
    return {
        "proposer": proposer.name if proposer else None,
        "proposer_alt": list(proposer.aliases) if proposer else [],
        "declared_count": listed.declared_count,
        "items": items,
        "items_core": items,
    }


def _pillars(group: PillarSet) -> Record:
    return {
        "label": group.label.text,
        "declared_count": group.declared_count,
        "items": [item.text for item in group.items],
        "item_spans": [_pair(item) for item in group.items],
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def main() -> None:
    """Write the gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annotations", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="also what nobody worked on")
    options = parser.parse_args()
    count = 0
    with options.out.open("w", encoding="utf-8", newline="\n") as lines:
        for count, found in enumerate(corrected(options.annotations, every=options.all), 1):  # noqa: B007 (the number)
            lines.write(json_text(record(found)) + "\n")
    print(f"{count} articles")


if __name__ == "__main__":
    main()
