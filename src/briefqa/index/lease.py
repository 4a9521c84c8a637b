"""Lending one thing to many threads: a former one is closed when the last of them is done with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

Held = TypeVar("Held")


@dataclass(slots=True)
class _Loan(Generic[Held]):
    """What is lent, to how many, and whether another took its place."""

    held: Held
    users: int = 0
    former: bool = False


class Lease(Generic[Held]):
    """Lends what it holds now; `close` is called once for each thing, when nobody uses it any more."""

    def __init__(self, held: Held, close: Callable[[Held], None]) -> None:
        self._close = close
        self._lock = threading.Lock()
        self._loan = _Loan(held)

    @property
    def now(self) -> Held:
        """What is lent now, without holding it against `move`."""
        return self._loan.held

    @contextmanager
    def use(self) -> Iterator[Held]:
        """Hold what is lent now until the end of the block, whatever takes its place meanwhile."""
        with self._lock:
            loan = self._loan
            loan.users += 1
        try:
            yield loan.held
        finally:
            with self._lock:
                loan.users -= 1
                last = loan.former and loan.users == 0
            if last:
                self._close(loan.held)

    def move(self, held: Held) -> None:
        """Lend `held` from now on; the one before is closed as soon as nobody uses it."""
        with self._lock:
            former, self._loan = self._loan, _Loan(held)
        self._retire(former)

    def close(self) -> None:
        """Lend nothing any more; what is in use is closed by its last user."""
        self._retire(self._loan)

    def _retire(self, loan: _Loan[Held]) -> None:
        with self._lock:
            idle = loan.users == 0 and not loan.former
            loan.former = True
        if idle:
            self._close(loan.held)
