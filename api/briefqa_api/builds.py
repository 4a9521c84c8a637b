"""Builds that were asked for over HTTP, as the server sees them: one process each, one at a time."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from secrets import token_hex

from filelock import FileLock, Timeout

from briefqa.settings import Settings
from briefqa_api.corpus_edits import recover
from briefqa_api.logs import log, log_failure
from briefqa_api.metrics import Metrics
from briefqa_api.problems import ProblemError
from briefqa_api.records import BuildRecord, RecordStore, now

INGEST_LOCK = "ingest.lock"
COMMAND = (sys.executable, "-m", "briefqa_api.building")
_STOP_SECONDS = 10
_ENDED = ("done", "failed")


def ingest_lock(settings: Settings) -> FileLock:
    """The lock that whoever changes the corpus over HTTP holds."""
    settings.server.state.mkdir(parents=True, exist_ok=True)
    return FileLock(settings.server.state / INGEST_LOCK, timeout=0, is_singleton=False)


class Builds:
    """Starts builds and tells how they are; `built` is awaited after each, so that the new generation is opened."""

    def __init__(
        self,
        settings: Settings,
        store: RecordStore,
        metrics: Metrics,
        built: Callable[[], Awaitable[None]],
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._settings, self._store, self._metrics = settings, store, metrics
        self._built, self._command = built, tuple(command)
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._current = ""

    def recover(self) -> None:
        """Take back a change of the corpus that broke off with a server before this one."""
        lock = ingest_lock(self._settings)
        try:
            with lock:
                if recover(self._settings.corpus):
                    log("a change of the corpus that broke off was taken back")
        except Timeout:
            return
        except OSError as error:
            log_failure("corpus cannot be put in order", error)

    async def check_idle(self) -> None:
        """Make sure that nothing is being built over HTTP; a build that is told as ended gets to leave.

        Raises:
            ProblemError: 409 while another build runs, in this worker or another.
        """
        if self._task is not None and not self._task.done():
            record = await asyncio.to_thread(self._store.build, self._current)
            if record is not None and record.state in _ENDED:
                await asyncio.wait([self._task], timeout=_STOP_SECONDS)
        self._refuse_second()

    def start(self, action: str, job: dict[str, object]) -> BuildRecord:
        """Begin a build and return its first record.

        Raises:
            ProblemError: 409 while another build runs.
        """
        self._refuse_second()
        document_id = str(job["document_id"])
        record = BuildRecord(token_hex(8), "queued", now(), document_id=document_id, action=action)
        self._store.save_build(record)
        order = {**job, "id": record.id, "started": record.started, "action": action}
        self._current = record.id
        self._task = asyncio.create_task(self._run(record, order))
        return record

    def find(self, build_id: str) -> BuildRecord | None:
        """A build; one whose process died without a word is told as failed."""
        record = self._store.build(build_id)
        if record is None or record.state not in ("queued", "running"):
            return record
        mine = self._task is not None and not self._task.done()
        if mine or self._is_locked():
            return record
        # it may have ended between the two looks
        record = self._store.build(build_id)
        if record is not None and record.state == "running":
            return replace(record, state="failed", step=None, reason="The build broke off.")
        return record

    async def close(self) -> None:
        """End a running build; the index and the corpus stay as they were."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_STOP_SECONDS)

    async def _run(self, record: BuildRecord, order: dict[str, object]) -> None:
        settings = self._settings.model_dump(mode="json", exclude={"server": {"jwt_key"}})
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                # warnings of libraries quote what they read
                env={**os.environ, "PYTHONWARNINGS": "ignore"},
            )
            await self._process.communicate(json.dumps({"settings": settings, "job": order}).encode("utf-8"))
            ended = await asyncio.to_thread(self._finished, record)
            self._metrics.builds.labels(ended.state).inc()
            log("build ended", build=ended.id, state=ended.state, generation=ended.generation)
            await self._built()
        except (OSError, sqlite3.Error) as error:
            log_failure("build failed", error, build=record.id)

    def _finished(self, record: BuildRecord) -> BuildRecord:
        """The last record of a build whose process has ended, whatever it managed to write."""
        known = self._store.build(record.id) or record
        if known.state in _ENDED:
            return known
        ended = replace(known, state="failed", step=None, reason="The build broke off.", finished=now())
        self._store.save_build(ended)
        return ended

    def _refuse_second(self) -> None:
        if (self._task is not None and not self._task.done()) or self._is_locked():
            raise ProblemError(
                409,
                "build-running",
                "Another build is running; try again when it is done.",
                headers={"Retry-After": "5"},
            )

    def _is_locked(self) -> bool:
        lock = ingest_lock(self._settings)
        try:
            lock.acquire()
        except Timeout:
            return True
        lock.release()
        return False
