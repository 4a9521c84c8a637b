"""Which FAISS index type is best at which size: time, memory and recall of exact search's ten nearest.

    python -m benchmarks.scale.index_types --vectors FOLDER_OF_AN_INDEX --sizes 1000,10000,100000,1000000

The first vectors are those of the index, real ones; more are turned copies (see `grow.py`). Queries are questions.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.machine import describe_machine
from benchmarks.results import save_result
from benchmarks.scale.grow import turn_vectors
from numpy.typing import NDArray

from briefqa.index.dense import ALSO_RESCORED, RESCORED, count_probes, fill_index
from briefqa.index.generation import open_generation
from briefqa.models.encoder import Role
from briefqa.models.encoders import open_encoder

NEAREST = 10
FETCHED = RESCORED * 60 + ALSO_RESCORED
"""What the retriever asks an index for that is not exact; the best of these are compared exactly."""
HNSW_LIMIT = 20_000
"""Beyond, building one takes minutes on two cores."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A FAISS factory string and how hard it searches."""

    name: str
    factory: str
    effort: int = 0


def kinds_for(count: int, dimension: int) -> list[Kind]:
    """What is worth trying at this size; ivf has 8-bit codes, ivf4 and codes4 4-bit codes for two components each."""
    lists = max(1, round(math.sqrt(count)))
    kinds = [Kind("flat", "Flat")]
    if count >= 1000:
        kinds.append(Kind("codes4", f"PQ{dimension // 2}x4fs"))
        for name, codes in (("ivf", "SQ8"), ("ivf4", f"PQ{dimension // 2}x4fs")):
            probed = sorted({lists // 10, lists // 5, count_probes(lists)})
            kinds += [Kind(f"{name}-{probes}", f"IVF{lists},{codes}", probes) for probes in probed]
    if count <= HNSW_LIMIT:
        kinds += [Kind(f"hnsw-{effort}", "HNSW32,SQ8", effort) for effort in (256,)]
    return kinds


def measure(
    kind: Kind, vectors: NDArray[np.float32], queries: NDArray[np.float32], truth: Sequence[NDArray[np.int64]]
) -> dict[str, Any]:
    """Build, save, open memory-mapped, search."""
    import faiss

    began = time.perf_counter()
    index = fill_index(kind.factory, vectors)
    built = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        faiss.write_index(index, str(path))
        size = path.stat().st_size / 1e6
        del index
        opened = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        parameters = None
        if kind.name.startswith("ivf"):
            parameters = faiss.SearchParametersIVF(nprobe=kind.effort)
        elif kind.name.startswith("hnsw"):
            parameters = faiss.SearchParametersHNSW(efSearch=kind.effort)
        faiss.omp_set_num_threads(1)
        taken, recalls = [], []
        for query, nearest in zip(queries, truth, strict=True):
            began = time.perf_counter()
            _, found = opened.search(query[None, :], min(FETCHED, len(vectors)), params=parameters)
            rows = found[0][found[0] >= 0]
            best = rows[np.argsort(-(vectors[rows] @ query))[:NEAREST]]
            taken.append((time.perf_counter() - began) * 1000)
            recalls.append(len(set(best.tolist()) & set(nearest.tolist())) / len(nearest))
        faiss.omp_set_num_threads(0)
    return {
        "kind": kind.name,
        "factory": kind.factory,
        "build_seconds": built,
        "megabytes": size,
        "median_ms": statistics.median(taken),
        "p95_ms": float(np.percentile(taken, 95)),
        "recall_at_10": float(np.mean(recalls)),
    }


def compare(vectors: NDArray[np.float32], queries: NDArray[np.float32]) -> list[dict[str, Any]]:
    """Every kind on these vectors."""
    truth = [np.argpartition(-(vectors @ query), NEAREST)[:NEAREST] for query in queries]
    return [measure(kind, vectors, queries, truth) for kind in kinds_for(*vectors.shape)]


def read_queries(index: Path, questions: list[str], count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The passages' vectors of an index, and those of `count` questions."""
    with open_generation(index) as generation:
        vectors = np.array(generation.passages.dense.vectors)
        encoder = open_encoder(generation.encoder_folder)
        return vectors, encoder.encode(questions[:: max(1, len(questions) // count)][:count], Role.QUESTION)


def main() -> None:
    """Compare at each size and write results/index_types.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", type=Path, required=True, help="an index; beside it questions.json")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--cosine", type=float, default=0.8, help="of a copy with its original")
    chosen = parser.parse_args()
    machine = describe_machine()
    questions = json.loads((chosen.vectors.parent / "questions.json").read_text(encoding="utf-8"))
    base, queries = read_queries(chosen.vectors, questions, chosen.questions)
    sizes = []
    for size in (int(part) for part in chosen.sizes.split(",")):
        vectors = turn_vectors(base, math.ceil(size / len(base)), chosen.cosine)[:size]
        rows = compare(vectors, queries)
        sizes.append({"passages": size, "real": min(size, len(base)), "kinds": rows})
        for row in rows:
            print(size, {key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()})
    print(save_result("index_types", {"machine": machine, "questions": len(queries), "sizes": sizes}))


if __name__ == "__main__":
    main()
