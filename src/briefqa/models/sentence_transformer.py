"""Encoders of sentence-transformers, loaded from this machine only; needed to build with a new encoder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import ModelError
from briefqa.models.encoder import Role, normalise
from briefqa.models.encoder_card import EncoderCard
from briefqa.models.encoder_folders import find_encoder, fingerprint_folder

DEFAULT_NAME = "all-MiniLM-L6-v2"
BATCH = 32
GRAPH_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# The names under which models keep the words that go before a text, in the order sentence-transformers looks.
PROMPT_NAMES = {Role.QUESTION: ("query",), Role.PASSAGE: ("document", "passage", "corpus")}


class SentenceTransformerEncoder:
    """A sentence-transformers model by name or folder; see `find_encoder` for what a name may be.

    Raises:
        ModelError: the model is not here, cannot be loaded, or needs something an export cannot carry.
    """

    def __init__(self, name_or_path: str = DEFAULT_NAME) -> None:
        folder = find_encoder(name_or_path)
        self._name = name_or_path
        self._fingerprint = fingerprint_folder(folder)
        self._model = _load(str(folder), name_or_path)
        self._prompts = _read_prompts(self._model)

    @property
    def name(self) -> str:
        """The name or path it was loaded by."""
        return self._name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    @property
    def fingerprint(self) -> str:
        """A hash of weights, vocabulary and configuration."""
        return self._fingerprint

    @property
    def model(self) -> Any:  # noqa: ANN401 - the library's own class, imported only where it is needed
        """The loaded `SentenceTransformer`, for the export."""
        return self._model

    @property
    def card(self) -> EncoderCard:
        """What goes into encoder.json beside the export."""
        tokenizer = self._model.tokenizer
        features = self._model.preprocess(["a"])
        modes = (getattr(module, "pooling_mode", ()) for module in self._model)
        pooling = [mode for found in modes for mode in ((found,) if isinstance(found, str) else found)]
        return EncoderCard(
            kind="onnx",
            name=self._name,
            dimension=self.dimension,
            fingerprint=self._fingerprint,
            max_length=int(self._model.max_seq_length or tokenizer.model_max_length),
            pooling=" ".join(pooling),
            prompts=self._prompts,
            inputs=tuple(name for name in GRAPH_INPUTS if name in features),
            pad_id=int(tokenizer.pad_token_id or 0),
        )

    def encode(self, texts: Sequence[str], role: Role = Role.PASSAGE) -> NDArray[np.float32]:
        """Vectors of shape (n, dimension), float32, each of length 1, in the order of `texts`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        prompt = self._prompts.get(role, "")
        vectors = self._model.encode(list(texts), batch_size=BATCH, prompt=prompt or None, show_progress_bar=False)
        return normalise(np.asarray(vectors))


def _load(folder: str, name: str) -> Any:  # noqa: ANN401 - see SentenceTransformerEncoder.model
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise ModelError(
            f'Building with the encoder {name} needs sentence-transformers; run pip install "briefqa[build]".'
        ) from error
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(folder, device="cpu", local_files_only=True)
    except Exception as error:  # what a damaged model raises depends on which file is damaged
        raise ModelError(f"The encoder {name} cannot be loaded from {folder}: {error}") from error
    model.eval()
    if not hasattr(model.tokenizer, "backend_tokenizer"):
        raise ModelError(f"The encoder {name} has no fast tokenizer, which an index needs; choose another encoder.")
    if any(getattr(module, "include_prompt", True) is False for module in model):
        raise ModelError(
            f"The encoder {name} leaves its prompt out of the vector, which an index cannot; choose another."
        )
    return model


def _read_prompts(model: Any) -> dict[str, str]:  # noqa: ANN401 - see SentenceTransformerEncoder.model
    """The words before a text by role, as sentence-transformers itself chooses them; empty ones are left out."""
    fallback = model.prompts.get(model.default_prompt_name) or ""
    chosen: dict[str, str] = {}
    for role, names in PROMPT_NAMES.items():
        prompt = next((model.prompts[name] for name in names if model.prompts.get(name)), fallback)
        if prompt:
            chosen[role.value] = prompt
    return chosen
