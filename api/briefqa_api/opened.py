"""The index that the server answers from, and how it follows newer generations.

The server is alive before its index is open, so that /healthz and /readyz can say what is going on; it opens an
index that is built later without a restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from briefqa.asking import Asked
from briefqa.errors import BriefqaError
from briefqa.facts import Finding, Lexicon
from briefqa.index.store import DocumentSummary, FactFilter
from briefqa.types import FactRecord, Passage
from briefqa_api.logs import log, log_failure
from briefqa_api.problems import ProblemError


class AssistantLike(Asked, Protocol):
    """What the routes need of `briefqa_api.served.ServedAssistant`; tests put a small fake in its place."""

    @property
    def reader(self) -> str | None:
        """The name of the reader's weights, None where answers are made without a reader."""
        ...

    def documents(self) -> Sequence[DocumentSummary]:
        """A summary of each document."""
        ...

    def passage(self, id: str, /) -> Passage:
        """One passage."""
        ...

    def facts(self, wanted: FactFilter | None = None, /) -> tuple[FactRecord, ...]:
        """The fact records."""
        ...

    def lexicon(self) -> Lexicon:
        """The names of the corpus."""
        ...

    def findings(self) -> tuple[Finding, ...]:
        """What the documents' audit found."""
        ...

    def steady(self) -> AbstractContextManager[object]:
        """Keep this thread on one generation until the end of the block."""
        ...

    def refresh(self) -> bool:
        """Move to the newest generation if there is one."""
        ...


Found = TypeVar("Found")


def read_steadily(assistant: AssistantLike, read: Callable[[AssistantLike, str], Found]) -> Found:
    """Read several things from one generation, which stays open until `read` is done; it gets its id too."""
    with assistant.steady():
        return read(assistant, assistant.generation)


class OpenIndex:
    """Holds the assistant; `open_assistant` opens the current generation and checks it."""

    def __init__(self, open_assistant: Callable[[], AssistantLike], refresh_seconds: float) -> None:
        self._open = open_assistant
        self._refresh_seconds = refresh_seconds
        self._assistant: AssistantLike | None = None
        self._failed: str | None = None

    @property
    def assistant(self) -> AssistantLike:
        """The assistant.

        Raises:
            ProblemError: 503 while no index is open.
        """
        if self._assistant is None:
            raise ProblemError(503, "not-ready", self.reason, headers={"Retry-After": "5"})
        return self._assistant

    @property
    def generation(self) -> str | None:
        """The open generation, None while there is none."""
        return None if self._assistant is None else self._assistant.generation

    @property
    def reason(self) -> str:
        """Why no index is open, without naming places on the server."""
        if self._failed is None:
            return "The index is being opened; try again in a moment."
        return f"The index cannot be opened ({self._failed}); the server's log and `briefqa build` say more."

    async def refresh(self) -> None:
        """Open the index, or move to its newest generation; off the event loop.

        A newer generation that cannot be opened leaves the one that answers in place.
        """
        try:
            await asyncio.to_thread(self._refresh)
            self._failed = None
        except BriefqaError as error:
            name = type(error).__name__
            if self._failed != name:
                log_failure("index cannot be opened", error)
            self._failed = name

    def _refresh(self) -> None:
        if self._assistant is None:
            self._assistant = self._open()
            log("index opened", generation=self._assistant.generation)
        elif self._assistant.refresh():
            log("generation switched", generation=self._assistant.generation)

    async def follow(self) -> None:
        """Look for a newer generation until cancelled; no single failure ends it."""
        while True:
            try:
                await self.refresh()
            except Exception as error:  # an unforeseen failure is logged, and the next look may succeed
                log_failure("refresh failed", error)
                self._failed = self._failed or type(error).__name__
            await asyncio.sleep(self._refresh_seconds)
