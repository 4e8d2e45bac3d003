"""Export annotations, and read the lossless formats back.

``EXPORTERS``
    One `Exporter` per format, by name, in the order in which help shows them. Each has a `name`, a `suffix`
    (``.json``), a `summary`, whether it is `lossless`, and a `layout`:

    - ``Layout.DOCUMENT``: one article per file; several articles go to a folder,
    - ``Layout.STREAM``: any number of articles in one file,
    - ``Layout.FOLDER``: always a folder.

`Exporter.to_stream`, `Exporter.to_file`, `Exporter.to_folder`
    Consume annotations lazily, write them, and return the number of articles written. ``jsonl`` also accepts finished
    lines (bytes without the LF).

    - ``to_stream(annotations, binary_stream, options)``: one article for DOCUMENT, any number for STREAM. A closed pipe
      raises BrokenPipeError.
    - ``to_file(annotations, path, options, overwrite=False)``: the same, into a file that appears when it is complete.
    - ``to_folder(annotations, path, options, overwrite=False)``: one file per article, named after its id; each file
      appears when it is complete. For FOLDER, the whole folder appears at once. ``spared(path, annotation)`` returns
      whether to leave an existing file alone.

    An output that cannot be written raises `WriteError`, whose `problem` says why. Temporary files are then removed, as
    they are when the annotations themselves raise or the user interrupts.

`ExportOptions`
    Provider, guid authority, timestamp, dialects: one frozen value for all formats.

`load`
    Reads what a lossless exporter wrote: ``load(path) -> Iterator[Annotation]``; raises `annotate.problems.ReadError`.

>>> from io import BytesIO
>>> from annotate import annotate
>>> out = BytesIO()
>>> EXPORTERS["csv-flat"].to_stream([annotate("The bridge is open, Ines Caldwell said.")], out, ExportOptions())
1
>>> out.getvalue().decode().splitlines()[0].split(",")[:4]
['article_id', 'headline', 'published', 'finding']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from annotate.export.files.atomic import Owned, WriteError, failed, guarded, refused, replacing, replacing_folder
from annotate.export.options import ExportOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotate.models import Annotation

    #: Returns whether a file stays as it is, given its path and the annotation that would replace it.
    Spared = Callable[[Path, Annotation], bool]

__all__ = [
    "EXPORTERS",
    "USUAL",
    "USUAL_FOR_SEVERAL",
    "ExportOptions",
    "Exporter",
    "Layout",
    "WriteError",
    "by_suffix",
    "load",
]


class Layout(Enum):
    """How a format distributes articles over files."""

    DOCUMENT = "one article per file"
    STREAM = "any number of articles in one file"
    FOLDER = "a folder"


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format. The module that writes it is imported on first use.

    A DOCUMENT module defines ``document(annotation, options) -> bytes``; a STREAM module defines ``write(annotations,
    out, options) -> int``; a FOLDER module defines ``write_folder(annotations, folder, options) -> int`` and
    ``strangers(names) -> names``, which returns the names in a folder that the format did not create.
    """

    name: str
    suffix: str
    layout: Layout
    summary: str
    lossless: bool
    module: str
    #: Other suffixes of the format.
    also: tuple[str, ...] = ()
    #: Why the suffix alone does not select this format; empty if it does.
    unsaid: str = ""

    def to_stream(self, annotations: Iterable[Annotation | bytes], out: BinaryIO, options: ExportOptions) -> int:
        """Write to an open binary stream and return the number of articles; raises `WriteError`."""
        return self._write(annotations, guarded(out, getattr(out, "name", "")), options)

    def to_file(
        self,
        annotations: Iterable[Annotation | bytes],
        path: Path,
        options: ExportOptions,
        *,
        overwrite: bool = False,
        owned: Owned | None = None,
    ) -> int:
        """Write one file, which appears when it is complete, and return the number of articles; raises `WriteError`.

        An existing file is replaced only if `overwrite` is true or `owned` says that this run may replace it.
        """
        if self.layout is Layout.FOLDER:
            return self.to_folder(annotations, path, options, overwrite=overwrite, owned=owned)
        with replacing(path, overwrite=overwrite, owned=owned) as out:
            return self._write(annotations, out, options, path)

    def to_folder(
        self,
        annotations: Iterable[Annotation | bytes],
        path: Path,
        options: ExportOptions,
        *,
        overwrite: bool = False,
        owned: Owned | None = None,
        spared: Spared | None = None,
    ) -> int:
        """Write one file per article, or the format's own folder; return the number of articles.

        With one file per article, files that are `spared` stay unchanged and are not counted. Raises `WriteError`.
        """
        if self.layout is Layout.FOLDER:
            module = self._module()
            with replacing_folder(path, overwrite=overwrite, strangers=module.strangers, owned=owned) as folder:
                try:
                    return int(module.write_folder(annotations, folder, options))
                except OSError as error:
                    raise failed(error, path) from error
        return self._one_file_each(annotations, path, options, overwrite, owned, spared)

    def _one_file_each(
        self,
        annotations: Iterable[Annotation | bytes],
        path: Path,
        options: ExportOptions,
        overwrite: bool,
        owned: Owned | None,
        spared: Spared | None,
    ) -> int:
        from annotate.export.files.naming import FileNames

        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise failed(error, path) from error
        names = FileNames(self.suffix)
        count = 0
        for annotation in annotations:
            assert not isinstance(annotation, bytes), "only JSON lines are given as they stand"
            target = path / names.give(annotation.article.id)
            if spared and spared(target, annotation):
                continue
            with replacing(target, overwrite=overwrite, owned=owned) as out:
                self._write([annotation], out, options, target)
            count += 1
        return count

    def _write(
        self, annotations: Iterable[Annotation | bytes], out: BinaryIO, options: ExportOptions, target: Path | str = ""
    ) -> int:
        if self.layout is Layout.FOLDER:
            raise refused("needs-folder", f"{self.name} writes several files: give a folder", target)
        if self.layout is Layout.DOCUMENT:
            out.write(self._module().document(self._only(annotations, target), options))
            out.flush()
            return 1
        count = int(self._module().write(annotations, out, options))
        out.flush()
        return count

    def _only(self, annotations: Iterable[Annotation | bytes], target: Path | str) -> Annotation | bytes:
        several = iter(annotations)
        first = next(several, None)
        if first is None:
            raise refused("nothing-to-write", "there is no article to write", target)
        if next(several, None) is not None:
            raise refused("one-document", f"{self.name} holds one article per file: give a folder for several", target)
        return first

    def _module(self) -> Any:
        return import_module(f"annotate.export.{self.module}")


_TWO_CSV = "csv is a folder of tables, not a file: name a folder with -o and --to csv, or choose --csv-flat"
_TABLE = (
    Exporter("json", ".json", Layout.DOCUMENT, "one document per article", True, "json.document"),
    Exporter("jsonl", ".jsonl", Layout.STREAM, "one annotation per line", True, "json.lines", (".ndjson",)),
    Exporter("newsml", ".xml", Layout.STREAM, "NewsML-G2 2.35, Power", True, "newsml.write"),
    Exporter("csv", "", Layout.FOLDER, "a folder of tables joined by keys", True, "csv.folder"),
    Exporter("csv-flat", ".csv", Layout.STREAM, "one table, one row per finding", False, "csv.flat", unsaid=_TWO_CSV),
    Exporter("xlsx", ".xlsx", Layout.STREAM, "a workbook with a sheet per table", True, "xlsx"),
    Exporter("sqlite", ".sqlite", Layout.STREAM, "a database with keys and full-text search", True, "sqlite"),
    Exporter("parquet", ".parquet", Layout.STREAM, "nested columns, one row per article", True, "parquet"),
    Exporter("webannotation", ".anno.jsonld", Layout.DOCUMENT, "W3C Web Annotation, JSON-LD", True, "web_annotation"),
    Exporter("ninjs", ".ninjs.json", Layout.DOCUMENT, "IPTC ninjs 3.1", False, "ninjs.version3"),
    Exporter("ninjs-1.6", ".ninjs1.json", Layout.DOCUMENT, "IPTC ninjs 1.6, for Superdesk", False, "ninjs.version1"),
    Exporter("schemaorg", ".schema.jsonld", Layout.DOCUMENT, "schema.org NewsArticle, JSON-LD", False, "schema_org"),
    Exporter("brat", "", Layout.FOLDER, "stand-off files for brat", False, "brat"),
    Exporter("labelstudio", ".tasks.json", Layout.STREAM, "tasks with pre-annotations", False, "label_studio"),
)

EXPORTERS: Mapping[str, Exporter] = MappingProxyType({exporter.name: exporter for exporter in _TABLE})

#: The default format for one article, and for several.
USUAL, USUAL_FOR_SEVERAL = "json", "jsonl"


def by_suffix(name: str) -> str | None:
    """Return the format that a file name asks for; None if its suffix is not known, as for the name of a folder.

    Raises ValueError with a message if several formats share the suffix.

    >>> by_suffix("all.JSONL"), by_suffix("a.ninjs.json"), by_suffix("out/")
    ('jsonl', 'ninjs', None)
    """
    found: Exporter | None = None
    for exporter in EXPORTERS.values():
        ends = any(suffix and name.lower().endswith(suffix) for suffix in (exporter.suffix, *exporter.also))
        if ends and (found is None or len(exporter.suffix) > len(found.suffix)):
            found = exporter
    if found and found.unsaid:
        raise ValueError(found.unsaid)
    return found.name if found else None


def load(path: Path) -> Iterator[Annotation]:
    """Yield the annotations of a file or folder that a lossless exporter wrote; raises `ReadError`.

    >>> from annotate.problems import ReadError
    >>> try:
    ...     list(load(Path("no-such-file.json")))
    ... except ReadError as error:
    ...     print(error.problem)
    no-such-file.json: error: cannot be read: no such file or directory [unreadable]
    """
    from annotate.export.loading import load as load_any

    return load_any(path)
