"""Proper names and their kinds.

Entry points: `names_of` (the names of an article) and `find_names` (those that the rules find in any text).
"""

from annotate.analyse.names.find import find_names
from annotate.analyse.names.of_page import names_of

__all__ = ["find_names", "names_of"]
