"""Opening encoders by what they are."""

from __future__ import annotations

from pathlib import Path

from briefqa.models import hashed
from briefqa.models.encoder import Encoder
from briefqa.models.encoder_card import CARD_FILE, read_card
from briefqa.models.encoder_folders import find_encoder, fingerprint_folder
from briefqa.models.hashed import HashedEncoder


def open_encoder(folder: Path, threads: int = 1) -> Encoder:
    """Open an encoder that `export_encoder` wrote; needs onnxruntime and tokenizers at most.

    Raises:
        ModelError: the folder holds none, or a damaged one.
    """
    card = read_card(folder)
    if card.kind == hashed.NAME:
        return HashedEncoder(card.dimension)
    from briefqa.models.onnx_encoder import OnnxEncoder

    return OnnxEncoder(folder, threads)


def load_encoder(name_or_path: str, threads: int = 1) -> Encoder:
    """Load an encoder to build with: "hashed", the folder of an export, or a sentence-transformers model.

    Raises:
        ModelError: it is not on this machine or cannot be loaded.
    """
    if name_or_path == hashed.NAME:
        return HashedEncoder()
    folder = find_encoder(name_or_path)
    if (folder / CARD_FILE).is_file():
        return open_encoder(folder, threads)
    from briefqa.models.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name_or_path)


def fingerprint_encoder(name_or_path: str) -> str:
    """The fingerprint of what `load_encoder` would load, from its files alone.

    Raises:
        ModelError: it is not on this machine.
    """
    if name_or_path == hashed.NAME:
        return HashedEncoder().fingerprint
    return fingerprint_folder(find_encoder(name_or_path))
