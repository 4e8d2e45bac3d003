"""Seconds to validate 10,000 articles as JSON lines, compared with check-jsonschema on the same records as an array.

    python benchmarks/validation.py [--articles 10000] [--rounds 3]

The records are the seeds in turn, each with an id and a last line of its own. Both programs run as their users run
them, one after the other in each round; the best round of each counts. check-jsonschema looks at the schema only;
`annotate validate` at the meaning as well. It ends with 1 if `annotate validate` is not the faster one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def records(count: int) -> list[dict[str, object]]:
    """Return the seeds repeated, no two of them the same."""
    seeds = [json.loads(line) for line in (ROOT / "exports/seeds.jsonl").read_text(encoding="utf-8").splitlines()]
    made = []
    for number in range(count):
        seed = seeds[number % len(seeds)]
        article = seed["article"]
        changed = {"id": f"{article['id']}-{number}", "text": f"{article['text']}\n{number}"}
        made.append({**seed, "article": {**article, **changed}})
    return made


def array_schema() -> dict[str, object]:
    """Return the published schema, for an array of annotations."""
    from annotate.schema import json_schema

    schema = json_schema()
    definitions = schema.pop("$defs")
    return {
        "$schema": schema.pop("$schema"),
        "type": "array",
        "items": {"$ref": "#/$defs/Annotation"},
        "$defs": {**definitions, "Annotation": {key: value for key, value in schema.items() if key != "$id"}},
    }


def timed(command: list[str]) -> tuple[float, float]:
    """Return (wall-clock, processor) seconds of a command, which must find no problem."""
    before, begun = os.times(), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.monotonic() - begun, os.times()
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {(done.stdout + done.stderr)[:500]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        lines, array, schema = (Path(scratch, name) for name in ("all.jsonl", "all.json", "schema.json"))
        made = records(options.articles)
        lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in made), encoding="utf-8")
        array.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        schema.write_text(json.dumps(array_schema()), encoding="utf-8")
        ours = [sys.executable, "-c", "import sys; from annotate.cli import main; sys.exit(main())", "validate"]
        theirs = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(array)]
        commands = {"annotate validate": [*ours, str(lines)], f"check-jsonschema {version('check-jsonschema')}": theirs}
        print(
            f"{options.articles} articles, {lines.stat().st_size / 1e6:.0f} MB of JSON lines, {options.rounds} rounds"
        )
        best: dict[str, tuple[float, float]] = {}
        for _ in range(options.rounds):
            for name, command in commands.items():
                best[name] = min(best.get(name, (float("inf"), 0.0)), timed(command))
    for name, (wall, used) in best.items():
        print(f"{name:26s} {wall:7.1f} s wall {used:7.1f} s processor {options.articles / wall:8.0f} articles/s")
    (our_wall, our_used), (their_wall, their_used) = best.values()
    print(
        f"annotate validate takes {our_wall / their_wall:.2f} of the time, {our_used / their_used:.2f} of the processor"
    )
    raise SystemExit(our_wall >= their_wall)


if __name__ == "__main__":
    main()
