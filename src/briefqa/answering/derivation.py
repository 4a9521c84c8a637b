"""Answers that no passage states: computed from cited figures, with the derivation shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefqa.answering.comparisons import say_value
from briefqa.answering.question import Question
from briefqa.facts.arithmetic import Operation, derive
from briefqa.types import Answer, AnswerKind, Derivation, FactRecord, FigureRecord, Span


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """The figure that answers one part of a question, and the chance that it is the right one."""

    record: FigureRecord
    confidence: float


def derive_answer(
    question: Question,
    parts: Sequence[str],
    find: Callable[[str], FoundFigure | None],
    *,
    generation: str,
    max_citations: int,
) -> Answer | None:
    """The difference of the answers to both parts; None where one is unsure or they cannot be compared.

    Args:
        question: the whole question.
        parts: one question for each operand.
        find: gives the figure that answers a part, or None where none is sure enough.
        generation: the generation that is asked.
        max_citations: how many citations to give at most.
    """
    operands: list[FigureRecord] = []
    sure = 1.0
    for part in parts:
        found = find(part)
        if found is None:
            return None
        operands.append(found.record)
        sure *= found.confidence
    result = derive(Operation.DIFFERENCE, operands)
    if operands[0].id == operands[1].id or not isinstance(result, Derivation):
        return None
    return Answer(
        id="",
        question=question.text,
        answered=True,
        answer=say_value(result.result, result.unit),
        kind=AnswerKind.DERIVED,
        confidence=round(sure, 4),
        citations=tuple(operand.citation for operand in operands)[:max_citations],
        facts=tuple(operands),
        conflicts=(),
        derivation=result,
        missing=(),
        nearest=(),
        generation=generation,
        took_ms=0.0,
    )


def figure_at(records: Sequence[FactRecord], span: Span) -> FigureRecord | None:
    """The first figure whose own words overlap `span`, a range of the document's text."""
    for record in records:
        if isinstance(record, FigureRecord) and surface_span(record).overlap(span):
            return record
    return None


def surface_span(record: FactRecord) -> Span:
    """Where in its document a record's own words stand."""
    start = record.citation.start + (record.citation.answer_start or 0)
    return Span(start, start + len(record.surface))
