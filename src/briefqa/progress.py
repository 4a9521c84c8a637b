"""How long work says how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how many of `total` things of one `stage` are done; called in order, from one thread."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Take no note."""
