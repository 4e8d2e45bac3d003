"""Choose the members of an archive to read, and the names under which they are reported.

>>> wanted("wire/a.txt"), wanted("__MACOSX/._a.txt"), wanted("logo.png")
(True, False, False)
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from annotate.problems import Problem, ReadError
from annotate.read.article.characters import carriable
from annotate.read.options import RAISES, Limits
from annotate.read.readers import KNOWN_SUFFIXES

#: Office documents are zip archives of XML, but their XML files are not articles.
_OFFICE = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
    "content.xml": "an OpenDocument file",
}


def check_count(count: int, limits: Limits, source: str) -> None:
    """Raise ReadError if an archive has more members than the limit."""
    if count > limits.members:
        message = f"it has more members than the limit of {limits.members}; {RAISES['members']}"
        raise ReadError(Problem("bomb", message, source))


def refuse_office(names: Collection[str], source: str) -> None:
    """Raise ReadError if the members show that the archive is an office document without a table of articles."""
    office = next((kind for name, kind in _OFFICE.items() if name in names), None)
    if office:
        raise ReadError(Problem("binary", f"it is {office}; save it as text or HTML first", source))


def wanted(name: str) -> bool:
    """Return whether a member should be read: it has a known suffix and is not hidden or created by macOS."""
    path = PurePosixPath(name.replace("\\", "/"))
    if any(part.startswith(".") and part not in (".", "..") for part in path.parts) or "__MACOSX" in path.parts:
        return False
    return path.suffix.lower() in KNOWN_SUFFIXES


def shown(name: str) -> str:
    """Return the name of a member for `article.source`, without characters that an export cannot carry."""
    return carriable(name)
