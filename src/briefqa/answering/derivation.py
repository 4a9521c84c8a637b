"""Answers that no passage states: computed from cited figures, with the derivation shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from briefqa.answering.comparisons import Computation, say_value
from briefqa.answering.question import Question
from briefqa.facts.arithmetic import Refusal, derive
from briefqa.facts.intervals import HEDGE_WIDTH
from briefqa.types import Answer, AnswerKind, Derivation, FactRecord, FigureRecord, Span


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """The figure that answers one part of a question, and the chance that it is the right one."""

    record: FigureRecord
    confidence: float


def derive_answer(
    question: Question,
    computation: Computation,
    find: Callable[[str], FoundFigure | None],
    *,
    generation: str,
    max_citations: int,
) -> Answer | None:
    """The result that `computation` gives over the answers to its parts, or a refusal that names why there is none.

    None where a part has no sure answer, or two parts have the same one.

    Args:
        question: the whole question.
        computation: what is computed, with one question for each operand.
        find: gives the figure that answers a part, or None where none is sure enough.
        generation: the generation that is asked.
        max_citations: how many citations to give at most.
    """
    found = []
    for part in computation.parts:
        figure = find(part)
        if figure is None:
            return None
        found.append(figure)
    operands = tuple(figure.record for figure in found)
    if len({record.id for record in operands}) < len(operands):
        return None
    result = derive(computation.operation, operands)
    derived = isinstance(result, Derivation)
    citations = tuple(dict.fromkeys(operand.citation for operand in operands))[:max_citations]
    return Answer(
        id="",
        question=question.text,
        answered=derived,
        answer=say_value(result.result, result.unit) if isinstance(result, Derivation) else None,
        kind=AnswerKind.DERIVED,
        confidence=round(prod(figure.confidence for figure in found), 4),
        citations=citations if derived else (),
        facts=operands if derived else (),
        conflicts=(),
        derivation=result if isinstance(result, Derivation) else None,
        missing=(result.reason,) if isinstance(result, Refusal) else (),
        nearest=() if derived else citations,
        generation=generation,
        took_ms=0.0,
    )


def confirms(record: FigureRecord, answer: Answer) -> bool:
    """Whether a figure of the text states what was computed: it lies in the bounds of the result."""
    derivation = answer.derivation
    if derivation is None or record.value is None or derivation.low is None or derivation.high is None:
        return False
    value, low, high = (Decimal(number) for number in (record.value, derivation.low, derivation.high))
    slack = abs(Decimal(derivation.result)) * HEDGE_WIDTH
    return low - slack <= value <= high + slack


def figure_at(records: Sequence[FactRecord], span: Span) -> FigureRecord | None:
    """The first figure whose own words overlap `span`, a range of the document's text."""
    for record in records:
        if isinstance(record, FigureRecord) and record.span.overlap(span):
            return record
    return None
