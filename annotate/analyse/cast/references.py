"""Every place that refers to somebody of the cast: names, and the pronouns and descriptions that go back to them.

Rules propose the mentions (`mentions`), a learned decision tells what each goes back to (`pairs`, `antecedents`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotate.analyse.cast.antecedents import chained, links
from annotate.analyse.cast.mention_facts import facts
from annotate.analyse.cast.mentions import Mention, is_pronoun, propose
from annotate.analyse.cast.voices import Voices
from annotate.analyse.findings import Attribution, Cast, Layout, ProposalFinding, Range, Reference
from annotate.analyse.page import Page
from annotate.models import MentionForm


def with_references(
    page: Page, cast: Cast, attributions: Sequence[Attribution], proposals: Sequence[ProposalFinding] = ()
) -> Cast:
    """Return the cast with the references of each entity as the decision takes them, and the chains of those unnamed.

    Names stay, and so do the sources and the descriptions of proposers.
    """
    proposers = [proposal.proposer for proposal in proposals if proposal.proposer]
    chains = _chains(page.layout, cast, attributions, proposers)
    forms: dict[tuple[Range, int | None], MentionForm] = {
        (r.range, e.key): r.form for e in cast.entities for r in e.references
    }
    mine: dict[int, tuple[Reference, ...]] = {}
    unnamed = []
    for chain in chains:
        found = {m.range: Reference(m.range, forms.get((m.range, m.key), _form(m))) for m in chain}
        references = tuple(found[where] for where in sorted(found))
        key = next((m.key for m in chain if m.key is not None), None)
        if key is not None:
            mine[key] = references
        elif len(references) > 1:
            unnamed.append(references)
    entities = tuple(replace(e, references=mine.get(e.key, e.references)) for e in cast.entities)
    return replace(cast, entities=entities, unnamed=tuple(unnamed))


def _chains(
    layout: Layout, cast: Cast, attributions: Sequence[Attribution], proposers: Iterable[Range]
) -> list[list[Mention]]:
    """Return the mentions by whom they stand for, in the order of the first of each."""
    voices = Voices(layout, cast, attributions)
    mentions = propose(layout.text, cast, voices, proposers)
    known = facts(layout, cast, voices, mentions)
    if not mentions:
        return []
    chains: dict[int, list[Mention]] = {}
    for mention, first in zip(mentions, chained(known, *links(layout.text, cast, known)), strict=True):
        chains.setdefault(first, []).append(mention)
    return list(chains.values())


def _form(mention: Mention) -> MentionForm:
    return "pronoun" if is_pronoun(mention) else "nominal"
