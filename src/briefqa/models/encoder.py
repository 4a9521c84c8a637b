"""Encoders turn texts into unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import ModelError

LEAST_AGREEMENT = 0.9999


class Role(StrEnum):
    """What a text is to the encoder; some models put other words before questions than before passages."""

    QUESTION = "question"
    PASSAGE = "passage"


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

    def encode(self, texts: Sequence[str], role: Role = Role.PASSAGE) -> NDArray[np.float32]:
        """Vectors of shape (n, dimension), float32, each of length 1."""


def normalise(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale each row of (n, dimension) to length 1, as float32.

    A row of zeros has no direction; it becomes the first axis, so that every row has length 1.

    Raises:
        ModelError: a value is not a finite number, which says that the weights are broken.
    """
    rows = np.array(vectors, dtype=np.float64, ndmin=2)
    if not np.isfinite(rows).all():
        raise ModelError("The encoder gave values that are not finite numbers; its weights are damaged.")
    largest = np.abs(rows).max(axis=1, initial=0.0)
    empty = largest == 0.0
    if empty.any():
        rows[empty, 0] = 1.0
        largest[empty] = 1.0
    rows /= largest[:, None]  # squares of very small values would lose their digits
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    unit: NDArray[np.float32] = (rows / lengths[:, None]).astype(np.float32)
    return unit


def _least_cosine(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.einsum("ij,ij->i", a, b).min(initial=1.0))


def check_agreement(reference: Encoder, other: Encoder, texts: Sequence[str]) -> float:
    """Encode `texts` with both, together and the first one alone, and return the least cosine between them.

    As passages and as questions; texts that the reference encodes alike as both are compared once.

    Raises:
        ModelError: a vector of one is further from that of the other than a cosine of `LEAST_AGREEMENT`.
    """
    if reference.dimension != other.dimension:
        raise ModelError(
            f"The encoder {reference.name} and its export disagree on the length of a vector "
            f"({reference.dimension} and {other.dimension}); choose another encoder."
        )
    alone = {role: reference.encode(texts[:1], role) for role in Role}
    alike = np.array_equal(alone[Role.PASSAGE], alone[Role.QUESTION])
    least = min((_least_cosine(alone[role], other.encode(texts[:1], role)) for role in Role), default=1.0)
    for role in (Role.PASSAGE,) if alike else tuple(Role):
        least = min(least, _least_cosine(reference.encode(texts, role), other.encode(texts, role)))
    if least < LEAST_AGREEMENT:
        raise ModelError(
            f"The export of the encoder {reference.name} gives other vectors than the encoder itself "
            f"(cosine {least:.4f}, at least {LEAST_AGREEMENT} is needed); choose another encoder."
        )
    return least
