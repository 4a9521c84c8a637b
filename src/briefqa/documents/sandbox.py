"""Files read in worker processes of their own: a bad one costs itself, never the others or the caller."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.sources import Source
from briefqa.types import Document

_LENGTH_BYTES = 8
_FILES_PER_WORKER = 500
"""A worker is replaced after so many files, so that what libraries leak does not grow with the corpus."""
_SOURCES: TypeAdapter[Source] = TypeAdapter(Source)
_OUTCOMES: TypeAdapter[Document | ReadFailure] = TypeAdapter(Document | ReadFailure)


class ReadingWorker:
    """One worker process, started when it is first needed and again after it died."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._left = 0
        self._stopped = False
        self._lock = threading.Lock()

    def read(self, source: Source) -> Document | ReadFailure:
        """Read one file within the limits of time and memory."""
        process = self._running()
        if process is None:
            return ReadFailure(source.file, "reading was stopped before its turn; build again")
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(self._limits.wall_seconds, expire)
        timer.start()
        try:
            reply = _exchange(process, _SOURCES.dump_json(source), self._limits.expanded_bytes * 2)
        finally:
            timer.cancel()
        if reply is None:
            self.close()
            return ReadFailure(source.file, self._cause(process, expired=expired.is_set()))
        self._left -= 1
        if self._left <= 0:
            self.close()
        try:
            return _OUTCOMES.validate_json(reply)
        except ValidationError:
            return ReadFailure(source.file, "its parser gave an impossible result; save it again or convert it")

    def close(self) -> None:
        """End the process, if one runs."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)
        self._process = None

    def stop(self) -> None:
        """End the process and start no other; what is being read comes back as a failure."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _running(self) -> subprocess.Popen[bytes] | None:
        """The process, started where none runs; None after `stop`."""
        with self._lock:
            if self._stopped:
                return None
            if self._process is None or self._process.poll() is not None:
                self.close()
                self._process = _start_process(self._limits)
                self._left = _FILES_PER_WORKER
            return self._process

    def _cause(self, process: subprocess.Popen[bytes], *, expired: bool) -> str:
        """Why a worker died, in one sentence."""
        if expired:
            return f"reading it takes longer than {self._limits.wall_seconds:g} s; split it"
        if process.returncode == -signal.SIGXCPU:
            return f"reading it takes more than {self._limits.cpu_seconds} s of processor time; split it"
        return f"its parser crashed on it (exit {process.returncode}); save it again or convert it"


def read_in_workers(sources: Sequence[Source], *, workers: int, limits: ReadLimits) -> Iterator[Document | ReadFailure]:
    """Read files in `workers` processes; results come in the order of `sources`, a bounded number ahead of time."""
    idle: queue.SimpleQueue[ReadingWorker] = queue.SimpleQueue()
    pool = [ReadingWorker(limits) for _ in range(min(workers, max(len(sources), 1)))]
    for worker in pool:
        idle.put(worker)

    def read(source: Source) -> Document | ReadFailure:
        worker = idle.get()
        try:
            return worker.read(source)
        finally:
            idle.put(worker)

    ahead: deque[Future[Document | ReadFailure]] = deque()
    remaining = iter(sources)
    executor = ThreadPoolExecutor(len(pool), thread_name_prefix="reading")
    try:
        for source in remaining:
            ahead.append(executor.submit(read, source))
            if len(ahead) > 2 * len(pool):
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        for future in ahead:
            future.cancel()
        for worker in pool:
            worker.stop()
        executor.shutdown()
        for worker in pool:
            worker.close()


def _start_process(limits: ReadLimits) -> subprocess.Popen[bytes]:
    """Start a worker process and tell it its limits; it sees nothing of the caller's environment but the locale."""
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL"}}
    environment |= {"PYTHONPATH": os.fspath(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "briefqa.documents.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    _send(process, TypeAdapter(ReadLimits).dump_json(limits))
    return process


def _exchange(process: subprocess.Popen[bytes], request: bytes, bound: int) -> bytes | None:
    """Send a request and wait for its reply; None where the worker died or its reply is longer than `bound`."""
    try:
        _send(process, request)
    except OSError:
        return None
    if process.stdout is None:
        return None
    head = process.stdout.read(_LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH_BYTES or length > bound:
        return None
    reply = process.stdout.read(length)
    return reply if len(reply) == length else None


def _send(process: subprocess.Popen[bytes], payload: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(len(payload).to_bytes(_LENGTH_BYTES, "big") + payload)
        process.stdin.flush()


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # a pipe to a dead process cannot be flushed, and nothing in it is wanted
