"""What users of similar programs reported, rebuilt: each case of `cases/reported/` comes out as its file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.reported import Case, complaints, parameters


@pytest.mark.parametrize("case", parameters())
def test_a_reported_input(case: Case, tmp_path: Path) -> None:
    """Articles, quotations, participants, events, lists, problems and exports are those that the file expects."""
    assert complaints(case, tmp_path) == []
