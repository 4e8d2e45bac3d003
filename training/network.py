"""The network: an encoder with features of form, and four heads.

Finding quotations is semantic role labelling with the cue as the predicate: virtually every attribution has exactly one
cue. One head finds cues; a second one, given a cue, tags the pieces around it as content and source.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from annotate.analyse.model.wordpieces import GAPS, QUOTED, SHAPES

LEFT, RIGHT = 72, 104
AROUND = LEFT + RIGHT
ROLES = ("O", "B-content", "I-content", "B-source", "I-source")
CUES, NAMES, STARTS, SPANS = 3, 9, 3, 5


@dataclass(frozen=True)
class Size:
    """Everything that fixes the shape of the weights."""

    vocabulary: int = 30522
    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    positions: int = 512
    role_width: int = 192
    role_heads: int = 4
    role_inner: int = 384
    role_layers: int = 2


class Dropout(nn.Module):
    """Dropout from a pool of random numbers drawn once: drawing new ones took an eighth of the training time."""

    POOL = 1 << 23

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self.pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Zero a share of the values and scale up the rest; return the values unchanged outside training."""
        if not self.training or not self.rate:
            return x
        if self.pool is None or self.pool.dtype != x.dtype:
            # always the same pool, so that a resumed run draws the same numbers
            kept = torch.rand(self.POOL, generator=torch.Generator().manual_seed(self.POOL)) >= self.rate
            self.pool = (kept / (1.0 - self.rate)).to(x.device, x.dtype)
        if x.numel() > self.POOL:
            return nn.functional.dropout(x, self.rate)
        at = int(torch.randint(0, self.POOL - x.numel() + 1, ()))
        return x * self.pool[at : at + x.numel()].view(x.shape)


class Attention(nn.Module):
    """Fused multi-head attention: it never holds all scores at once, which made a training step a fifth faster."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Apply attention; `mask` is added to the scores: 0 for visible pieces, a large negative number for others."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, self.size).permute(2, 0, 3, 1, 4).unbind(0)
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        return self.out(seen.transpose(1, 2).reshape(batch, length, width))  # type: ignore[no-any-return]


class Layer(nn.Module):
    """A post-norm layer, as BERT has it."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(size.width, size.heads)
        self.norm1 = nn.LayerNorm(size.width, eps=1e-12)
        self.up = nn.Linear(size.width, size.inner)
        self.down = nn.Linear(size.inner, size.width)
        self.norm2 = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """One layer over [batch, length, width]."""
        x = self.norm1(x + self.dropout(self.attention(x, mask)))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))  # type: ignore[no-any-return]


class Encoder(nn.Module):
    """Maps pieces to role features and to the logits of cues, names and sentence starts."""

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(size.vocabulary, size.width)
        self.places = nn.Embedding(size.positions, size.width)
        self.shapes = nn.Embedding(len(SHAPES), size.width)
        self.gaps = nn.Embedding(len(GAPS), size.width)
        self.quoted = nn.Embedding(len(QUOTED), size.width)
        for added in (self.shapes, self.gaps, self.quoted):
            nn.init.zeros_(added.weight)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))
        self.features = nn.Linear(size.width, size.role_width)
        self.labels = nn.Linear(size.width, CUES + NAMES + STARTS + SPANS)

    def forward(self, ids: Tensor, shapes: Tensor, gaps: Tensor, quoted: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(features [b, n, role_width], logits [b, n, cues + names + starts + spans])."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.shapes(shapes) + self.gaps(gaps) + self.quoted(quoted)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.dropout(x)
        return self.features(x), self.labels(x)


class RoleLayer(nn.Module):
    """A narrow pre-norm layer."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(size.role_width)
        self.attention = Attention(size.role_width, size.role_heads)
        self.norm2 = nn.LayerNorm(size.role_width)
        self.up = nn.Linear(size.role_width, size.role_inner)
        self.down = nn.Linear(size.role_inner, size.role_width)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """One layer over [cues, AROUND, role_width]."""
        x = x + self.dropout(self.attention(self.norm1(x), mask))
        return x + self.dropout(self.down(nn.functional.gelu(self.up(self.norm2(x)))))  # type: ignore[no-any-return]


class Roles(nn.Module):
    """Maps the pieces around a cue to the logits of its content and source, and to whether it is a cue."""

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.distance = nn.Parameter(torch.randn(AROUND, size.role_width) * 0.02)
        self.part = nn.Embedding(2, size.role_width)
        self.add = nn.Linear(size.role_width, size.role_width)
        self.scale = nn.Linear(size.role_width, size.role_width)
        self.norm = nn.LayerNorm(size.role_width)
        self.layers = nn.ModuleList(RoleLayer(size, dropout) for _ in range(size.role_layers))
        self.last = nn.LayerNorm(size.role_width)
        self.roles = nn.Linear(size.role_width, len(ROLES))
        self.veto = nn.Linear(size.role_width, 1)

    def forward(self, around: Tensor, in_cue: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """around [c, AROUND, w], in_cue [c, AROUND] 0/1, mask [c, AROUND] 1 where a piece is -> roles, veto [c]."""
        weights = in_cue.to(around.dtype).unsqueeze(-1)
        cue = (around * weights).sum(1) / weights.sum(1).clamp(min=1.0)
        x = around * (1.0 + self.scale(cue).unsqueeze(1)) + self.add(cue).unsqueeze(1)
        x = self.norm(x + self.distance + self.part(in_cue))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        x = self.last(x)
        return self.roles(x), self.veto(x[:, LEFT]).squeeze(-1)


class Network(nn.Module):
    """Encoder and role tagger; they are trained together and exported separately."""

    def __init__(self, size: Size | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = size or Size()
        self.encoder = Encoder(self.size, dropout)
        self.roles = Roles(self.size, dropout)


def keep(state: dict[str, Any], path: Path) -> None:
    """Write a torch file atomically: a half-written file never replaces a complete one."""
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def save(size: Size, state: dict[str, Tensor], path: Path) -> None:
    """Write the weights of a network and the sizes that determine their shapes."""
    keep({"size": asdict(size), "weights": {key: value.cpu() for key, value in state.items()}}, path)


def load(path: Path, device: str = "cpu") -> Network:
    """Return the network that `save` wrote, in evaluation mode."""
    found = torch.load(path, map_location=device, weights_only=True)
    network = Network(Size(**found["size"]))
    network.load_state_dict(found["weights"])
    return network.to(device).eval()


def gather(features: Tensor, rows: Tensor, firsts: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    """Return the AROUND pieces around piece `firsts` of row `rows`, and 1 where such a piece exists.

    Row lengths include the two special pieces; those are not part of the text and are masked.
    """
    places = firsts.unsqueeze(1) + torch.arange(-LEFT, RIGHT, device=features.device)
    exists = (places >= 1) & (places < (lengths[rows] - 1).unsqueeze(1))
    clipped = places.clamp(0, features.shape[1] - 1)
    around = features[rows.unsqueeze(1), clipped]
    return around * exists.unsqueeze(-1).to(around.dtype), exists.long()


def load_base(network: Network, model: Path) -> None:
    """Fill the encoder with the base model's weights (a BERT checkpoint in safetensors)."""
    from safetensors.torch import load_file

    base = {k.removeprefix("bert."): v for k, v in load_file(model).items()}
    encoder = network.encoder
    state: dict[str, Tensor] = {
        "words.weight": base["embeddings.word_embeddings.weight"],
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
        "places.weight": base["embeddings.position_embeddings.weight"]
        + base["embeddings.token_type_embeddings.weight"][0],
    }
    for i in range(network.size.layers):
        theirs, ours = f"encoder.layer.{i}.", f"layers.{i}."
        for kind in ("weight", "bias"):
            state[f"{ours}attention.qkv.{kind}"] = torch.cat(
                [base[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            )
            for mine, their in (
                ("attention.out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                state[f"{ours}{mine}.{kind}"] = base[f"{theirs}{their}.{kind}"]
    missing = encoder.load_state_dict(state, strict=False)
    if missing.unexpected_keys:
        raise ValueError(f"the base model has weights that the encoder has no place for: {missing.unexpected_keys}")
