"""How long work says how far it is, also work that is done beside other work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Event
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Told how many of `total` things of one `stage` are done; called in order, from one thread."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Take no note."""


class _StoppedError(Exception):
    """Ends work whose result nobody waits for any more."""


@contextmanager
def beside(work: Callable[[Progress], T]) -> Iterator[Callable[[Progress], T]]:
    """Do `work` in a thread beside what the block does; gives a function that waits for its result.

    That function tells, from its caller's thread, all the progress that `work` made. Where the block is left without
    it, `work` ends at its next progress.
    """
    told: SimpleQueue[tuple[str, int, int] | None] = SimpleQueue()
    left = Event()

    def note(stage: str, done: int, total: int) -> None:
        if left.is_set():
            raise _StoppedError
        told.put((stage, done, total))

    def run() -> T:
        try:
            return work(note)
        finally:
            told.put(None)

    def wait(progress: Progress) -> T:
        for stage, done, total in iter(told.get, None):
            progress(stage, done, total)
        return running.result()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        try:
            yield wait
        finally:
            left.set()
