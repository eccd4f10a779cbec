"""A small language model that is taught check-worthiness: six layers of BERT and one number at the end.

Written out, so that training needs torch and nothing else: the architecture is that of
nreimers/MiniLM-L6-H384-uncased (Devlin et al. 2019; Wang et al. 2020), the weights those of a package.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

WIDTH, INNER, HEADS, LAYERS, WORDS, PLACES = 384, 1536, 12, 6, 30522, 512


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the encoder is taught. Rates fall layer by layer: what lies near the words changes least."""

    epochs: int = 2
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 3e-4
    fall: float = 0.9  # of the rate, from a layer to the one below
    drop: float = 0.1
    decay: float = 0.01
    seed: int = 1


class Layer(nn.Module):
    def __init__(self, drop: float) -> None:
        super().__init__()
        self.drop = drop
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        rows, length, _ = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = self.out(seen.transpose(1, 2).reshape(rows, length, WIDTH))
        x = self.n1(x + functional.dropout(seen, self.drop, self.training))
        thought = self.down(functional.gelu(self.up(x)))
        result: torch.Tensor = self.n2(x + functional.dropout(thought, self.drop, self.training))
        return result


class Encoder(nn.Module):
    def __init__(self, drop: float) -> None:
        super().__init__()
        self.drop = drop
        self.word, self.place = nn.Embedding(WORDS, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, 1)
        nn.init.zeros_(self.head.weight)  # one start for all, or their mean would mean nothing
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, there: torch.Tensor | None = None) -> torch.Tensor:
        """Return a margin for each row of token ids; `there` is 0 where a row is filled up."""
        x = self.norm(self.word(ids) + self.place.weight[: ids.shape[1]])
        x = functional.dropout(x, self.drop, self.training)
        mask = None if there is None else there[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, mask)
        if there is None:
            x = x.mean(1)
        else:
            share = there[:, :, None].to(x.dtype)
            x = (x * share).sum(1) / share.sum(1)
        margin: torch.Tensor = self.head(functional.dropout(x, self.drop, self.training))[:, 0]
        return margin.float()


def loaded(weights: Path, recipe: Recipe) -> Encoder:
    """Return an encoder with the base weights and a new head; the words' own vectors will not be taught."""
    given = {name.removeprefix("bert."): value for name, value in load_file(weights).items()}
    first = "embeddings."
    named = {
        "word.weight": given[f"{first}word_embeddings.weight"],
        "place.weight": given[f"{first}position_embeddings.weight"]
        + given[f"{first}token_type_embeddings.weight"][0],
    }
    for kind in ("weight", "bias"):
        named[f"norm.{kind}"] = given[f"{first}LayerNorm.{kind}"]
        for number in range(LAYERS):
            theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
            named[f"{ours}qkv.{kind}"] = torch.cat(
                [given[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            )
            named[f"{ours}out.{kind}"] = given[f"{theirs}attention.output.dense.{kind}"]
            named[f"{ours}n1.{kind}"] = given[f"{theirs}attention.output.LayerNorm.{kind}"]
            named[f"{ours}up.{kind}"] = given[f"{theirs}intermediate.dense.{kind}"]
            named[f"{ours}down.{kind}"] = given[f"{theirs}output.dense.{kind}"]
            named[f"{ours}n2.{kind}"] = given[f"{theirs}output.LayerNorm.{kind}"]
    encoder = Encoder(recipe.drop)
    encoder.load_state_dict(named, strict=False)
    encoder.word.weight.requires_grad = False
    return encoder


def teach(
    encoder: Encoder,
    texts: Sequence[Sequence[int]],
    labels: np.ndarray,
    recipe: Recipe,
    *,
    tell: Callable[[str], None],
) -> None:
    """Fine-tune in place: AdamW, a tenth of the steps to warm up, then down to nothing."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    optimizer = torch.optim.AdamW(_rates(encoder, recipe), fused=True)
    steps = recipe.epochs * math.ceil(len(texts) / recipe.batch)
    warm, step, started = steps // 10, 0, time.monotonic()
    encoder.train()
    for _ in range(recipe.epochs):
        for batch in _batches(texts, recipe.batch, rng):
            share = step / warm if step <= warm else (steps - step) / (steps - warm)
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * share
            with torch.autocast("cpu", torch.bfloat16):
                margin = encoder(*_filled([texts[row] for row in batch]))
            loss = functional.binary_cross_entropy_with_logits(
                margin, torch.tensor(labels[batch], dtype=torch.float32)
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 100 == 0:
                tell(f"step {step} of {steps}, {time.monotonic() - started:.0f} s")


def margins(encoder: Encoder, texts: Sequence[Sequence[int]]) -> np.ndarray:
    """Return the encoder's margin for each text."""
    encoder.eval()
    found = np.zeros(len(texts))
    ordered = np.argsort([len(text) for text in texts], kind="stable")
    with torch.no_grad():
        for rows in np.array_split(ordered, math.ceil(len(texts) / 64)):
            found[rows] = encoder(*_filled([texts[row] for row in rows])).numpy()
    return found


def mean(encoders: Sequence[Encoder]) -> Encoder:
    """Return the encoder whose weights are the mean of those of the given ones."""
    states = [one.state_dict() for one in encoders]
    whole = Encoder(0.0)
    whole.load_state_dict(
        {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    )
    return whole


def _rates(encoder: Encoder, recipe: Recipe) -> list[dict[str, object]]:
    rated = []
    for name, weights in encoder.named_parameters():
        if not weights.requires_grad:
            continue
        below = LAYERS - 1 - int(name.split(".")[1]) if name.startswith("layers.") else LAYERS
        rate = recipe.head_rate if name.startswith("head.") else recipe.rate * recipe.fall**below
        decay = recipe.decay if weights.dim() > 1 else 0.0
        rated.append({"params": [weights], "lr": rate, "most": rate, "weight_decay": decay})
    return rated


def _batches(texts: Sequence[Sequence[int]], size: int, rng: np.random.Generator) -> list[list[int]]:
    """Rows in random order, those of like length together, so that little is filled up."""
    mixed = rng.permutation(len(texts)).tolist()
    batches = []
    for start in range(0, len(mixed), size * 50):
        near = sorted(mixed[start : start + size * 50], key=lambda row: len(texts[row]))
        batches += [near[at : at + size] for at in range(0, len(near), size)]
    return [batches[place] for place in rng.permutation(len(batches))]


def _filled(texts: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, texts))
    ids = torch.zeros(len(texts), longest, dtype=torch.long)
    there = torch.zeros(len(texts), longest)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text)
        there[row, : len(text)] = 1
    return ids, there
