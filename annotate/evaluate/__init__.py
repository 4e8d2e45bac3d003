"""Evaluate: measure annotations against a reference, and two annotators against each other.

`evaluate` measures annotations against references, field by field, with confidence intervals. `agreement` compares two
sets of annotations of the same articles, corrected for chance where that is defined. `references` reads references:
corrected annotations or gold records; see `annotate.evaluate.reference`.

>>> from annotate import annotate
>>> from annotate.evaluate.reference import of_annotation
>>> corrected = annotate("The bridge is open, Mayor Ines Caldwell said.")
>>> evaluate({"text": of_annotation(corrected)}, [corrected]).figures()["content"].value
100.0
"""

from annotate.evaluate.agreement import agreement
from annotate.evaluate.evaluation import Evaluation, evaluate
from annotate.evaluate.reference import references

__all__ = ["Evaluation", "agreement", "evaluate", "references"]
