"""Archives and compressed files: zip, tar, web archives, gzip, bzip2, xz, Zstandard.

Entry point of each module: `read`, which yields a `Document` per member.
"""
