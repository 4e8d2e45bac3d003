"""The layers of a drawing, and the fields of an annotation that they show, under the names used in options."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """The layers that can be switched on and off; if two marks cover the same text, the earlier layer is outside."""

    FRAME = "frame"
    PROPOSAL = "proposal"
    PILLAR = "pillar"
    QUOTATION = "quotation"
    EVENT = "event"
    PARTICIPANT = "participant"
    REPAIR = "repair"


#: The fields in display order, with their layers.
FIELDS = {
    "event": Layer.EVENT,
    "participants": Layer.PARTICIPANT,
    "quotations": Layer.QUOTATION,
    "proposals": Layer.PROPOSAL,
    "pillars": Layer.PILLAR,
    "repairs": Layer.REPAIR,
}
ALL = tuple(FIELDS)
