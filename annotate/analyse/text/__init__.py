"""The legible text and its layout: paragraphs, sentences, quotation marks, turns of scripts, glued words, furniture.

Entry points: `legible` (the text as a reader sees it, laid out) and `Outline` (sentences and paragraphs by position).
"""

from annotate.analyse.text.legible_view import Legible, legible
from annotate.analyse.text.outline import Outline

__all__ = ["Legible", "Outline", "legible"]
