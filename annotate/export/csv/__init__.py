"""CSV: a folder of tables with metadata, or one flat table."""
