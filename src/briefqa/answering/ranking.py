"""How well a passage fits a question: eight features and one linear model over them.

Each feature lies in a fixed range whatever the size of the corpus, so that the weights hold for any corpus and the
score can be calibrated. The model is fitted by `briefqa-train retriever` with a listwise softmax loss (Cao et al.,
"Learning to rank: from pairwise approach to listwise approach", 2007) on SQuAD's training articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

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
)
"""The columns of the feature matrix, in order."""


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """One weight for each feature."""

    similarity: float = 8.51
    paragraph_best: float = 10.84
    paragraph_mean: float = 4.2
    coverage: float = 2.97
    coverage_in_context: float = 3.06
    coverage_in_paragraph: float = 3.95
    name_coverage: float = 1.29
    fit: float = 1.97
    length: float = 0.54

    def vector(self) -> NDArray[np.float32]:
        """The weights in the order of `FEATURES`, (9,) float32."""
        return np.array([getattr(self, field.name) for field in fields(self)], dtype=np.float32)


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
    _, first, inverse = np.unique(paragraphs, return_index=True, return_inverse=True)
    return np.maximum.reduceat(values, first)[inverse].astype(np.float32)


def features_of(
    question: Question,
    similarity: NDArray[np.float32],
    paragraph_similarity: NDArray[np.float32],
    passage_coverage: Coverage,
    paragraph_coverage: Coverage,
    paragraphs: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> NDArray[np.float32]:
    """The feature matrix of whole paragraphs, (rows, 9) float32; `fit` and `length` are left at 0.

    All arguments are row by row; `rows` is ascending and holds every passage of each of its paragraphs.
    """
    before = np.zeros_like(passage_coverage.present)
    if len(rows) > 1:
        follows = (np.diff(rows) == 1) & (np.diff(paragraphs) == 0)
        before[:, 1:] = passage_coverage.present[:, :-1] & follows
    names = np.array([unit.is_name or unit.is_number for unit in question.units], dtype=np.bool_)
    weights = np.where(names, paragraph_coverage.weights, 0).astype(np.float32)
    in_paragraph = passage_coverage.present | paragraph_coverage.present
    matrix = np.zeros((len(rows), len(FEATURES)), dtype=np.float32)
    matrix[:, 0] = similarity
    matrix[:, 1] = paragraph_maximum(similarity, paragraphs)
    matrix[:, 2] = paragraph_similarity
    matrix[:, 3] = passage_coverage.share()
    matrix[:, 4] = passage_coverage.share(passage_coverage.present | before)
    matrix[:, 5] = Coverage(in_paragraph, paragraph_coverage.weights).share()
    matrix[:, 6] = Coverage(in_paragraph, weights).share()
    return matrix
