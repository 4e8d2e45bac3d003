"""The log on standard error: lines for people, or JSON lines for programs."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from annotate.cli.terminal import tell
from annotate.problems import Problem


class Log:
    """Reports problems and events; with `as_json`, each is a JSON object per line with `time`, `level` and `event`."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def problem(self, problem: Problem) -> None:
        """Report a problem."""
        if self.as_json:
            fields = {key: value for key, value in asdict(problem).items() if value not in (None, "")}
            self._line(fields.pop("severity"), "problem", fields)
        else:
            tell(problem)

    def event(self, event: str, sentence: str, **fields: Any) -> None:
        """Report an event: the sentence for people, its name and fields for programs."""
        if self.as_json:
            self._line("info", event, {"message": sentence, **fields})
        else:
            with suppress(OSError):
                print(sentence, file=sys.stderr, flush=True)

    @staticmethod
    def _line(level: str, event: str, fields: dict[str, Any]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        with suppress(OSError):  # standard error is closed
            print(json.dumps({"time": now, "level": level, "event": event, **fields}), file=sys.stderr, flush=True)
