"""Names for articles outside the annotation itself: file names and globally unique identifiers.

>>> names = FileNames(".json")
>>> names.give("Storm"), names.give("storm")
('Storm.json', 'storm-9a105749.json')
"""

from __future__ import annotations

import re
from hashlib import sha256
from uuid import UUID, uuid5

from annotate.export.options import ExportOptions
from annotate.models import Article

#: The longest stem of a file name, in bytes of UTF-8; file systems allow 255 with the suffix and a temporary's extras.
_LONGEST = 120
#: Names that Windows reserves for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.,=+@~ -]+")

#: The namespace of the UUIDs of articles.
_ARTICLES = UUID("0f6a3c0e-9d5b-5d0b-8a54-6c9a2f6f6c55")


def file_stem(article_id: str) -> str:
    """Return a file name (without suffix) for an article id: the id itself if every file system accepts it.

    Otherwise it is the nearest safe name with eight digits of the id's digest, so that two ids never share a name
    except by case (see `FileNames`).

    >>> file_stem("wire-7"), file_stem("a/b")
    ('wire-7', 'a_b-c14cddc0')
    """
    safe = _UNSAFE.sub("_", article_id).strip(" .")
    safe = safe.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if safe == article_id and not _DEVICES.fullmatch(safe):
        return safe
    return _with_digest(safe, article_id)


class FileNames:
    """Gives each article its own file name, unique even on file systems that ignore case."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self._taken: set[str] = set()

    def give(self, article_id: str) -> str:
        """Return the name for an article, with suffix; ids that differ only in case get a digest added."""
        stem = file_stem(article_id)
        if stem.casefold() in self._taken:
            stem = _with_digest(stem, article_id)
        number = 2
        while stem.casefold() in self._taken:
            stem, number = f"{file_stem(article_id)}~{number}", number + 1
        self._taken.add(stem.casefold())
        return stem + self._suffix


def guid(article: Article, options: ExportOptions) -> str:
    """Return the article's globally unique identifier.

    With a guid authority it is a ``tag:`` URI (RFC 4151) of the article id, otherwise a ``urn:uuid:`` of source and
    text, so that two articles with the same text have different ones. It contains only ``[A-Za-z0-9_,.:-]``.
    """
    if options.guid_authority is not None:
        return f"tag:{options.guid_authority.replace('@', ':40:')}:{_plain(article.id)}"
    name = f"{article.source}\0{article.text}".encode("utf-8", "surrogatepass")
    return f"urn:uuid:{uuid5(_ARTICLES, sha256(name).hexdigest())}"


def _plain(article_id: str) -> str:
    """Replace, reversibly, every character outside ``[A-Za-z0-9_,.-]`` by its code point in colons, as in ``:7E:``."""
    return re.sub(r"[^A-Za-z0-9_,.-]", lambda m: f":{ord(m.group()):X}:", article_id)


def _with_digest(stem: str, article_id: str) -> str:
    digest = sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{stem}-{digest}" if stem else digest
