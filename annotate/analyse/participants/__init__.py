"""Who takes part.

Entry points: `find_participants`, and `with_sides`, which makes the nations of a match its sides.
"""

from annotate.analyse.participants.find import find_participants
from annotate.analyse.participants.national_sides import with_sides

__all__ = ["find_participants", "with_sides"]
