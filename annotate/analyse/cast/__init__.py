"""Who is who: names, titles, descriptions and pronouns gathered into entities, sources resolved to speakers.

Entry point: `find_cast`, which returns a `Cast`.
"""

from annotate.analyse.cast.find import find_cast

__all__ = ["find_cast"]
