"""What the network as trained says of articles: the states that the scorer of roles reads, and the roles it learns.

Its second step, which reads the pieces around each cue anew, is too slow to ship; it is the teacher. Its roles are
noted for every candidate cue and every cue of the gold, on clean and on damaged text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from annotate.analyse.model.cues import LEFT, RIGHT, ROLES, Encoded
from annotate.analyse.model.encoder import read
from training import damage
from training.examples import IGNORE, Article, Chunk, labelled
from training.export import last_states

AROUND = LEFT + RIGHT
#: The width of the encoder's states.
WIDTH = 384
#: The articles that are learnt from: how often each is damaged, and how much its gold counts.
_PARTS = {"train": (2, 1.0), "news": (3, 1.5), "unlabelled": (1, 1.0)}
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Said:
    """One text with its cues; a row per wordpiece or per cue."""

    #: The encoder's last states, [pieces, width], in 16 bits.
    states: NDArray[np.float16]
    #: First and last piece of each cue.
    cues: NDArray[np.int64]
    #: How probable each is; 0 for a cue of the gold that is no candidate.
    probable: Floats
    #: The teacher's logits, [cues, AROUND, roles], in 16 bits.
    taught: NDArray[np.float16]
    #: The gold's roles, [cues, AROUND]; `IGNORE` where there is none.
    gold: NDArray[np.int64]
    #: The gold's labels of the taggers of cues and of what is said, [pieces, 2]; `IGNORE` where there is none.
    labels: NDArray[np.int64]
    #: How much its gold counts.
    weight: float


class Taught:
    """The encoder and the role tagger of two graphs, behind the interface that the tool reads with."""

    workers = 1

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        graph = onnx.load(folder / "model.onnx")
        self.last = last_states(graph)
        graph.graph.output.append(helper.make_tensor_value_info(self.last, TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        slow = ["SkipLayerNormFusion"]  # the tool's own sessions leave it out, too
        self.encoder, self.tagger = (
            onnxruntime.InferenceSession(model, options, ["CPUExecutionProvider"], disabled_optimizers=slow)
            for model in (graph.SerializeToString(), (folder / "roles.onnx").read_bytes())
        )

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> Encoded:
        """The last states, and behind them the tagger's features, stand in the place of what decisions pool."""
        inputs = {"ids": ids, "shapes": shapes, "gaps": gaps, "quoted": quoted}
        features, logits, states = self.encoder.run(["features", "logits", self.last], inputs)
        return Encoded(np.concatenate((states[0], features), axis=1), logits, states[0], features, states[0])

    def roles(self, around: Any, cues: Any, in_cue: Any, exists: Any) -> Any:
        """Ask the tagger; it needs no description of the cue but its place."""
        inputs = {"around": around, "in_cue": in_cue, "exists": exists.astype(np.int64)}
        return self.tagger.run(["roles"], inputs)[0]


def said(network: Taught, tokenizer: Tokenizer, article: Article, recipe: damage.Recipe, weight: float = 1.0) -> Said:
    """Read a damaged article; ask the teacher about the cues of the gold that are no candidates, too."""
    reading = read(damage.damage(article.text, recipe)[0], network, tokenizer)
    count = len(reading.pieces)
    chunk = labelled(tokenizer, article, recipe)
    gold = _gold_roles(chunk)
    features = reading.states[:, WIDTH:]
    cues = [((c.first, c.last), c.probability, c.roles) for c in reading.cues]
    tried = {c.first for c in reading.cues}
    for first, (last, _) in gold.items():
        if first not in tried:
            cues.append(((first, last), 0.0, _asked(network, features, first, last)))
    roles = np.full((len(cues), AROUND), IGNORE, dtype=np.int64)
    for row, ((first, _), _, _) in enumerate(cues):
        if first in gold:
            low, high = max(0, first - LEFT), min(count, first + RIGHT)
            roles[row, low - first + LEFT : high - first + LEFT] = gold[first][1][low:high]
    return Said(
        reading.states[:, :WIDTH].astype(np.float16),
        np.array([cue for cue, _, _ in cues], dtype=np.int64).reshape(-1, 2),
        np.array([probable for _, probable, _ in cues], dtype=np.float32),
        np.array([logits for _, _, logits in cues], dtype=np.float16).reshape(-1, AROUND, len(ROLES)),
        roles,
        np.stack((chunk.cue, chunk.span), axis=1),
        weight,
    )


def _gold_roles(chunk: Chunk) -> dict[int, tuple[int, NDArray[np.int64]]]:
    """Return the last piece of each cue of the gold and the roles of all pieces for it, by its first piece."""
    found = {}
    for one in chunk.attributions:
        roles = np.zeros(len(chunk), dtype=np.int64)
        for code, places in ((1, one.content), (3, one.source)):
            for first, last in places:
                roles[first:last] = code + 1
                roles[first] = code
        found[one.cue[0]] = one.cue[1], roles
    return found


def _asked(network: Taught, features: Floats, first: int, last: int) -> Any:
    """Return the teacher's logits around one cue."""
    places = np.arange(first - LEFT, first + RIGHT)
    exists = (places >= 0) & (places < len(features))
    around = features[np.clip(places, 0, len(features) - 1)] * exists[:, None]
    in_cue = (places >= first) & (places < last)
    return network.roles(around[None], None, in_cue.astype(np.int64)[None], exists[None])[0]


def corpus(taught: Path, articles: dict[str, list[Article]], seed: int = 1) -> list[Said]:
    """Read what is learnt from: labelled articles clean and damaged, others clean and damaged once."""
    network = Taught(taught)
    tokenizer = Tokenizer.from_file(str(taught / "tokenizer.json"))
    random = Random(f"{seed} corpus")
    found = []
    for part, (damaged, weight) in _PARTS.items():
        for article in articles[part]:
            recipes = (damage.CLEAN, *(damage.drawn(random, 1.0) for _ in range(damaged)))
            found += [said(network, tokenizer, article, recipe, weight) for recipe in recipes]
    return [one for one in found if len(one.cues)]
