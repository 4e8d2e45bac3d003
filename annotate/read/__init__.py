"""Bytes in, `Article` out, lazily: one module per format and one table of readers."""
