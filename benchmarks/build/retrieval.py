"""Retrieval alone on an index of 10,000 passages: the question encoded, both levels searched, passages read.

    python benchmarks/build/retrieval.py --squad squad-v2-train.json.xz --paragraphs 2100

The target: 10 ms in the median. The index is built first, which takes minutes; --keep DIR keeps it for the next run.
With --encoder hashed it takes one, and everything but the encoding costs the same.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from squad_corpus import write_corpus

from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.index.generation import open_generation
from briefqa.models.encoder import Role
from briefqa.models.encoders import open_encoder
from briefqa.settings import Settings

T = TypeVar("T")


def timed(name: str, work: Callable[[str], T], questions: list[str]) -> None:
    """Print the median and the 95th percentile of the seconds that `work` takes for a question."""
    taken = []
    for question in questions:
        started = time.perf_counter()
        work(question)
        taken.append((time.perf_counter() - started) * 1000)
    ordered = sorted(taken)
    print(f"{name:30} median {statistics.median(taken):6.1f} ms   p95 {ordered[int(len(ordered) * 0.95)]:6.1f} ms")


def main() -> None:
    """Build or open the index, then time the parts and the whole of a search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--paragraphs", type=int, default=2100)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--encoder", default="all-MiniLM-L6-v2")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        questions_file = folder / "questions.json"
        if not questions_file.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            questions = write_corpus(arguments.squad, folder / "corpus", arguments.paragraphs)
            build_index(folder / "corpus", folder / "index", Settings(encoder=arguments.encoder))
            questions_file.write_text(json.dumps(questions), encoding="utf-8")
        asked = json.loads(questions_file.read_text(encoding="utf-8"))
        asked = asked[:: max(1, len(asked) // arguments.questions)][: arguments.questions]
        measure(folder / "index", asked)


def measure(index: Path, asked: list[str]) -> None:
    """Time the parts on the open generation, and the whole through the assistant."""
    settings = Settings()
    with open_generation(index) as generation:
        print(f"{generation.manifest.counts.passages:,} passages, {len(asked)} questions, {settings.threads} thread")
        encoder = open_encoder(generation.encoder_folder, settings.threads)
        vectors = {question: encoder.encode([question], Role.QUESTION)[0] for question in asked}
        timed("encoding", lambda question: encoder.encode([question], Role.QUESTION), asked)
        timed("vectors, best 100", lambda question: generation.passages.dense.search(vectors[question], 100), asked)
        timed("words, best 100", lambda question: generation.passages.lexical.search(question, 100), asked)
        timed("reading 10 passages", lambda question: generation.store.passages(range(10)), asked)
    assistant = Assistant.open(index, settings)
    timed("search, everything together", lambda question: assistant.search(question, k=10), asked)
    assistant.close()


if __name__ == "__main__":
    main()
