"""Who writes an index and who reads a generation.

Both locks are held by the kernel for an open file, so that they end with the process, however it ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from briefqa.errors import IndexBusyError

BUILD_LOCK = "build.lock"


@contextmanager
def hold_build_lock(index: Path) -> Iterator[None]:
    """Be the only one who writes `index`.

    Raises:
        IndexBusyError: another build is.
    """
    lock = FileLock(index / BUILD_LOCK, timeout=0, is_singleton=False)
    try:
        lock.acquire()
    except (Timeout, RuntimeError) as error:  # RuntimeError: this very thread holds it already
        raise IndexBusyError(f"Another build is writing {index}; wait until it is done and try again.") from error
    try:
        yield
    finally:
        lock.release()


class GenerationLock:
    """A lock on one generation: shared by all who read it, exclusive for the one who removes it."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    @classmethod
    def share(cls, path: Path) -> Self:
        """Hold the generation against removal; waits for a removal under way, which takes moments.

        In a folder that cannot be written and has no lock file, nobody can remove anything; there is nothing to hold.
        """
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
            except OSError:
                return cls(None)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return cls(descriptor)

    @classmethod
    def claim(cls, path: Path) -> Self | None:
        """Hold the generation alone in order to remove it, or None where somebody reads it."""
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return cls(descriptor)

    def release(self) -> None:
        """Let go; does nothing the second time."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
