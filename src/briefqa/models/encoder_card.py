"""What stands in `encoder.json`, beside the weights an index carries."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from briefqa.errors import ModelError
from briefqa.models.encoder import Role

CARD_FILE = "encoder.json"
# Raised whenever an export is laid out or optimised in another way; builds then export anew.
FORMAT = 2


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """Everything about an exported encoder that is not a weight.

    `kind` is "onnx" or "hashed". `prompts` says by role what is put before a text. `inputs` are the names of
    the graph's inputs in order, `pooling` tells how token vectors became one (for people; the graph does it).
    """

    kind: str
    name: str
    dimension: int
    fingerprint: str
    max_length: int
    pooling: str = ""
    prompts: dict[str, str] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    pad_id: int = 0

    def prompt(self, role: Role) -> str:
        """What is put before a text of this role; empty for most models."""
        return self.prompts.get(role, "")

    def save(self, folder: Path) -> None:
        """Write `encoder.json` into `folder`."""
        content = json.dumps({"format": FORMAT, **asdict(self)}, indent=2, ensure_ascii=False)
        (folder / CARD_FILE).write_text(content + "\n", encoding="utf-8")


def read_card(folder: Path) -> EncoderCard:
    """Read `encoder.json` of an exported encoder.

    Raises:
        ModelError: there is none, or it is damaged or of another format.
    """
    try:
        plain: dict[str, Any] = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        if plain.pop("format") != FORMAT:
            raise ModelError(f"The encoder in {folder} has another format; build the index again with this version.")
        return EncoderCard(**{**plain, "inputs": tuple(plain["inputs"])})
    except FileNotFoundError as error:
        raise ModelError(f"There is no encoder in {folder}; build the index again.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"The file {CARD_FILE} in {folder} is damaged; build the index again.") from error


def has_card(folder: Path) -> bool:
    """Whether `folder` holds an encoder exported in this version's format."""
    try:
        read_card(folder)
    except ModelError:
        return False
    return True
