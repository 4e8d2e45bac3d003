"""How many threads the model may use."""

from __future__ import annotations

import os
import re

#: More threads than these are never of use by default.
_MOST = 4


def threads() -> int:
    """Return how many windows are encoded at the same time: ANNOTATE_THREADS, else the cores, at most four.

    Raises ValueError with a sentence where the variable holds no whole number from 1 to 999.
    """
    asked = os.environ.get("ANNOTATE_THREADS", "")
    if not asked:
        return min(_MOST, os.cpu_count() or 1)
    if not re.fullmatch(r"[1-9][0-9]{0,2}", asked):
        raise ValueError(f"ANNOTATE_THREADS is {asked!r}, not a whole number of threads from 1 to 999")
    return int(asked)
