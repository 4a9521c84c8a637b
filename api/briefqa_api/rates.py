"""How often one key and one address may ask.

Counting is done by the `limits` library in fixed windows. One worker counts in memory; several workers count in
one SQLite file, because each would allow the whole limit otherwise.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from math import ceil
from pathlib import Path
from threading import Lock

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from briefqa.errors import SettingsError
from briefqa_api.problems import ProblemError

DEFAULT_RATE = "120/minute"


class SharedCounters(Storage):
    """Counters in a SQLite file that several processes share; lost with the machine, which does no harm."""

    STORAGE_SCHEME = None
    base_exceptions = (sqlite3.Error,)

    def __init__(self, file: Path) -> None:
        super().__init__()
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._connection = sqlite3.connect(file, timeout=2.0, isolation_level=None, check_same_thread=False)
        with closing(self._connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS counters (key TEXT PRIMARY KEY, count INTEGER, expires REAL) WITHOUT ROWID"
            )

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more within the window of `expiry` seconds and return the window's count."""
        now = time.time()
        with self._lock:
            if int(now) % 64 == 0:
                self._connection.execute("DELETE FROM counters WHERE expires <= ?", (now,))
            row = self._connection.execute(
                "INSERT INTO counters VALUES (?1, ?2, ?3 + ?4) ON CONFLICT (key) DO UPDATE SET"
                " count = CASE WHEN expires <= ?3 THEN ?2 ELSE count + ?2 END,"
                " expires = CASE WHEN expires <= ?3 THEN ?3 + ?4 ELSE expires END RETURNING count",
                (key, amount, now, expiry),
            ).fetchone()
        return int(row[0])

    def get(self, key: str) -> int:
        """The count of the window that runs now."""
        return int(self._read("SELECT count FROM counters WHERE key = ? AND expires > ?", key, time.time()))

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since the epoch; now when there is none."""
        now = time.time()
        return self._read("SELECT expires FROM counters WHERE key = ? AND expires > ?", key, now) or now

    def check(self) -> bool:
        """Whether the file can be read."""
        self._read("SELECT COUNT(*) FROM counters WHERE key = ? AND expires > ?", "", 0.0)
        return True

    def reset(self) -> int | None:
        """Forget every count."""
        with self._lock:
            return self._connection.execute("DELETE FROM counters").rowcount

    def clear(self, key: str) -> None:
        """Forget the count of one key."""
        with self._lock:
            self._connection.execute("DELETE FROM counters WHERE key = ?", (key,))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _read(self, statement: str, key: str, now: float) -> float:
        with self._lock:
            row = self._connection.execute(statement, (key, now)).fetchone()
        return row[0] if row else 0


def read_rate(rate: str) -> RateLimitItem:
    """A limit such as `120/minute`.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        return parse(rate)
    except ValueError as error:
        raise SettingsError(
            f"The setting server.rate_limit cannot be used: {rate!r}. Write it as 120/minute or 10/second."
        ) from error


class Rates:
    """Counts requests by name and refuses those above the limit."""

    def __init__(self, rate: str, shared: Path | None = None) -> None:
        self._item = read_rate(rate)
        self._storage: Storage = SharedCounters(shared) if shared else MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)

    @property
    def is_shared(self) -> bool:
        """Whether the counts stand in a file that several workers share."""
        return isinstance(self._storage, SharedCounters)

    def count(self, name: str) -> None:
        """Count one request under `name`.

        Raises:
            ProblemError: 429 with the seconds until the window ends.
        """
        if self._limiter.hit(self._item, name):
            return
        ends = self._limiter.get_window_stats(self._item, name).reset_time
        seconds = max(1, ceil(ends - time.time()))
        raise ProblemError(
            429,
            "rate-limited",
            f"This is more than {self._item.amount} requests in {self._item.get_expiry()} seconds; "
            f"try again in {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
        )

    def close(self) -> None:
        """Release the shared file, if there is one."""
        if isinstance(self._storage, SharedCounters):
            self._storage.close()
