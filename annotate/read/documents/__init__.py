"""Documents and drafts, and streams that read within limits.

Entry points: `document.Document` (bytes in one format) and `document.Draft` (an article as its format holds it).
"""
