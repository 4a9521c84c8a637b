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
# 30,000 and more than 10 ms at 100,000. From about a millisecond on, inverted lists are worth their training; below,
# they would save half a millisecond and miss some of the nearest. Of a hundred thousand real claims the ten nearest lie
# scattered: a fifth of the lists holds 98.1% of them, and a million needs a quarter of its lists for 99.3%. Codes of
# four bits for two components each, compared in registers (Andre, Kermarrec and Le Scouarnec, "Quicker ADC", 2019),
# are searched five times as fast as bytes and miss no more where the best are compared exactly.
# From 2,000 on, memory is what an exact search waits for: bytes instead of floats are read in two thirds of the time,
# and no nearest vector is missed, as how far they can be off is known.
LARGEST_PLAIN = 2_000
LARGEST_FLAT = 20_000
# Probed lists for each root of their number: 95 of 141 at 20,000 vectors, 142 of 316 at 100,000, 253 of 1,000 at 1M.
PROBES = 8
# Rows compared exactly for each that is wanted, and beside these.
RESCORED, ALSO_RESCORED = 4, 88
# Further digits of a similarity depend on the order in which a machine sums up.
DIGITS = 6
TIE = 10.0**-DIGITS
# Below this many allowed rows, comparing with each of them is faster than a filtered search.
FEW_ROWS = 20_000


def choose_type(count: int, dimension: int) -> str:
    """The FAISS index type for `count` vectors of `dimension` components, as a factory string."""
    if count > LARGEST_FLAT:
        codes = "SQ8" if dimension % 2 else f"PQ{dimension // 2}x4fs"
        return f"IVF{round(math.sqrt(count))},{codes}"
    return "SQ8" if count > LARGEST_PLAIN else "Flat"


def count_probes(lists: int) -> int:
    """How many of an index's inverted lists a search looks into."""
    return min(lists, round(PROBES * math.sqrt(lists)))


def _half_steps(index: Any) -> NDArray[np.float32] | None:  # noqa: ANN401 - faiss has no types
    """How far each component of a stored vector can be from the original, (dimension,) float32; None for IVF.

    FAISS's 8-bit quantiser cuts the range of a component in the corpus into 255 steps and keeps the middle of one.
    """
    import faiss

    if isinstance(index, faiss.IndexIVF):
        return None
    if not isinstance(index, faiss.IndexScalarQuantizer):
        return np.zeros(index.d, dtype=np.float32)
    _, ranges = faiss.vector_to_array(index.sq.trained).reshape(2, index.d)
    return np.asarray(ranges / (2 * 255), dtype=np.float32)


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
        self._half_steps = _half_steps(index)

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Index `vectors`, (n, dimension) float32, each of length 1; the row is the id."""
        import faiss

        stored = np.ascontiguousarray(vectors, dtype=np.float32)
        index = faiss.index_factory(stored.shape[1], choose_type(*stored.shape), faiss.METRIC_INNER_PRODUCT)
        # The codes' many small clusterings take ten times as long where threads wait for each other.
        with _one_thread():
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
        """Rows among which the best `k` are, every row that ties with the last of them included.

        IVF may miss some. All others are found, whatever quantisation does to a similarity: a row that was not fetched
        is less similar than the last one fetched, give or take what both can be off.
        """
        import faiss

        total = len(self) if rows is None else len(rows)
        exact = self._half_steps is not None
        off = 0.0 if self._half_steps is None else float(np.abs(query) @ self._half_steps)
        wanted = k + 8 if exact else RESCORED * k + ALSO_RESCORED
        wanted += k + 24 if off else 0
        selector = None if rows is None else faiss.IDSelectorBatch(np.ascontiguousarray(rows, dtype=np.int64))
        while True:
            fetched = min(wanted, total)
            if k <= 0 or fetched == 0:
                return np.zeros(0, dtype=np.int64)
            kind: Any = faiss.SearchParameters if exact else faiss.SearchParametersIVF
            probes = {} if exact else {"nprobe": count_probes(self._index.nlist)}
            parameters = kind(sel=selector, **probes)
            with _one_thread():
                similarities, found = self._index.search(query.astype(np.float32)[None, :], fetched, params=parameters)
            valid: NDArray[np.int64] = found[0][found[0] >= 0]
            if not exact or len(valid) <= k:
                return valid
            near: NDArray[np.bool_] = similarities[0, : len(valid)] >= similarities[0, k - 1] - 2 * (off + TIE)
            if fetched == total or len(valid) < fetched or not near[-1]:
                return np.asarray(valid[near], dtype=np.int64)
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
