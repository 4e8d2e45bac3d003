"""How many processes can work at the same time."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path

#: Where Linux says how much processor time a container gets: microseconds a period, and the period (cgroup v2).
_CGROUP = Path("/sys/fs/cgroup/cpu.max")


def cores() -> int:
    """Return the processors that this process may use, by its affinity and, in a container, by its quota."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover (not on Linux)
        count = os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = _CGROUP.read_text(encoding="ascii").split()
        if quota != "max":
            count = min(count, math.ceil(int(quota) / int(period)))
    return max(1, count)
