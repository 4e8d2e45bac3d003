"""Who said what: the cue, the source and the content of each quotation.

Entry points: `find_attributions`, and `stated`, which lowers the confidence in what is not a statement.
"""

from annotate.analyse.quotations.find import find_attributions
from annotate.analyse.quotations.no_speech import stated

__all__ = ["find_attributions", "stated"]
