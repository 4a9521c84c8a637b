"""One level of an index: the same rows searched by meaning and by words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from briefqa.errors import IndexCorruptError
from briefqa.index.dense import DenseIndex
from briefqa.index.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Level:
    """Passages or paragraphs; row i is the same text in both halves."""

    dense: DenseIndex
    lexical: LexicalIndex

    def __len__(self) -> int:
        return len(self.dense)

    def save(self, folder: Path) -> None:
        """Write both halves into `folder`."""
        self.dense.save(folder / "dense")
        self.lexical.save(folder / "lexical")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `save` wrote, memory-mapped.

        Raises:
            IndexCorruptError: a file is missing or damaged, or the halves do not belong together.
        """
        level = cls(DenseIndex.load(folder / "dense"), LexicalIndex.load(folder / "lexical"))
        if len(level.dense) != len(level.lexical):
            raise IndexCorruptError(f"Words and vectors in {folder} do not fit each other; build the index again.")
        return level
