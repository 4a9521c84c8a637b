"""API keys: made once, shown once, kept as hashes in one small file.

A key carries 256 random bits, so a plain SHA-256 is enough to keep it (a slow hash guards guessable secrets,
and nothing here can be guessed). The file is rewritten as a whole and read again when it changes.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from secrets import token_hex, token_urlsafe
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from filelock import FileLock

from briefqa.errors import NotFoundError, SettingsError

PREFIX = "briefqa_"
KEYS_FILE = "keys.json"
_SCOPE_ORDER = ("ask", "ingest", "admin")


class Scope(StrEnum):
    """What a caller may do; each scope includes those before it."""

    ASK = "ask"
    INGEST = "ingest"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        """Whether a caller with this scope may do what `other` allows."""
        return _SCOPE_ORDER.index(self) >= _SCOPE_ORDER.index(other)


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key as it is kept: everything but the key itself.

    A key with `origins` is publishable: it may stand in a web page, asks only, and counts only for requests
    from these origins. `created` and `expires` are ISO 8601 in UTC.
    """

    id: str
    hash: str
    scope: str
    created: str
    name: str | None = None
    expires: str | None = None
    origins: tuple[str, ...] = ()

    @property
    def publishable(self) -> bool:
        """Whether the key is made to stand in a web page."""
        return bool(self.origins)

    def is_expired(self, now: datetime) -> bool:
        """Whether the key's time is over."""
        return self.expires is not None and datetime.fromisoformat(self.expires) <= now


def checked_origin(origin: str) -> str:
    """An origin in the form browsers send it.

    Raises:
        SettingsError: it is not scheme, host and optional port.
    """
    parts = urlsplit(origin.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise SettingsError(f"{origin!r} is not an origin; give it as https://intranet.example.org.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


class KeyStore:
    """The keys in one file; safe against two writers, cheap to ask."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._keys: dict[str, KeyRecord] = {}

    def create(
        self,
        scope: Scope,
        *,
        name: str | None = None,
        expires: datetime | None = None,
        origins: Sequence[str] = (),
    ) -> tuple[str, KeyRecord]:
        """Make a key and keep its hash; the key itself is returned once and never again.

        Raises:
            SettingsError: a key for web pages may only ask, or an origin is not one.
        """
        if origins and scope is not Scope.ASK:
            raise SettingsError("A key that stands in a web page may only ask; use --scope ask with --origin.")
        identifier, secret = token_hex(6), token_urlsafe(32)
        record = KeyRecord(
            identifier,
            _hash(secret),
            scope.value,
            datetime.now(UTC).isoformat(timespec="seconds"),
            name,
            expires.astimezone(UTC).isoformat(timespec="seconds") if expires else None,
            tuple(checked_origin(origin) for origin in origins),
        )
        with self._locked():
            self._write([*self.all(), record])
        return f"{PREFIX}{identifier}_{secret}", record

    def revoke(self, identifier: str) -> None:
        """Forget a key; it stops working with the next request.

        Raises:
            NotFoundError: there is no such key.
        """
        with self._locked():
            kept = [record for record in self.all() if record.id != identifier]
            if len(kept) == len(self.all()):
                raise NotFoundError(f"There is no key {identifier!r}; `briefqa keys list` shows those there are.")
            self._write(kept)

    def all(self) -> tuple[KeyRecord, ...]:
        """Every key, oldest first."""
        self._reread()
        return tuple(self._keys.values())

    def find(self, key: str) -> KeyRecord | None:
        """The record of a key that is known and not expired, else None."""
        identifier, _, secret = key.removeprefix(PREFIX).partition("_")
        self._reread()
        record = self._keys.get(identifier)
        expected = record.hash if record else _hash("")
        matches = hmac.compare_digest(_hash(secret), expected)
        if record is None or not matches or record.is_expired(datetime.now(UTC)):
            return None
        return record

    def origins(self) -> frozenset[str]:
        """Every origin that some key is bound to."""
        return frozenset(origin for record in self.all() for origin in record.origins)

    def _locked(self) -> FileLock:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(self._file.with_suffix(".lock"), timeout=10)

    def _reread(self) -> None:
        try:
            status = self._file.stat()
        except FileNotFoundError:
            self._stamp, self._keys = None, {}
            return
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp == self._stamp:
            return
        entries = json.loads(self._file.read_text("utf-8"))["keys"]
        records = [KeyRecord(**{**entry, "origins": tuple(entry["origins"])}) for entry in entries]
        self._keys, self._stamp = {record.id: record for record in records}, stamp

    def _write(self, records: Sequence[KeyRecord]) -> None:
        content = json.dumps({"version": 1, "keys": [asdict(record) for record in records]}, indent=1)
        with NamedTemporaryFile("w", dir=self._file.parent, delete=False, encoding="utf-8") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(temporary.name).replace(self._file)
        self._stamp = None


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
