"""Who said what: the cue, the source and the content of each quotation.

Entry point: `find.find_attributions`.
"""
