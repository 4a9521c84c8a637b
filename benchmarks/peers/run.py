"""briefqa beside what people would use instead, with the same encoder, the same reader and the same texts.

    python -m benchmarks.peers.run            every question; hours
    python -m benchmarks.peers.run --quick    about a hundred; minutes

Writes results/peers.json. Environments are made on the first run and kept in .cache/bench (or BRIEFQA_BENCH_CACHE).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.load.run import serve
from benchmarks.machine import describe_machine
from benchmarks.peers.environments import (
    ENTRANTS,
    ROOT,
    Entrant,
    Talk,
    installed_megabytes,
    installed_versions,
    make_environment,
    start,
)
from benchmarks.peers.measure import (
    DEPTH,
    ask_over_http,
    ask_side_by_side,
    cold_starts,
    pair_ratios,
    score_answers,
    score_search,
    time_scores,
)
from benchmarks.peers.reader_export import export_reader
from benchmarks.peers.work import Work, brief_work, write_xquad, xquad_work
from benchmarks.results import CACHE, save_result

from briefqa.models.encoder_folders import find_encoder
from briefqa.models.sentence_transformer import DEFAULT_NAME
from briefqa.models.shipped import shipped_reader


def main() -> None:
    """Run both works and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="about a hundred questions instead of all")
    parser.add_argument("--questions", type=int, help="how many answerable questions; half as many unanswerable ones")
    parser.add_argument("--works", nargs="+", choices=("xquad", "brief"), default=("xquad", "brief"))
    chosen = parser.parse_args()
    limit = chosen.questions or (60 if chosen.quick else 0)
    machine = describe_machine()
    pythons = {entrant.name: make_environment(entrant) for entrant in ENTRANTS}
    weights = shipped_reader()
    if weights is None:
        raise SystemExit("This checkout has no reader; the peers need its weights.")
    encoder, reader = find_encoder(DEFAULT_NAME), CACHE / "reader"
    export_reader(weights, reader)
    installed = {
        name: {"megabytes": installed_megabytes(python), "versions": installed_versions(python)}
        for name, python in pythons.items()
    }
    works: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="briefqa-peers-") as temporary:
        folder = Path(temporary)
        paragraphs = write_xquad(folder / "xquad")
        for name in chosen.works:
            index = folder / f"{name}-index"
            seconds = _build(folder / "xquad" if name == "xquad" else ROOT / "corpus", index)
            work = xquad_work(index, paragraphs, limit, limit // 2) if name == "xquad" else brief_work(index, limit)
            works[name] = measure(work, encoder, reader, folder / name, seconds, quick=chosen.quick)
    content = {"machine": machine, "quick": bool(limit), "installed": installed, "works": works}
    print(save_result("peers", content))


def _build(corpus: Path, index: Path) -> float:
    """Seconds of `briefqa build` as a process, everything counted."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "briefqa", "build", "--corpus", str(corpus), "--index", str(index)]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def measure(work: Work, encoder: Path, reader: Path, folder: Path, built: float, *, quick: bool) -> dict[str, Any]:
    """Index, search, ask and serve with every contestant; gives plain JSON values by contestant."""
    folders = {entrant.name: folder.with_name(f"{work.name}-{entrant.name}") for entrant in ENTRANTS}
    folders["briefqa"] = work.index
    results: dict[str, Any] = {entrant.name: {"label": entrant.label} for entrant in ENTRANTS}
    with ExitStack() as running:
        talks = {entrant.name: running.enter_context(start(entrant, encoder, reader)) for entrant in ENTRANTS}
        for name, talk in talks.items():
            seconds = built
            if name == "briefqa":
                talk.do("open", folder=str(work.index))
            else:
                texts = {"passages": list(work.passages), "paragraphs": list(work.paragraphs)}
                _, seconds = talk.do("index", folder=str(folders[name]), **texts)
            results[name]["index"] = {"seconds": seconds, "passages_a_second": len(work.passages) / seconds}
            print(f"{work.name}: {name} indexed in {seconds:.1f} s", file=sys.stderr)
        _measure_questions(work, talks, results)
        _measure_http(work, talks, results, 16 if quick else 64)
    runs = 1 if quick else 5
    for name, cold in cold_starts(ENTRANTS, encoder, reader, folders, work.questions[0].question, runs).items():
        results[name]["cold_start_seconds"] = cold
    return {"passages": len(work.passages), "questions": len(work.questions), "contestants": results}


def _measure_questions(work: Work, talks: Mapping[str, Talk], results: dict[str, Any]) -> None:
    """Quality and time of searching and asking, in turns."""
    searched = ask_side_by_side(talks, "search", [one for one in work.questions if one.right], k=DEPTH)
    right = [one for one in work.questions if one.right]
    for name, found in searched.items():
        ratios = pair_ratios(searched["briefqa"], found)
        results[name]["search"] = {**score_search(right, found), **time_scores(found), "times_briefqa": ratios}
    reading = {entrant.name: talks[entrant.name] for entrant in _reading(ENTRANTS)}
    answered = ask_side_by_side(reading, "ask", work.questions)
    for name, found in answered.items():
        ratios = pair_ratios(answered["briefqa"], found)
        results[name]["ask"] = {**score_answers(work.questions, found), **time_scores(found), "times_briefqa": ratios}
    for name, talk in talks.items():
        results[name]["memory_mb"] = talk.megabytes()


def _reading(entrants: Sequence[Entrant]) -> list[Entrant]:
    return [entrant for entrant in entrants if entrant.reads]


def _measure_http(work: Work, talks: Mapping[str, Talk], results: dict[str, Any], count: int) -> None:
    """The same questions over HTTP: briefqa's own server without its answer cache, the others behind a plain one."""
    questions = [one.question for one in work.questions[:: max(1, len(work.questions) // count)]][:count]
    with (
        tempfile.TemporaryDirectory() as state,
        serve(work.index, Path(state), cache_bytes=0, concurrency=2, rate_limit="1000000/minute") as (url, _),
    ):
        ports = {"briefqa": (int(url.rpartition(":")[2]), "/v1/ask")}
        for entrant in _reading(ENTRANTS):
            if entrant.name != "briefqa":
                ports[entrant.name] = (int(talks[entrant.name].do("serve")[0]), "/")
        for clients in (1, 8):
            for name, (port, path) in ports.items():
                ask_over_http(port, path, questions[:2], 1)
                results[name][f"http_{clients}"] = ask_over_http(port, path, questions, clients)


if __name__ == "__main__":
    main()
