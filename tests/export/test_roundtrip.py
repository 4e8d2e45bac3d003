"""The law of the lossless formats: what was written comes back equal, field for field."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.export import EXPORTERS, ExportOptions, Layout, load
from annotate.models import Annotation
from tests.strategies import random_annotation

_SEEDS = Path(__file__).resolve().parents[2] / "exports" / "seeds.jsonl"
_LOSSLESS = [name for name, exporter in EXPORTERS.items() if exporter.lossless]
_OPTIONS = ExportOptions(newsml_detail="full", csv_dialect="excel")


def back(name: str, several: list[Annotation], folder: Path) -> list[Annotation]:
    """Write and read back; formats of one article a file in as many files."""
    exporter = EXPORTERS[name]
    if exporter.layout is Layout.DOCUMENT:
        exporter.to_folder(several, folder / "out", _OPTIONS)
        found = {a.article.id: a for path in (folder / "out").iterdir() for a in load(path)}
        return [found[annotation.article.id] for annotation in several]
    path = folder / f"out{exporter.suffix}"
    exporter.to_file(several, path, _OPTIONS)
    return list(load(path))


@pytest.mark.parametrize("name", _LOSSLESS)
def test_all_seeds_come_back(tmp_path: Path, name: str) -> None:
    """Every seed article survives every lossless format."""
    seeds = list(load(_SEEDS))
    assert len(seeds) > 8
    assert back(name, seeds, tmp_path) == seeds


@pytest.mark.parametrize("name", _LOSSLESS)
def test_generated_annotations_come_back(tmp_path: Path, name: str) -> None:
    """So do annotations of odd texts."""
    several = [random_annotation(seed, 2 + seed % 9, f"{seed}.=a b/ö") for seed in range(9000, 9020)]
    assert back(name, several, tmp_path) == several


def test_every_lossless_format_has_a_reader() -> None:
    """json, jsonl, newsml, csv, xlsx, sqlite, parquet and webannotation are read back."""
    wanted = {"json", "jsonl", "newsml", "csv", "xlsx", "sqlite", "parquet", "webannotation"}
    assert set(_LOSSLESS) == wanted
