"""The network that ranks passages: small enough for numpy, with its weights in a file beside this one.

`briefqa-train retriever` fits it; see `training/briefqa_train/ranking.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import ModelError

SHIPPED = "ranker.json"
FARTHEST = 5.0
"""Standard deviations beyond which a feature counts as this far: a table has rows that no training text has."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """One hidden layer beside a direct path: `z @ direct + tanh(z @ inward + bias) @ outward`, z standardised.

    `rough` (features,) is a linear model that chooses which passages are worth looking at closely. `mean`, `scale`
    and `direct` are (features,), `inward` (features, hidden), `bias` and `outward` (hidden,); all float32.
    """

    features: tuple[str, ...]
    rough: NDArray[np.float32]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    direct: NDArray[np.float32]
    inward: NDArray[np.float32]
    bias: NDArray[np.float32]
    outward: NDArray[np.float32]

    @classmethod
    def linear(cls, weights: Mapping[str, float], features: Sequence[str]) -> Ranker:
        """A ranker that adds up `features` by `weights` alone; those without a weight count nothing."""
        direct = np.array([weights.get(name, 0.0) for name in features], dtype=np.float32)
        zero, one = np.zeros(len(features), np.float32), np.ones(len(features), np.float32)
        empty = np.zeros(0, np.float32)
        return cls(tuple(features), direct, zero, one, direct, np.zeros((len(features), 0), np.float32), empty, empty)

    def scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """The score of each row of (n, features) float32; higher is better."""
        rows = np.clip((matrix - self.mean) / self.scale, -FARTHEST, FARTHEST)
        scores: NDArray[np.float32] = rows @ self.direct + np.tanh(rows @ self.inward + self.bias) @ self.outward
        return scores

    def as_json(self) -> dict[str, Any]:
        """Plain values that `read_ranker` reads back."""
        arrays = {name: getattr(self, name).tolist() for name in _ARRAYS}
        return {"features": list(self.features), **arrays}


_ARRAYS = ("rough", "mean", "scale", "direct", "inward", "bias", "outward")


def read_ranker(content: str) -> Ranker:
    """The ranker in a JSON text.

    Raises:
        ModelError: it is none, or its parts do not fit each other.
    """
    try:
        plain = json.loads(content)
        arrays = {name: np.array(plain[name], dtype=np.float32) for name in _ARRAYS}
        ranker = Ranker(tuple(plain["features"]), **arrays)
        ranker.scores(np.zeros((1, len(ranker.features)), dtype=np.float32))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The weights of the ranker are damaged ({error}); install briefqa again.") from error
    return ranker


def shipped_ranker() -> Ranker:
    """The ranker that ships with this package."""
    return read_ranker(resources.files("briefqa.models").joinpath(SHIPPED).read_text(encoding="utf-8"))
