"""Run the trained model: a text in, probabilities for every wordpiece and every candidate cue out.

Long texts are read in windows (see `windows`), one window per call, so that nothing depends on what else is read at
the same time; nothing is ever truncated. onnxruntime and numpy are imported when the first text is read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from annotate.analyse.model.cues import LEFT, RIGHT, ROLES, Cue, Encoded, Near, Network
from annotate.analyse.model.threads import threads
from annotate.analyse.model.windows import Window, plan
from annotate.analyse.model.wordpieces import Pieces, gap, pieces_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

NAMES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
STARTS = ("none", "sentence", "paragraph")
#: What a piece is to any cue at all.
SPANS = ROLES
CUES = 3

#: Texts are split into wordpieces this many characters at a time, which bounds the memory that it takes.
_BLOCK = 60_000
_LONGEST_GAP = 1000
#: What the encoder says is worked on this many pieces at a time.
_BUNCH = 512
#: The states after the lower layers are kept of so many pieces at the beginning of a text.
LOWER = 288
_CLS, _SEP = 101, 102
_SENTENCE_STOPS = (".", "!", "?", "\u2026")


#: Which pieces (first, last), and what the encoder says of them.
_Stretch = tuple[int, int, Encoded]


@dataclass(frozen=True)
class Reading:
    """Everything that the model says about a text: probabilities, one row per wordpiece."""

    pieces: Pieces
    cues: tuple[Cue, ...]
    names: Floats
    #: Whether a sentence or paragraph starts; no rows unless that was asked for.
    starts: Floats
    spans: Floats
    #: The encoder's states, narrowed, [pieces, width]: what learned decisions pool.
    states: Floats
    #: What the lower layers make of the first `LOWER` pieces, [pieces, width of the encoder].
    lower: Floats


def read(
    text: str, network: Network | None = None, tokenizer: Any = None, *, cues: bool = True, starts: bool = False
) -> Reading:
    """Run the model over a text of any length. Offsets in the result are code points of `text`.

    Where `cues` is false, none are looked for: the states and the probabilities of each wordpiece are all that is
    wanted. Where sentences start is worked out on request only: the analysis finds that by rule, and only the figures
    of the training ask for it.
    """
    import numpy as np

    network = network or shipped()
    pieces = _pieces(tokenizer or shipped_tokenizer(), text)
    count = len(pieces)
    names = np.zeros((count, len(NAMES)), dtype=np.float32)
    begins = np.zeros((count if starts else 0, len(STARTS)), dtype=np.float32)
    spans = np.zeros((count, len(SPANS)), dtype=np.float32)
    probable = np.zeros((count, CUES), dtype=np.float32)
    found: list[Cue] = []
    if not count:
        none = np.zeros((0, 0), dtype=np.float32)
        return Reading(pieces, (), names, begins, spans, none, none)
    states: list[tuple[Floats, Floats]] = []
    near = Near(network)
    asked = 0
    for first, last, encoded in _bunches(_windows(network, pieces, _stops(text, pieces))):
        heads = np.split(encoded.logits, np.cumsum((CUES, len(NAMES), len(STARTS))), axis=1)
        for whole, head in zip((probable, names, begins, spans), heads, strict=True):
            if len(whole):
                whole[first:last] = softmax(head)
        states.append((encoded.states, encoded.lower))
        if not cues:
            continue
        near.add(encoded)
        ready = last if last == count else last - RIGHT
        if ready > asked:
            found += near.cues(probable, asked, ready)
            asked = ready
            near.forget(asked - LEFT)
    return Reading(pieces, tuple(found), names, begins, spans, *_joined(states))


def _joined(stretches: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Return the states of all stretches, and those after the lower layers of the first pieces."""
    import numpy as np

    upper, lower = map(np.concatenate, zip(*stretches, strict=True))
    return upper, lower[:LOWER]


def softmax(logits: Floats) -> Floats:
    """Return probabilities over the last axis (softmax)."""
    import numpy as np

    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def _pieces(tokenizer: Any, text: str) -> Pieces:
    """Return the wordpieces of the whole text, tokenized in blocks that end at lines, sentences or spaces."""
    import numpy as np

    if len(text) <= _BLOCK:
        return pieces_of(tokenizer, text)
    blocks: list[Pieces] = []
    at = 0
    while at < len(text):
        end = min(at + _BLOCK, len(text))
        if end < len(text):
            end = _cut(text, at + _BLOCK // 2, end)
        block = pieces_of(tokenizer, text[at:end])
        if at and len(block):
            # a block may begin inside a run of white space; its first piece is after all of the run
            before = max(at - _LONGEST_GAP, int(blocks[-1].ends[-1]) if len(blocks[-1]) else 0)
            block.gaps[0] = gap(text[before : at + int(block.starts[0])])
        blocks.append(replace(block, starts=block.starts + at, ends=block.ends + at))
        at = end
    return Pieces(*(np.concatenate(column) for column in zip(*(b.columns() for b in blocks), strict=True)))


def _cut(text: str, low: int, high: int) -> int:
    """Return where a block ends: after the last newline, else sentence, else space, else at `high`."""
    for mark in ("\n", ". ", " "):
        at = text.rfind(mark, low, high)
        if at >= 0:
            return at + len(mark)
    return high


def _stops(text: str, pieces: Pieces) -> NDArray[np.bool_]:
    import numpy as np

    lasts = [text[end - 1] in _SENTENCE_STOPS if end else False for end in pieces.ends.tolist()]
    return np.array(lasts, dtype=np.bool_)


def _bunches(stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """Yield the same stretches with short ones joined: the cost per stretch exceeds the cost per wordpiece."""
    import numpy as np

    held: list[_Stretch] = []

    def joined() -> _Stretch:
        first, last = held[0][0], held[-1][1]
        parts = Encoded(*map(np.concatenate, zip(*(stretch[2] for stretch in held), strict=True)))
        held.clear()
        return first, last, parts

    for stretch in stretches:
        held.append(stretch)
        if stretch[1] - held[0][0] >= _BUNCH:
            yield joined()
    if held:
        yield joined()


def _windows(network: Network, pieces: Pieces, stops: NDArray[np.bool_]) -> Iterator[_Stretch]:
    """Yield the reading of each window's own stretch, in order."""

    def encoded(window: Window) -> _Stretch:
        part = pieces.cut(window.start, window.end)
        found = network.encode(_row(part.ids, _CLS, _SEP), _row(part.shapes), _row(part.gaps), _row(part.quoted))
        own = slice(1 + window.first - window.start, 1 + window.last - window.start)
        kept = Encoded(*(rows[own] for rows in found))
        return window.first, window.last, kept if window.first < LOWER else kept._replace(lower=kept.lower[:0])

    return _ahead(encoded, plan(pieces, stops), network.workers)


def _row(values: NDArray[Any], before: int = 0, behind: int = 0) -> NDArray[np.int64]:
    """Return one column of a window between the special pieces, as a batch of one."""
    import numpy as np

    return np.concatenate(([before], values, [behind])).astype(np.int64)[None]


def _ahead(work: Callable[[_In], _Out], items: Iterable[_In], workers: int) -> Iterator[_Out]:
    """Yield the results in order, a few of them computed ahead in threads; only a few, because each is large."""
    if workers < 2:
        yield from map(work, items)
        return
    waiting: deque[Future[_Out]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def session(graph: bytes) -> Any:
    """Return a graph ready to run by onnxruntime, in the thread that calls it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Adding and then normalising is several times faster than the fused node that would replace the two.
    slow = ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"], disabled_optimizers=slow)


class Onnx:
    """The two graphs, run by onnxruntime: one thread per window, several windows at a time."""

    def __init__(self, model: bytes, roles: bytes, workers: int = 2) -> None:
        self.workers = workers
        self._encoder, self._roles = session(model), session(roles)

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> Encoded:
        """See `Network`."""
        inputs = {"ids": ids, "shapes": shapes, "gaps": gaps, "quoted": quoted}
        return Encoded(*self._encoder.run(["features", "logits", "lower", "tokens", "last"], inputs))

    def roles(self, around: Any, cues: Any, in_cue: Any, exists: Any) -> Floats:
        """See `Network`."""
        inputs = {"around": around, "cues": cues, "in_cue": in_cue, "exists": exists}
        roles: Floats = self._roles.run(None, inputs)[0]
        return roles


@lru_cache(maxsize=1)
def shipped() -> Network:
    """Return the network in this package; it is loaded once per process.

    ANNOTATE_THREADS sets its threads: one each where several processes share the cores. It changes no result.
    Raises ValueError where that is not a number of threads.
    """
    weights = files("annotate") / "weights"
    return Onnx((weights / "model.onnx").read_bytes(), (weights / "roles.onnx").read_bytes(), threads())


@lru_cache(maxsize=1)
def shipped_tokenizer() -> Any:
    """Return the tokenizer in this package; it is loaded once per process."""
    from tokenizers import Tokenizer

    return Tokenizer.from_str((files("annotate") / "weights" / "tokenizer.json").read_text(encoding="utf-8"))
