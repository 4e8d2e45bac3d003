"""Lists of proposals and groups of pillars."""
