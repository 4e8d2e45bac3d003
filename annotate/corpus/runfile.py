"""`run.json`: where a run stands while it runs, and what it came to when it has ended."""

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

#: How often the file is written anew while the run goes on, seconds.
_EVERY = 2.0
#: Packages whose versions a result may depend on.
_PACKAGES = ("numpy", "onnxruntime", "tokenizers", "pydantic", "lxml", "trafilatura", "pyarrow", "ray")


#: Where the report of a run over a cluster lies, beside its shards.
REPORT = "_annotate/run.json"
#: How long the report of a run over a cluster that says "running" is believed, seconds; it is written far more often.
STALE = 120.0


class RunFile:
    """The report of one run, written whole each time. `state` is running, finished, stopped or failed."""

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
        """Write where the run stands, unless that was done a moment ago."""
        if time.monotonic() - self._written > _EVERY:
            self.write(tally, "running")

    def write(self, tally: Tally, state: str) -> None:
        """Write the file; a disk that is full must not hide what is wrong with the run, so nothing is raised."""
        self._written = time.monotonic()
        if self._path is None:
            return
        part = self._path.with_suffix(".part")
        with suppress(OSError):
            part.write_bytes(json_text(self.content(tally, state), indent=2).encode() + b"\n")
            part.replace(self._path)

    def content(self, tally: Tally, state: str) -> dict[str, Any]:
        """Return what the file says."""
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
    """Return the digest of all that the findings depend on beside the article, in hexadecimal digits."""
    return sha256(json_text([__version__, min_confidence, shipped_digests()]).encode()).hexdigest()


def versions() -> Mapping[str, str]:
    """Return the versions of the program and of what it runs on."""
    found = {"annotate": __version__, "python": platform.python_version(), "platform": platform.platform()}
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


def read_report(path: Path) -> dict[str, Any] | None:
    """Return what a report says; None where there is none."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and "state" in content and "pid" in content else None


def age(report: Mapping[str, Any]) -> float:
    """Return the seconds since a report was written, by the clock of this machine."""
    try:
        return time.time() - datetime.fromisoformat(str(report["updated"])).timestamp()
    except (KeyError, ValueError):
        return float("inf")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
