"""What a document or an index was made from, as hashes, so that a build knows what it need not do again."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from briefqa.documents.sources import Source

DOCUMENT_CODE = ("documents", "passages", "types.py")
PACKAGE = Path(__file__).resolve().parent.parent


def hash_plain(value: Any) -> str:  # noqa: ANN401 - JSON
    """The sha256 of a JSON value, whatever the order of its names."""
    content = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


@cache
def code_version(*names: str) -> str:
    """A hash of the modules and tables of these packages or modules of briefqa.

    What was made by other code is made again, without anybody having to remember to raise a number.
    """
    total = hashlib.sha256()
    for name in names:
        place = PACKAGE / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(f"{path.relative_to(PACKAGE).as_posix()}\0{len(path.read_bytes())}\0".encode())
                total.update(path.read_bytes())
    return total.hexdigest()


def source_version(source: Source) -> str:
    """A hash of a file, of what the corpus's manifest says about it, and of the code that reads it."""
    entry = source.entry.model_dump() if source.entry else None
    return hash_plain([source.id, source.file, source.sha256, entry, code_version(*DOCUMENT_CODE)])
