"""The roles around candidate cues, scored from what the encoder says of each piece.

The encoder reads a text once. What a piece is to a cue follows from what the encoder says of the piece and of the cue,
from where the piece stands, and from the pieces beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: How many pieces before and behind the first one of a cue its roles are looked for.
LEFT, RIGHT = 72, 104
ROLES = ("O", "B-content", "I-content", "B-source", "I-source")
#: A piece is tried as the first one of a cue from this probability on; the decision is taken later.
CANDIDATE = 0.1
#: Roles are looked for this many cues at a time: more no longer fit the processor's nearest memory.
_FEW = 8


class Encoded(NamedTuple):
    """What the encoder says of some pieces, one row each."""

    #: What learned decisions pool, [pieces, width].
    states: Floats
    #: The logits of all labels, [pieces, labels].
    logits: Floats
    #: The states after the lower layers, [pieces, width].
    lower: Floats
    #: Each piece as one that may have a role, [pieces, width].
    tokens: Floats
    #: The encoder's last states, whose mean over a cue stands for it, [pieces, width].
    last: Floats


class Network(Protocol):
    """What runs the weights: onnxruntime in use, torch in training."""

    #: How many windows may be encoded at the same time.
    workers: int

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> Encoded:
        """Describe one window, special pieces included."""

    def roles(self, around: Any, cues: Any, in_cue: Any, exists: Any) -> Floats:
        """Score the pieces around some cues: logits [cues, LEFT + RIGHT, ROLES].

        `around` holds the tokens of these pieces, zero where `exists` is 0; `cues` the mean last state of each cue.
        """


@dataclass(frozen=True)
class Cue:
    """Pieces `first` to `last` may report something."""

    first: int
    last: int
    #: Probability that an attribution's cue starts here, as read from the text alone.
    probability: float
    #: Role logits of the pieces first - LEFT to first + RIGHT.
    roles: Floats
    #: 1 where such a piece exists.
    exists: NDArray[np.bool_]


class Near:
    """What is known of the latest pieces: enough of them to look for the roles around the cues among them."""

    def __init__(self, network: Network) -> None:
        import numpy as np

        self._network = network
        #: The first piece that is kept, and what the encoder says of it and of those behind it.
        self._base = 0
        self._tokens: Floats = np.zeros((0, 0), dtype=np.float32)
        self._last = self._tokens

    def add(self, encoded: Encoded) -> None:
        """Keep the pieces that follow."""
        import numpy as np

        before = self._tokens.size > 0
        self._tokens = np.concatenate((self._tokens, encoded.tokens)) if before else encoded.tokens
        self._last = np.concatenate((self._last, encoded.last)) if before else encoded.last

    def forget(self, first: int) -> None:
        """Keep only the pieces from this one on."""
        gone = max(0, first - self._base)
        self._tokens, self._last = self._tokens[gone:], self._last[gone:]
        self._base += gone

    def cues(self, probable: Floats, low: int, high: int) -> Iterator[Cue]:
        """Yield the candidate cues that start at pieces `low` to `high`, each with its roles."""
        import numpy as np

        firsts = np.flatnonzero(probable[low:high, 1] >= CANDIDATE) + low
        known = self._base + len(self._tokens)
        lasts = np.array([_cue_end(probable, int(first), known) for first in firsts])
        for some in range(0, len(firsts), _FEW):
            few = firsts[some : some + _FEW], lasts[some : some + _FEW]
            roles, exists = self._roles(*few)
            for first, last, role, there in zip(*few, roles, exists, strict=True):
                yield Cue(int(first), int(last), float(probable[first, 1]), role, there)

    def _roles(self, firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the role logits around a few cues, and where there is a piece."""
        import numpy as np

        places = firsts[:, None] + np.arange(-LEFT, RIGHT)
        exists = (places >= self._base) & (places < self._base + len(self._tokens))
        around = self._tokens[np.clip(places - self._base, 0, len(self._tokens) - 1)]
        around[~exists] = 0.0
        own = [self._last[a:b].mean(axis=0) for a, b in zip(firsts - self._base, lasts - self._base, strict=True)]
        in_cue = (places >= firsts[:, None]) & (places < lasts[:, None])
        inputs = around, np.array(own), in_cue.astype(np.int64), exists.astype(np.float32)
        return self._network.roles(*inputs), exists


def _cue_end(probable: Floats, first: int, known: int) -> int:
    """Return the last piece of a cue: it goes on while the next piece is most likely inside a cue."""
    last = first + 1
    while last < known and probable[last, 2] > max(probable[last, 0], probable[last, 1]):
        last += 1
    return last
