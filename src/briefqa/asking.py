"""What answers questions, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from briefqa.types import Answer, Document, Hit


class Asked(Protocol):
    """What can be asked: the assistant, a client of a server, or a stand-in in tests."""

    @property
    def generation(self) -> str:
        """The generation of the index that answers the next question."""
        ...

    def ask(
        self,
        question: str,
        *,
        documents: Sequence[str] | None = None,
        history: Sequence[str] = (),
        max_citations: int = 5,
    ) -> Answer:
        """Answer or refuse."""
        ...

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] | None = None) -> tuple[Hit, ...]:
        """The best passages for a query."""
        ...

    def document(self, document_id: str, /) -> Document:
        """One document."""
        ...
