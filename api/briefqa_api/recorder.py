"""Keeps answers behind the backs of those who asked: a bounded queue and one thread that writes."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Thread
from time import monotonic

from briefqa_api.logs import QuestionLog, log
from briefqa_api.metrics import Metrics
from briefqa_api.records import RecordStore
from briefqa_api.rendering import RenderedAnswer

_QUEUE = 1000
_PRUNE_EVERY = 3600.0
_COMPLAIN_EVERY = 60.0


@dataclass(frozen=True, slots=True)
class _Note:
    answer: RenderedAnswer
    took_ms: float
    request_id: str | None


class Recorder:
    """Writes answers and logged questions; what cannot be written is counted and logged, never raised."""

    def __init__(self, store: RecordStore, questions: QuestionLog, metrics: Metrics, keep_days: int) -> None:
        self._store, self._questions, self._metrics, self._keep_days = store, questions, metrics, keep_days
        self._notes: Queue[_Note | None] = Queue(_QUEUE)
        self._thread = Thread(target=self._write_all, name="briefqa-recorder", daemon=True)
        self._complained = -_COMPLAIN_EVERY

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def note(self, answer: RenderedAnswer, took_ms: float, request_id: str | None) -> None:
        """Ask for an answer to be kept; returns at once."""
        try:
            self._notes.put_nowait(_Note(answer, took_ms, request_id))
        except Full:
            self._lose("answer", "queue is full")

    def close(self) -> None:
        """Write what waits and end the thread."""
        if self._thread.is_alive():
            self._notes.put(None)
            self._thread.join(timeout=10)

    def _write_all(self) -> None:
        pruned = -_PRUNE_EVERY
        while True:
            if self._keep_days and monotonic() - pruned >= _PRUNE_EVERY:
                pruned = monotonic()
                self._prune()
            try:
                note = self._notes.get(timeout=_PRUNE_EVERY)
            except Empty:
                continue
            if note is None:
                return
            self._write(note)

    def _write(self, note: _Note) -> None:
        try:
            if self._keep_days:
                self._store.save_answer(note.answer, note.took_ms)
        except (sqlite3.Error, OSError) as error:
            self._lose("answer", type(error).__name__)
        try:
            self._questions.write(note.request_id, note.answer.question, note.answer.answered)
        except OSError as error:
            self._lose("question", type(error).__name__)

    def _prune(self) -> None:
        try:
            self._store.prune(self._keep_days)
        except (sqlite3.Error, OSError) as error:
            log("old answers could not be dropped", logging.WARNING, error=type(error).__name__)

    def _lose(self, kind: str, reason: str) -> None:
        self._metrics.lost.labels(kind).inc()
        if monotonic() - self._complained >= _COMPLAIN_EVERY:
            self._complained = monotonic()
            log("records are being lost", logging.ERROR, kind=kind, reason=reason)
