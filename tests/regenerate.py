"""Write `schema/`, `exports/` and the pages about the formats anew, or check that they are what the program makes.

    python -m tests.regenerate schema|exports|pages|pictures [--check]

With --check nothing is written; what differs is printed and the exit code is 1. XML is compared canonically, and
confidences may differ by 0.02, since processors round differently. Pictures are only written, not compared: pixels
depend on the fonts of the machine.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from annotate.cli import main
from annotate.export import EXPORTERS
from annotate.export.published import PUBLISHED
from annotate.schema import SCHEMA_FILE, json_schema_text
from tests.support.places import ROOT

SEEDS = ROOT / "seeds"
EXPORTS = ROOT / "exports"
#: Format, and where its export lies below `exports/`: one file for all seeds, or a folder with a file for each.
TARGETS = {"json": "json/", "jsonl": "seeds.jsonl", "newsml": "newsml/", "csv": "csv/"}
#: The moment that the exports name, so that they are the same on every day: 2026-01-01T00:00:00Z.
TIMESTAMP = "2026-01-01T00:00:00Z"
TOLERANCE = 2.0


def seeds() -> list[str]:
    """Return the names of the seed articles, relative to the project's root."""
    return sorted(str(p.relative_to(ROOT)) for p in SEEDS.iterdir() if p.suffix in {".txt", ".jsonl"})


def make_exports(folder: Path) -> None:
    """Write every seed in every format below `folder`; the working directory must be the project's root."""
    for format_, target in TARGETS.items():
        arguments = ["convert", "-q", *seeds(), "--to", format_, "-o", f"{folder}/{target}", "--timestamp", TIMESTAMP]
        code = main(arguments)
        if code:
            raise SystemExit(f"annotate {' '.join(arguments)} ended with {code}")


def comparable(path: Path) -> list[object]:
    """Return the content of an export as a flat list, confidences as numbers in percent."""
    data = path.read_bytes()
    if path.suffix == ".xml":
        from lxml import etree

        text = etree.tostring(etree.fromstring(data), method="c14n2").decode()
        return _numbers(text, r'(?<= confidence=")[0-9]+')
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        column = rows[0].index("confidence") if "confidence" in rows[0] else -1
        return [float(c) if n and i == column else c for n, row in enumerate(rows) for i, c in enumerate(row)]
    if path.suffix in {".json", ".jsonl"}:
        lines = data.decode().splitlines() if path.suffix == ".jsonl" else [data.decode()]
        text = "\n".join(json.dumps(json.loads(line), ensure_ascii=False, indent=1) for line in lines)
        return _numbers(text, r'(?<="confidence": )[0-9.]+', 100)
    return [data]


def _numbers(text: str, pattern: str, scale: int = 1) -> list[object]:
    parts = re.split(f"({pattern})", text)
    return [float(part) * scale if i % 2 else part for i, part in enumerate(parts)]


def differences(made: Path, kept: Path) -> list[str]:
    """Return a line for each file that is missing, too many or different."""
    names = {str(p.relative_to(folder)) for folder in (made, kept) for p in folder.rglob("*") if p.is_file()}
    # What people write, pictures, and the hidden reports of the runs are no exports.
    names = {name for name in names if not name.endswith((".md", ".png")) and not name.startswith(".")}
    out = []
    for name in sorted(names):
        a, b = made / name, kept / name
        if not a.exists() or not b.exists():
            out.append(f"{name}: {'no longer made' if b.exists() else 'missing'}")
        elif not same(comparable(a), comparable(b)):
            out.append(f"{name}: differs")
    return out


def same(a: list[object], b: list[object]) -> bool:
    """Return whether two exports agree, confidences within the tolerance."""
    return len(a) == len(b) and all(
        abs(x - y) <= TOLERANCE if isinstance(x, float) and isinstance(y, float) else x == y
        for x, y in zip(a, b, strict=True)
    )


def is_same_file(path: Path, data: bytes) -> bool:
    """Return whether a file is there and holds these bytes."""
    return path.exists() and path.read_bytes() == data


def run(what: str, check: bool) -> int:
    """Regenerate or check one thing; return the exit code."""
    if what == "schema":
        published = {SCHEMA_FILE: json_schema_text().encode()}
        published |= {f"schema/{name}": make() for name, make in PUBLISHED.values()}
        stale = [name for name, data in published.items() if not is_same_file(ROOT / name, data)]
        for name in stale:
            if check:
                print(f"{name} is not what the models say; run `nox -s regenerate`")
            else:
                (ROOT / name).write_bytes(published[name])
        return 1 if check and stale else 0
    if what == "pictures":
        from tests.support.pictures import take_pictures

        take_pictures(EXPORTS / "pictures")
        return 0
    if what == "pages":
        from tests.support import commands
        from tests.support.pages import page, rewritten

        if not check:
            commands.PAGE.write_text(commands.page(), encoding="utf-8")
        stale = [name for name in EXPORTERS if rewritten(name) != page(name).read_text(encoding="utf-8")]
        for name in stale:
            if check:
                print(f"docs/formats/{name}.md is not what the program does; run `nox -s regenerate`")
            else:
                page(name).write_text(rewritten(name), encoding="utf-8")
        return 1 if check and stale else 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make_exports(folder)
        if not check:
            for target in TARGETS.values():
                kept = EXPORTS / target
                if kept.is_dir():
                    shutil.rmtree(kept)
                shutil.copytree(folder / target, kept) if (folder / target).is_dir() else shutil.copy(
                    folder / target, kept
                )
            return 0
        found = differences(folder, EXPORTS)
    for line in found:
        print(f"exports/{line}; run `nox -s regenerate` and read the diff")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1], "--check" in sys.argv))
