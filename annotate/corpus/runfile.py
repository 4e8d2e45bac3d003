"""`run.json`: the progress of a run while it runs, and its result when it has ended."""

from __future__ import annotations

import json
import os
import platform
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from annotate import __version__
from annotate.analyse.weights import shipped_digests
from annotate.corpus.job import Job
from annotate.corpus.tally import Tally
from annotate.export import ExportOptions
from annotate.json_text import json_text

#: Interval between updates of the file during a run, in seconds.
_EVERY = 2.0
#: Packages whose versions may affect a result.
_PACKAGES = ("numpy", "onnxruntime", "tokenizers", "pydantic", "lxml", "trafilatura", "pyarrow", "ray")


#: Path of the report of a cluster run, relative to its shards.
REPORT = "_annotate/run.json"
#: Age in seconds at which a cluster report that says "running" is no longer believed; it is updated far more often.
STALE = 120.0


class RunFile:
    """The report of one run, rewritten at each update. `state` is running, finished, stopped or failed."""

    def __init__(self, path: Path | None, job: Job, options: ExportOptions, jobs: int) -> None:
        self._path = path
        self._began = time.monotonic()
        self._written = 0.0
        self._fixed: dict[str, Any] = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": sys.argv[1:],
            "folder": str(Path.cwd()),
            "started": _now(),
            "inputs": list(job.inputs),
            "output": job.output,
            "format": job.format,
            "engine": job.engine,
            "jobs": jobs,
            "resume": job.resume,
        }
        self._digests = {
            "analysis": analysis_of(job.min_confidence),
            "options": sha256(repr((job.format, job.shard_size, options)).encode()).hexdigest(),
            "models": dict(shipped_digests()),
        }

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._began

    def beat(self, tally: Tally) -> None:
        """Write the progress of the run, unless that was done within the last two seconds."""
        if time.monotonic() - self._written > _EVERY:
            self.write(tally, "running")

    def write(self, tally: Tally, state: str) -> None:
        """Write the file; errors are ignored, so that a full disk does not hide the actual problem of the run."""
        self._written = time.monotonic()
        if self._path is None:
            return
        part = self._path.with_suffix(".part")
        with suppress(OSError):
            part.write_bytes(json_text(self.content(tally, state), indent=2).encode() + b"\n")
            part.replace(self._path)

    def content(self, tally: Tally, state: str) -> dict[str, Any]:
        """Return the content of the file."""
        anew = tally.articles - tally.reused
        return {
            "state": state,
            **self._fixed,
            "updated": _now(),
            "seconds": round(self.seconds, 3),
            "articles": {
                "written": tally.articles,
                "annotated": anew,
                "reused": tally.reused,
                "changed": tally.changed,
                "removed": tally.removed,
            },
            "words": tally.words,
            "rate": {
                "articles_per_second": round(anew / max(self.seconds, 1e-9), 3),
                "words_per_second": round(tally.words / max(self.seconds, 1e-9), 1),
            },
            "found": tally.found,
            "errors": tally.failed,
            "warnings": tally.warnings,
            "problems": dict(sorted(tally.rules.items())),
            "versions": versions(),
            "digests": self._digests,
        }


def analysis_of(min_confidence: float) -> str:
    """Return the hexadecimal SHA-256 of everything but the article that the findings depend on."""
    return sha256(json_text([__version__, min_confidence, shipped_digests()]).encode()).hexdigest()


def versions() -> Mapping[str, str]:
    """Return the versions of the program, Python, the platform and the libraries."""
    found = {"annotate": __version__, "python": platform.python_version(), "platform": platform.platform()}
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


def read_report(path: Path) -> dict[str, Any] | None:
    """Return the content of a report; None if there is no valid one."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and "state" in content and "pid" in content else None


def age(report: Mapping[str, Any]) -> float:
    """Return the seconds since a report was written, by this machine's clock; infinity if it has no valid time.

    >>> age({"updated": "never"})
    inf
    """
    try:
        return time.time() - datetime.fromisoformat(str(report["updated"])).timestamp()
    except (KeyError, ValueError):
        return float("inf")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
