"""BM25 over stemmed terms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import IndexCorruptError
from briefqa.facts import Spellings
from briefqa.index.terms import split_terms

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, give 1.2 to 2 for k1 and
# 0.5 to 0.8 for b; these are the defaults of bm25s, in Lucene's variant, whose weights are never negative.
K1 = 1.5
B = 0.75

# From this many rows on, a search skips what common terms alone cannot bring among the best.
PRUNED_FROM = 20_000
# A column longer than this and so many times the rows wanted is faster searched for them than added up.
LONG_COLUMN, LONG_TIMES = 1_000, 4

# Room for the order in which sums of float32 are rounded.
SLACK = 1e-4

VOCABULARY_FILE = "vocabulary.json"
ARRAYS = {"weights": np.float32, "rows": np.int32, "starts": np.int64}


class LexicalIndex:
    """BM25 weights by term and row; use `build` or `load`.

    bm25s computes every weight when the index is built (Lù, "BM25S: Orders of magnitude faster lexical search via
    eager sparse scoring", 2024), so that a query only adds up the columns of its terms: `weights[i]` belongs to row
    `rows[i]`, and those of term t stand at `starts[t]` to `starts[t + 1]`, by ascending row.
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
        self._spellings: Spellings | None = None  # made when a word is first looked for; most questions need none

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

    def scores(self, query: str, rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """BM25 of `query` with `rows`, ascending, or with every row, (n,) float32; 0 where no term is held."""
        total = np.zeros(self._count, dtype=np.float32)
        for number in self._numbers(query):
            holding, weights = self._column(number)
            if rows is None:
                total[holding] += weights
            else:
                add_column(total, holding, weights, rows.astype(np.int32))
        return total if rows is None else total[rows]

    def postings(self, term: str) -> NDArray[np.int32]:
        """The rows that hold `term` (as `split_terms` writes it), ascending, int32."""
        number = self._vocabulary.get(term)
        return np.zeros(0, dtype=np.int32) if number is None else self._column(number)[0]

    def _numbers(self, query: str) -> list[int]:
        """The numbers of the query's terms that the index knows, in order, repeated where the query repeats them."""
        return [number for term in split_terms(query) if (number := self._vocabulary.get(term)) is not None]

    def _column(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The rows of a term, ascending, and its weight in each."""
        column = slice(int(self._starts[number]), int(self._starts[number + 1]))
        return self._rows[column], self._weights[column]

    def _candidates(self, numbers: Sequence[int], k: int) -> NDArray[np.int32]:
        """Rows, ascending, that hold every one of the best `k` by the sum of these terms' weights.

        Rare terms come first. Once the k-th best sum is more than all terms left could add, a row without any of the
        rare ones is out of the running (MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations",
        1995): the long columns of common terms are then only looked up for the rows still in it, which grow fewer with
        each. No weight is more than the term's inverse document frequency, as Lucene's saturation stays below 1.
        """
        columns = sorted((self._column(number) for number in numbers), key=lambda column: len(column[0]))
        lengths = np.array([len(rows) for rows, _ in columns], dtype=np.float64)
        most = np.log1p((self._count - lengths + 0.5) / (lengths + 0.5))
        left = np.append(np.cumsum(most[::-1])[::-1], 0.0)
        total = np.zeros(self._count, dtype=np.float32)
        reached = np.zeros(0, dtype=np.int32)
        closed = False  # whether no row from outside can come among the best any more
        for place, (rows, weights) in enumerate(columns):
            least = kth_best(total[reached], k)
            closed = closed or least > left[place] + SLACK
            if closed:
                reached = reached[total[reached] + left[place] >= least - SLACK]
                add_column(total, rows, weights, reached)
            else:
                new = rows[total[rows] == 0]
                total[rows] += weights
                reached = np.concatenate([reached, new])
        sums = total[reached]
        return np.sort(reached[sums >= kth_best(sums, k) - SLACK])

    def _sum(self, numbers: Sequence[int], rows: NDArray[np.int32]) -> NDArray[np.float32]:
        """The scores of `rows`, ascending, as `scores` adds them up."""
        total = np.zeros(len(rows), dtype=np.float32)
        for number in numbers:
            holding, weights = self._column(number)
            places, held = find_sorted(holding, rows)
            total[held] += weights[places[held]]
        return total

    def nearest_term(self, term: str) -> str | None:
        """The term that `term` misspells, or None; of several equally near the one that more rows hold."""
        if self._spellings is None:
            self._spellings = Spellings.of(self._vocabulary)
        slips = self._spellings.slips_of(term)
        return min(slips, key=lambda word: (slips[word], -len(self.postings(word)), word), default=None)

    def search(
        self, query: str, k: int, rows: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` best rows with a score above 0, best first, and their scores; ties go to the lower row.

        `rows` restricts the search.
        """
        if rows is None and self._count >= PRUNED_FROM and k > 0:
            numbers = self._numbers(query)
            found = self._candidates(numbers, k).astype(np.int64)
            scores = self._sum(numbers, found.astype(np.int32))
        else:
            total = self.scores(query)
            found = np.flatnonzero(total) if rows is None else np.unique(rows)[total[np.unique(rows)] > 0]
            scores = total[found]
        if 0 < k < len(found):
            best = scores >= np.partition(scores, -k)[-k]
            found, scores = found[best], scores[best]
        order = np.lexsort((found, -scores))[: max(k, 0)]
        return found[order].astype(np.int64), scores[order]

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


def kth_best(values: NDArray[np.float32], k: int) -> float:
    """The `k`-th largest of `values`, (n,); 0 where there are fewer."""
    return float(np.partition(values, len(values) - k)[len(values) - k]) if len(values) >= k else 0.0


def add_column(
    total: NDArray[np.float32], holding: NDArray[np.int32], weights: NDArray[np.float32], rows: NDArray[np.int32]
) -> None:
    """Add a term's `weights` in the rows `holding` it to `total`, (n,), in place: in all, or at least in `rows`."""
    if len(holding) > LONG_COLUMN + LONG_TIMES * len(rows):
        places, held = find_sorted(holding, rows)
        total[rows[held]] += weights[places[held]]
    else:
        total[holding] += weights


def find_sorted(column: NDArray[np.int32], rows: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each of `rows` would stand in the ascending `column`, and whether it stands there.

    Both are int32, so that a long column is not copied to compare them.
    """
    places = np.searchsorted(column, rows)
    held = places < len(column)
    held[held] = column[places[held]] == rows[held]
    return places, held
