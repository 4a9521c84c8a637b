"""Fit the retriever's ranker: a listwise softmax over the passages of each question, minimised by AdamW."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from briefqa.answering.ranking import FEATURES
from briefqa.models.encoders import load_encoder
from briefqa.models.ranker import FARTHEST, Ranker, shipped_ranker
from briefqa_train.ranking import SEEN, RankingExample, collect, sample_paragraphs

HIDDEN, EPOCHS, BATCH = 24, 12, 128
LEARNING_RATE, WEIGHT_DECAY, DROPOUT = 3e-3, 1e-3, 0.1
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Stacked:
    """Examples of one width: features (n, width, features), which rows are right, and which are rows at all."""

    features: torch.Tensor
    right: torch.Tensor
    real: torch.Tensor


class Network(torch.nn.Module):
    """What `Ranker.scores` computes, to be fitted."""

    def __init__(self, mean: torch.Tensor, scale: torch.Tensor) -> None:
        super().__init__()
        self.mean, self.scale = mean, scale
        self.direct = torch.nn.Linear(len(mean), 1, bias=False)
        self.inward = torch.nn.Linear(len(mean), HIDDEN)
        self.outward = torch.nn.Linear(HIDDEN, 1, bias=False)
        self.dropout = torch.nn.Dropout(DROPOUT)
        torch.nn.init.zeros_(self.direct.weight)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """The score of each row of (..., features)."""
        rows = ((features - self.mean) / self.scale).clamp(-FARTHEST, FARTHEST)
        hidden = self.dropout(torch.tanh(self.inward(rows)))
        scores: torch.Tensor = (self.direct(rows) + self.outward(hidden))[..., 0]
        return scores


def stack(examples: Sequence[RankingExample], width: int = SEEN) -> Stacked:
    """The examples that have a right passage among the first `width`, each filled up to it."""
    kept = [example for example in examples if example.right[:width].any()]
    features = np.zeros((len(kept), width, len(FEATURES)), dtype=np.float32)
    right = np.zeros((len(kept), width), dtype=np.bool_)
    real = np.zeros((len(kept), width), dtype=np.bool_)
    for place, example in enumerate(kept):
        count = min(width, len(example.right))
        features[place, :count] = example.matrix[:count]
        right[place, :count] = example.right[:count]
        real[place, :count] = True
    return Stacked(torch.from_numpy(features), torch.from_numpy(right), torch.from_numpy(real))


def fit(stacked: Stacked, rough: NDArray[np.float32], seed: int = 0) -> Ranker:
    """The ranker with the least loss: minus the logarithm of the chance that a right passage is first."""
    torch.manual_seed(seed)
    rows = stacked.features[stacked.real]
    network = Network(rows.mean(0), rows.std(0) + 1e-3)
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    count = len(stacked.features)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS * -(-count // BATCH))
    for _ in range(EPOCHS):
        order = torch.randperm(count)
        for start in range(0, count, BATCH):
            chosen = order[start : start + BATCH]
            scores = network(stacked.features[chosen]).masked_fill(~stacked.real[chosen], _NEVER)
            wanted = scores.log_softmax(1).masked_fill(~stacked.right[chosen], _NEVER).logsumexp(1)
            optimizer.zero_grad()
            (-wanted.mean()).backward()
            optimizer.step()
            schedule.step()
    return _as_ranker(network, rough)


def _as_ranker(network: Network, rough: NDArray[np.float32]) -> Ranker:
    def rounded(tensor: torch.Tensor) -> NDArray[np.float32]:
        return np.round(tensor.detach().numpy().astype(np.float64), 4).astype(np.float32)

    return Ranker(
        FEATURES,
        rough,
        rounded(network.mean),
        rounded(network.scale),
        rounded(network.direct.weight[0]),
        rounded(network.inward.weight.T),
        rounded(network.inward.bias),
        rounded(network.outward.weight[0]),
    )


def fit_retriever(squad: Path, out: Path, samples: int, encoder: str, threads: int) -> None:
    """Fit a ranker on `samples` open corpora out of `squad` and write it to `out`."""
    rough, loaded = shipped_ranker(), load_encoder(encoder, threads)
    linear = Ranker.linear(dict(zip(FEATURES, rough.rough.tolist(), strict=True)), FEATURES)
    examples: list[RankingExample] = []
    for seed in range(samples):
        examples += collect(sample_paragraphs(squad, seed), loaded, linear)
        sys.stderr.write(f"{seed + 1} of {samples} samples, {len(examples)} questions\n")
    ranker = fit(stack(examples), rough.rough)
    out.write_text(json.dumps(ranker.as_json(), indent=None) + "\n", encoding="utf-8")
