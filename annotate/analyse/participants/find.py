"""Which entities take part in the event or speak, and so are participants.

A learned decision over the features of each entity (`features`). Where a quotation points to an entity as its speaker,
less is asked, since the reference would be lost; a named host or proposer is a participant whatever the decision says.
A competition is not one unless it speaks.
"""

from __future__ import annotations

from collections.abc import Mapping

from annotate.analyse.decisions import scorer
from annotate.analyse.findings import Attribution, Cast, EventFinding, ProposalFinding
from annotate.analyse.page import Page
from annotate.analyse.participants.features import Described

#: The decision's file below weights/decisions.
TAKES_PART = "participants/takes_part"
#: A speaker is a participant from this probability on...
_SPEAKS = 0.1
#: ...and a person whose words are only paraphrased from this one: below it, of 47 in annotated articles none was.
_PARAPHRASED = 0.3
#: Above every probability.
_NEVER = 2.0


def find_participants(
    page: Page,
    cast: Cast,
    attributions: tuple[Attribution, ...],
    events: tuple[EventFinding, ...],
    proposals: tuple[ProposalFinding, ...],
) -> Mapping[int, float]:
    """Return the keys of the entities that are participants, each with its probability, in the order of the cast."""
    described = Described(page.layout, cast, attributions, events, proposals, page.reading.states)
    pairs = described.examples()
    decision = scorer(TAKES_PART)
    probabilities = decision.probabilities([example for _, example in pairs])
    least = {key: decision.threshold_of_choice for key, _ in pairs}
    least |= dict.fromkeys(described.competitions(), _NEVER)
    least |= dict.fromkeys(described.speakers(), _SPEAKS) | dict.fromkeys(described.paraphrased(), _PARAPHRASED)
    least |= dict.fromkeys(described.pointed_to(), 0.0)
    return {
        key: round(float(sure), 2) for (key, _), sure in zip(pairs, probabilities, strict=True) if sure >= least[key]
    }
