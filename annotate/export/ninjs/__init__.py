"""IPTC ninjs, versions 3.1 and 1.6.

Entry points: `version3.document`, `version1.document`.
"""
