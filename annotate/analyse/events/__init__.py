"""What happened, when and where.

Entry point: `find_events`, which returns the main event and related ones.
"""

from annotate.analyse.events.find import find_events

__all__ = ["find_events"]
