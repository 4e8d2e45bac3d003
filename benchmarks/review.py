"""Test `annotate review` under load and when killed, and time corrections in the browser. Prints counts and times.

    python benchmarks/review.py load [--editors 50] [--seconds 60]
    python benchmarks/review.py kill [--times 50]
    python benchmarks/review.py browser [--times 40]

``load``: editors, each a thread with its own connection, load an article, correct it and save it; all work on one
folder. Every change that was answered with 200 must be in the history of its file exactly once.

``kill``: editors save without a pause while the server is killed with SIGKILL. Then each file must be complete and
valid, and hold every change that was answered with 200.

``browser``: a correction in Chromium, timed from the keystroke to the page that shows the saved state.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotate.check import check_annotation
from annotate.export import load
from tests.support.annotations import seed_annotations
from tests.support.reviewing import Server, client, reviewing


@dataclass
class Done:
    """The results of an editor: articles and versions that were answered with 200; conflicts; response times."""

    saved: list[tuple[str, str]] = field(default_factory=list)
    unanswered: int = 0
    conflicts: int = 0
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def write_seeds(folder: Path) -> list[str]:
    """Write the annotations of the seeds as a folder, and return their names."""
    for found in seed_annotations():
        (folder / f"{found.article.id}.json").write_text(found.to_json(indent=2), encoding="utf-8", newline="")
    return sorted(path.stem for path in folder.glob("*.json"))


def edit(server: Server, names: list[str], number: int, until: float, done: Done) -> None:
    """Correct random articles until a time, or until the server has gone."""
    import httpx

    chance = random.Random(number)
    turn = 0
    try:
        with client(server) as web:
            while time.monotonic() < until:
                name = chance.choice(names)
                held = web.get(f"/api/{name}").json()
                turn += 1
                change = _change(held["annotation"], chance)
                begun = time.perf_counter()
                done.unanswered += 1
                answer = web.post(f"/api/{name}", json={"version": held["version"], "change": change})
                done.unanswered -= 1
                done.seconds.append(time.perf_counter() - begun)
                if answer.status_code == 200:
                    done.saved.append((name, answer.json()["version"]))
                elif answer.status_code == 409:
                    done.conflicts += 1
                else:
                    done.wrong.append(f"{answer.status_code} {answer.text[:200]}")
    except httpx.TransportError:
        return


def _change(annotation: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a valid change: accept a finding, set a kind, add a quotation, or confirm the annotation."""
    text = annotation["article"]["text"]
    if annotation["participants"] and chance.random() < 0.5:
        return {"do": "accept", "id": chance.choice(annotation["participants"])["id"]}
    if annotation["quotations"] and chance.random() < 0.5:
        kind = chance.choice(["direct", "indirect", "mixed"])
        return {"do": "set", "id": chance.choice(annotation["quotations"])["id"], "field": "kind", "value": kind}
    start = chance.randrange(len(text) - 20)
    return (
        {"do": "add", "what": "quotation", "span": [start, start + 15]} if chance.random() < 0.1 else {"do": "confirm"}
    )


def crowd(server: Server, names: list[str], editors: int, seconds: float) -> tuple[list[Done], list[threading.Thread]]:
    """Start editors, which end by themselves; return their results and threads."""
    until = time.monotonic() + seconds
    each = [Done() for _ in range(editors)]
    threads = [
        threading.Thread(target=edit, args=(server, names, number, until, done)) for number, done in enumerate(each)
    ]
    for thread in threads:
        thread.start()
    return each, threads


def saved_by(each: list[Done]) -> list[tuple[str, str]]:
    """Return the articles and versions that the editors saved."""
    return [saved for done in each for saved in done.saved]


def histories(folder: Path) -> dict[str, int]:
    """Return how many changes each file holds; raises if a file is incomplete or invalid."""
    counts = {}
    for path in sorted(folder.glob("*.json")):
        (found,) = load(path)
        faults = [fault.message for fault in check_annotation(found) if fault.severity == "error"]
        assert not faults, f"{path}: {faults}"
        counts[path.stem] = len(found.provenance.edits)
    return counts


def under_load(editors: int, seconds: float) -> dict[str, Any]:
    """Return the counts of a load test; `lost` counts changes that were answered with 200 but are in no history."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = write_seeds(folder)
        with reviewing(folder) as server:
            each, threads = crowd(server, names, editors, seconds)
            for thread in threads:
                thread.join()
        held = histories(folder)
        saved = Counter(name for name, _ in saved_by(each))
        took = sorted(seconds for done in each for seconds in done.seconds)
        return {
            "editors": editors,
            "seconds": seconds,
            "articles": len(names),
            "saved": saved.total(),
            "in the histories": sum(held.values()),
            "lost": sum(max(0, saved[name] - held[name]) for name in names),
            "versions seen twice": saved.total() - len(set(saved_by(each))),
            "conflicts": sum(done.conflicts for done in each),
            "not answered": sum(done.unanswered for done in each),
            "wrong answers": sum(len(done.wrong) for done in each),
            "half-written files": len(list(folder.glob(".*"))),
            "median ms": round(1000 * statistics.median(took), 1),
            "95th percentile ms": round(1000 * took[int(0.95 * len(took))], 1),
        }


def killed(times: int, editors: int = 6) -> dict[str, Any]:
    """Return the counts of a test in which the server is killed during saves."""
    lost = extra = saves = left = damaged = 0
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = write_seeds(folder)
        before = dict.fromkeys(names, 0)
        for _ in range(times):
            with reviewing(folder) as server:
                each, threads = crowd(server, names, editors, 60)
                wanted = chance.randrange(1, 20)
                while len(saved_by(each)) < wanted and any(thread.is_alive() for thread in threads):
                    time.sleep(0.001)
                time.sleep(chance.random() * 0.05)
                server.kill()
                for thread in threads:
                    thread.join()
            left += len(list(folder.glob(".*.part")))
            try:
                held = histories(folder)
            except Exception as error:  # whatever is wrong with a file is what is counted
                print(f"damaged: {error}", file=sys.stderr)
                damaged += 1
                continue
            saved = Counter(name for name, _ in saved_by(each))
            saves += saved.total()
            for name_ in names:
                grown = held[name_] - before[name_]
                lost += max(0, saved[name_] - grown)
                extra += max(0, grown - saved[name_])
            before = held
        with reviewing(folder):
            swept = not list(folder.glob(".*.part"))
    return {
        "kills": times,
        "saves answered": saves,
        "lost": lost,
        "damaged": damaged,
        "saved but not answered any more": extra,
        "half-written beside, all swept at the next start": f"{left}, {'yes' if swept else 'no'}",
    }


def in_browser(times: int) -> dict[str, Any]:
    """Return how long a correction takes, from the keystroke to the page that shows the saved state."""
    from tests.support.browser import chromium

    took = []
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        write_seeds(folder)
        with reviewing(folder) as server:
            page = browser.new_page()
            page.goto(server.address)
            page.goto(f"{server.base}/article/000_cb216ce5513ace95")
            for turn in range(times):
                page.evaluate("id => annotateView.select(id)", f"q{turn % 10 + 1}")
                page.evaluate("document.body.dataset.before = ''")
                begun = time.perf_counter()
                page.keyboard.press("y")
                page.locator("body:not([data-before])[data-selected]").wait_for(state="attached")
                took.append(1000 * (time.perf_counter() - begun))
    took.sort()
    return {
        "corrections": times,
        "median ms": round(statistics.median(took)),
        "95th percentile ms": round(took[int(0.95 * len(took))]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["load", "kill", "browser"])
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--times", type=int, default=50)
    given = parser.parse_args()
    if given.what == "load":
        found = under_load(given.editors, given.seconds)
    elif given.what == "kill":
        found = killed(given.times)
    else:
        found = in_browser(given.times)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
