"""`Annotation` in, bytes out: one module per format and one table of exporters."""
