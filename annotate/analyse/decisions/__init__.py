"""Learned decisions over what the rules propose: which candidate is right, and how sure that is.

Rules make candidates (entities, dates, places, titles); a decision scores each one by its features. The entry point is
`scorer`: it loads the weights of one decision, which `training/decide.py` makes.
"""

from annotate.analyse.decisions.scorer import Example, Scorer, best, scorer

__all__ = ["Example", "Scorer", "best", "scorer"]
