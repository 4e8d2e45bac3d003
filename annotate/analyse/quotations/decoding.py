"""Decode the model's reading into attributions: spans under constraints, each with a calibrated confidence."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from annotate.analyse.findings import Range
from annotate.analyse.model.cues import LEFT, Cue
from annotate.analyse.model.encoder import Reading, softmax

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Categories of characters that end no name: "Ana Ruiz \u00ae", "Leo Marsh |".
_SIGNS = frozenset(["So", "Sk", "Sm"])
#: What joins pictograms or chooses how they look.
_JOINING = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True)
class Calibration:
    """How the model's scores become one probability, and the threshold from which an attribution is reported."""

    weights: tuple[float, ...]
    bias: float
    threshold: float
    #: From which on it is reported if its content is surely said by somebody and by nobody else.
    floor: float


@dataclass(frozen=True)
class Found:
    """One attribution before thresholds, in code points; its confidence is computed from `features`."""

    content: tuple[Range, ...]
    cue: Range
    source: Range | None
    confidence: float
    features: tuple[float, ...]
    #: Probability that this content is said by somebody, whatever the cue.
    said: float


_SAID = 0.5
_CONTENT, _CUE = 1, 2
_SHARED = 0.1
#: Two contents are in conflict from this share of the shorter one on; a letter in common is a slip.
_CROSSED = 0.3
#: A piece is the other's from this share of it on.
_SAME = 0.6
#: In characters; only how fast conflicts are found depends on it.
_STRETCH = 256
_FORBIDDEN = -1e4
#: A run of each tag that begins one: that tag or the one after it, and then the one after it as often as it comes.
_RUNS = {tag: re.compile(b"[%c%c]%c*" % (tag, tag + 1, tag + 1)) for tag in (1, 3)}
#: Cues that are decoded together, which bounds the memory that it takes.
_AT_ONCE = 1024


@lru_cache(maxsize=1)
def shipped_calibration() -> Calibration:
    """Return the calibration that belongs to the shipped weights."""
    values = json.loads((files("annotate") / "weights" / "calibration.json").read_text(encoding="utf-8"))
    return Calibration(tuple(values["weights"]), values["bias"], values["threshold"], values["floor"])


def attributions(text: str, reading: Reading, calibration: Calibration | None = None) -> list[Found]:
    """Return the attributions of a text in the order of their cues; none share content.

    One below the threshold is still reported if the model is sure that its content is said by somebody and nothing
    else reports it: then only the cue is in doubt.
    """
    calibration = calibration or shipped_calibration()
    return chosen(candidates(text, reading, calibration), calibration)


def chosen(found: list[Found], calibration: Calibration) -> list[Found]:
    """Return the candidates worth reporting, in cue order."""
    sure = without_conflicts([f for f in found if f.confidence >= calibration.threshold])
    taken = bytearray(max((b for f in found for _, b in (*f.content, f.cue)), default=0))
    for mark, spans in ((_CONTENT, [s for f in sure for s in f.content]), (_CUE, [f.cue for f in sure])):
        for start, end in spans:
            taken[start:end] = bytes([mark]) * (end - start)
    unsure = [
        f
        for f in found
        if calibration.floor <= f.confidence < calibration.threshold
        and f.said >= _SAID
        and not taken.count(_CUE, *f.cue)
        and sum(taken.count(_CONTENT, *span) for span in f.content) < _SHARED * _length(f.content)
    ]
    return sorted([*sure, *without_conflicts(unsure)], key=lambda f: f.cue)


def candidates(text: str, reading: Reading, calibration: Calibration | None = None) -> list[Found]:
    """Return every cue that has some content, whatever its confidence."""
    found: list[Found] = []
    for first in range(0, len(reading.cues), _AT_ONCE):
        cues = reading.cues[first : first + _AT_ONCE]
        probabilities, paths = _roles(cues)
        for i, cue in enumerate(cues):
            item = _found(text, reading, cue, paths[i], probabilities[i], calibration)
            if item:
                found.append(item)
    return found


def _roles(cues: tuple[Cue, ...]) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """Return the role probabilities around some cues, and the best sequence of roles for each."""
    import numpy as np

    probabilities = softmax(np.stack([cue.roles for cue in cues]))
    exists = np.stack([cue.exists for cue in cues])
    for i, cue in enumerate(cues):
        exists[i, LEFT : LEFT + cue.last - cue.first] = False
    scores = np.log(probabilities + 1e-9)
    scores[~exists, 1:] = _FORBIDDEN
    return probabilities, viterbi(scores)


def viterbi(scores: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return the best sequence of roles for every cue at once (Viterbi 1967); scores are [cues, pieces, 5]."""
    import numpy as np

    cues, length, _ = scores.shape
    best = np.ascontiguousarray(scores.transpose(1, 2, 0))  # [pieces, 5, cues]: a row for each role
    best[0, [2, 4]] = _FORBIDDEN
    before = np.empty_like(best[0])
    for last, this in itertools.pairwise(best):
        # before what is outside or begins, anything may stand; before what is inside, only what it goes on from
        np.max(last, axis=0, out=before[0])
        before[1:] = before[0]
        np.maximum(last[1::2], last[2::2], out=before[2::2])
        this += before
    back = np.empty(best.shape, dtype=np.int8)
    back[:] = best.argmax(1)[:, None]
    for inside in (2, 4):
        back[:, inside] = inside - 1 + (best[:, inside] > best[:, inside - 1])
    path = np.empty((length, cues), dtype=np.int8)
    path[-1] = best[-1].argmax(0)
    columns = np.arange(cues)
    for at in range(length - 1, 0, -1):
        path[at - 1] = back[at - 1][path[at], columns]
    return np.ascontiguousarray(path.T)


def _runs(path: NDArray[np.int8], begin: int) -> list[tuple[int, int]]:
    """Return the runs of pieces that begin with tag `begin` and go on with the tag after it."""
    return [match.span() for match in _RUNS[begin].finditer(path.tobytes())]


def _found(
    text: str,
    reading: Reading,
    cue: Cue,
    path: NDArray[np.int8],
    probabilities: NDArray[np.float32],
    calibration: Calibration | None,
) -> Found | None:
    contents, sources = _runs(path, 1), _runs(path, 3)
    offset = cue.first - LEFT
    pieces = reading.pieces

    def span(run: tuple[int, int]) -> Range:
        return trimmed(text, int(pieces.starts[run[0] + offset]), int(pieces.ends[run[1] - 1 + offset]))

    spans = [s for s in map(span, contents) if s[1] > s[0] and any(c.isalnum() for c in text[s[0] : s[1]])]
    if not spans:
        return None
    source = probabilities[:, 3] + probabilities[:, 4]
    sources.sort(key=lambda run: -float(source[run[0] : run[1]].sum()))
    said = _said(reading, contents, offset, 1)
    features = (
        _logit(cue.probability),
        *_of_content(probabilities, contents),
        *((_logit(float(source[slice(*sources[0])].mean())), 0.0) if sources else (0.0, 1.0)),
        float(len(contents) - 1),
        _logit(said),
        _logit(_said(reading, sources[:1], offset, 3)) if sources else 0.0,
    )
    return Found(
        tuple(spans),
        trimmed(text, int(pieces.starts[cue.first]), int(pieces.ends[cue.last - 1])),
        bare(text, span(sources[0])) if sources else None,
        confidence(features, calibration),
        features,
        said,
    )


def _of_content(probabilities: NDArray[np.float32], contents: list[tuple[int, int]]) -> tuple[float, float]:
    """Return how probable the pieces of the content are, and its beginnings, as logits of the means."""
    import numpy as np

    content = probabilities[:, 1] + probabilities[:, 2]
    inside = np.concatenate([content[a:b] for a, b in contents])
    edges = [float(probabilities[a, 1]) for a, _ in contents]
    return _logit(float(inside.mean())), _logit(sum(edges) / len(edges))


def bare(text: str, span: Range) -> Range:
    """Return a source up to the first pictogram and without a sign at its end: part of nobody's name; never empty.

    >>> text = "Ann Reed 😀 |"
    >>> bare(text, Range(0, len(text))).of(text)
    'Ann Reed'
    """
    start, end = span
    while start < end and (text[start].isspace() or _pictorial(text[start]) or text[start] in _JOINING):
        start += 1
    end = next((at for at in range(start, end) if _pictorial(text[at])), end)
    while end > start and (text[end - 1].isspace() or unicodedata.category(text[end - 1]) in _SIGNS):
        end -= 1
    return trimmed(text, start, end) if start < end else span


def _pictorial(character: str) -> bool:
    """Return whether this is a pictogram, a skin tone, or a private-use character."""
    return character >= "\u2190" and unicodedata.category(character) in {"So", "Sk", "Co"}


def _said(reading: Reading, runs: list[tuple[int, int]], offset: int, role: int) -> float:
    """Return the mean probability that these pieces have the role for any cue at all."""
    total = sum(float(reading.spans[a + offset : b + offset, role : role + 2].sum()) for a, b in runs)
    return total / max(1, sum(b - a for a, b in runs))


def confidence(features: tuple[float, ...], calibration: Calibration | None) -> float:
    """Return the probability that the attribution is right, not yet rounded."""
    import math

    if calibration is None:
        return 1.0 / (1.0 + math.exp(-features[0]))
    value = calibration.bias + sum(w * f for w, f in zip(calibration.weights, features, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def _logit(p: float) -> float:
    import math

    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def trimmed(text: str, start: int, end: int) -> Range:
    """Return the range without outer white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Range(start, end)


def without_conflicts(found: list[Found]) -> list[Found]:
    """Return, of attributions whose contents overlap, those with the highest confidence.

    Annotators nest one in a thousand; where two cues claim the same words, one is usually part of what is said. A cue
    with other content gives up a piece that is the other's only one, or else the surer one's.
    """
    # a content that has given up a piece may be in conflict with a third one, so none is parted the second time
    return _greedy(_greedy(found, _agreed), lambda item, others: [] if _rivals(item, others) else [item, *others])


def _greedy(found: list[Found], agreed: Callable[[Found, list[Found]], list[Found]]) -> list[Found]:
    """Return what can be kept beside surer ones, in cue order."""
    kept: dict[int, Found] = {}
    places: dict[int, list[int]] = {}  # those that are kept, by the stretches of text that they touch
    for number, item in enumerate(sorted(found, key=lambda f: (-f.confidence, f.cue))):
        touched = {at for a, b in (*item.content, item.cue) for at in range(a // _STRETCH, b // _STRETCH + 1)}
        near = sorted({n for at in touched for n in places.get(at, ())})
        together = agreed(item, [kept[n] for n in near])
        if together:
            kept |= zip((number, *near), together, strict=True)
            for at in touched:
                places.setdefault(at, []).append(number)
    return sorted(kept.values(), key=lambda f: f.cue)


def _rivals(item: Found, others: list[Found]) -> list[int]:
    return [at for at, other in enumerate(others) if _conflict(item, other)]


def _agreed(item: Found, others: list[Found]) -> list[Found]:
    """Return an attribution and surer ones near it, pieces given up; nothing where they cannot agree."""
    others = list(others)
    for at in _rivals(item, others):
        own, theirs = _without(item, others[at]), _without(others[at], item)
        if _crossed(item.cue, others[at].cue) or not (own or theirs):
            return []
        if own:
            item = replace(item, content=own)
        else:
            others[at] = replace(others[at], content=theirs)
    return [item, *others]


def _without(one: Found, other: Found) -> tuple[Range, ...]:
    """Return the pieces that share nothing with another content; nothing where the one nearest to the cue does.

    Nor does a piece go of which the other one has but a part.
    """
    claimed = [piece for piece in one.content if _shared([piece], other.content)]
    nearest = min(one.content, key=lambda piece: max(piece[0] - one.cue[1], one.cue[0] - piece[1]))
    if nearest in claimed or any(_shared([piece], other.content) < _SAME * _length([piece]) for piece in claimed):
        return ()
    return tuple(piece for piece in one.content if piece not in claimed)


def _crossed(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _conflict(one: Found, other: Found) -> bool:
    if _crossed(one.cue, other.cue):
        return True
    shared = _shared(one.content, other.content)
    return shared > _CROSSED * min(_length(one.content), _length(other.content))


def _length(spans: Any) -> int:
    return sum(b - a for a, b in spans)


def _shared(ones: Any, others: Any) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in ones for c, d in others)
