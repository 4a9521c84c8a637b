"""A build that was asked for over HTTP, in a process of its own: `python -m briefqa_api.building < JOB`.

The server's memory stays small, and a build that dies takes nothing with it. The record store tells how far it is.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from filelock import Timeout

from briefqa.build import BuildSummary, build_index
from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.manifest import ManifestEntry
from briefqa.documents.reading import read_documents
from briefqa.documents.sources import Source
from briefqa.errors import BriefqaError, CorpusError, DocumentError, IndexBusyError
from briefqa.settings import Settings
from briefqa_api.builds import ingest_lock
from briefqa_api.corpus_edits import CorpusEdit, plan_addition, plan_removal, recover
from briefqa_api.logs import configure_logging, log_failure
from briefqa_api.records import RECORDS_FILE, BuildRecord, RecordStore, now

_SAVE_EVERY = 0.2
_NICENESS = 5
_LOCK_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: add or replace the file `draft` under `entry`, or delete `document_id`."""

    record: BuildRecord
    document_id: str
    draft: Path | None = None
    entry: ManifestEntry | None = None


def read_job(value: dict[str, Any]) -> Job:
    """The job as the server ordered it."""
    return Job(
        BuildRecord(value["id"], "queued", value["started"], document_id=value["document_id"], action=value["action"]),
        value["document_id"],
        Path(value["draft"]) if value["draft"] else None,
        ManifestEntry(**value["entry"]) if value["entry"] else None,
    )


Build = Callable[..., BuildSummary]


def perform(job: Job, settings: Settings, store: RecordStore, build: Build = build_index) -> BuildRecord:
    """Change the corpus, build, and put the corpus back as it was where that fails; gives the last record."""
    record = replace(job.record, state="running", step="checking")
    store.save_build(record)
    try:
        with _hold_ingest_lock(settings), _changed_corpus(job, settings):
            summary = build(settings.corpus, settings.index, settings, progress=_Reporter(record, store))
        failures = tuple((failure.file, failure.reason) for failure in summary.failures)
        record = replace(record, state="done", step=None, generation=summary.generation, failures=failures)
    except (BriefqaError, OSError) as error:
        record = replace(record, state="failed", step=None, reason=_reason(error, settings))
    except BaseException:
        store.save_build(replace(record, state="failed", step=None, reason="The build broke off.", finished=now()))
        raise
    finally:
        if job.draft is not None:
            job.draft.unlink(missing_ok=True)
    record = replace(record, finished=now())
    store.save_build(record)
    return record


@contextmanager
def _hold_ingest_lock(settings: Settings) -> Iterator[None]:
    lock = ingest_lock(settings)
    try:
        lock.acquire(timeout=_LOCK_SECONDS)  # others look whether it is held, which takes moments
    except Timeout as error:
        raise IndexBusyError("Another build is running; try again when it is done.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _changed_corpus(job: Job, settings: Settings) -> Iterator[None]:
    """The corpus with the change for as long as nothing fails, and as it was where something does."""
    corpus = settings.corpus
    recover(corpus)
    edit = _plan(job, corpus)
    try:
        edit.apply(corpus)
        yield
    except BaseException:
        edit.revert(corpus)
        raise
    edit.finish(corpus)


def _plan(job: Job, corpus: Path) -> CorpusEdit:
    """The edit; an uploaded file is read once before, so that one that cannot be read changes nothing."""
    if job.draft is None or job.entry is None:
        return plan_removal(corpus, job.document_id)
    source = Source(job.entry.id, job.draft, job.entry.file, job.entry.sha256 or "", job.entry)
    (read,) = read_documents([source], workers=1, limits=ReadLimits())
    if isinstance(read, ReadFailure):
        raise DocumentError(f"The document cannot be read: {read.reason}.")
    return plan_addition(corpus, job.draft, job.entry, replace=job.record.action == "replace")


def _reason(error: BriefqaError | OSError, settings: Settings) -> str:
    """Why it failed, without the server's paths."""
    if isinstance(error, OSError):
        return "The disk cannot be written; the corpus and the index are as they were."
    text = str(error)
    for path, name in ((settings.corpus, "the corpus"), (settings.index, "the index")):
        for spelled in (str(path.resolve()), str(path)):
            text = text.replace(spelled, name) if len(spelled) > 1 else text
    if isinstance(error, CorpusError) and not isinstance(error, DocumentError):
        return f"{text.rstrip('.')}; the corpus is as it was."
    return text


class _Reporter:
    """Keeps the record of a running build up to date, a few times a second."""

    def __init__(self, record: BuildRecord, store: RecordStore) -> None:
        self._record, self._store = record, store
        self._saved = -_SAVE_EVERY

    def __call__(self, stage: str, done: int, total: int) -> None:
        if monotonic() - self._saved >= _SAVE_EVERY or stage != self._record.step:
            self._saved = monotonic()
            self._record = replace(self._record, step=stage, done=done, total=total)
            self._store.save_build(self._record)


def _end(*_: object) -> None:
    raise SystemExit(1)


def main() -> int:
    """Do the job that stands on standard input; the exit code is 1 where it failed."""
    configure_logging()
    sys.excepthook = lambda _, error, __: log_failure("build broke off", error)
    order = json.load(sys.stdin)
    settings = Settings(**order["settings"])
    os.nice(_NICENESS)
    signal.signal(signal.SIGTERM, _end)
    store = RecordStore(settings.server.state / RECORDS_FILE)
    try:
        return 0 if perform(read_job(order["job"]), settings, store).state == "done" else 1
    finally:
        store.close()


if __name__ == "__main__":
    raise SystemExit(main())
