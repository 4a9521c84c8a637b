"""An encoder without weights: words hashed into a vector.

It knows nothing of meaning, only of shared words, but it is exact, instant and the same on every machine, which
makes it the encoder for tests and for trying out a corpus (`--encoder hashed`).
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefqa.models.encoder import Role, normalise
from briefqa.models.encoder_card import EncoderCard

NAME = "hashed"
WORD = re.compile(r"\w+")


class HashedEncoder:
    """Signed feature hashing of lower-case words, weighted 1 + log(count).

    Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.
    """

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    @property
    def name(self) -> str:
        """Always "hashed"."""
        return NAME

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """Changes with the dimension and with the way words are hashed."""
        return hashlib.sha256(f"hashed/1/{self._dimension}".encode()).hexdigest()

    @property
    def card(self) -> EncoderCard:
        """What is written into an index to open this encoder again."""
        return EncoderCard("hashed", NAME, self._dimension, self.fingerprint, max_length=0)

    def encode(self, texts: Sequence[str], role: Role = Role.PASSAGE) -> NDArray[np.float32]:
        """Vectors of shape (n, dimension), float32, each of length 1; `role` changes nothing."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float64)
        for row, text in enumerate(texts):
            for word, count in Counter(WORD.findall(text.lower())).items():
                number = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")
                sign = 1.0 if number & 1 else -1.0
                vectors[row, (number >> 1) % self._dimension] += sign * (1.0 + math.log(count))
        return normalise(vectors)
