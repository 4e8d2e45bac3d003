"""Proper names and their kinds."""
