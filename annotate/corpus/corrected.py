"""What people corrected in an output, and that it is not overwritten.

A correction stands in the history of its annotation (`provenance.edits`). A file in a folder of documents, one article
each, is kept as it is; an output that holds many articles is refused as a whole. Neither is so where what is written
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

#: Looking for these bytes tells of JSON whether it can hold a correction, which is much faster than reading it.
_HISTORY = re.compile(rb'"edits"\s*:\s*\[\s*\{')
_JSON = {".json", ".jsonl", ".ndjson"}
_PIECE, _OVERLAP = 1 << 24, 256

Histories = dict[str, tuple[Edit, ...]]


def corrections(path: Path) -> Histories:
    """Return the history of each corrected annotation of an output, by the ids of the articles.

    What is no output of this program, or of a format that is not read back, holds none.
    """
    if not path.exists() or (path.is_file() and path.suffix.lower() in _JSON and not _may_hold(path)):
        return {}
    found: Histories = {}
    try:
        for annotation in load(path):
            if annotation.provenance.edits:
                found[annotation.article.id] = annotation.provenance.edits
    except ReadError:
        pass  # what was read before it counts
    return found


def refuse_corrected(path: Path) -> None:
    """Raise `WriteError` where an output that is to be replaced holds corrections."""
    left = corrections(path)
    if left:
        raise _refusal(path, left)


def all_kept(finished: Iterable[Finished], path: Path) -> Iterator[Finished]:
    """Yield what is to take the place of an output; raise `WriteError` at the end if a correction would be lost."""
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
    """Says of a file in a folder of documents whether it is left as it is, and tells so."""

    note: Callable[[Problem], None]

    def __call__(self, path: Path, annotation: Annotation) -> bool:
        """Return whether what stands there holds corrections that the new annotation does not."""
        histories = corrections(path).values()
        if all(_holds(annotation, before) for before in histories):
            return False
        message = "was corrected by people and is kept as it is; --discard-edits replaces it"
        self.note(Problem("corrected", message, str(path), severity="warning", article=annotation.article.id))
        return True


def _holds(annotation: Annotation, before: tuple[Edit, ...]) -> bool:
    return annotation.provenance.edits[: len(before)] == before


def _refusal(path: Path, left: Histories) -> WriteError:
    count = sum(map(len, left.values()))
    what = f"{count:,} {'correction' if count == 1 else 'corrections'} by people in {len(left):,}"
    message = (
        f"holds {what} {'article' if len(left) == 1 else 'articles'} ({min(left)!r} among them), which would be lost; "
        "write elsewhere, or give --discard-edits"
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
        return False  # it will not be replaced either
    return False
