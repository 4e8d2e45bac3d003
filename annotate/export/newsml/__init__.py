"""NewsML-G2: writing, checking, reading back.

Entry points: `write.write`, `check.check_newsml`, `load.read`.
"""
