"""Reads brat folders: one ``.txt`` and one ``.ann`` per article, as `annotate convert --to brat` writes them.

The format: https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotate.inputs import reason
from annotate.problems import Problem, ReadError
from annotate.review.imports.marked import Marked, Region


def read(folder: Path) -> Iterator[Marked | Problem]:
    """Yield each article of a folder, sorted by name; a malformed file yields a problem with the line."""
    for path in sorted(folder.glob("*.ann")):
        try:
            yield _article(path)
        except ReadError as error:
            yield error.problem


def _article(path: Path) -> Marked:
    try:
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        # Only LF ends a line here: other line separators may occur in the covered text.
        lines = [line.rstrip("\r") for line in path.read_bytes().decode("utf-8").split("\n")]
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise ReadError(Problem("unreadable", f"the .ann or .txt file cannot be read: {why}", str(path))) from error
    regions: dict[str, Region] = {}
    relations = []
    further = []
    for number, line in enumerate(lines, 1):
        try:
            if line.startswith("T"):
                region = _region(line, text)
                regions[region.key] = region
            elif line.startswith("R"):
                name, first, second = line.split("\t")[1].split()
                relations.append((name, first.removeprefix("Arg1:"), second.removeprefix("Arg2:")))
            elif line.startswith("*"):  # an equivalence: brat's own notation for mentions of one entity
                name, *keys = line.split("\t")[1].split()
                relations += [("Same", key, keys[0]) for key in keys[1:]]
            elif line[:1] in ("A", "M", "#"):
                further.append(line)
        except (ValueError, IndexError) as error:
            raise ReadError(Problem("brat", f"is not valid brat standoff: {error}", str(path), number)) from error
    for line in further:
        _tell(line, regions)
    return Marked(path.stem, text, tuple(regions.values()), tuple(relations), detailed=True, by="brat")


def _region(line: str, text: str) -> Region:
    key, place, words = line.split("\t", 2)
    label, offsets = place.split(" ", 1)
    places = tuple((int(a), int(b)) for a, b in (piece.split() for piece in offsets.split(";")))
    found = " ".join(text[start:end] for start, end in places)
    if found != words:
        raise ValueError(f"the text at {offsets} is {found!r}, not {words!r}")
    return Region(key, label, _joined(places, text))


def _joined(places: tuple[tuple[int, int], ...], text: str) -> tuple[tuple[int, int], ...]:
    """Join pieces that only line ends separate: brat shows no region across lines."""
    joined = [places[0]]
    for start, end in places[1:]:
        if text[joined[-1][1] : start].strip("\r\n"):
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return tuple(joined)


def _tell(line: str, regions: dict[str, Region]) -> None:
    """Add an attribute or a note to its region; those of anything else are ignored."""
    parts = line.split("\t")
    words = parts[1].split(" ") if len(parts) > 1 else []
    region = regions.get(words[1]) if len(words) > 1 else None
    if region is None:
        return
    if words[0] == "AnnotatorNotes" and len(parts) > 2:
        regions[region.key] = replace(region, note=parts[2])
    elif words[0] == "Form" and len(words) > 2:
        regions[region.key] = replace(region, form=words[2])
    elif words[0] == "Kind" and len(words) > 2:
        regions[region.key] = replace(region, kind=words[2])
