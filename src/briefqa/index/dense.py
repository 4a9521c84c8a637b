"""Similarity search over unit vectors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import IndexCorruptError

VECTORS_FILE = "vectors.npy"
INDEX_FILE = "dense.faiss"

# Measured by benchmarks/scale with 384 dimensions on one thread: an exact search takes 0.3 ms at 7,000 vectors, 2 ms at
# 30,000 and more than 10 ms at 100,000. From about a millisecond on, IVF with 8-bit quantisation is worth its training:
# 64 probed lists find 99.8% of the ten nearest in 0.6 ms at 30,000 and in 1.1 ms at 100,000. HNSW is as fast at 7,000,
# but three times as slow to build and half as large again.
LARGEST_FLAT = 20_000
PROBES = 64
# Further digits of a similarity depend on the order in which a machine sums up.
DIGITS = 6
TIE = 10.0**-DIGITS
# Below this many allowed rows, comparing with each of them is faster than a filtered search.
FEW_ROWS = 20_000


def choose_type(count: int) -> str:
    """The FAISS index type for `count` vectors, as a factory string."""
    return "Flat" if count <= LARGEST_FLAT else f"IVF{round(math.sqrt(count))},SQ8"


@contextmanager
def _one_thread() -> Iterator[None]:
    """Search without waking other threads, which for one question takes three times as long as the search itself.

    OpenMP keeps this number for each calling thread, so that others and a build are not touched.
    """
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


class DenseIndex:
    """Unit vectors by row, with a FAISS index over them; use `build` or `load`."""

    def __init__(self, vectors: NDArray[np.float32], index: Any) -> None:  # noqa: ANN401 - faiss has no types
        self._vectors = vectors
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Index `vectors`, (n, dimension) float32, each of length 1; the row is the id."""
        import faiss

        stored = np.ascontiguousarray(vectors, dtype=np.float32)
        index = faiss.index_factory(stored.shape[1], choose_type(len(stored)), faiss.METRIC_INNER_PRODUCT)
        index.train(stored)
        index.add(stored)
        return cls(stored, index)

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    @property
    def vectors(self) -> NDArray[np.float32]:
        """All vectors, (n, dimension) float32; a read-only memory map where the index was loaded."""
        return self._vectors

    def scores(self, query: NDArray[np.float32], rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Exact cosines of `query`, (dimension,), with the vectors of `rows`, or of all rows in order."""
        chosen = self._vectors if rows is None else self._vectors[rows]
        cosines: NDArray[np.float32] = np.round(chosen @ query.astype(np.float32), DIGITS)
        return cosines

    def search(
        self, query: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` rows nearest to `query`, (dimension,), nearest first, and their cosines; ties go to the lower row.

        `rows` restricts the search. Fewer than `k` come back where there are no more.
        """
        if rows is not None and len(rows) <= FEW_ROWS:
            candidates = np.unique(rows).astype(np.int64)
        else:
            candidates = self._candidates(query, k, rows)
        cosines = self.scores(query, candidates)
        best = np.lexsort((candidates, -cosines))[: max(k, 0)]
        return candidates[best], cosines[best]

    def _candidates(self, query: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Rows among which the best `k` are, every row that ties with the last of them included."""
        import faiss

        total = len(self) if rows is None else len(rows)
        exact = isinstance(self._index, faiss.IndexFlat)
        wanted = k + 8 if exact else 4 * k + 8
        selector = None if rows is None else faiss.IDSelectorBatch(np.ascontiguousarray(rows, dtype=np.int64))
        while True:
            fetched = min(wanted, total)
            if k <= 0 or fetched == 0:
                return np.zeros(0, dtype=np.int64)
            kind: Any = faiss.SearchParameters if exact else faiss.SearchParametersIVF
            parameters = kind(sel=selector) if exact else kind(sel=selector, nprobe=PROBES)
            with _one_thread():
                similarities, found = self._index.search(query.astype(np.float32)[None, :], fetched, params=parameters)
            valid: NDArray[np.int64] = found[0][found[0] >= 0]
            complete = fetched == total or len(valid) < fetched
            if complete or not exact or similarities[0, fetched - 1] < similarities[0, k - 1] - 2 * TIE:
                return valid
            wanted *= 4

    def save(self, folder: Path) -> None:
        """Write both files into `folder`, which is made where it is missing."""
        import faiss

        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / VECTORS_FILE, self._vectors, allow_pickle=False)
        faiss.write_index(self._index, str(folder / INDEX_FILE))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `save` wrote, memory-mapped.

        Raises:
            IndexCorruptError: a file is missing or damaged, or they do not belong together.
        """
        import faiss

        try:
            vectors = np.load(folder / VECTORS_FILE, mmap_mode="r", allow_pickle=False).view(np.ndarray)
            index = faiss.read_index(str(folder / INDEX_FILE), faiss.IO_FLAG_MMAP_IFC)
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            raise IndexCorruptError(f"The vectors in {folder} cannot be read; build the index again.") from error
        if vectors.ndim != 2 or vectors.dtype != np.float32 or vectors.shape != (index.ntotal, index.d):
            raise IndexCorruptError(f"The vectors in {folder} do not fit their index; build the index again.")
        return cls(vectors, index)
