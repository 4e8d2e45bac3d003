"""``parquet``: one row per article, with the nesting of the contract as structs and lists (pyarrow).

The schema is derived from the models. `metadata` and the options of the provenance are JSON strings.

>>> from io import BytesIO
>>> from annotate import annotate
>>> write([annotate("The bridge is open, Ines Caldwell said.")], BytesIO(), ExportOptions())
1
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from annotate.export.files.atomic import cannot_load
from annotate.export.loading import annotation_of
from annotate.export.options import ExportOptions
from annotate.json_text import json_text, plain_value
from annotate.libraries import needed, needed_to_read
from annotate.models import SCHEMA_VERSION, Annotation
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of
from annotate.spool import private_file

#: Articles per row group, which is the number in memory at a time.
_GROUP = 256
#: The paths of the free-form values.
_JSON = (("article", "metadata"), ("provenance", "options"))


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write the file in row groups of 256 articles and return the number of articles; raises `WriteError`."""
    pa, pq = (needed(name, "parquet", cannot_load) for name in ("pyarrow", "pyarrow.parquet"))
    schema = pa.schema(
        [pa.field(name, _arrow(field.annotation)) for name, field in Annotation.model_fields.items()],
        metadata={"annotate:schema_version": SCHEMA_VERSION},
    )
    count = 0
    several = iter(annotations)
    with private_file(out, "annotations.parquet") as path, pq.ParquetWriter(path, schema, compression="zstd") as file:
        while rows := [_row(annotation) for annotation in islice(several, _GROUP)]:
            file.write_table(pa.Table.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _row(annotation: Annotation) -> dict[str, Any]:
    value = plain_value(annotation)
    for part, field in _JSON:
        value[part][field] = json_text(value[part][field])
    return value


def _arrow(annotation: Any) -> Any:
    """Return the Arrow type for the type annotation of a field."""
    import pyarrow as pa

    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _arrow(arguments[0])
    if origin in (Union, types.UnionType):
        return _arrow(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return pa.list_(_arrow(arguments[0]))
    if origin in (Literal, dict):
        return pa.string()
    if issubclass(annotation, BaseModel):
        return pa.struct([pa.field(name, _arrow(field.annotation)) for name, field in annotation.model_fields.items()])
    return {str: pa.string(), int: pa.int64(), float: pa.float64()}[annotation]


def read(path: Path) -> Iterator[Annotation]:
    """Yield the annotations of a file, with one row group in memory at a time; raises `ReadError`."""
    pa, pq = (needed_to_read(name, "parquet", str(path)) for name in ("pyarrow", "pyarrow.parquet"))
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_GROUP):
                for row in batch.to_pylist():
                    for part, field in _JSON:
                        row[part][field] = value_of(row[part][field])
                    yield annotation_of(row, path)
    except (pa.ArrowInvalid, KeyError, TypeError, ValueError) as error:
        why = f"is not a Parquet file written by this program: {error}"
        raise ReadError(Problem("parquet", why, str(path))) from error
