"""Lists of proposals and groups of pillars.

Entry point: `find_lists`, which returns `Lists`.
"""

from annotate.analyse.lists.find import Lists, find_lists

__all__ = ["Lists", "find_lists"]
