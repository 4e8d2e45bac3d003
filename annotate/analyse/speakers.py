"""Who is who: names, titles, descriptions and pronouns gathered into entities, and sources resolved to them."""

from __future__ import annotations

from collections.abc import Iterable

from annotate.analyse.findings import Attribution, Cast, Layout, Name, Range


def gather(
    layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], others: Iterable[Range] = ()
) -> Cast:
    """Return the cast of the text; `others` are further ranges that refer to somebody (proposers, hosts)."""
    return Cast((), tuple(() for _ in attributions))
