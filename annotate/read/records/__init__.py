"""Records out of JSON and tables."""
