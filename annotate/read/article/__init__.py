"""The parts of making an article of a draft: encoding, characters, dates, language, frame, markup.

`annotate.read.compose` puts them together.
"""
