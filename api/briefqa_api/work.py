"""Where questions are worked on: a few threads and a bounded queue before them.

The event loop never computes. A request that finds the queue full is refused at once with 503, so that memory
and waiting times stay bounded however many clients there are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import TypeVar

from briefqa_api.metrics import Metrics
from briefqa_api.problems import busy

Result = TypeVar("Result")


class WorkPool:
    """`threads` workers and room for `queue` more requests that wait for their turn."""

    def __init__(self, threads: int, queue: int, metrics: Metrics) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="briefqa-work")
        self._room = threads + queue
        self._admitted = 0
        self._metrics = metrics

    @property
    def admitted(self) -> int:
        """How many requests are worked on or wait."""
        return self._admitted

    async def run(self, work: Callable[[], Result], seconds: float) -> Result:
        """Run `work` on a thread and wait for it, at most `seconds`.

        A place in the queue is given back when the work is done, not when its caller stops waiting: work that
        takes too long keeps occupying what it really occupies.

        Raises:
            ProblemError: 503 when the queue is full or the time is over.
        """
        if self._admitted >= self._room:
            self._metrics.rejected.labels("busy").inc()
            raise busy("Too many questions are waiting; try again in a moment.")
        loop = asyncio.get_running_loop()
        submitted = perf_counter()

        def timed() -> Result:
            self._metrics.waiting.dec()
            self._metrics.stage_seconds.labels("wait").observe(perf_counter() - submitted)
            return work()

        self._count(1)
        self._metrics.waiting.inc()
        future = self._executor.submit(timed)
        future.add_done_callback(lambda done: self._leave(loop, done.cancelled()))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except TimeoutError as error:
            self._metrics.rejected.labels("timeout").inc()
            raise busy("The answer took too long; try again in a moment.", 2) from error

    def close(self) -> None:
        """Let running work finish and drop what still waits."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _leave(self, loop: asyncio.AbstractEventLoop, never_began: bool) -> None:
        if never_began:
            self._metrics.waiting.dec()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._count, -1)

    def _count(self, step: int) -> None:
        self._admitted += step
        self._metrics.admitted.inc(step)
