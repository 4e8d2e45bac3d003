"""Repair: find what a scraper destroyed, show the text as it was, and carry offsets both ways.

The article's text never changes. `find_repairs` lists the damage, with the original where it can be known; `repair`
also applies the list and returns the repaired view with an `OffsetMap`. On clean text there is nothing to find: each
rule needs evidence, most of them that the whole text has lost its apostrophes, hyphens and digits.

    >>> repair("He said so.As a rule, yes.").text
    'He said so. As a rule, yes.'
"""

from annotate.repair.find import Repaired, find_repairs, repair

__all__ = ["Repaired", "find_repairs", "repair"]
