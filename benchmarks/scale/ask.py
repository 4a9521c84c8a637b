"""Questions to one index in a fresh process: latency of search and of answers, recall, memory; prints JSON.

python -m benchmarks.scale.ask INDEX QUESTIONS.json --searches 200 --asks 50
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from briefqa.answering.question import read_question
from briefqa.assistant import Assistant
from briefqa.evaluation.metrics import percentile
from briefqa.index.generation import Generation, open_generation
from briefqa.models.encoder import Role
from briefqa.models.encoders import open_encoder
from briefqa.settings import Settings

NEAREST = 10


def timed(work: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Milliseconds by the clock and of the processor, after a few questions that warm up."""
    for question in questions[:5]:
        work(question)
    clock, processor = [], []
    for question in questions:
        began, used = time.perf_counter(), time.thread_time()
        work(question)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.thread_time() - used) * 1000)
    return {
        "median_ms": statistics.median(clock),
        "p95_ms": percentile(clock, 0.95),
        "median_cpu_ms": statistics.median(processor),
        "p95_cpu_ms": percentile(processor, 0.95),
    }


def recall(generation: Generation, questions: Sequence[str]) -> float:
    """The share of exact search's ten nearest passages that the index finds, over these questions."""
    encoder = open_encoder(generation.encoder_folder)
    dense = generation.passages.dense
    shares = []
    for query in encoder.encode(list(questions), Role.QUESTION):
        cosines = dense.vectors @ query
        nearest = set(np.argpartition(-cosines, NEAREST)[:NEAREST].tolist())
        found, _ = dense.search(query, NEAREST)
        shares.append(len(nearest & set(found.tolist())) / NEAREST)
    return float(np.mean(shares))


def memory_mb() -> dict[str, float]:
    """Resident memory of this process, and what of it is not mapped files."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    values = {line.partition(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("Vm", "Rss"))}
    return {"resident_mb": values["VmRSS"], "own_mb": values["RssAnon"], "peak_mb": values["VmHWM"]}


def main() -> None:
    """Measure one index."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--asks", type=int, default=50)
    chosen = parser.parse_args()
    asked = json.loads(chosen.questions.read_text(encoding="utf-8"))
    searched = asked[:: max(1, len(asked) // chosen.searches)][: chosen.searches]
    few = searched[:: max(1, len(searched) // max(1, chosen.asks))][: chosen.asks]
    began = time.perf_counter()
    assistant = Assistant.open(chosen.index, Settings())
    opened = time.perf_counter() - began
    answerer = assistant.answerer
    result = {
        "open_seconds": opened,
        "reading_question": timed(
            lambda one: read_question(one, answerer.lexicon, answerer.paragraphs.lexical), searched
        ),
        "retrieval": timed(lambda one: assistant.search(one, k=NEAREST), searched),
        "ask": timed(assistant.ask, few),
        "memory": memory_mb(),
    }
    assistant.close()
    with open_generation(chosen.index) as generation:
        result["recall_at_10"] = recall(generation, searched)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
