"""Noticing that the documents of a corpus changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

INTERVAL = 0.25
"""Seconds between two looks; looking at a thousand files takes 5 ms."""

Look = dict[str, tuple[int, int, int]]


def follow_changes(folder: Path, *, interval: float = INTERVAL) -> Iterator[None]:
    """Yield once at the start, and again whenever files below `folder` were added, changed or removed.

    A change is told when two looks in a row see the same, so that a file that is still being copied is not read half.
    What happens while the caller works is told at its next step. Never ends by itself. Polling works on every file
    system, network folders and containers included, where notifications of the kernel get lost.
    """
    told: Look | None = None
    while True:
        seen = look(folder)
        if seen != told:
            time.sleep(interval)
            if look(folder) == seen:
                told = seen
                yield
            continue
        time.sleep(interval)


def look(folder: Path) -> Look:
    """Size, time of change and inode of every visible file below `folder`, by path; empty where there is none."""
    seen: Look = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith("."):
                continue
            path = os.path.join(parent, name)  # noqa: PTH118 - a thousand Path objects a look would cost more than it
            try:
                found = os.stat(path)  # noqa: PTH116
            except OSError:
                continue
            seen[path] = (found.st_size, found.st_mtime_ns, found.st_ino)
    return seen
