"""What an article tells of its event, as a branch of the encoder reads it: its type, which values, and in which words.

The branch is two layers of its own over what the lower layers made of the beginning of an article, so that nothing is
read twice. It is given the title that stands beside the text, the headline and the body, one after the other, up to
`LOWER` wordpieces. One article is read per call, so that nothing depends on what else is read at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotate.analyse.findings import Range
from annotate.analyse.model.encoder import LOWER, Reading, session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

#: Where a piece stands.
TITLE, HEADLINE, BODY = range(3)
#: Whose words the branch points at.
FIELDS = ("date", "place", "host", "name")
#: What it says of an article as a whole, beside its type: which fields have a value, and whether the day is the
#: article's own, without words that name it.
TOLD = (*FIELDS, "own day")
#: A word is pointed at by a logit no lower than this: below it, one is as good as another.
_FLOOR = -8.0


class Section(NamedTuple):
    """A reading, where its text stands in the article, and what it is."""

    kind: int
    offset: int
    reading: Reading


@dataclass(frozen=True)
class Beginning:
    """The first pieces of an article after the lower layers, title first; offsets of a title's pieces are its own."""

    lower: Floats
    kinds: Integers
    starts: Integers
    ends: Integers

    @classmethod
    def of(cls, sections: Sequence[Section]) -> Beginning | None:
        """Join the sections of an article; None if none has a piece."""
        import numpy as np

        rows = [section for section in sections if len(section.reading.lower)]
        if not rows:
            return None
        lower = np.concatenate([row.reading.lower for row in rows])[:LOWER]
        columns = [
            np.concatenate(values)[:LOWER].astype(np.int64)
            for values in (
                [np.full(len(row.reading.lower), row.kind) for row in rows],
                *(
                    [row.offset + getattr(row.reading.pieces, side)[:LOWER] for row in rows]
                    for side in ("starts", "ends")
                ),
            )
        ]
        return cls(lower, *columns)


class Branch(Protocol):
    """What runs the weights of the branch: onnxruntime in use, torch in training."""

    def run(self, lower: Floats, kinds: Integers) -> tuple[Floats, Floats, Floats]:
        """Return the logits of types, of `TOLD`, and of `FIELDS` for each piece, [pieces, fields]."""


@dataclass(frozen=True)
class Told:
    """What the branch says of an article, as logits."""

    types: Floats
    told: Floats
    #: For each piece whether it stands in the words of a field's value, [pieces, fields].
    spans: Floats
    starts: Integers
    ends: Integers

    def tells(self, what: str) -> float:
        """Return the logit of one of `TOLD`."""
        return round(float(self.told[TOLD.index(what)]), 3)

    def pointed(self, field: str, where: Range) -> float | None:
        """Return how much the words of a range are those of a field: the mean logit; None beyond what is read."""
        import numpy as np

        first = int(np.searchsorted(self.starts, where.start))
        last = int(np.searchsorted(self.ends, where.end, side="right"))
        if first >= last:
            return None
        return max(_FLOOR, float(self.spans[first:last, FIELDS.index(field)].mean(dtype=np.float64)))


def told_of(beginning: Beginning, branch: Branch | None = None) -> Told:
    """Read the beginning of an article."""
    types, told, spans = (branch or shipped_branch()).run(beginning.lower, beginning.kinds)
    text = beginning.kinds != TITLE
    return Told(types, told, spans[text], beginning.starts[text], beginning.ends[text])


class OnnxBranch:
    """The graph of the branch, run by onnxruntime in one thread."""

    def __init__(self, graph: bytes) -> None:
        self._session = session(graph)

    def run(self, lower: Floats, kinds: Integers) -> tuple[Floats, Floats, Floats]:
        """See `Branch`."""
        types, told, spans = self._session.run(["types", "told", "spans"], {"lower": lower[None], "kinds": kinds[None]})
        return types, told, spans


@lru_cache(maxsize=1)
def shipped_branch() -> Branch:
    """Return the branch in this package; it is loaded once per process."""
    return OnnxBranch((files("annotate") / "weights" / "events.onnx").read_bytes())
