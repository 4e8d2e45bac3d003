"""How many processes can run at the same time."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path

#: Where Linux states the processor time of a container: microseconds per period, and the period (cgroup v2).
_CGROUP = Path("/sys/fs/cgroup/cpu.max")


def cores() -> int:
    """Return how many processors this process may use, given its affinity and the quota of its container."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover (not on Linux)
        count = os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = _CGROUP.read_text(encoding="ascii").split()
        if quota != "max":
            count = min(count, math.ceil(int(quota) / int(period)))
    return max(1, count)
