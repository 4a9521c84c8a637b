"""What the server keeps: answers for replay and gaps, feedback, builds; one SQLite file that workers share.

Losing a record never costs an answer: a full disk is counted, logged and told to whoever asked for the record.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Lock

from briefqa_api.rendering import RenderedAnswer

RECORDS_FILE = "records.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, generation TEXT NOT NULL, question TEXT NOT NULL,
  answered INTEGER NOT NULL, missing TEXT NOT NULL, asked INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
CREATE TABLE IF NOT EXISTS feedback (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, answer_id TEXT NOT NULL, verdict TEXT NOT NULL, comment TEXT,
  generation TEXT NOT NULL, question TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS builds (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """What somebody said about an answer; `answer` is the answer's JSON. `at` is ISO 8601 in UTC."""

    id: str
    at: str
    answer_id: str
    verdict: str
    comment: str | None
    generation: str
    question: str
    answer: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """A refused question: what was missing, and how often it was asked."""

    question: str
    missing: tuple[str, ...]
    asked: int
    at: str


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A build that was asked for over HTTP; `state` is queued, running, done or failed."""

    id: str
    state: str
    started: str
    finished: str | None = None
    document_id: str | None = None
    action: str = "add"
    step: str | None = None
    done: int = 0
    total: int = 0
    generation: str | None = None
    failures: tuple[tuple[str, str], ...] = ()
    reason: str | None = None


def now() -> str:
    """This moment as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class RecordStore:
    """The file; its methods may be called from any thread and raise `sqlite3.Error` or `OSError` as they come."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._lock = Lock()

    def save_answer(self, answer: RenderedAnswer, took_ms: float) -> None:
        """Keep an answer; the same one asked again is counted."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, 1, ?)"
                " ON CONFLICT (id) DO UPDATE SET asked = asked + 1, at = excluded.at",
                (
                    answer.id,
                    now(),
                    answer.generation,
                    answer.question,
                    answer.answered,
                    json.dumps(answer.missing),
                    zlib.compress(answer.body(took_ms), 1),
                ),
            )

    def answer(self, answer_id: str) -> bytes | None:
        """The JSON of a kept answer."""
        with self._open() as connection:
            row = connection.execute("SELECT body FROM answers WHERE id = ?", (answer_id,)).fetchone()
        return None if row is None else zlib.decompress(row[0])

    def gaps(self, days: int) -> tuple[Gap, ...]:
        """The refused questions of the last `days` days, newest first."""
        since = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        with self._open() as connection:
            rows = connection.execute(
                "SELECT question, missing, asked, at FROM answers WHERE NOT answered AND at >= ? ORDER BY at DESC, id",
                (since,),
            ).fetchall()
        return tuple(Gap(question, tuple(json.loads(missing)), asked, at) for question, missing, asked, at in rows)

    def save_feedback(self, answer: RenderedAnswer | bytes, verdict: str, comment: str | None) -> str:
        """Keep what somebody said, together with the answer it is about, and return its id."""
        body = answer if isinstance(answer, bytes) else answer.body(0.0)
        value, identifier = json.loads(body), token_hex(8)
        with self._open() as connection:
            connection.execute(
                "INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    identifier,
                    now(),
                    value["id"],
                    verdict,
                    comment,
                    value["generation"],
                    value["question"],
                    zlib.compress(body, 6),
                ),
            )
        return identifier

    def feedback(self, limit: int = 1000) -> tuple[FeedbackRecord, ...]:
        """What was said, newest first."""
        with self._open() as connection:
            rows = connection.execute("SELECT * FROM feedback ORDER BY at DESC, id LIMIT ?", (limit,)).fetchall()
        return tuple(
            FeedbackRecord(name, at, answer_id, verdict, comment, generation, question, zlib.decompress(body))
            for name, at, answer_id, verdict, comment, generation, question, body in rows
        )

    def save_build(self, build: BuildRecord) -> None:
        """Keep the newest state of a build; the last hundred are kept."""
        with self._open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO builds VALUES (?, ?, ?)", (build.id, build.started, json.dumps(asdict(build)))
            )
            connection.execute(
                "DELETE FROM builds WHERE id NOT IN (SELECT id FROM builds ORDER BY at DESC, id LIMIT 100)"
            )

    def build(self, build_id: str) -> BuildRecord | None:
        """One build."""
        with self._open() as connection:
            row = connection.execute("SELECT record FROM builds WHERE id = ?", (build_id,)).fetchone()
        if row is None:
            return None
        value = json.loads(row[0])
        return BuildRecord(**{**value, "failures": tuple((name, reason) for name, reason in value["failures"])})

    def prune(self, days: int) -> None:
        """Drop the answers that are older than `days` days."""
        oldest = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        with self._open() as connection:
            connection.execute("DELETE FROM answers WHERE at < ?", (oldest,))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._connection is None:
                self._connection = self._connect()
            with self._connection:
                yield self._connection

    def _connect(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(self._file, timeout=5.0, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_SCHEMA)
            self._file.chmod(0o600)
        except BaseException:
            connection.close()
            raise
        return connection
