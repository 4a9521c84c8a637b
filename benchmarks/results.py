"""Where results are kept, and how: one small JSON file a benchmark, with the machine it ran on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
CACHE = Path(os.environ.get("BRIEFQA_BENCH_CACHE", Path(__file__).parents[1] / ".cache" / "bench"))
"""Environments, vectors and corpora that are made once; git ignores it."""
DATA = Path(os.environ.get("BRIEFQA_DATA", Path(__file__).parents[2] / "shared" / "data"))
"""The data sets, which lie outside the repository."""


def save_result(name: str, content: dict[str, Any]) -> Path:
    """Write `content` as results/NAME.json, floats cut to what was measured."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(_rounded(content), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read_result(name: str) -> dict[str, Any] | None:
    """What was saved under `name`, or None where that benchmark has not run."""
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        return None
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _rounded(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, float):
        return round(value, 4) if abs(value) < 100 else round(value, 1)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value
