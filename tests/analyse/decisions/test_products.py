"""Products of matrices a block at a time: the same numbers, and no thread but the calling one at work."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from annotate.analyse.decisions.products import product

#: Makes ten rounds of products of several blocks; prints the processor time of other threads than the calling one,
#: as a share of its own, in the quietest round: threads that were just made may wait busily for a while.
BUSY = """
import time
import numpy as np
from annotate.analyse.decisions.products import product
rows, weights = np.ones((4000, 68)), np.ones((68, 32))
shares = []
for _ in range(10):
    all_threads, this_one = time.process_time(), time.thread_time()
    for _ in range(60):
        product(rows, weights)
    all_threads, this_one = time.process_time() - all_threads, time.thread_time() - this_one
    shares.append((all_threads - this_one) / this_one)
print(min(shares))
"""


@pytest.mark.parametrize("count", [0, 1, 119, 120, 121, 1000])
def test_a_product_in_blocks_is_the_product(count: int) -> None:
    """Blocks of rows give what one product of all gives, whatever the number of rows."""
    drawn = np.random.default_rng(7)
    rows, weights = drawn.normal(size=(count, 68)), drawn.normal(size=(68, 32))
    assert product(rows, weights) == pytest.approx(rows @ weights, abs=1e-12)


def test_no_other_thread_works_on_a_product() -> None:
    """Only the calling thread spends processor time on a product of many blocks."""
    done = subprocess.run([sys.executable, "-c", BUSY], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.1
