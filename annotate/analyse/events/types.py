"""Types of events that are read alike."""

from __future__ import annotations

from annotate.models import EventType

#: People come together; such an event has a name, an organiser and a town.
GATHERINGS: frozenset[EventType] = frozenset({"summit", "meeting", "conference"})
