"""The assistant as the server needs it: with the names of the corpus and with what the documents' audit found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Self

from briefqa.assistant import Assistant
from briefqa.facts import Finding, Lexicon, audit
from briefqa.models.reader import OnnxReader, Reader, Reading
from briefqa.models.shipped import shipped_reader
from briefqa.settings import Settings


class TimedReader:
    """A reader whose runs are timed."""

    def __init__(self, reader: Reader, observe: Callable[[float], object]) -> None:
        self._reader, self._observe = reader, observe

    @property
    def name(self) -> str:
        """The name and version of the weights."""
        return self._reader.name

    def read(self, question: str, texts: Sequence[str]) -> tuple[Reading, ...]:
        """One reading for each text, in order."""
        started = perf_counter()
        try:
            return self._reader.read(question, texts)
        finally:
            self._observe(perf_counter() - started)


class ServedAssistant(Assistant):
    """Audits a generation when that is first asked for, and keeps the findings while it answers."""

    def __init__(self, index: Path, settings: Settings, reader: Reader | None) -> None:
        super().__init__(index, settings, reader)
        self._audit_lock = Lock()
        self._audited: tuple[str, tuple[Finding, ...]] | None = None

    @classmethod
    def open(cls, index: Path, settings: Settings, observe: Callable[[float], object] | None = None) -> Self:
        """Open the index and the reader; `observe` is told the seconds of each run of the reader.

        Raises:
            StoredIndexError: there is no index, or it cannot be used.
            ModelError: the reader's weights cannot be used.
        """
        folder = settings.reader or shipped_reader()
        reader = OnnxReader(folder, settings.threads) if folder else None
        return cls(index, settings, TimedReader(reader, observe) if reader and observe else reader)

    @property
    def reader(self) -> str | None:
        """The name and version of the reader's weights, None where answers are made without them."""
        return None if self._reader is None else self._reader.name

    def lexicon(self) -> Lexicon:
        """The names of the corpus and their aliases."""
        return self._opened.answerer.lexicon

    def findings(self) -> tuple[Finding, ...]:
        """What the documents say about each other and themselves, contradictions first."""
        with self.steady(), self._audit_lock:
            generation = self._opened.generation
            if self._audited is None or self._audited[0] != generation.id:
                store = generation.store
                documents = [(store.document(one.id), store.document_passages(one.id)) for one in store.documents()]
                self._audited = generation.id, audit(documents, store.facts(None))
            return self._audited[1]
