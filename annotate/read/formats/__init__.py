"""One module per input format; its entry point `read` yields drafts, articles and problems.

Every `read` takes a `Document` and `ReadOptions`. It raises ReadError if the document as a whole cannot be read; a
record that cannot be read is a `Problem` among the results.
"""
