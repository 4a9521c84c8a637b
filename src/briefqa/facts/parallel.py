"""Fact records of many documents at a time, each read whole by one of several processes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import Self

from briefqa.facts.extraction import extract_facts
from briefqa.facts.lexicon import Lexicon
from briefqa.types import Document, FactRecord, Passage

_AHEAD = 2
"""Documents that wait for each process, so that memory holds a few only."""


def extract_all(
    documents: Iterable[tuple[Document, Sequence[Passage]]], lexicon: Lexicon, workers: int
) -> Iterator[tuple[FactRecord, ...]]:
    """The records of each document in the order of documents: the same ones whatever the number of `workers`."""
    if workers < 2:
        for document, passages in documents:
            yield extract_facts(document, passages, lexicon)
        return
    with ExitStack() as opened:
        idle: SimpleQueue[FactsWorker] = SimpleQueue()
        for _ in range(workers):
            idle.put(opened.enter_context(FactsWorker(lexicon)))

        def extract(document: Document, passages: Sequence[Passage]) -> tuple[FactRecord, ...]:
            worker = idle.get()
            try:
                return worker.extract(document, passages)
            finally:
                idle.put(worker)

        threads = opened.enter_context(ThreadPoolExecutor(workers, thread_name_prefix="facts"))
        ahead: deque[Future[tuple[FactRecord, ...]]] = deque()
        for document, passages in documents:
            ahead.append(threads.submit(extract, document, passages))
            if len(ahead) > _AHEAD * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


class FactsWorker:
    """A process of `briefqa.facts.worker` that reads one document after the other; it ends when its input does.

    Where it dies, documents are read in this process instead.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        paths = [os.fspath(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "briefqa.facts.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
        )
        self._told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def extract(self, document: Document, passages: Sequence[Passage]) -> tuple[FactRecord, ...]:
        """The records of one document."""
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            return extract_facts(document, passages, self._lexicon)
        try:
            if not self._told:
                pickle.dump(self._lexicon.as_json(), requests)
                self._told = True
            pickle.dump((document, tuple(passages)), requests)
            requests.flush()
            found: tuple[FactRecord, ...] = pickle.load(replies)
        except (OSError, EOFError, pickle.UnpicklingError):
            return extract_facts(document, passages, self._lexicon)
        return found
