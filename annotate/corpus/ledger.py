"""The results of a run, in a SQLite file beside its output, from which a later run can continue.

Each annotation is stored under a digest of everything it depends on: the text and its frame, the options of the
analysis, the versions of the program and of its model. So an article is not annotated again because its file was
renamed or its line moved, and a result that would differ today is not reused.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from hashlib import blake2b
from pathlib import Path

from annotate.corpus.outcome import Finished, Outcome
from annotate.export import WriteError
from annotate.export.files.atomic import refused
from annotate.json_text import json_text, plain_value
from annotate.models import Article

#: Version of the ledger format; increased with every change that an older program could not read.
_VERSION = 1
#: Longest time, in seconds, before finished articles are committed to the disk.
_COMMIT = 1.0

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
-- The result for a text: its annotation as a compressed line of JSON, or the problem. `frame` identifies the article.
CREATE TABLE IF NOT EXISTS results (
    key BLOB PRIMARY KEY, state TEXT NOT NULL, frame BLOB NOT NULL, packed BLOB, found TEXT, words INTEGER, problem TEXT
);
-- The articles that were read: position, source, key of the result, and the last run that read them.
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL, source TEXT NOT NULL, key BLOB NOT NULL, run INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_key ON articles (key);
-- The files that runs wrote, with size and time of change at that moment.
CREATE TABLE IF NOT EXISTS outputs (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, run INTEGER NOT NULL
) WITHOUT ROWID;
"""


def keys_of(article: Article, analysis: str) -> tuple[bytes, bytes]:
    """Return two digests of 16 bytes: of what the findings depend on, and of the whole article."""
    spans = [span and (span.start, span.end) for span in (article.headline, article.dateline, article.byline)]
    text = [analysis, article.text, article.language, article.published, spans]
    return _digest(json_text(text)), _digest(json_text(plain_value(article)))


class Ledger:
    """The ledger of an output. Its methods raise `WriteError` if the file cannot be read or written.

    `analysis` identifies the options, version and model of the analysis (see `runfile.analysis_of`).
    """

    def __init__(self, path: Path, analysis: str) -> None:
        self._path = path
        self._analysis = analysis
        self._keys: dict[int, tuple[bytes, bytes]] = {}
        self.changed = 0
        with self._sentences():
            self._data = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._data.execute("PRAGMA journal_mode = WAL")
            self._data.execute("PRAGMA synchronous = NORMAL")
            if self._data.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                raise refused("ledger", "another version wrote the ledger; --overwrite starts again", path)
            self._data.executescript(f"{_TABLES}PRAGMA user_version = {_VERSION};")
            self._data.execute("BEGIN")
        self._committed = time.monotonic()
        #: Whether anything was stored since the last commit.
        self._put = False
        self.run = int(self.note("run") or 0)

    def begin(self) -> None:
        """Start a run: articles that are not seen from now on are missing from its inputs."""
        self.run += 1
        self.set(run=str(self.run))
        self.commit()

    def note(self, name: str) -> str | None:
        """Return the value stored under a name; None if there is none."""
        with self._sentences():
            row = self._data.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set(self, **notes: str) -> None:
        """Store values under their names."""
        with self._sentences():
            self._data.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", notes.items())

    def count(self) -> int:
        """Return how many articles are annotated."""
        with self._sentences():
            return int(self._data.execute("SELECT count(*) FROM results WHERE state = 'done'").fetchone()[0])

    def seen(self, number: int, article: Article) -> Finished | None:
        """Record that an article was read, the `number`-th of the run, and return its result if there is one."""
        key, frame = keys_of(article, self._analysis)
        with self._sentences():
            before = self._data.execute("SELECT key FROM articles WHERE id = ?", (article.id,)).fetchone()
            self._data.execute(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)",
                (article.id, number, _utf8(article.source), key, self.run),
            )
            row = self._data.execute(
                "SELECT frame, packed, found, words FROM results WHERE key = ? AND state = 'done'", (key,)
            ).fetchone()
        self.changed += before is not None and before[0] != key
        if row is None:
            self._keys[number] = key, frame
            return None
        outcome = Outcome(row[1], json.loads(row[2]), row[3], len(article.text))
        return Finished.again(article, outcome, same=row[0] == frame)

    def put(self, number: int, outcome: Outcome) -> None:
        """Store the outcome of an article that was seen."""
        key, frame = self._keys.pop(number)
        problem = json_text(asdict(outcome.problem)) if outcome.problem else None
        row = (
            *(key, "failed" if problem else "done", frame),
            *(outcome.packed, json_text(dict(outcome.found)), outcome.words, problem),
        )
        with self._sentences():
            self._data.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._put = True
        self.commit_when_due()

    def commit_when_due(self) -> None:
        """Commit what was stored, unless the last commit is less than a second old.

        Call it also while no outcome arrives: otherwise a run killed during an article of many minutes would lose the
        articles before it.
        """
        if self._put and time.monotonic() - self._committed > _COMMIT:
            self.commit()

    def removed(self) -> Iterator[tuple[str, str, Finished]]:
        """Yield id, source and annotation of articles from earlier runs that this run did not read, in their order.

        An article that this run read under another id was moved, and is left out.
        """
        with self._sentences():
            rows = self._data.execute(
                "SELECT a.id, a.source, r.packed, r.found, r.words FROM articles a JOIN results r USING (key) "
                "WHERE a.run < ?1 AND r.state = 'done' AND NOT EXISTS "
                "(SELECT 1 FROM articles b WHERE b.key = a.key AND b.run = ?1) ORDER BY a.position, a.id",
                (self.run,),
            ).fetchall()
        for article_id, source, packed, found, words in rows:
            outcome = Outcome(packed, json.loads(found), words)
            line = partial(getattr, outcome, "line")
            yield article_id, source, Finished(article_id, source, outcome, line, reused=True)

    def forget(self, *, removed: bool) -> None:
        """Drop results that no article refers to; with `removed`, also the articles that this run did not read."""
        with self._sentences():
            moved = "EXISTS (SELECT 1 FROM articles b WHERE b.key = articles.key AND b.run = ?1)"
            self._data.execute(f"DELETE FROM articles WHERE run < ?1 AND (?2 OR {moved})", (self.run, removed))
            self._data.execute("DELETE FROM results WHERE key NOT IN (SELECT key FROM articles)")

    def output(self, name: str) -> tuple[int, int] | None:
        """Return size in bytes and time of change in nanoseconds of a file, as recorded when it was written."""
        with self._sentences():
            row = self._data.execute("SELECT size, changed FROM outputs WHERE name = ?", (name,)).fetchone()
        return (row[0], row[1]) if row else None

    def wrote(self, name: str, size: int, changed: int) -> None:
        """Record a file that is about to be put in place."""
        with self._sentences():
            self._data.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)", (name, size, changed, self.run))

    def stale(self) -> list[tuple[str, tuple[int, int]]]:
        """Return the files of earlier runs that this run did not write, with size and time, and forget them."""
        with self._sentences():
            rows = self._data.execute("SELECT name, size, changed FROM outputs WHERE run < ?", (self.run,)).fetchall()
            self._data.execute("DELETE FROM outputs WHERE run < ?", (self.run,))
        return [(name, (size, changed)) for name, size, changed in rows]

    def commit(self) -> None:
        """Write everything to the disk, as far as the operating system does."""
        with self._sentences():
            self._data.execute("COMMIT")
            self._data.execute("BEGIN")
        self._committed = time.monotonic()
        self._put = False

    def close(self) -> None:
        """Commit what can be committed, and close the file."""
        with suppress(sqlite3.Error):
            self._data.execute("COMMIT")
        with suppress(sqlite3.Error):
            self._data.close()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _failed(error, self._path) from error


def _failed(error: sqlite3.Error, path: Path) -> WriteError:
    """Return an error whose message explains what SQLite reports."""
    said = str(error)
    if "full" in said:
        return refused("not-written", "the ledger cannot be written: the disk is full; make room, then --resume", path)
    if "readonly" in said or "unable to open" in said:
        return refused("not-written", "the ledger cannot be written: permission denied; write elsewhere with -o", path)
    if "malformed" in said or "not a database" in said:
        return refused("ledger", "the ledger is damaged; --overwrite starts again without it", path)
    return refused("not-written", f"the ledger cannot be written: {said}; --resume continues from what it has", path)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def _utf8(text: str) -> str:
    """Return a name that SQLite can store: bytes that are not UTF-8 are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()
