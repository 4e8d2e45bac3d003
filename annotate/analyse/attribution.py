"""From the model's reading to attributions: spans under constraints, each with a calibrated confidence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from annotate.analyse.encoder import LEFT, Cue, Reading, softmax

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Span = tuple[int, int]


@dataclass(frozen=True)
class Calibration:
    """How the model's figures become one probability, and from which on an attribution is reported."""

    weights: tuple[float, ...]
    bias: float
    threshold: float


@dataclass(frozen=True)
class Found:
    """One attribution in code points, before thresholds: `features` is what its confidence is made of."""

    content: tuple[Span, ...]
    cue: Span
    source: Span | None
    confidence: float
    features: tuple[float, ...]


_FORBIDDEN = -1e4


@lru_cache(maxsize=1)
def shipped_calibration() -> Calibration:
    """The calibration that belongs to the shipped weights."""
    values = json.loads((files("annotate") / "weights" / "calibration.json").read_text(encoding="utf-8"))
    return Calibration(tuple(values["weights"]), values["bias"], values["threshold"])


def attributions(text: str, reading: Reading, calibration: Calibration | None = None) -> list[Found]:
    """The attributions of a text, in the order of their cues, those below the threshold left out."""
    calibration = calibration or shipped_calibration()
    found = [f for f in candidates(text, reading, calibration) if f.confidence >= calibration.threshold]
    return without_conflicts(found)


def candidates(text: str, reading: Reading, calibration: Calibration | None = None) -> list[Found]:
    """Every cue with some content, whatever its confidence."""
    import numpy as np

    if not reading.cues:
        return []
    logits = np.stack([cue.roles for cue in reading.cues])
    exists = np.stack([cue.exists for cue in reading.cues])
    probabilities = softmax(logits)
    scores = np.log(probabilities + 1e-9)
    width = scores.shape[1]
    for i, cue in enumerate(reading.cues):
        exists[i, LEFT : min(width, LEFT + cue.last - cue.first)] = False
    scores[~exists, 1:] = _FORBIDDEN
    paths = viterbi(scores)
    found = []
    for i, cue in enumerate(reading.cues):
        item = _found(text, reading, cue, paths[i], probabilities[i], calibration)
        if item:
            found.append(item)
    return found


def viterbi(scores: NDArray[np.float32]) -> NDArray[np.int8]:
    """The best sequence of roles for every cue at once: what is inside must have begun. scores [cues, pieces, 5]."""
    import numpy as np

    cues, length, roles = scores.shape
    allowed = np.zeros((roles, roles), dtype=np.float32)
    allowed[[0, 3, 4], 2] = _FORBIDDEN
    allowed[[0, 1, 2], 4] = _FORBIDDEN
    back = np.zeros((length, cues, roles), dtype=np.int8)
    best = scores[:, 0].copy()
    best[:, [2, 4]] = _FORBIDDEN
    for at in range(1, length):
        total = best[:, :, None] + allowed
        back[at] = total.argmax(1)
        best = total.max(1) + scores[:, at]
    path = np.zeros((cues, length), dtype=np.int8)
    path[:, -1] = best.argmax(-1)
    rows = np.arange(cues)
    for at in range(length - 1, 0, -1):
        path[:, at - 1] = back[at][rows, path[:, at]]
    return path


def _runs(path: NDArray[np.int8], begin: int) -> list[Span]:
    """Runs of pieces that begin with tag `begin` and go on with the tag behind it."""
    runs: list[list[int]] = []
    inside = False
    for at, tag in enumerate(path.tolist()):
        if tag == begin or (tag == begin + 1 and not inside):
            runs.append([at, at + 1])
            inside = True
        elif tag == begin + 1:
            runs[-1][1] = at + 1
        else:
            inside = False
    return [(a, b) for a, b in runs]


def _found(
    text: str,
    reading: Reading,
    cue: Cue,
    path: NDArray[np.int8],
    probabilities: NDArray[np.float32],
    calibration: Calibration | None,
) -> Found | None:
    import numpy as np

    contents, sources = _runs(path, 1), _runs(path, 3)
    offset = cue.first - LEFT
    pieces = reading.pieces

    def span(run: Span) -> Span:
        return trimmed(text, int(pieces.starts[run[0] + offset]), int(pieces.ends[run[1] - 1 + offset]))

    spans = [s for s in map(span, contents) if s[1] > s[0] and any(c.isalnum() for c in text[s[0] : s[1]])]
    if not spans:
        return None
    content = probabilities[:, 1] + probabilities[:, 2]
    source = probabilities[:, 3] + probabilities[:, 4]
    sources.sort(key=lambda run: -float(source[run[0] : run[1]].sum()))
    inside = np.concatenate([content[a:b] for a, b in contents])
    edges = [float(probabilities[a, 1]) for a, _ in contents]
    features = (
        _logit(cue.probability),
        cue.veto,
        _logit(float(inside.mean())),
        _logit(float(np.mean(edges))),
        _logit(float(source[slice(*sources[0])].mean())) if sources else 0.0,
        0.0 if sources else 1.0,
        float(len(contents) - 1),
    )
    return Found(
        tuple(spans),
        trimmed(text, int(pieces.starts[cue.first]), int(pieces.ends[cue.last - 1])),
        span(sources[0]) if sources else None,
        confidence(features, calibration),
        features,
    )


def confidence(features: tuple[float, ...], calibration: Calibration | None) -> float:
    """Probability that the attribution is right, two decimals not yet cut."""
    import math

    if calibration is None:
        return 1.0 / (1.0 + math.exp(-features[0]))
    value = calibration.bias + sum(w * f for w, f in zip(calibration.weights, features, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def _logit(p: float) -> float:
    import math

    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def trimmed(text: str, start: int, end: int) -> Span:
    """Without outer white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def without_conflicts(found: list[Found]) -> list[Found]:
    """Of attributions whose contents cross or are the same, the surest; one may lie wholly inside another."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (-f.confidence, f.cue)):
        if not any(_conflict(item, other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: f.cue)


def _conflict(one: Found, other: Found) -> bool:
    if one.cue[0] < other.cue[1] and other.cue[0] < one.cue[1]:
        return True
    shared = _shared(one.content, other.content)
    if not shared:
        return False
    for outer, inner in ((one, other), (other, one)):
        if shared == _length(inner.content) and _shared(outer.content, (inner.cue,)):
            return False
    return shared > 0.3 * min(_length(one.content), _length(other.content))


def _length(spans: Any) -> int:
    return sum(b - a for a, b in spans)


def _shared(ones: Any, others: Any) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in ones for c, d in others)
