"""What the network says about a text.

Entry points: `article.read_article` (an article's regions, read once) and `encoder.read` (any text). Nothing is
imported here, so that the command line can look at `threads` before anything heavy loads.
"""
