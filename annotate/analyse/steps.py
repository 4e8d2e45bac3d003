"""What the steps of the analysis found in one article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotate.analyse.findings import Attribution, Cast, EventFinding, Name
from annotate.analyse.lists import Lists
from annotate.analyse.page import Page
from annotate.analyse.text import Legible


@dataclass(frozen=True)
class Steps:
    """What each step found, in the order of the steps; ranges are of the legible text, ``page.layout.text``."""

    view: Legible
    page: Page
    names: tuple[Name, ...]
    attributions: tuple[Attribution, ...]
    lists: Lists
    #: Who is who, before the event is known...
    gathered: Cast
    main: EventFinding | None
    related: tuple[EventFinding, ...]
    #: ...and with the nations of a match as its sides.
    cast: Cast
    #: The entities that take part, by their keys, each with how sure that is.
    taking_part: Mapping[int, float]
    #: The cast with every pronoun and description that goes back to somebody.
    referred: Cast

    @property
    def events(self) -> tuple[EventFinding, ...]:
        """Return the main event, if there is one, and the related ones."""
        return reported(self.main, self.related)


def reported(main: EventFinding | None, related: tuple[EventFinding, ...]) -> tuple[EventFinding, ...]:
    """Return the main event, if there is one, and the related ones."""
    return related if main is None else (main, *related)
