"""The layers of a drawing, and the fields of an annotation that they mark, by the names that a user gives them."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """What can be switched on and off; where two marks cover the same characters, the earlier lies outside."""

    FRAME = "frame"
    PROPOSAL = "proposal"
    PILLAR = "pillar"
    QUOTATION = "quotation"
    EVENT = "event"
    PARTICIPANT = "participant"
    REPAIR = "repair"


#: In the order in which they are shown.
FIELDS = {
    "event": Layer.EVENT,
    "participants": Layer.PARTICIPANT,
    "quotations": Layer.QUOTATION,
    "proposals": Layer.PROPOSAL,
    "pillars": Layer.PILLAR,
    "repairs": Layer.REPAIR,
}
ALL = tuple(FIELDS)
