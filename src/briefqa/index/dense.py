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

# Measured by benchmarks/scale with 384 dimensions on one thread: an exact search takes 0.4 ms at 5,000 vectors and 11
# at 100,000. Codes of four bits for two components each, compared in registers (Andre, Kermarrec and Le Scouarnec,
# "Quicker ADC", 2019), take 0.2 ms at 10,000 and 0.7 at 100,000, and where the best are compared exactly none of the
# ten nearest is missed. Inverted lists of them need 0.7 ms at 100,000 too, eight times as long to build, and miss some;
# at a million they need 3 ms, and codes without lists 11. The nearest lie scattered: a fifth of a million's lists holds
# 98.9% of the ten nearest.
LARGEST_FLAT = 5_000
LARGEST_WHOLE = 150_000
# Probed lists for each root of their number: 118 of 387 at 150,000 vectors, 190 of 1,000 at a million.
PROBES = 6
# Rows compared exactly for each that is wanted, and beside these.
RESCORED, ALSO_RESCORED = 4, 88
# Rounds of clustering for the codes; 25 take four times as long and find no more.
ROUNDS = 5
# Further digits of a similarity depend on the order in which a machine sums up.
DIGITS = 6
TIE = 10.0**-DIGITS
# So many rows are faster compared exactly than searched for; codes without lists cannot be searched in part.
FEW_ROWS = LARGEST_WHOLE


def choose_type(count: int, dimension: int) -> str:
    """The FAISS index type for `count` vectors of `dimension` components, as a factory string."""
    if count <= LARGEST_FLAT or dimension % 2:
        return "Flat"
    codes = f"PQ{dimension // 2}x4fs"
    return codes if count <= LARGEST_WHOLE else f"IVF{round(math.sqrt(count))},{codes}"


def count_probes(lists: int) -> int:
    """How many of an index's inverted lists a search looks into."""
    return min(lists, round(PROBES * math.sqrt(lists)))


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


def fill_index(factory: str, vectors: NDArray[np.float32]) -> Any:  # noqa: ANN401 - faiss has no types
    """A FAISS index of the type that the string `factory` names, trained on the vectors and holding them."""
    import faiss

    index = faiss.index_factory(vectors.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
    codes = getattr(faiss.try_extract_index_ivf(index) or index, "pq", None)
    if codes is not None:
        codes.cp.niter = ROUNDS
    # The codes' many small clusterings take ten times as long where threads wait for each other.
    with _one_thread():
        index.train(vectors)
    index.add(vectors)
    return index


class DenseIndex:
    """Unit vectors by row, with a FAISS index over them; use `build` or `load`."""

    def __init__(self, vectors: NDArray[np.float32], index: Any) -> None:  # noqa: ANN401 - faiss has no types
        self._vectors = vectors
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Index `vectors`, (n, dimension) float32, each of length 1; the row is the id."""
        stored = np.ascontiguousarray(vectors, dtype=np.float32)
        return cls(stored, fill_index(choose_type(*stored.shape), stored))

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

        Codes and lists may miss some; an exact index misses none.
        """
        import faiss

        total = len(self) if rows is None else len(rows)
        lists = faiss.try_extract_index_ivf(self._index)
        exact = isinstance(self._index, faiss.IndexFlat)
        wanted = k + 8 if exact else RESCORED * k + ALSO_RESCORED
        selector = None if rows is None else faiss.IDSelectorBatch(np.ascontiguousarray(rows, dtype=np.int64))
        of_lists: Any = faiss.SearchParametersIVF
        parameters = faiss.SearchParameters() if selector is not None else None
        if lists is not None:
            parameters = of_lists(nprobe=count_probes(lists.nlist))
        if parameters is not None:
            parameters.sel = selector
        while True:
            fetched = min(wanted, total)
            if k <= 0 or fetched == 0:
                return np.zeros(0, dtype=np.int64)
            with _one_thread():
                similarities, found = self._index.search(query.astype(np.float32)[None, :], fetched, params=parameters)
            valid: NDArray[np.int64] = found[0][found[0] >= 0]
            if not exact or len(valid) <= k:
                return valid
            near: NDArray[np.bool_] = similarities[0, : len(valid)] >= similarities[0, k - 1] - 2 * TIE
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
