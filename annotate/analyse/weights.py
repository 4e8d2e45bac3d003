"""Which weights the answers of the analysis depend on: names and digests for the provenance of an annotation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_NETWORK = ("model.onnx", "roles.onnx", "events.onnx", "tokenizer.json", "calibration.json")
#: The folder of the learned decisions, which have one digest together.
DECISIONS = "decisions"


@cache
def shipped_digests() -> tuple[tuple[str, str], ...]:
    """Return name and SHA-256 of each file that the network's answers depend on, and of the decisions as a whole.

    The digest of the decisions is over the lines of a checksum file, as `sha256sum` writes it, in the order of names.

    >>> [name for name, _ in shipped_digests()]
    ['model.onnx', 'roles.onnx', 'events.onnx', 'tokenizer.json', 'calibration.json', 'decisions']
    """
    folder = files("annotate") / "weights"
    whole = "".join(f"{_sha256(file)}  {name}\n" for name, file in sorted(_below(folder / DECISIONS)))
    return (
        *((name, _sha256(folder / name)) for name in _NETWORK),
        (DECISIONS, hashlib.sha256(whole.encode()).hexdigest()),
    )


def _sha256(file: Traversable) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _below(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield the files of decisions below a folder, by their paths in it."""
    for child in folder.iterdir():
        if child.is_dir():
            yield from _below(child, f"{prefix}{child.name}/")
        elif child.name.endswith(".npz"):
            yield f"{prefix}{child.name}", child
