"""Fit all learned decisions anew, in the order in which the analysis takes them.

    python -m training.decisions --data DIR [--out training/prepared/gold] [--only NAME ...]

Each rests on what the analysis finds before it: the encoder's states, and the decisions fitted earlier. So the weights
of the encoder come first (`training.train`, which ends with this). DIR holds `news`, `polnear`, `gum`, `wikigold` and
`records`; nothing of `dev.jsonl` and `blind.jsonl` under `training/gold` is learnt from.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from training.gold import build

#: What is run for each decision; GOLD is the folder of the built gold, DATA that of the data, CACHE an empty folder.
STEPS = {
    "names": "training.bodies DATA GOLD/train.jsonl GOLD/train_damaged.jsonl",
    "lists": "training.lists fit GOLD/train.jsonl GOLD/train_damaged.jsonl GOLD/lists.jsonl GOLD/lists_damaged.jsonl "
    "DATA/records/dev.jsonl DATA/records/dev_damaged.jsonl",
    "roles": "training.roles fit GOLD/train.jsonl GOLD/train_damaged.jsonl "
    "--also DATA/records/dev.jsonl DATA/records/dev_damaged.jsonl",
    "coreference": "training.coreference DATA/gum --write",
    "branch": "training.branch --data DATA --out GOLD/told.pickle --write",
    "events": "training.events --data DATA --cache CACHE --told GOLD/told.pickle --write",
    "participants": "training.participants GOLD --also DATA/records/dev.jsonl DATA/records/dev_damaged.jsonl",
}


def command(step: str, data: Path, gold: Path) -> list[str]:
    """Return the command of a step.

    >>> command("events", Path("d"), Path("g"))[2:]
    ['training.events', '--data', 'd', '--cache', 'g/cache', '--told', 'g/told.pickle', '--write']
    """
    folders = {"GOLD": str(gold), "DATA": str(data), "CACHE": str(gold / "cache")}
    words = []
    for word in STEPS[step].split():
        first, slash, rest = word.partition("/")
        words.append(folders.get(first, first) + slash + rest)
    return [sys.executable, "-m", *words]


def fit(data: Path, gold: Path, only: Sequence[str] = ()) -> None:
    """Build the gold and fit the decisions; raises CalledProcessError where one fails."""
    build(data, gold)
    for step in STEPS:
        if not only or step in only:
            shutil.rmtree(gold / "cache", ignore_errors=True)  # what was found before another decision was fitted
            (gold / "cache").mkdir()
            print(f"--- {step}", flush=True)
            subprocess.run(command(step, data, gold), check=True)


def main() -> None:
    """Fit all decisions, or some."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("training/prepared/gold"))
    parser.add_argument("--only", nargs="*", choices=list(STEPS), default=[])
    options = parser.parse_args()
    fit(options.data, options.out, options.only)


if __name__ == "__main__":
    main()
