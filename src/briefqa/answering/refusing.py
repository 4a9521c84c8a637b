"""The answer that says that the documents do not say."""

from __future__ import annotations

from collections.abc import Sequence

from briefqa.facts.citing import cite
from briefqa.index.store import Store
from briefqa.types import Answer, AnswerKind, Citation, Passage


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
    citations = [cite(store.document(passage.document_id), passage) for passage in nearest]
    return _build(question, kind, missing, citations, confidence, generation)


def refuse_to_compute(question: str, reason: str, nearest: Sequence[Citation], generation: str) -> Answer:
    """A refusal of what was to be computed, with the `reason` in a sentence and the figures that stand `nearest`."""
    return _build(question, AnswerKind.DERIVED, (reason,), nearest, 0.0, generation)


def _build(
    question: str,
    kind: AnswerKind,
    missing: Sequence[str],
    nearest: Sequence[Citation],
    confidence: float,
    generation: str,
) -> Answer:
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
        nearest=tuple(nearest),
        generation=generation,
        took_ms=0.0,
    )
