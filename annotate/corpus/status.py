"""The state of runs, read from their reports and locks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotate.corpus.runfile import REPORT, STALE, age, read_report
from annotate.corpus.state import State, state_of


def statuses(path: str) -> Iterator[dict[str, Any]]:
    """Yield the report of each run on an output, or of all runs in and beside a folder; nothing if there is none.

    The `state` is running, finished, stopped, failed or dead. A run is dead if its report says "running" but it holds
    no lock: it was killed. `resumable` says whether it left a ledger from which `--resume` can continue.
    """
    if on_cluster := _cluster_report(path):
        yield on_cluster
        return
    own = state_of(path)
    if own and own.folder.is_dir():
        yield from _status(own)
    given = Path(path)
    if given.name.endswith(".run") and given.name.startswith("."):
        yield from _status(State(given.parent / given.name[1:-4]))
    elif given.is_dir():
        for folder in sorted(given.glob(".*.run")):
            yield from _status(State(folder.parent / folder.name[1:-4]))


def _cluster_report(path: str) -> dict[str, Any] | None:
    """Return the report of a cluster run, found beside its shards; a run that stopped updating it is dead."""
    if "://" not in path and not (Path(path) / REPORT).is_file():
        return None
    from annotate.corpus.ray.storage import Storage

    report = Storage(path).noted(REPORT)
    if report and report.get("state") == "running" and age(report) > STALE:
        report["state"] = "dead"
    if report:
        report["resumable"] = report["state"] not in ("running", "finished")
    return report


def _status(state: State) -> Iterator[dict[str, Any]]:
    report = read_report(state.report)
    running = state.running()
    if report is None:
        if running:
            yield {"state": "running", "output": str(state.target)}
        return
    if report["state"] == "running" and not running:
        report["state"] = "dead"
    report["resumable"] = state.ledger.exists() and not running
    yield report


def sentence(report: Mapping[str, Any]) -> str:
    """Return a report as one line for people.

    >>> sentence({"output": "out", "state": "running"})
    'out: running'
    """
    output, state = report.get("output"), report["state"]
    if "articles" not in report:
        return f"{output}: {state}"
    articles = report["articles"]
    parts = [f"{output}: {state}", f"{articles['written']:,} articles"]
    if articles["reused"]:
        parts.append(f"{articles['reused']:,} reused")
    parts.append(f"{report['rate']['articles_per_second']:g}/s over {report['seconds']:,.0f} s")
    for name in ("errors", "warnings"):
        if report[name]:
            parts.append(f"{report[name]:,} {name if report[name] > 1 else name[:-1]}")
    parts.append(f"process {report['pid']} on {report['host']}, updated {report['updated']}")
    if report["state"] in ("dead", "stopped", "failed") and report.get("resumable"):
        parts.append("--resume continues it")
    return ", ".join(parts)
