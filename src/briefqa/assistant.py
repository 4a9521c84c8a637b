"""Composition 2: an index becomes an assistant that answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.answerer import Answerer
from briefqa.answering.confidence import ERROR_RATE, THRESHOLD, ConfidenceWeights
from briefqa.answering.followups import resolve
from briefqa.answering.question import clean_question, read_question
from briefqa.answering.retriever import Retriever
from briefqa.facts import Lexicon
from briefqa.facts.conflicts import Disagreement, find_conflicts
from briefqa.index.generation import Generation, current_generation, open_generation
from briefqa.index.lease import Lease
from briefqa.index.level import Level
from briefqa.index.store import DocumentSummary, FactFilter
from briefqa.models.encoders import open_encoder
from briefqa.models.memory import return_freed_memory
from briefqa.models.reader import OnnxReader, Reader
from briefqa.models.shipped import shipped_reader
from briefqa.settings import Settings
from briefqa.types import Answer, Document, FactRecord, Hit, Passage

_COMPARED_RECORDS = 500


@dataclass(frozen=True, slots=True)
class _Searched:
    """A generation as the retriever sees it."""

    generation: Generation

    @property
    def passages(self) -> Level:
        return self.generation.passages

    @property
    def paragraphs(self) -> Level:
        return self.generation.paragraphs

    @property
    def paragraph_of(self) -> NDArray[np.int32]:
        return self.generation.paragraph_of

    def read_passages(self, rows: Sequence[int] | NDArray[np.int64]) -> tuple[Passage, ...]:
        return self.generation.store.passages(rows)


@dataclass(frozen=True, slots=True)
class _Opened:
    """One generation with everything that answers from it."""

    generation: Generation
    answerer: Answerer


class Assistant:
    """Answers from the newest generation of an index; safe to use from many threads.

    A question runs on the generation that was open when it came; `refresh` moves later ones to a newer generation.
    """

    def __init__(self, index: Path, settings: Settings, reader: Reader | None) -> None:
        self._index = index
        self._settings = settings
        self._reader = reader
        self._lock = threading.Lock()
        self._lease = Lease(_open(index, settings, reader), lambda opened: opened.generation.close())
        self._held = threading.local()

    @classmethod
    def open(cls, index: Path, settings: Settings) -> Self:
        """Open the index and the reader.

        Raises:
            StoredIndexError: there is no index, or it cannot be used.
            ModelError: the reader's weights cannot be used.
        """
        folder = settings.reader or shipped_reader()
        return cls(index, settings, OnnxReader(folder, settings.threads) if folder else None)

    @property
    def generation(self) -> str:
        """The id of the generation that answers."""
        return self._opened.generation.id

    @property
    def _opened(self) -> _Opened:
        """What this thread holds in `steady`, else what answers now."""
        held: _Opened | None = getattr(self._held, "opened", None)
        return held or self._lease.now

    @contextmanager
    def steady(self) -> Iterator[Self]:
        """Read from one generation until the end of the block in this thread, whatever `refresh` does meanwhile."""
        if getattr(self._held, "opened", None) is not None:
            yield self
            return
        with self._lease.use() as opened:
            self._held.opened = opened
            try:
                yield self
            finally:
                self._held.opened = None

    @property
    def answerer(self) -> Answerer:
        """What answers now; for evaluation and for fitting weights."""
        return self._opened.answerer

    def refresh(self) -> bool:
        """Move to the newest generation; False when it is open already.

        Running questions keep theirs, which is closed when the last of them is answered.
        """
        with self._lock:
            if current_generation(self._index) == self._lease.now.generation.id:
                return False
            self._lease.move(_open(self._index, self._settings, self._reader))
        return True

    def ask(
        self,
        question: str,
        *,
        documents: Sequence[str] | None = None,
        history: Sequence[str] = (),
        max_citations: int = 5,
    ) -> Answer:
        """Answer a question, or say honestly what is missing.

        Raises:
            QuestionError: the question cannot be asked.
            NotFoundError: a document id is unknown.
        """
        started = time.perf_counter()
        with self.steady():
            answerer = self._opened.answerer
            typed = clean_question(question, self._settings.question_limit)
            read_as = resolve(typed, history, answerer.lexicon) if history else None
            answer = answerer.ask(question, documents=documents, max_citations=max_citations, read_as=read_as)
        return replace(answer, took_ms=round((time.perf_counter() - started) * 1000, 1))

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] | None = None) -> tuple[Hit, ...]:
        """The `k` passages that fit a query best.

        Raises:
            QuestionError: the query cannot be searched.
            NotFoundError: a document id is unknown.
        """
        with self.steady():
            opened = self._opened
            cleaned = clean_question(query, self._settings.question_limit)
            read = read_question(cleaned, opened.answerer.lexicon, opened.generation.paragraphs.lexical)
            rows = paragraph_rows = None
            if documents is not None:
                store = opened.generation.store
                rows, paragraph_rows = store.rows(documents), store.paragraph_rows(documents)
            return tuple(found.hit for found in opened.answerer.retriever.search(read, k, rows, paragraph_rows))

    def documents(self) -> tuple[DocumentSummary, ...]:
        """What the index holds."""
        with self.steady():
            return self._opened.generation.store.documents()

    def document(self, document_id: str) -> Document:
        """One document; raises NotFoundError."""
        with self.steady():
            return self._opened.generation.store.document(document_id)

    def passage(self, passage_id: str) -> Passage:
        """One passage; raises NotFoundError."""
        with self.steady():
            return self._opened.generation.store.passage(passage_id)

    def facts(self, wanted: FactFilter | None = None) -> tuple[FactRecord, ...]:
        """The records that fit."""
        with self.steady():
            return self._opened.generation.store.facts(wanted)

    def close(self) -> None:
        """Give the index free; nothing can be asked afterwards."""
        self._lease.close()


def _disagreements(generation: Generation) -> tuple[Disagreement, ...] | None:
    """Contradictions over the whole corpus, where it is small enough to compare every record with every other."""
    if generation.manifest.counts.facts > _COMPARED_RECORDS:
        return None
    return find_conflicts(generation.store.facts())


def _open(index: Path, settings: Settings, reader: Reader | None) -> _Opened:
    generation = open_generation(index, verify=False)
    lexicon = Lexicon.from_json(generation.store.lexicon())
    encoder = open_encoder(generation.encoder_folder, settings.threads)
    return_freed_memory()
    answerer = Answerer(
        generation=generation.id,
        store=generation.store,
        paragraphs=generation.paragraphs,
        lexicon=lexicon,
        retriever=Retriever(_Searched(generation), encoder),
        reader=reader,
        weights=ConfidenceWeights(),
        threshold=THRESHOLD,
        error_rate=ERROR_RATE,
        question_limit=settings.question_limit,
        disagreements=_disagreements(generation),
    )
    return _Opened(generation, answerer)
