"""The text that all finders of repairs read, and what they all ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from annotate.analyse.findings import Layout
from annotate.analyse.text.glued_words import Glued, find_glued
from annotate.analyse.text.outline import Outline


@dataclass(frozen=True)
class Page:
    """A legible text with its outline."""

    layout: Layout
    outline: Outline

    @property
    def text(self) -> str:
        """The legible text itself."""
        return self.layout.text

    @property
    def lost(self) -> bool:
        """Whether a scraper dropped marks and digits throughout."""
        return self.outline.lost

    @cached_property
    def glued(self) -> tuple[Glued, ...]:
        """The glued words, found once."""
        return tuple(find_glued(self.text, self.lost))
