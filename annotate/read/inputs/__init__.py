"""Documents and drafts, and reading within limits.

Entry points: `document.Document` (bytes of one format) and `document.Draft` (an article as a format gives it).
"""
