"""Lists of proposals and groups of pillars.

Entry point: `find.find_lists`. `outline.Outline`, the sentences and paragraphs by position, serves other steps too.
"""
