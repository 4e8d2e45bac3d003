"""Who is who: names, titles, descriptions and pronouns gathered into entities, sources resolved to speakers.

Entry points: `find_cast`, which returns a `Cast`, and `with_references`, which finds every place that refers to it.
"""

from annotate.analyse.cast.find import find_cast
from annotate.analyse.cast.references import with_references

__all__ = ["find_cast", "with_references"]
