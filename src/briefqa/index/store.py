"""What a store of documents, passages and facts answers, whatever keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from briefqa.types import Document, FactKind, FactRecord, Passage


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text and blocks."""

    id: str
    title: str
    sha256: str
    file: str
    media_type: str
    author: str | None
    publisher: str | None
    published: str | None
    url: str | None
    licence: str | None
    passages: int
    facts: int


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts to list; None means any.

    `unit` is compared exactly; every word of `text` must stand in the record's own strings or its quote, whatever
    its case. `documents` are ids.
    """

    kind: FactKind | None = None
    unit: str | None = None
    text: str | None = None
    documents: tuple[str, ...] | None = None


class Store(Protocol):
    """Documents, passages by row, and facts of one generation; safe to read from many threads.

    Rows are numbered from 0 in the order of the index's vectors; `rows` arguments and results are int64.
    """

    def document(self, document_id: str) -> Document:
        """One document; raises NotFoundError."""

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document, by id."""

    def passage(self, passage_id: str) -> Passage:
        """One passage; raises NotFoundError."""

    def passages(self, rows: Sequence[int] | NDArray[np.int64]) -> tuple[Passage, ...]:
        """The passages of these rows, in the order given; raises NotFoundError."""

    def passage_count(self) -> int:
        """How many passages there are."""

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in reading order; raises NotFoundError."""

    def row(self, passage_id: str) -> int:
        """The row of one passage; raises NotFoundError."""

    def rows(self, document_ids: Sequence[str]) -> NDArray[np.int64]:
        """The rows of every passage of these documents, ascending; raises NotFoundError."""

    def paragraph_rows(self, document_ids: Sequence[str]) -> NDArray[np.int64]:
        """The rows of every paragraph of these documents, ascending; raises NotFoundError."""

    def facts(self, wanted: FactFilter | None = None) -> tuple[FactRecord, ...]:
        """The records that fit, in reading order."""

    def facts_of(self, passage_ids: Sequence[str]) -> tuple[FactRecord, ...]:
        """The records of these passages, in reading order."""

    def lexicon(self) -> dict[str, Any]:
        """The corpus's names as JSON; see `briefqa.facts.Lexicon.from_json`."""

    def close(self) -> None:
        """Give back what reading needs; nothing can be read afterwards."""
