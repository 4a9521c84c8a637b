"""How cost grows from a thousand passages to a million: build by stage, disk, memory, latency, recall.

    python -m benchmarks.scale.run            1k, 10k and 100k passages built for real, 1M grown; an hour or more
    python -m benchmarks.scale.run --quick    1k and 10k built, 100k grown; minutes

Writes results/scale.json and results/index_types.json. What is grown is said so: its texts, words, rows and files are
real, its vectors are turned copies of real ones (`grow.py` says how). Indexes are kept in .cache/bench/scale, and used
again with --keep.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.machine import describe_machine
from benchmarks.results import CACHE, DATA, save_result
from benchmarks.scale.grow import folder_megabytes, grow, turn_vectors
from benchmarks.scale.index_types import compare, read_queries
from benchmarks.scale.stages import timed_build
from benchmarks.scale.texts import read_articles, write_corpus

from briefqa.index.dense import choose_type
from briefqa.index.generation import open_generation
from briefqa.models.sentence_transformer import DEFAULT_NAME

SQUAD = DATA / "squad-v2-train.json.xz"
PASSAGES_A_PARAGRAPH = 5.2
FOLDER = CACHE / "scale"


def main() -> None:
    """Build, grow and ask at each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--built", help="sizes that are built for real, such as 1000,10000")
    parser.add_argument("--grown", help="sizes that are grown out of the largest of these, such as 1000000")
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--asks", type=int, default=50)
    parser.add_argument(
        "--encoder", default=DEFAULT_NAME, help="what the first build loads; later ones take its export"
    )
    parser.add_argument("--keep", action="store_true", help="use the indexes of an earlier run again")
    parser.add_argument("--no-types", action="store_true", help="leave the index types as they were measured before")
    chosen = parser.parse_args()
    built = _sizes(chosen.built or ("1000,10000" if chosen.quick else "1000,10000,100000"))
    grown = _sizes(chosen.grown or ("100000" if chosen.quick else "1000000"))
    machine = describe_machine()
    rows: list[dict[str, Any]] = []
    encoder = chosen.encoder
    for size in (*built, *grown):
        folder = FOLDER / str(size)
        if not chosen.keep or not (folder / "made.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            made = _build(folder, size, encoder) if size in built else _grow(folder, FOLDER / str(built[-1]), size)
            (folder / "made.json").write_text(json.dumps(made), encoding="utf-8")
        made = json.loads((folder / "made.json").read_text(encoding="utf-8"))
        row = {**made, "index_type": _index_type(folder / "index"), **_ask(folder, chosen)}
        print(json.dumps(row), file=sys.stderr)
        rows.append(row)
        encoder = _exported(FOLDER / str(built[0]) / "index")
    print(save_result("scale", {"machine": machine, "quick": chosen.quick, "sizes": rows}))
    if chosen.no_types:
        return
    compare_types(FOLDER / str(built[-1]), (*built, *grown), chosen.asks, rows[-1].get("cosine", 0.75), machine)


def compare_types(folder: Path, sizes: tuple[int, ...], questions: int, cosine: float, machine: dict[str, Any]) -> None:
    """FAISS index types at each size, from the vectors of the index in `folder`."""
    asked = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    base, queries = read_queries(folder / "index", asked, max(50, questions))
    compared = []
    for size in sizes:
        vectors = turn_vectors(base, math.ceil(size / len(base)), cosine)[:size]
        compared.append({"passages": len(vectors), "real": min(size, len(base)), "kinds": compare(vectors, queries)})
    print(save_result("index_types", {"machine": machine, "questions": len(queries), "sizes": compared}))


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def _exported(index: Path) -> str:
    """The encoder that the first build wrote, so that later ones need not load and export it again."""
    with open_generation(index) as generation:
        return str(generation.encoder_folder)


def _build(folder: Path, size: int, encoder: str) -> dict[str, Any]:
    """A real build of about `size` passages."""
    articles = read_articles(SQUAD)
    questions = write_corpus(articles, folder / "corpus", round(size / PASSAGES_A_PARAGRAPH))
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    summary, seconds = timed_build(folder / "corpus", folder / "index", encoder)
    counts = summary.counts
    return {
        "made": "built",
        "vectors": "real",
        **asdict(counts),
        "build_seconds": seconds,
        "disk_mb": folder_megabytes(folder / "index"),
    }


def _grow(folder: Path, source: Path, size: int) -> dict[str, Any]:
    """An index of `size` passages out of the largest that was built."""
    shutil.copyfile(source / "questions.json", folder / "questions.json")
    grown = grow(source / "index", folder / "index", size)
    with open_generation(folder / "index") as generation:
        counts = asdict(generation.manifest.counts)
    return {
        "made": "grown",
        "vectors": "turned copies",
        "cosine": grown.cosine,
        **counts,
        "build_seconds": grown.seconds,
        "disk_mb": folder_megabytes(folder / "index"),
    }


def _index_type(index: Path) -> str:
    with open_generation(index) as generation:
        return choose_type(*generation.passages.dense.vectors.shape)


def _ask(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Latency, recall and memory in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale.ask", str(folder / "index"), str(folder / "questions.json")]
    command += ["--searches", str(chosen.searches), "--asks", str(chosen.asks)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    main()
