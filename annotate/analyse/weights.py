"""Which weights the answers of the analysis depend on: names and digests for the provenance of an annotation."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

_NETWORK = ("model.onnx", "roles.onnx", "tokenizer.json", "calibration.json")


@cache
def shipped_digests() -> tuple[tuple[str, str], ...]:
    """Return name and SHA-256 of each file that the model's answers depend on."""
    folder = files("annotate") / "weights"
    return tuple((name, hashlib.sha256((folder / name).read_bytes()).hexdigest()) for name in _NETWORK)
