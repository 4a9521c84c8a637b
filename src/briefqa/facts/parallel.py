"""Fact records of many documents at a time, each read whole by one of several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from threading import Thread
from typing import Any

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
    context = multiprocessing.get_context("spawn")  # a fork would take over the locks of threads that embed meanwhile
    with ProcessPoolExecutor(workers, context, _set_lexicon, (lexicon.as_json(),)) as pool:
        ahead: deque[Future[tuple[FactRecord, ...]]] = deque()
        for document, passages in documents:
            ahead.append(pool.submit(_extract, document, passages))
            if len(ahead) > _AHEAD * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


_lexicons: list[Lexicon] = []
"""What a process reads against: set once when it starts."""


def _set_lexicon(stored: dict[str, Any]) -> None:
    _lexicons[:] = [Lexicon.from_json(stored)]
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End where the build that started this process was killed, instead of waiting for its next document forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _extract(document: Document, passages: Sequence[Passage]) -> tuple[FactRecord, ...]:
    return extract_facts(document, passages, _lexicons[0])
