"""The encoder's laws: whole texts, right offsets, and nothing that depends on what else is read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from annotate.analyse.model.cues import LEFT, RIGHT, ROLES, Encoded
from annotate.analyse.model.encoder import read, shipped
from annotate.analyse.model.labels import names, starts
from annotate.analyse.quotations.decoding import attributions

ARTICLE = (
    "Mayor wants new bridge\n\n"
    "SPRINGFIELD, Nov 12 - The mayor, Anna Keller, said on Thursday that the old bridge was \u201cno longer safe\u201d "
    "and would be closed.\n\n"
    "\u201cWe have waited far too long,\u201d she told reporters. \u201cNow we build.\u201d\n\n"
    "According to the city\u2019s engineers, repairs would cost twice as much as a new bridge.\n\n"
    "Shop owners fear for their trade. The council meets again in December.\n"
)


class Marker:
    """A network that takes every piece with an even id for a cue and sees one word of content behind it."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> Encoded:
        """Carry the id in the first column."""
        features = np.zeros((ids.shape[1], 8), dtype=np.float32)
        features[:, 0] = ids[0]
        logits = np.zeros((ids.shape[1], 20), dtype=np.float32)
        logits[:, 0] = 5.0
        logits[ids[0] % 2 == 0, 1] = 9.0
        return Encoded(features, logits, features, features, features)

    def roles(self, around: Any, cues: Any, in_cue: Any, exists: Any) -> Any:
        """Hand the ids back in place of logits, so that a test can see which pieces were gathered."""
        roles = np.zeros((len(around), LEFT + RIGHT, len(ROLES)), dtype=np.float32)
        roles[:, :, 0] = around[:, :, 0]
        assert (cues[:, 0] == (around[:, :, 0] * in_cue).sum(1) / in_cue.sum(1)).all()
        return roles


@pytest.mark.parametrize("length", [3, 200, 901, 5000])
def test_roles_see_the_pieces_around_their_cue(length: int) -> None:
    """However a text is cut into windows, a cue is given exactly the pieces that stand around it in the text."""
    text = " ".join(f"word{i % 97} stays." for i in range(length))
    reading = read(text, Marker(workers=1 + length % 2))
    ids = reading.pieces.ids
    assert len(reading.cues) == int((ids % 2 == 0).sum())
    for cue in reading.cues[:: max(1, len(reading.cues) // 50)]:
        low, high = cue.first - LEFT, cue.first + RIGHT
        expected = [int(ids[i]) if 0 <= i < len(ids) else 0 for i in range(low, high)]
        assert cue.roles[:, 0].astype(int).tolist() == expected
        assert cue.exists.tolist() == [0 <= i < len(ids) for i in range(low, high)]


def test_blocks_change_no_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is split into wordpieces block by block has the pieces that it has in one go."""
    text = ARTICLE * 12
    whole = read(text, Marker()).pieces
    monkeypatch.setattr("annotate.analyse.model.encoder._BLOCK", 700)
    parts = read(text, Marker()).pieces
    for name in ("ids", "starts", "ends", "gaps", "shapes"):
        assert getattr(whole, name).tolist() == getattr(parts, name).tolist()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Yes.", "\u201c", "\U0001f600"])
def test_nearly_nothing(text: str) -> None:
    """Empty and tiny texts are texts."""
    reading = read(text)
    assert attributions(text, reading) == [] or text.strip()


def test_finds_what_is_said() -> None:
    """Direct, indirect and according-to quotations come with their sources."""
    found = {
        " ".join(ARTICLE[a:b] for a, b in f.content): ARTICLE[slice(*f.source)] if f.source else None
        for f in attributions(ARTICLE, read(ARTICLE))
    }
    contents = " | ".join(found)
    assert "the old bridge was" in contents
    assert "We have waited far too long" in contents
    assert "repairs would cost twice as much as a new bridge" in contents
    assert "she" in found.values()


def test_same_text_same_result() -> None:
    """Reading other texts in between changes nothing, to the last bit."""
    first = read(ARTICLE)
    read(ARTICLE.upper() * 3)
    again = read(ARTICLE)
    assert np.array_equal(first.names, again.names)
    assert np.array_equal(first.starts, again.starts)
    for one, other in zip(first.cues, again.cues, strict=True):
        assert one.probability == other.probability
        assert np.array_equal(one.roles, other.roles)


def test_a_cue_does_not_depend_on_those_beside_it() -> None:
    """The scorer of roles says the same of a cue alone and among others."""
    network = shipped()
    random = np.random.RandomState(0)
    window = np.zeros((1, 4), dtype=np.int64)
    width, states = (rows.shape[1] for rows in network.encode(window, window, window, window)[3:])
    around = random.randn(9, LEFT + RIGHT, width).astype(np.float32)
    cues = random.randn(9, states).astype(np.float32)
    in_cue = np.zeros((9, LEFT + RIGHT), dtype=np.int64)
    in_cue[:, LEFT] = 1
    exists = np.ones((9, LEFT + RIGHT), dtype=np.float32)
    together = network.roles(around, cues, in_cue, exists)
    alone = network.roles(around[4:5], cues[4:5], in_cue[4:5], exists[4:5])
    assert np.allclose(together[4], alone[0], atol=1e-4)


def test_names_and_sentences() -> None:
    """The same reading names people and places and knows where sentences begin, also where a scraper glued them."""
    reading = read(ARTICLE)
    assert any(ARTICLE[n.start : n.end] == "Anna Keller" and n.kind == "PER" for n in names(ARTICLE, reading))
    glued = "The mayor said that the old bridge was no longer safe.As a result it was closed on Thursday."
    assert [glued[s.offset :][:4] for s in starts(read(glued, starts=True))] == ["The ", "As a"]
