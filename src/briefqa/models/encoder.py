"""Encoders turn texts into unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Anything that turns texts into unit vectors of one dimension."""

    @property
    def name(self) -> str:
        """The name or path it was loaded by."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def fingerprint(self) -> str:
        """A hash of the weights; two encoders with one fingerprint give the same vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (n, dimension), float32, each of length 1."""
