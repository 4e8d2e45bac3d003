"""The hidden folder beside an output that holds the lock, the ledger and the report of its run."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from annotate.corpus.runfile import read_report
from annotate.export.files.atomic import failed, mark_of, refused, restore, sweep
from annotate.scratch import sweep_scratch

#: Names longer than this, in bytes, are replaced by a digest; file systems allow 255.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class State:
    """The paths of a run's files. `target` is its output, a file or a folder, with links resolved."""

    target: Path

    @property
    def folder(self) -> Path:
        """The hidden folder, ``.NAME.run``."""
        name = self.target.name
        if len(os.fsencode(name)) > _LONGEST:
            name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
        return self.target.parent / f".{name}.run"

    @property
    def ledger(self) -> Path:
        """The ledger (SQLite)."""
        return self.folder / "ledger.sqlite"

    @property
    def report(self) -> Path:
        """The report (JSON)."""
        return self.folder / "run.json"

    @property
    def lock(self) -> Path:
        """The file that a run keeps locked while it runs."""
        return self.folder / "lock"

    def drop_ledger(self) -> None:
        """Remove the ledger."""
        for file in self.folder.glob(self.ledger.name + "*"):
            with suppress(OSError):
                file.unlink()

    def has_record(self) -> bool:
        """Return whether a ledger or a report lies there."""
        return self.ledger.exists() or self.report.exists()

    def kept_nothing(self) -> bool:
        """Return whether there is nothing that another run could continue, and no finished run to report."""
        if not self.has_record():
            return True
        report = read_report(self.report)
        if report and report["state"] == "finished":
            return False
        try:
            with closing(sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True)) as data:
                return data.execute("SELECT 1 FROM results WHERE state = 'done' LIMIT 1").fetchone() is None
        except sqlite3.Error as error:
            return "no such table" in str(error)

    def running(self) -> bool:
        """Return whether a run holds the lock."""
        from filelock import FileLock, Timeout

        if not self.lock.exists():
            return False
        try:
            with FileLock(self.lock, timeout=0):
                return False
        except Timeout:
            return True
        except OSError:
            return False


def state_of(output: str) -> State | None:
    """Return the state of an output; None if it is neither a file nor a folder, such as a pipe or /dev/null.

    Raises `WriteError` for a name that the file system refuses.
    """
    path = Path(os.path.realpath(output))
    try:
        return State(path) if not path.exists() or path.is_file() or path.is_dir() else None
    except OSError as error:
        raise failed(error, output) from error


@contextmanager
def held(state: State, output: str, *, makes_folder: bool) -> Iterator[None]:
    """Hold the lock of an output and remove leftovers of dead runs; raises `WriteError` if another run holds it.

    At the end the folder is removed if the run kept nothing, at whatever moment it was interrupted. The operating
    system releases the lock when its process ends, however that happens.
    """
    from filelock import FileLock, Timeout

    try:
        if makes_folder:
            state.target.parent.mkdir(parents=True, exist_ok=True)
        state.folder.mkdir(exist_ok=True)
        lock = FileLock(state.lock, timeout=0)
        lock.acquire()
    except Timeout:
        raise refused(
            "taken", f"{_who(state)} is writing it; wait until that run ends, or write elsewhere", output
        ) from None
    except OSError as error:
        with suppress(OSError):
            state.folder.rmdir()
        raise failed(error, output) from error
    try:
        restore(state.target)
        sweep(state.target.parent, mark_of(state.target))
        sweep(state.target, mark_of(state.target))
        sweep_scratch()
        yield
    finally:
        if state.kept_nothing():
            shutil.rmtree(state.folder, ignore_errors=True)
        lock.release()


def _who(state: State) -> str:
    report = read_report(state.report)
    return f"another run (process {report['pid']} on {report['host']})" if report else "another run"
