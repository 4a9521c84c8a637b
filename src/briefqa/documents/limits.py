"""What reading one document may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds for one document; a file that exceeds one is refused with a sentence that names it."""

    cpu_seconds: int = 300
    wall_seconds: float = 600.0
    memory_bytes: int = 1 << 30
    file_bytes: int = 100 << 20
    expanded_bytes: int = 256 << 20
    text_characters: int = 20_000_000
    pages: int = 2_000
    depth: int = 200


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that could not be read, and why, in one sentence."""

    file: str
    reason: str
