"""Where the weights that ship with the package stand."""

from __future__ import annotations

from pathlib import Path


def shipped_reader() -> Path | None:
    """The folder of the reader that ships with this package, or None where it was built without one."""
    folder = Path(__file__).parent / "weights"
    return folder if (folder / "reader.onnx").is_file() else None
