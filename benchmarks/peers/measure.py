"""Timing of contestants side by side: the same questions, one after another, in an order that rotates."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.environments import Entrant, Talk, start
from benchmarks.peers.work import Asked

from briefqa.evaluation.matching import match_short_answer
from briefqa.evaluation.metrics import mean, percentile, reciprocal_rank, success_at

DEPTH = 10
CUTOFFS = (1, 5, 10)


def in_turns(names: Sequence[str], turn: int) -> list[str]:
    """All names, beginning with another one each turn, and backwards every second time."""
    rotated = [*names[turn % len(names) :], *names[: turn % len(names)]]
    return rotated[::-1] if turn // len(names) % 2 else rotated


def ask_side_by_side(
    talks: Mapping[str, Talk], method: str, asked: Sequence[Asked], **fields: int
) -> dict[str, list[tuple[Any, float]]]:
    """What each contestant made of each question, with the seconds it took in its own process."""
    names = list(talks)
    found: dict[str, list[tuple[Any, float]]] = {name: [] for name in names}
    for name in names:  # the first call of each loads what it loads
        talks[name].do(method, question=asked[0].question, **fields)
    for turn, one in enumerate(asked):
        for name in in_turns(names, turn):
            found[name].append(talks[name].do(method, question=one.question, **fields))
    return found


def score_search(asked: Sequence[Asked], found: Sequence[tuple[Any, float]]) -> dict[str, float]:
    """Success and mean reciprocal rank over questions that a passage answers."""
    ranks = []
    for one, (ids, _) in zip(asked, found, strict=True):
        if one.right:
            ranks.append(next((rank for rank, key in enumerate(ids, start=1) if key in one.right), None))
    scores = {f"success_at_{cutoff}": mean([success_at(rank, cutoff) for rank in ranks]) for cutoff in CUTOFFS}
    return {**scores, "mrr": mean([reciprocal_rank(rank, DEPTH) for rank in ranks]), "searched": len(ranks)}


def score_answers(asked: Sequence[Asked], found: Sequence[tuple[Any, float]]) -> dict[str, float]:
    """Exact match and F1 over answerable questions with short answers, and refusals over the unanswerable."""
    exact, f1, refused = [], [], []
    for one, (answer, _) in zip(asked, found, strict=True):
        said = answer["answer"]
        if not one.answerable:
            refused.append(said is None)
        elif one.short:
            match = match_short_answer(said or "", one.answers)
            exact.append(bool(said) and match.exact)
            f1.append(match.f1 if said else 0.0)
    wrongly = [answer["answer"] is None for one, (answer, _) in zip(asked, found, strict=True) if one.answerable]
    return {
        "exact_match": mean(exact),
        "f1": mean(f1),
        "read": len(exact),
        "refused_unanswerable": mean(refused),
        "unanswerable": len(refused),
        "refused_answerable": mean(wrongly),
    }


def time_scores(found: Sequence[tuple[Any, float]]) -> dict[str, float]:
    """Median, 95th percentile and quartiles in milliseconds."""
    taken = [seconds * 1000 for _, seconds in found]
    return {
        "median_ms": statistics.median(taken),
        "p95_ms": percentile(taken, 0.95),
        "quarter_ms": percentile(taken, 0.25),
        "three_quarters_ms": percentile(taken, 0.75),
    }


def pair_ratios(own: Sequence[tuple[Any, float]], other: Sequence[tuple[Any, float]]) -> dict[str, float]:
    """How many times as long the other took, question by question: the median of pairs and its quartiles."""
    ratios = [theirs / mine for (_, mine), (_, theirs) in zip(own, other, strict=True)]
    return {
        "median": statistics.median(ratios),
        "quarter": percentile(ratios, 0.25),
        "three_quarters": percentile(ratios, 0.75),
    }


def cold_starts(
    entrants: Sequence[Entrant], encoder: Path, reader: Path, folders: Mapping[str, Path], question: str, runs: int
) -> dict[str, float]:
    """Median seconds from starting a process to its first answer, on an index that is there."""
    taken: dict[str, list[float]] = {entrant.name: [] for entrant in entrants}
    order = {entrant.name: entrant for entrant in entrants}
    for turn in range(runs):
        for name in in_turns(list(order), turn):
            began = time.perf_counter()
            with start(order[name], encoder, reader) as talk:
                talk.do("open", folder=str(folders[name]))
                talk.do("ask" if order[name].reads else "search", question=question, **_depth(order[name]))
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _depth(entrant: Entrant) -> dict[str, int]:
    return {} if entrant.reads else {"k": DEPTH}


def ask_over_http(port: int, path: str, questions: Sequence[str], clients: int) -> dict[str, float]:
    """Let `clients` share out the questions; milliseconds of each answer and answers a second."""
    taken: list[float] = []
    left = list(reversed(questions))
    lock = threading.Lock()

    def run() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while True:
            with lock:
                if not left:
                    break
                question = left.pop()
            began = time.perf_counter()
            body = json.dumps({"question": question})
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"The server on port {port} answered {response.status}; nothing can be compared.")
            taken.append((time.perf_counter() - began) * 1000)
        connection.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    if len(taken) != len(questions):
        raise SystemExit(f"Only {len(taken)} of {len(questions)} questions were answered; nothing can be compared.")
    return {
        "median_ms": statistics.median(taken),
        "p95_ms": percentile(taken, 0.95),
        "answers_a_second": len(taken) / elapsed,
    }
