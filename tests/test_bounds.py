"""The analysis of any text takes time linear in its length; calls are counted, no clock is read."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from annotate.models import Article
from annotate.pipeline import annotate
from tests.support.hostile import HOSTILE
from tests.support.places import ROOT
from tests.support.quick_network import quick_network

#: From one length to its double, calls of functions grow by this much at most; fourfold would be quadratic.
MOST = 3.0
LENGTH = 2500
#: Limit in processor seconds; all texts together take a tenth of it.
SECONDS = 80
ALL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from tests.test_bounds import analysed
from tests.support.hostile import HOSTILE
from tests.support.quick_network import quick_network
with quick_network():
    for make in HOSTILE.values():
        analysed(make(5_000))
print(len(HOSTILE))
"""


def analysed(text: str) -> None:
    """Annotate a text as English."""
    annotate(Article(id="a", source="a", sha256="0" * 64, text=text, language="en", published="2020-11-12"))


def calls(text: str) -> int:
    """Count the calls of functions, ours and built-in ones, that the analysis of a text makes."""
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        analysed(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_calls_grow_with_the_length(name: str) -> None:
    """Twice the text takes about twice the calls."""
    with quick_network():
        analysed(HOSTILE[name](2 * LENGTH))  # what is loaded and remembered once
    with quick_network():
        short, long = calls(HOSTILE[name](LENGTH)), calls(HOSTILE[name](2 * LENGTH))
    assert long <= MOST * short, f"{short} calls for {LENGTH} characters, {long} for twice as many"


def test_all_of_them_end_soon() -> None:
    """What no count of calls shows, such as copies of long texts, keeps within a generous processor time."""
    script = ALL.format(seconds=SECONDS)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:] or f"ended by {done.returncode}: out of processor time"
    assert done.stdout.strip() == str(len(HOSTILE))
