"""A damaged export is read back as a sentence, or reads well: whatever the bytes are, nothing else may happen."""

from __future__ import annotations

import warnings
from pathlib import Path
from random import Random

import pytest

from annotate.export import EXPORTERS, ExportOptions, load
from annotate.models import Annotation
from annotate.problems import ReadError
from tests.support.strategies import random_annotation

_LOSSLESS = [name for name, exporter in EXPORTERS.items() if exporter.lossless]
_INSERTED = (b'"', b"\0", b",", b"}", b"<x/>", b"99999", b"null", b"[]", b"-1", b"\xff", b"\r\n")
#: How many damaged copies of each format.
_COPIES = 60


def damaged(data: bytes, random: Random) -> bytes:
    """Return the bytes cut off, with some changed, some lost, something put in, or others instead."""
    where = random.randrange(len(data))
    kind = random.randrange(5)
    if kind == 0:
        return data[:where]
    if kind == 1:
        return data[:where] + bytes([random.randrange(256)]) + data[where + 1 :]
    if kind == 2:
        return data[:where] + data[where + random.randint(1, 40) :]
    if kind == 3:
        return data[:where] + random.choice(_INSERTED) + data[where:]
    return random.randbytes(random.randint(0, 400))


@pytest.mark.parametrize("name", _LOSSLESS)
def test_a_damaged_export_is_a_sentence(tmp_path: Path, name: str) -> None:
    """Reading gives annotations or one problem with a sentence; never another error."""
    random = Random(name)
    target = tmp_path / f"out{EXPORTERS[name].suffix}"
    options = ExportOptions(newsml_detail="full", csv_dialect="excel")
    EXPORTERS[name].to_file([random_annotation(5, 8, "a")], target, options)
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    sentences = []
    for _ in range(_COPIES):
        file = random.choice(files)
        data = file.read_bytes()
        file.write_bytes(damaged(data, random))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                list(load(target))
            except ReadError as error:
                sentences.append(error.problem)
        file.write_bytes(data)
    assert len(sentences) > _COPIES / 3
    assert all(problem.message and problem.file and problem.rule for problem in sentences)


@pytest.mark.parametrize("name", _LOSSLESS)
def test_an_export_without_a_suffix_is_looked_into(tmp_path: Path, seed: Annotation, name: str) -> None:
    """A file of any name comes back: its first bytes say what it is."""
    EXPORTERS[name].to_file([seed], tmp_path / "export", ExportOptions(newsml_detail="full"))
    assert list(load(tmp_path / "export")) == [seed]
