"""The levels of a generation from its texts and vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefqa.index.dense import DenseIndex
from briefqa.index.generation import PARAGRAPH_LEVEL, PARAGRAPHS_FILE, PASSAGE_LEVEL
from briefqa.index.level import Level
from briefqa.index.lexical import LexicalIndex
from briefqa.models.encoder import normalise
from briefqa.types import Document, Passage


def paragraph_texts(document: Document, passages: Sequence[Passage]) -> tuple[list[str], list[int]]:
    """The texts of the blocks that have a passage, and for each passage which of these texts is its own.

    A paragraph's text is its section and the block as it stands.
    """
    texts: list[str] = []
    places: list[int] = []
    paragraph = None
    for passage in passages:
        if passage.paragraph != paragraph:
            paragraph = passage.paragraph
            block = document.blocks[paragraph]
            texts.append("\n".join((*block.section, block.span.cut(document.text))))
        places.append(len(texts) - 1)
    return texts, places


def mean_vectors(vectors: NDArray[np.float32], paragraph_of: NDArray[np.int32]) -> NDArray[np.float32]:
    """The mean direction of each paragraph's passages, (paragraphs, dimension) float32, each of length 1.

    `paragraph_of`, (n,), never falls and leaves no number out.
    """
    if not len(vectors):
        return vectors
    starts = np.flatnonzero(np.diff(paragraph_of, prepend=-1))
    return normalise(np.add.reduceat(vectors.astype(np.float64), starts, axis=0))


def write_levels(
    folder: Path,
    views: Sequence[str],
    vectors: NDArray[np.float32],
    paragraphs: Sequence[str],
    paragraph_of: NDArray[np.int32],
) -> None:
    """Build both levels and write them, with the paragraph of each passage, into the folder of a generation.

    `vectors`, (n, dimension) float32, are those of `views`; `paragraph_of`, (n,) int32, is their place in `paragraphs`.
    """
    Level(DenseIndex.build(vectors), LexicalIndex.build(views)).save(folder / PASSAGE_LEVEL)
    means = mean_vectors(vectors, paragraph_of)
    Level(DenseIndex.build(means), LexicalIndex.build(paragraphs)).save(folder / PARAGRAPH_LEVEL)
    np.save(folder / PARAGRAPHS_FILE, paragraph_of.astype(np.int32), allow_pickle=False)
