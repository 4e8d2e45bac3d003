"""The legible text and its layout: sentences, glued words, quotation marks, page furniture.

Entry points: `legible.legible` (the text as a reader sees it) and `quotation_marks.marked` (stretches inside marks).
"""
