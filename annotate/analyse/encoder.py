"""The trained model: a text in, what it says about every wordpiece and every cue out.

Long texts are read in windows (see `windows`), one window a call, so that nothing depends on what else is read at
the same time; nothing is ever truncated. onnxruntime and numpy are imported when the first text is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from annotate.analyse.windows import plan
from annotate.analyse.wordpieces import Pieces, pieces_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: How many pieces before and behind the first one of a cue its roles are looked for.
LEFT, RIGHT = 72, 104
ROLES = ("O", "B-content", "I-content", "B-source", "I-source")
NAMES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
STARTS = ("none", "sentence", "paragraph")
CUES = 3

#: A piece is tried as the first one of a cue from this probability on; the decision is taken later.
CANDIDATE = 0.12
#: Texts are split into wordpieces this many characters at a time, which bounds the memory that it takes.
_BLOCK = 60_000
_CLS, _SEP = 101, 102
_SENTENCE_STOPS = (".", "!", "?", "\u2026")


class Network(Protocol):
    """What runs the weights: onnxruntime when the tool is used, torch while it is trained."""

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> tuple[Floats, Floats]:
        """Role features and label logits of one window, special pieces included."""

    def roles(self, around: Any, in_cue: Any, exists: Any) -> tuple[Floats, Floats]:
        """Role logits [cues, LEFT + RIGHT, ROLES] and veto logits [cues]."""


@dataclass(frozen=True)
class Cue:
    """Pieces `first` to `last` may report something."""

    first: int
    last: int
    #: Probability that an attribution's cue starts here, as read from the text alone.
    probability: float
    #: The same question asked again by the role tagger, as a logit.
    veto: float
    #: Role logits of the pieces first - LEFT to first + RIGHT.
    roles: Floats
    #: 1 where such a piece exists.
    exists: NDArray[np.bool_]


@dataclass(frozen=True)
class Reading:
    """Everything that the model says about a text; probabilities, one row per piece."""

    pieces: Pieces
    cues: tuple[Cue, ...]
    names: Floats
    starts: Floats


def read(text: str, network: Network | None = None, tokenizer: Any = None) -> Reading:
    """Run the model over a text of any length. Offsets in the result are code points of `text`."""
    import numpy as np

    network = network or shipped()
    pieces = _pieces(tokenizer or shipped_tokenizer(), text)
    count = len(pieces)
    names = np.zeros((count, len(NAMES)), dtype=np.float32)
    starts = np.zeros((count, len(STARTS)), dtype=np.float32)
    probable = np.zeros((count, CUES), dtype=np.float32)
    cues: list[Cue] = []
    if not count:
        return Reading(pieces, (), names, starts)
    buffer: Floats = np.zeros((0, 0), dtype=np.float32)
    base, asked = 0, 0
    for first, last, features, logits in _windows(network, pieces, _stops(text, pieces)):
        cue_logits, name_logits, start_logits = np.split(logits, (CUES, CUES + len(NAMES)), axis=1)
        probable[first:last] = softmax(cue_logits)
        names[first:last] = softmax(name_logits)
        starts[first:last] = softmax(start_logits)
        buffer = np.concatenate((buffer, features)) if buffer.size else features
        ready = last if last == count else last - RIGHT
        if ready > asked:
            cues += _cues(network, probable, buffer, base, asked, ready, last)
            asked = ready
            keep = max(base, asked - LEFT)
            buffer, base = buffer[keep - base :], keep
    return Reading(pieces, tuple(cues), names, starts)


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    import numpy as np

    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def _pieces(tokenizer: Any, text: str) -> Pieces:
    """The wordpieces of the whole text, split in blocks at line ends, sentence ends or spaces."""
    import numpy as np

    if len(text) <= _BLOCK:
        return pieces_of(tokenizer, text)
    columns: list[Pieces] = []
    at = 0
    while at < len(text):
        end = min(at + _BLOCK, len(text))
        if end < len(text):
            end = _cut(text, at + _BLOCK // 2, end)
        block = pieces_of(tokenizer, text[at:end])
        if at and len(block):
            gap = 3 if text[at:][:1] != "" and text[:at].endswith("\n") else 1
            block.gaps[0] = gap
        columns.append(block._replace(starts=block.starts + at, ends=block.ends + at))
        at = end
    return Pieces(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _cut(text: str, low: int, high: int) -> int:
    """Where to end a block: behind the last newline, else the last sentence, else the last space, else at `high`."""
    for mark in ("\n", ". ", " "):
        at = text.rfind(mark, low, high)
        if at >= 0:
            return at + len(mark)
    return high


def _stops(text: str, pieces: Pieces) -> NDArray[np.bool_]:
    import numpy as np

    lasts = [text[end - 1] in _SENTENCE_STOPS if end else False for end in pieces.ends.tolist()]
    return np.array(lasts, dtype=np.bool_)


def _windows(network: Network, pieces: Pieces, stops: NDArray[np.bool_]) -> Iterator[tuple[int, int, Floats, Floats]]:
    """(first, last, features, logits) of each window's own stretch, in order."""
    import numpy as np

    for window in plan(pieces, stops):
        inside = slice(window.start, window.end)

        def column(values: NDArray[Any], left: int, right: int, inside: slice = inside) -> NDArray[np.int64]:
            return np.concatenate(([left], values[inside], [right])).astype(np.int64)[None]

        features, logits = network.encode(
            column(pieces.ids, _CLS, _SEP),
            column(pieces.shapes, 0, 0),
            column(pieces.gaps, 0, 0),
            column(pieces.quoted, 0, 0),
        )
        own = slice(1 + window.first - window.start, 1 + window.last - window.start)
        yield window.first, window.last, features[own], logits[own]


def _cues(
    network: Network, probable: Floats, features: Floats, base: int, low: int, high: int, known: int
) -> Iterator[Cue]:
    """The candidate cues that start at pieces `low` to `high`, each with its roles; features start at `base`."""
    import numpy as np

    firsts = np.flatnonzero(probable[low:high, 1] >= CANDIDATE) + low
    if not len(firsts):
        return
    lasts = np.array([_cue_end(probable, int(first), known) for first in firsts])
    places = firsts[:, None] + np.arange(-LEFT, RIGHT)
    exists = (places >= base) & (places < known) & (places >= 0)
    around = features[np.clip(places - base, 0, len(features) - 1)] * exists[..., None]
    in_cue = (places >= firsts[:, None]) & (places < lasts[:, None])
    roles, vetoes = network.roles(around.astype(np.float32), in_cue.astype(np.int64), exists.astype(np.int64))
    for i, first in enumerate(firsts.tolist()):
        yield Cue(first, int(lasts[i]), float(probable[first, 1]), float(vetoes[i]), roles[i], exists[i])


def _cue_end(probable: Floats, first: int, known: int) -> int:
    """A cue goes on while the next piece is likelier inside a cue than anything else."""
    last = first + 1
    while last < known and probable[last, 2] > max(probable[last, 0], probable[last, 1]):
        last += 1
    return last


class Onnx:
    """The two graphs, run by onnxruntime."""

    def __init__(self, model: bytes, roles: bytes, threads: int = 2) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Adding and then normalising is several times faster than the fused node that would replace the two.
        slow = ["SkipLayerNormFusion"]
        self._encoder, self._roles = (
            onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"], disabled_optimizers=slow)
            for graph in (model, roles)
        )

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> tuple[Floats, Floats]:
        """See `Network`."""
        features, logits = self._encoder.run(None, {"ids": ids, "shapes": shapes, "gaps": gaps, "quoted": quoted})
        return features, logits

    def roles(self, around: Any, in_cue: Any, exists: Any) -> tuple[Floats, Floats]:
        """See `Network`."""
        roles, veto = self._roles.run(None, {"around": around, "in_cue": in_cue, "exists": exists})
        return roles, veto


@lru_cache(maxsize=1)
def shipped() -> Network:
    """The network in this package; loaded once a process.

    ANNOTATE_THREADS sets its threads: one each where several processes share the cores. It changes no result.
    """
    weights = files("annotate") / "weights"
    threads = int(os.environ.get("ANNOTATE_THREADS") or min(2, os.cpu_count() or 1))
    return Onnx((weights / "model.onnx").read_bytes(), (weights / "roles.onnx").read_bytes(), threads)


@lru_cache(maxsize=1)
def shipped_tokenizer() -> Any:
    """The tokenizer in this package; loaded once a process."""
    from tokenizers import Tokenizer

    return Tokenizer.from_str((files("annotate") / "weights" / "tokenizer.json").read_text(encoding="utf-8"))
