"""Where things lie: the project, the exports of its seeds, the case files, and the data beside the project."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Gold and standards that are not part of the project; use `tests.support.shared.shared` to skip without them.
SHARED = ROOT.parent / "shared"
SEEDS = ROOT / "seeds"
#: The annotations of all seeds, one a line.
SEED_ANNOTATIONS = ROOT / "exports" / "seeds.jsonl"
TESTS = ROOT / "tests"
#: An annotation without a fault, which tests of `check` and `validate` damage.
SOUND = TESTS / "cases" / "check" / "base.json"
ANALYSE_CASES = TESTS / "analyse" / "cases"
READ_CASES = TESTS / "read" / "cases"
