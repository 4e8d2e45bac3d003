"""Repair: find what a scraper destroyed, restore the text as far as possible, and map offsets in both directions.

The article's text never changes. `find_repairs` lists the damage, with the original if it can be known; `repair` also
applies the list and returns the repaired view with an `OffsetMap`. Clean text has no repairs: each rule needs evidence,
and most rules need the whole text to have lost its apostrophes, hyphens and digits.

    >>> repair("He said so.As a rule, yes.").text
    'He said so. As a rule, yes.'
"""

from annotate.repair.find import Repaired, find_repairs, repair

__all__ = ["Repaired", "find_repairs", "repair"]
