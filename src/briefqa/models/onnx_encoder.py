"""The encoder an index carries: onnxruntime and tokenizers, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import ModelError
from briefqa.models.encoder import Role, normalise
from briefqa.models.encoder_card import EncoderCard, read_card
from briefqa.models.graphs import WEIGHTS_SUFFIX, open_session

MODEL_FILE = "model.onnx"
WEIGHTS_FILE = f"model{WEIGHTS_SUFFIX}"
TOKENIZER_FILE = "tokenizer.json"
# Texts of one inference. Eight of 40 tokens stay in a core's own cache: they encode 15% more texts than 32 in the same
# processor time.
BATCH = 8


class OnnxEncoder:
    """A sentence encoder exported to ONNX; safe to use from many threads at once.

    `threads` is the number of threads of one inference; one serves more questions at the same time.

    Raises:
        ModelError: a file is missing, damaged or does not fit the others.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self._card = read_card(folder)
        self._tokenizer = _open_tokenizer(folder / TOKENIZER_FILE, self._card)
        self._session = open_session(folder / MODEL_FILE, threads)
        if tuple(node.name for node in self._session.get_inputs()) != self._card.inputs:
            raise ModelError(f"The model in {folder} does not fit its encoder.json; build the index again.")

    @property
    def name(self) -> str:
        """The name or path the encoder was first loaded by."""
        return self._card.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._card.dimension

    @property
    def fingerprint(self) -> str:
        """The hash of the weights this was exported from."""
        return self._card.fingerprint

    @property
    def card(self) -> EncoderCard:
        """What stands in encoder.json."""
        return self._card

    @property
    def folder(self) -> Path:
        """Where the files stand."""
        return self._folder

    def encode(self, texts: Sequence[str], role: Role = Role.PASSAGE) -> NDArray[np.float32]:
        """Vectors of shape (n, dimension), float32, each of length 1, in the order of `texts`.

        Texts longer than the model reads are cut at its limit, as it was trained.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        prompt = self._card.prompt(role)
        encodings = self._tokenizer.encode_batch_fast([prompt + text.strip() for text in texts])
        order = sorted(range(len(texts)), key=lambda place: (-len(encodings[place].ids), place))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self._run([encodings[place] for place in places])
        return normalise(vectors) if len(texts) else vectors

    def _run(self, encodings: Sequence[Any]) -> NDArray[np.float32]:
        """Vectors of one batch, (n, dimension) float32; the first encoding is the longest."""
        width = len(encodings[0].ids)
        inputs = {name: np.zeros((len(encodings), width), dtype=np.int64) for name in self._card.inputs}
        inputs["input_ids"].fill(self._card.pad_id)
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            inputs["input_ids"][row, :length] = encoding.ids
            inputs["attention_mask"][row, :length] = 1
            if "token_type_ids" in inputs:
                inputs["token_type_ids"][row, :length] = encoding.type_ids
        vectors: NDArray[np.float32] = self._session.run(None, inputs)[0]
        return vectors


def _open_tokenizer(path: Path, card: EncoderCard) -> Any:  # noqa: ANN401 - the tokenizers package has no types
    from tokenizers import Tokenizer

    if not path.is_file():
        raise ModelError(f"The tokenizer {path} is missing; build the index again.")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the package raises a bare Exception for any damage
        raise ModelError(f"The tokenizer {path} is damaged; build the index again.") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(card.max_length)
    return tokenizer
