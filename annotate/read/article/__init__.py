"""A draft made into an article."""
