"""Who is who: names, titles, descriptions and pronouns gathered into entities, sources resolved to speakers.

Entry point: `gather.gather`, which returns a `Cast`.
"""
