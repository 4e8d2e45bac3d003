"""The data files of words and patterns, and access to them.

Entry points: `lexicon` (names, countries, titles, common words), `files.table` (any TOML file), `frequencies.zipf`.
"""
