"""`annotate schema`: the published contracts."""

from __future__ import annotations

from typing import Annotated

from annotate.cli.choices import choice
from annotate.cli.terminal import stoppable, write
from annotate.export.published import PUBLISHED

#: The contract of the annotation itself; the others belong to export formats.
_ANNOTATION = "jsonschema"


def schema(
    contract: Annotated[
        str,
        choice(
            [_ANNOTATION, *PUBLISHED],
            "--format",
            help="Contract to print: of the annotation, the CSV tables or NewsML-G2.",
        ),
    ] = _ANNOTATION,
) -> None:
    """Print the JSON Schema (2020-12) of an annotation, or the contract of another format."""
    with stoppable():
        if contract == _ANNOTATION:
            from annotate.schema import json_schema_text

            write(json_schema_text())
        else:
            write(PUBLISHED[contract][1]().decode("utf-8"))
