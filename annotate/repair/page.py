"""The text that all finders of repairs read, and what they all ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from annotate.analyse.findings import Layout
from annotate.analyse.text.glued_words import Glued, find_glued


@dataclass(frozen=True)
class Page:
    """A legible text; `lost` says that a scraper dropped its marks and digits throughout."""

    text: str
    layout: Layout
    lost: bool

    @cached_property
    def glued(self) -> tuple[Glued, ...]:
        """The glued words, found once."""
        return tuple(find_glued(self.text, hyphens_lost=self.lost))
