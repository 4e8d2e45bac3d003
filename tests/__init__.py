"""Tests, and the tools that regenerate what the project publishes."""
