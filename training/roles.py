"""Train the decision which words beside a person's name are the role, on people in annotated articles.

    python -m training.roles candidates GOLD ...    how many roles of the gold are among the proposed ones
    python -m training.roles fit GOLD ... [--also FILE ...] [--weight N]    cross-validate, print figures, write weights

GOLD are files in the scorer's form (`python -m training.gold build`); people of further files weigh N times as much.
The seeds and the invented lines of the tests are learnt from, too, but for lines set aside.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.cast.gather import gather
from annotate.analyse.cast.roles import ROLE, Roles
from annotate.analyse.steps import Steps
from annotate.pipeline import steps
from annotate.read.compose import article_of
from training import decide, rivals
from training.articles import annotated, seeds
from training.participants import WEIGHTS, folded, names

PLAN = decide.Plan(rounds=250, leaves=12, rate=0.06, least=10, columns_share=0.4, l2=5.0, head_l2=60.0, rivals=True)
#: Lowest margin at which the best one is chosen, where that of none is 0: similar candidates share the probability.
LEAST = -1.0

#: Weight of an invented line, and of a person of the seeds.
INVENTED, SEED = 4.0, 8.0
#: Files of invented lines that are set aside or hold none.
UNREAD = ("aside", "README")
CASES = Path(__file__).resolve().parent.parent / "tests" / "analyse" / "cases"

Person = tuple[str | None, list[decide.Labelled]]


def people(gold: dict[str, Any], found: Steps) -> Iterator[Person]:
    """Yield the role of each gold person that the tool finds, and the candidate roles, labelled 1 if right.

    The cast is gathered anew, since that of `found` has the roles that the decision chose: only those of the rules are
    known when it is asked.
    """
    publisher = gold.get("publisher") or gold["id"].removesuffix("_dmg")
    layout = found.page.layout
    proposers = [proposal.proposer for proposal in found.lists.proposals if proposal.proposer]
    cast = gather(layout, found.names, found.attributions, proposers)
    roles = Roles(layout, cast, found.attributions, found.page.reading.states)
    proposed = roles.proposed()
    text = layout.text
    for wanted in gold["participants"]:
        mine = names(wanted)
        keys = [
            e.key for e in cast.entities if e.key in proposed and mine & {folded(name) for name in (e.name, *e.aliases)}
        ]
        if wanted["kind"] != "person" or not keys:
            continue
        role = wanted.get("role")
        key = keys[0]
        examples = [
            decide.Labelled(example, int(folded(p.range.of(text)) == folded(role)), f"{gold['id']}/{key}", publisher)
            for p, example in zip(proposed[key], roles.examples(key, proposed[key]), strict=True)
        ]
        yield role, examples


def invented() -> Iterator[Person]:
    """Yield the person of each invented line: a text, a name and the role, or "-"; what is set aside is not read."""
    for path in (CASES / "entities" / "roles.txt", *sorted((CASES / "roles").glob("*.txt"))):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.stem not in UNREAD else ()):
            columns = [column.strip(" ") for column in line.removeprefix("known failure").split("|")]
            if len(columns) < 3 or line.startswith("#"):
                continue
            text, name, role = columns[0].replace("\\n", "\n"), columns[1], columns[3 if path.stem == "roles" else 2]
            wanted = {"name": name, "kind": "person", "role": None if role == "-" else role}
            gold = {"id": f"case {path.stem} {n}", "participants": [wanted]}
            for known, examples in people(gold, steps(article_of(text))):
                yield known, [replace(e, weight=INVENTED) for e in examples]


def taken(people_of: list[Person], margins: np.ndarray[Any, Any], at: float) -> tuple[int, int, int]:
    """Return how many roles are right, how many people have one, and how many others would get one."""
    right = told = invented = 0
    first = 0
    for role, examples in people_of:
        mine = margins[first : first + len(examples)]
        first += len(examples)
        best = int(mine.argmax()) if len(mine) and mine.max() >= at else None
        right += role is not None and best is not None and examples[best].label == 1
        told += role is not None
        invented += role is None and best is not None
    return right, told, invented


def main() -> None:
    """Count the candidates, or train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("candidates", "fit"))
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--also", type=Path, nargs="*", default=[])
    parser.add_argument("--weight", type=float, default=5.0)
    options = parser.parse_args()
    found = [person for gold, read in annotated(*options.gold) for person in people(gold, read)]
    for gold, read in annotated(*options.also):
        for role, examples in people(gold, read):
            found.append((role, [replace(e, weight=options.weight) for e in examples]))
    for gold, read in seeds():
        found += [(role, [replace(e, weight=SEED) for e in examples]) for role, examples in people(gold, read)]
    found += invented()
    wanted = [examples for role, examples in found if role]
    held = sum(any(e.label for e in examples) for examples in wanted)
    print(f"{held} of {len(wanted)} roles are proposed, among {sum(len(e) for _, e in found)}")
    if options.what == "candidates":
        return
    examples = [e for _, mine in found for e in mine]
    margins = decide.cross_validated(examples, PLAN)[:, 0]
    right, told, given = taken(found, margins, LEAST)
    print(f"{right} of {told} roles right across publishers; given to {given} of {len(found) - told} without one")
    warmth = rivals.temperature(
        [e.group for e in examples], [e.label for e in examples], [e.weight for e in examples], margins
    )
    choice = round(float(1 / (1 + np.exp(-LEAST / warmth))), 3)
    decide.write(decide.arrays(examples, PLAN), WEIGHTS / f"{ROLE}.npz", temperature=warmth, choice=choice)


if __name__ == "__main__":
    main()
