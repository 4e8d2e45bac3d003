"""IPTC ninjs, versions 3.1 and 1.6."""
