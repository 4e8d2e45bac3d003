"""Protects corrections that people made in an output from being overwritten.

Corrections are recorded in the history of an annotation (`provenance.edits`). In a folder with one file per article,
corrected files are kept; an output that holds many articles is refused as a whole. Neither applies if the new content
holds the same corrections, as a copy does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotate.corpus.outcome import Finished
from annotate.export import load
from annotate.export.files.atomic import WriteError, refused
from annotate.models import Annotation, Edit
from annotate.problems import Problem, ReadError

#: JSON without these bytes holds no correction; searching for them is much faster than parsing.
_HISTORY = re.compile(rb'"edits"\s*:\s*\[\s*\{')
_JSON = {".json", ".jsonl", ".ndjson"}
_PIECE, _OVERLAP = 1 << 24, 256

Histories = dict[str, tuple[Edit, ...]]


def corrections(path: Path) -> Histories:
    """Return the history of each corrected annotation of an output, by the ids of the articles.

    A path that is not an output of this program, or whose format cannot be read back, has none.
    """
    if not path.exists() or (path.is_file() and path.suffix.lower() in _JSON and not _may_hold(path)):
        return {}
    found: Histories = {}
    try:
        for annotation in load(path):
            if annotation.provenance.edits:
                found[annotation.article.id] = annotation.provenance.edits
    except ReadError:
        pass  # the annotations read before the error count
    return found


def refuse_corrected(path: Path) -> None:
    """Raise `WriteError` if an output that is about to be replaced holds corrections."""
    left = corrections(path)
    if left:
        raise _refusal(path, left)


def all_kept(finished: Iterable[Finished], path: Path) -> Iterator[Finished]:
    """Yield the articles that will replace an output; raise `WriteError` at the end if a correction would be lost."""
    left = corrections(path)
    for one in finished:
        if left:
            annotation = one.annotation()
            before = left.get(annotation.article.id)
            if before is not None and _holds(annotation, before):
                del left[annotation.article.id]
        yield one
    if left:
        raise _refusal(path, left)


@dataclass(frozen=True, slots=True)
class Sparing:
    """Decides whether a corrected file in a folder of documents is kept, and reports it."""

    note: Callable[[Problem], None]

    def __call__(self, path: Path, annotation: Annotation) -> bool:
        """Return whether the file holds corrections that the new annotation lacks."""
        histories = corrections(path).values()
        if all(_holds(annotation, before) for before in histories):
            return False
        message = "has been corrected by people and is kept; --discard-edits replaces it"
        self.note(Problem("corrected", message, str(path), severity="warning", article=annotation.article.id))
        return True


def _holds(annotation: Annotation, before: tuple[Edit, ...]) -> bool:
    return annotation.provenance.edits[: len(before)] == before


def _refusal(path: Path, left: Histories) -> WriteError:
    count = sum(map(len, left.values()))
    what = f"{count:,} {'correction' if count == 1 else 'corrections'} by people in {len(left):,}"
    message = (
        f"holds {what} {'article' if len(left) == 1 else 'articles'} ({min(left)!r} among them), which would be lost; "
        "write to another place, or use --discard-edits"
    )
    return refused("corrected", message, path)


def _may_hold(path: Path) -> bool:
    end = b""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if _HISTORY.search(end + piece):
                    return True
                end = piece[-_OVERLAP:]
    except OSError:
        return False  # an unreadable file is not replaced either
    return False
