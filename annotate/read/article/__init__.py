"""The parts of making an article from a draft: encoding, characters, dates, language, frame, markup.

`annotate.read.compose` combines them.
"""
