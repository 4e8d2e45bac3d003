"""`annotate schema`: the published contracts."""

from __future__ import annotations

from typing import Annotated

import typer

from annotate.cli.choices import Contract
from annotate.cli.terminal import stoppable, write


def schema(
    contract: Annotated[
        Contract, typer.Option("--format", help="Which contract: of the annotation, of the CSV tables, of NewsML-G2.")
    ] = Contract.JSONSCHEMA,
) -> None:
    """Print the JSON Schema (2020-12) of an annotation, or the contract of another format."""
    with stoppable():
        if contract is Contract.JSONSCHEMA:
            from annotate.schema import json_schema_text

            write(json_schema_text())
        else:
            from annotate.export.published import PUBLISHED

            write(PUBLISHED[contract.value][1]().decode("utf-8"))
