"""The law of the lossless formats: what was written comes back equal, field for field."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotate.export import EXPORTERS, ExportOptions, Layout, load
from annotate.models import Annotation
from tests.support.archives import until
from tests.support.places import SEED_ANNOTATIONS
from tests.support.strategies import random_annotation

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
    seeds = list(load(SEED_ANNOTATIONS))
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


def test_the_same_annotations_give_the_same_bytes(tmp_path: Path) -> None:
    """No format holds a time other than that of the options, nor anything else that changes from run to run."""
    seeds = list(load(SEED_ANNOTATIONS))[:3]
    options = ExportOptions(timestamp=datetime(2026, 1, 1, tzinfo=UTC))
    made: list[dict[str, bytes]] = []
    for run in ("first", "second"):
        begun = time.time()
        for name, exporter in EXPORTERS.items():
            target = tmp_path / run / name
            target.parent.mkdir(exist_ok=True)
            if exporter.layout is Layout.DOCUMENT:
                exporter.to_folder(seeds, target, options)
            else:
                exporter.to_file(seeds, target, options)
        files = [path for path in (tmp_path / run).rglob("*") if path.is_file()]
        made.append({str(path.relative_to(tmp_path / run)): path.read_bytes() for path in files})
        # Times in archives count in steps of two seconds.
        assert run == "second" or until(lambda before=begun: time.time() // 2 > before // 2)
    assert len(made[0]) > len(EXPORTERS)
    assert [name for name in made[0] | made[1] if made[0].get(name) != made[1].get(name)] == []
