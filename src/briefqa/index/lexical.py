"""BM25 over stemmed terms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import IndexCorruptError
from briefqa.index.terms import split_terms

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, give 1.2 to 2 for k1 and
# 0.5 to 0.8 for b; these are the defaults of bm25s, in Lucene's variant, whose weights are never negative.
K1 = 1.5
B = 0.75

VOCABULARY_FILE = "vocabulary.json"
ARRAYS = {"weights": np.float32, "rows": np.int32, "starts": np.int64}


class LexicalIndex:
    """BM25 weights by term and row; use `build` or `load`.

    bm25s computes every weight when the index is built (Lù, "BM25S: Orders of magnitude faster lexical search via
    eager sparse scoring", 2024), so that a query only adds up the columns of its terms: `weights[i]` belongs to row
    `rows[i]`, and those of term t stand at `starts[t]` to `starts[t + 1]`.
    """

    def __init__(
        self,
        count: int,
        vocabulary: dict[str, int],
        weights: NDArray[np.float32],
        rows: NDArray[np.int32],
        starts: NDArray[np.int64],
    ) -> None:
        self._count = count
        self._vocabulary = vocabulary
        self._weights = weights
        self._rows = rows
        self._starts = starts

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Index `texts`; the row is the id."""
        vocabulary: dict[str, int] = {}
        numbers = [[vocabulary.setdefault(term, len(vocabulary)) for term in split_terms(text)] for text in texts]
        if not vocabulary:
            empty = np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64)
            return cls(len(texts), vocabulary, *empty)
        import bm25s

        model = bm25s.BM25(k1=K1, b=B, method="lucene", backend="numpy", csc_backend="numpy")
        columns = model.build_index_from_ids(list(range(len(vocabulary))), numbers, show_progress=False)
        return cls(
            len(texts),
            vocabulary,
            columns["data"].astype(np.float32),
            columns["indices"].astype(np.int32),
            columns["indptr"].astype(np.int64),
        )

    def __len__(self) -> int:
        return self._count

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of `query` with every row, (n,) float32; a row without one of its terms scores 0."""
        total = np.zeros(self._count, dtype=np.float32)
        for term in split_terms(query):
            number = self._vocabulary.get(term)
            if number is not None:
                column = slice(int(self._starts[number]), int(self._starts[number + 1]))
                total[self._rows[column]] += self._weights[column]
        return total

    def postings(self, term: str) -> NDArray[np.int32]:
        """The rows that hold `term` (as `split_terms` writes it), ascending, int32."""
        number = self._vocabulary.get(term)
        if number is None:
            return np.zeros(0, dtype=np.int32)
        return np.sort(self._rows[int(self._starts[number]) : int(self._starts[number + 1])])

    def nearest_term(self, term: str, least: float) -> str | None:
        """The term most like `term` by edits (Damerau-Levenshtein, normalised), if at least `least` alike."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        found = process.extractOne(
            term, self._vocabulary.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=least
        )
        return str(found[0]) if found else None

    def search(
        self, query: str, k: int, rows: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` best rows with a score above 0, best first, and their scores; ties go to the lower row.

        `rows` restricts the search.
        """
        total = self.scores(query)
        found = np.flatnonzero(total) if rows is None else np.unique(rows)[total[np.unique(rows)] > 0]
        if 0 < k < len(found):
            least = np.partition(total[found], -k)[-k]
            found = found[total[found] >= least]
        best = np.lexsort((found, -total[found]))[: max(k, 0)]
        return found[best].astype(np.int64), total[found[best]]

    def save(self, folder: Path) -> None:
        """Write the vocabulary and the arrays into `folder`, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        content = {"count": self._count, "terms": list(self._vocabulary)}
        (folder / VOCABULARY_FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        arrays: tuple[NDArray[Any], ...] = (self._weights, self._rows, self._starts)
        for name, array in zip(ARRAYS, arrays, strict=True):
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `save` wrote, the arrays memory-mapped.

        Raises:
            IndexCorruptError: a file is missing or damaged, or they do not belong together.
        """
        try:
            content = json.loads((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
            vocabulary = {term: number for number, term in enumerate(content["terms"])}
            count = int(content["count"])
            weights, rows, starts = (
                np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray) for name in ARRAYS
            )
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise IndexCorruptError(f"The words in {folder} cannot be read; build the index again.") from error
        fits = len(weights) == len(rows) == starts[-1] and len(starts) == len(vocabulary) + 1
        if not fits or any(
            array.dtype != kind for array, kind in zip((weights, rows, starts), ARRAYS.values(), strict=True)
        ):
            raise IndexCorruptError(f"The words in {folder} do not fit each other; build the index again.")
        return cls(count, vocabulary, weights, rows, starts)
