"""Kill runs with SIGKILL at random moments, resume them, and count articles that are lost, doubled or different.

    python benchmarks/kills.py [--kills 200] [--articles 40] [--seed 1] [--write benchmarks/kills.json]

Each round converts an archive into one of five kinds of output. The run, with two workers, is killed at a random moment
and resumed, over and over, until it comes to its end; then its output is compared with that of an undisturbed run, byte
for byte and article by article. The moments are uniform between the start of the process and the length of an
undisturbed run. The exit code is 1 where anything is lost, doubled, different or left behind.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

KINDS = {
    "jsonl": ("o.jsonl", ["--to", "jsonl"]),
    "newsml": ("o.xml", ["--to", "newsml"]),
    "json": ("o/", ["--to", "json"]),
    "csv": ("o", ["--to", "csv"]),
    "shards": ("o", ["--to", "jsonl", "--shard-size", "7"]),
}


def articles_of(output: Path, kind: str) -> Counter[str]:
    """Return how often each article occurs in an output, by id."""
    if kind == "json":
        return Counter(json.loads(path.read_bytes())["article"]["id"] for path in output.glob("*.json"))
    if kind == "csv":
        import csv

        with (output / "articles.csv").open(encoding="utf-8", newline="") as file:
            return Counter(row[0] for row in list(csv.reader(file))[1:])
    if kind == "newsml":
        from lxml import etree

        return Counter(item.get("guid") for item in etree.parse(str(output)).iter("{*}newsItem"))
    files = sorted(output.glob("part-*")) if kind == "shards" else [output]
    return Counter(json.loads(line)["article"]["id"] for file in files for line in file.read_bytes().splitlines())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    with tempfile.TemporaryDirectory() as folder:
        counts = campaign(Path(folder), options.kills, options.articles, random.Random(options.seed))
    print(json.dumps(counts, indent=2))
    if options.write:
        options.write.write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
    if any(counts[name] for name in ("lost", "doubled", "differing", "left_behind")):
        raise SystemExit(1)


def campaign(folder: Path, kills: int, articles: int, chance: random.Random) -> dict[str, Any]:
    """Run rounds until the requested number of kills is reached, and return the counts."""
    from tests.support.archives import archive, digest, left_behind
    from tests.support.running import process

    source = archive(folder, articles, length=2)
    whole: dict[str, tuple[dict[str, str], Counter[str]]] = {}
    seconds = 0.0
    for kind, (name, arguments) in KINDS.items():
        target = folder / f"whole-{kind}"
        target.mkdir()
        began = time.monotonic()
        done = process(
            "convert", source, *arguments, "--jobs", "2", "-o", f"{target}/{name}", stderr=subprocess.DEVNULL
        )
        assert done.wait() == 0
        seconds = max(seconds, time.monotonic() - began)
        whole[kind] = digest(target / name.rstrip("/")), articles_of(target / name.rstrip("/"), kind)
    counts: dict[str, Any] = dict.fromkeys(
        ("kills", "runs", "rounds", "lost", "doubled", "differing", "left_behind"), 0
    )
    counts["killed_after_the_first_article"] = 0
    counts["articles_compared"] = 0
    counts["kills_by_kind"] = dict.fromkeys(KINDS, 0)
    while counts["kills"] < kills:
        kind = list(KINDS)[counts["rounds"] % len(KINDS)]
        name, arguments = KINDS[kind]
        target = folder / f"round-{counts['rounds']}"
        target.mkdir()
        _round(source, target / name.rstrip("/"), [*arguments, "-o", f"{target}/{name}"], seconds, chance, counts, kind)
        expected, ids = whole[kind]
        found = articles_of(target / name.rstrip("/"), kind)
        counts["rounds"] += 1
        counts["articles_compared"] += len(ids)
        counts["lost"] += len(ids.keys() - found.keys())
        counts["doubled"] += sum(count > 1 for count in found.values())
        counts["differing"] += digest(target / name.rstrip("/")) != expected
        counts["left_behind"] += len(left_behind(target))
        print(f"{counts['kills']} kills, {counts['rounds']} rounds", file=sys.stderr, flush=True)
    return counts


def _round(
    source: Path,
    output: Path,
    arguments: list[str],
    seconds: float,
    chance: random.Random,
    counts: dict[str, Any],
    kind: str,
) -> None:
    """Kill and resume a run until it finishes."""
    from tests.support.archives import kept
    from tests.support.running import process

    while True:
        running = process("convert", source, *arguments, "--jobs", "2", "--resume", stderr=subprocess.DEVNULL)
        counts["runs"] += 1
        try:
            running.wait(timeout=chance.uniform(0, seconds))
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            counts["kills"] += 1
            counts["kills_by_kind"][kind] += 1
            counts["killed_after_the_first_article"] += kept(output) > 0
            continue
        assert running.returncode == 0, running.returncode
        return


if __name__ == "__main__":
    main()
