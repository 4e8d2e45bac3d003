"""Which members of an archive are read, and under what name they are reported."""

from __future__ import annotations

from pathlib import PurePosixPath

from annotate.read.characters import carriable
from annotate.read.formats import KNOWN_SUFFIXES


def wanted(name: str) -> bool:
    """Say whether a member is to be read: a known suffix, and no part of its path hidden or a Mac's own."""
    path = PurePosixPath(name.replace("\\", "/"))
    if any(part.startswith(".") and part not in (".", "..") for part in path.parts) or "__MACOSX" in path.parts:
        return False
    return path.suffix.lower() in KNOWN_SUFFIXES


def shown(name: str) -> str:
    """Return a member's name for `article.source`, without characters that an export cannot carry."""
    return carriable(name)
