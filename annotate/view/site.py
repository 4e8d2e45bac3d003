"""Writes pages to files: one page, or a folder with one page per article and an index with a search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from annotate.export.files.atomic import failed, replacing, replacing_folder
from annotate.export.files.naming import FileNames
from annotate.models import Annotation
from annotate.view.panels import day, panels, title
from annotate.view.web import assets, environment, page

#: File name of the index; it is reserved, so no article's page gets it.
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in the index; `date` is ISO 8601, `people` lists those who are quoted most first."""

    id: str
    file: str
    title: str
    date: str
    day: str
    language: str
    source: str
    type: str
    event: str
    place: str
    people: tuple[str, ...]
    quotations: int
    proposals: int
    pillars: int
    repairs: int


class SeveralError(ValueError):
    """Several articles for one page; the message says what to do."""


def write(
    annotations: Iterable[Annotation],
    output: Path,
    *,
    folder: bool,
    overwrite: bool = False,
    done: Callable[[Annotation], None] = lambda _: None,
) -> int:
    """Write one page, or with `folder` one page per annotation and an index; return the number of pages.

    Raises `SeveralError` if there are several annotations for one page, and `WriteError`.
    """
    if folder:
        return write_folder(annotations, output, overwrite=overwrite, done=done)
    first, second = islice(chain(annotations, [None, None]), 2)
    if second is not None:
        raise SeveralError(f"{output} is one page, but there are several articles; name a folder, such as -o pages/")
    if first is None:
        return 0
    write_page(first, output, overwrite=overwrite)
    done(first)
    return 1


def write_page(annotation: Annotation, target: Path, *, overwrite: bool = False) -> None:
    """Write the page of an annotation to a file, which appears once it is complete; raises `WriteError`."""
    with replacing(target, overwrite=overwrite) as out:
        out.write(page(annotation).encode())


def write_folder(
    annotations: Iterable[Annotation],
    target: Path,
    *,
    overwrite: bool = False,
    done: Callable[[Annotation], None] = lambda _: None,
) -> int:
    """Write one page per annotation and an index to a folder, which appears once it is complete.

    Nothing is written if there are no annotations. Only the entries of the index are held in memory. Returns the number
    of pages; raises `WriteError`.
    """
    names = FileNames(".html")
    names.give("index")
    entries: list[Entry] = []
    several = iter(annotations)
    first = next(several, None)
    if first is None:  # an empty folder would look like a result
        return 0
    with replacing_folder(target, overwrite=overwrite, strangers=lambda found: _strangers(target, found)) as folder:
        for annotation in chain([first], several):
            name = names.give(annotation.article.id)
            _write(folder / name, page(annotation, back=INDEX), target)
            entries.append(entry(annotation, name))
            done(annotation)
        _write(folder / INDEX, index(entries), target)
    return len(entries)


def _write(path: Path, content: str, target: Path) -> None:
    try:
        path.write_bytes(content.encode())
    except OSError as error:
        raise failed(error, target) from error


def index(entries: Collection[Entry]) -> str:
    """Return the index of a folder of pages as HTML."""
    return (
        environment()
        .get_template("index.html")
        .render(
            entries=entries,
            types=sorted({e.type for e in entries if e.type}),
            languages=sorted({e.language for e in entries}),
            **assets("index"),
        )
    )


def entry(annotation: Annotation, file: str) -> Entry:
    """Return the index entry of an annotation whose page is `file`."""
    beside = panels(annotation)
    main = next((moment for moment in beside.moments if moment.main), None)
    published = annotation.article.published or ""
    return Entry(
        id=annotation.article.id,
        file=file,
        title=title(annotation),
        date=published,
        day=day(published[:10]) if published else "",
        language=annotation.article.language,
        source=annotation.article.source,
        type=main.type if main else "",
        event=main.name if main else "",
        place=main.place if main else "",
        people=tuple(voice.name for voice in (*beside.speaking, *beside.silent) if voice.id),
        quotations=len(beside.said),
        proposals=len(beside.proposals),
        pillars=len(beside.pillars),
        repairs=len(beside.mended),
    )


#: The tag that identifies a page of this program.
_OURS = b'<meta name="generator" content="annotate '
#: Bytes at the beginning of a page that contain this tag; the style sheet and a possibly long title come after it.
_HEAD = 2048


def _strangers(folder: Path, names: Collection[str]) -> list[str]:
    """Return the names of files in a folder that this program did not write."""

    def ours(path: Path) -> bool:
        if path.suffix != ".html" or not path.is_file():
            return False
        with path.open("rb") as file:
            return _OURS in file.read(_HEAD)

    return [name for name in names if not ours(folder / name)]
