"""An index folder whose current generation is one that is kept beside the newest."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefqa.index.generation import CURRENT, GENERATIONS, open_generation


@contextmanager
def pin_generation(index: Path, generation: str) -> Iterator[Path]:
    """A temporary folder that opens as an index of just that generation, which cannot be pruned meanwhile.

    Raises:
        IndexMissingError: the index keeps no such generation.
        IndexFormatError, IndexCorruptError: it cannot be used.
    """
    with open_generation(index, generation=generation), tempfile.TemporaryDirectory(prefix="briefqa-") as folder:
        pinned = Path(folder)
        (pinned / GENERATIONS).symlink_to((index / GENERATIONS).resolve(), target_is_directory=True)
        (pinned / CURRENT).write_text(generation, encoding="ascii")
        yield pinned
