"""How good annotations are: against a reference, and two annotators against each other.

`evaluate` measures annotations against a reference, field by field, with intervals; `agreement` compares two sets of
annotations of the same articles, chance-corrected where that is defined. References are annotations of the contract
(as people correct them) or gold records; see `annotate.evaluate.reference`.
"""

from annotate.evaluate.agreement import agreement
from annotate.evaluate.evaluation import Evaluation, evaluate
from annotate.evaluate.reference import references

__all__ = ["Evaluation", "agreement", "evaluate", "references"]
