"""The text that all finders of repairs read, and the properties that they share."""

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
        """Whether a scraper dropped punctuation and digits throughout the text."""
        return self.outline.lost

    @cached_property
    def glued(self) -> tuple[Glued, ...]:
        """The glued words, which are found once."""
        return tuple(find_glued(self.text, self.lost))
