"""How well a passage fits a question: features of the passage, its neighbours and its paragraph.

Each feature lies in a fixed range whatever the size of the corpus, so that one ranker serves any corpus. It is fitted
by `briefqa-train retriever` with a listwise softmax loss (Cao et al., "Learning to rank: from pairwise approach to
listwise approach", 2007) on SQuAD's training articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.question import Question, Unit
from briefqa.index.lexical import LexicalIndex, find_sorted

FEATURES = (
    "similarity",
    "paragraph_best",
    "paragraph_mean",
    "coverage",
    "coverage_in_context",
    "coverage_in_paragraph",
    "name_coverage",
    "fit",
    "length",
    "similarity_before",
    "similarity_after",
    "coverage_with_next",
    "coverage_after",
    "coverage_before",
    "words",
    "paragraph_words",
    "paragraph_best_coverage",
    "position",
    "paragraph_size",
)
"""The columns of the feature matrix, in order."""

FIT, LENGTH = FEATURES.index("fit"), FEATURES.index("length")
# A question whose every term is matched scores about this much for each unit of inverse document frequency.
_BM25_OF_A_MATCH = 2.5
_MOST_WORDS = 2.0
_LAST_POSITION, _LONGEST_PARAGRAPH = 6, 10


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which units of a question the rows of one level hold.

    `present` is (units, rows) bool, `weights` (units,) float32 the inverse document frequencies.
    """

    present: NDArray[np.bool_]
    weights: NDArray[np.float32]

    def share(self, present: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
        """The weighted share of units present in each row, in 0..1; 0 where a question has no units."""
        shown = self.present if present is None else present
        total = float(self.weights.sum())
        if total <= 0:
            return np.zeros(shown.shape[1], dtype=np.float32)
        return (self.weights @ shown / total).astype(np.float32)


def inverse_document_frequency(count: int, frequency: int) -> float:
    """How telling a term is that `frequency` of `count` rows hold (the form BM25 uses; never negative)."""
    return float(np.log1p((count - frequency + 0.5) / (frequency + 0.5)))


def cover(units: Sequence[Unit], lexical: LexicalIndex, rows: NDArray[np.int64]) -> Coverage:
    """Which of `units` each of `rows` (ascending) holds."""
    present = np.zeros((len(units), len(rows)), dtype=np.bool_)
    weights = np.zeros(len(units), dtype=np.float32)
    wanted = rows.astype(np.int32)
    for index, unit in enumerate(units):
        present[index], frequency = _holding(unit, lexical, wanted)
        weights[index] = inverse_document_frequency(len(lexical), frequency)
    return Coverage(present, weights)


def _holding(unit: Unit, lexical: LexicalIndex, rows: NDArray[np.int32]) -> tuple[NDArray[np.bool_], int]:
    """Which of `rows` hold all terms of at least one alternative, and how many rows of the index do."""
    found = [_rows_with(terms, lexical) for terms in unit.alternatives]
    found = [holding for holding in found if len(holding)]
    if len(found) > 1:
        # marking every row once is faster than sorting the long lists of a common name's forms
        marked = np.zeros(len(lexical), dtype=np.bool_)
        for holding in found:
            marked[holding] = True
        return marked[rows], int(np.count_nonzero(marked))
    if not found:
        return np.zeros(len(rows), dtype=np.bool_), 0
    return find_sorted(found[0], rows)[1], len(found[0])


def _rows_with(terms: Sequence[str], lexical: LexicalIndex) -> NDArray[np.int32]:
    """Every row that holds all of `terms`, ascending."""
    columns = sorted((lexical.postings(term) for term in terms), key=len)
    rows = columns[0]
    for column in columns[1:]:
        rows = rows[find_sorted(column, rows)[1]]
    return rows


def paragraph_maximum(values: NDArray[np.float32], paragraphs: NDArray[np.int64]) -> NDArray[np.float32]:
    """For each row the largest of `values` among the rows of its paragraph; `paragraphs` is ascending."""
    first, inverse = _groups(paragraphs)
    return np.maximum.reduceat(values, first)[inverse].astype(np.float32)


def _groups(paragraphs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of one paragraph begins, and for each row the number of its run; `paragraphs` is ascending."""
    begins = np.ones(len(paragraphs), dtype=np.bool_)
    begins[1:] = paragraphs[1:] != paragraphs[:-1]
    return np.flatnonzero(begins), np.cumsum(begins) - 1


@dataclass(frozen=True, slots=True)
class Signals:
    """What was found out about the passages of whole paragraphs, row by row.

    `rows` (n,) is ascending and holds every passage of each of its `paragraphs` (n,). Similarities are cosines and
    words are scores of BM25, of the passage and of its paragraph, each (n,) float32.
    """

    rows: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    similarity: NDArray[np.float32]
    paragraph_similarity: NDArray[np.float32]
    words: NDArray[np.float32]
    paragraph_words: NDArray[np.float32]
    coverage: Coverage
    paragraph_coverage: Coverage

    def has_before(self) -> NDArray[np.bool_]:
        """Whether the row before is of the same paragraph, (n,)."""
        follows = np.zeros(len(self.rows), dtype=np.bool_)
        follows[1:] = (np.diff(self.rows) == 1) & (np.diff(self.paragraphs) == 0)
        return follows

    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The place of each row in its paragraph, from 0, and how many rows the paragraph has."""
        first, inverse = _groups(self.paragraphs)
        sizes = np.diff(first, append=len(self.paragraphs))
        return np.arange(len(self.rows)) - first[inverse], sizes[inverse]


def features_of(question: Question, signals: Signals) -> NDArray[np.float32]:
    """The feature matrix, (rows, features) float32; `fit` and `length`, which need the text, are left at 0."""
    own, around = signals.coverage, signals.paragraph_coverage
    follows = signals.has_before()
    before, after = _shifted(own.present, follows, 1), _shifted(own.present, follows, -1)
    in_paragraph = own.present | around.present
    names = np.array([unit.is_name or unit.is_number for unit in question.units], dtype=np.bool_)
    name_weights = np.where(names, around.weights, 0).astype(np.float32)
    matched = _BM25_OF_A_MATCH * max(float(own.weights.sum()), 1.0)
    position, size = signals.places()
    coverage = own.share()
    columns = {
        "similarity": signals.similarity,
        "paragraph_best": paragraph_maximum(signals.similarity, signals.paragraphs),
        "paragraph_mean": signals.paragraph_similarity,
        "coverage": coverage,
        "coverage_in_context": own.share(own.present | before),
        "coverage_in_paragraph": Coverage(in_paragraph, around.weights).share(),
        "name_coverage": Coverage(in_paragraph, name_weights).share(),
        "similarity_before": _shifted(signals.similarity, follows, 1),
        "similarity_after": _shifted(signals.similarity, follows, -1),
        "coverage_with_next": own.share(own.present | after),
        "coverage_after": own.share(after),
        "coverage_before": own.share(before),
        "words": np.minimum(signals.words / matched, _MOST_WORDS),
        "paragraph_words": np.minimum(signals.paragraph_words / matched, _MOST_WORDS),
        "paragraph_best_coverage": paragraph_maximum(coverage, signals.paragraphs),
        "position": np.minimum(position, _LAST_POSITION) / _LAST_POSITION,
        "paragraph_size": np.minimum(size, _LONGEST_PARAGRAPH) / _LONGEST_PARAGRAPH,
    }
    matrix = np.zeros((len(signals.rows), len(FEATURES)), dtype=np.float32)
    for place, name in enumerate(FEATURES):
        if name in columns:
            matrix[:, place] = columns[name]
    return matrix


def _shifted(values: NDArray[Any], follows: NDArray[np.bool_], by: int) -> NDArray[Any]:
    """`values` (..., n) of the row before (1) or after (-1) in the same paragraph, 0 where there is none."""
    moved = np.zeros_like(values)
    if by == 1:
        moved[..., 1:] = values[..., :-1] * follows[1:]
    else:
        moved[..., :-1] = values[..., 1:] * follows[1:]
    return moved
