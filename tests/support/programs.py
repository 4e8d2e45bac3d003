"""Where the tests find programs of others that pip does not install beside ours."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.support.places import ROOT


def libreoffice() -> str:
    """Return the path of LibreOffice; skip the test, saying so, where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or absent("LibreOffice", "libreoffice-calc")


def label_studio() -> str:
    """Return the Python that has Label Studio's library, in an environment of its own since it asks for so much."""
    path = ROOT / ".venv-labelstudio" / "bin" / "python"
    return str(path) if path.exists() else absent("label-studio-sdk", ".venv-labelstudio")


def absent(program: str, where: str) -> str:
    """Skip the test; with ANNOTATE_REQUIRE_PROGRAMS=1 (as in CI) the absence is a failure."""
    reason = f"{program} is not installed ({where}; .ci/run installs it)"
    if os.environ.get("ANNOTATE_REQUIRE_PROGRAMS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
