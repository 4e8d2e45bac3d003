"""Correct annotations: the changes, their storage, and a local web app to make them."""
