"""The answer that says that the documents do not say."""

from __future__ import annotations

from collections.abc import Sequence

from briefqa.facts.citing import cite
from briefqa.index.store import Store
from briefqa.types import Answer, AnswerKind, Passage


def refuse(
    question: str,
    kind: AnswerKind,
    missing: Sequence[str],
    nearest: Sequence[Passage],
    confidence: float,
    store: Store,
    generation: str,
) -> Answer:
    """A refusal that names what is `missing` and quotes the `nearest` passages."""
    return Answer(
        id="",
        question=question,
        answered=False,
        answer=None,
        kind=kind,
        confidence=confidence,
        citations=(),
        facts=(),
        conflicts=(),
        derivation=None,
        missing=tuple(missing),
        nearest=tuple(cite(store.document(passage.document_id), passage) for passage in nearest),
        generation=generation,
        took_ms=0.0,
    )
