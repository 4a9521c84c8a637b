"""Answers that no passage states: computed from cited figures, with the derivation shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod

from briefqa.answering.choices import Choice
from briefqa.answering.comparisons import say_value
from briefqa.answering.computation import Computation, name_different_years
from briefqa.answering.labels import Operands
from briefqa.answering.question import Question
from briefqa.answering.refusing import refuse_to_compute
from briefqa.facts.arithmetic import Operation, Refusal, derive, name_mixed_periods
from briefqa.facts.citing import cite
from briefqa.facts.intervals import HEDGE_WIDTH
from briefqa.facts.units import unit_name
from briefqa.types import Answer, AnswerKind, Citation, Derivation, FactRecord, FigureRecord, Operand, Span

_SURENESS = 0.9
"""Confidence where operands stand side by side and all that is asked is said beside them."""


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
    operands = _with_units(tuple(figure.record for figure in found))
    if len({record.id for record in operands}) < len(operands) or not (_alike(operands) or _are_mixed(operands)):
        return None
    confidence = prod(figure.confidence for figure in found)
    return _answer(
        question, computation, operands, operands, confidence, generation=generation, max_citations=max_citations
    )


def _with_units(operands: tuple[FigureRecord, ...]) -> tuple[FigureRecord, ...]:
    """Figures of prose, those without a unit with the noun that all others count: "38 states" and "29 of them"."""
    units = {record.unit for record in operands if record.unit is not None}
    noun = next(iter(units)) if len(units) == 1 else None
    if noun is None or not noun[0].islower() or noun == "times" or any(record.column for record in operands):
        return operands
    return tuple(replace(record, unit=noun) for record in operands)


def _alike(operands: Sequence[FigureRecord]) -> bool:
    """Whether figures found one by one can be of the same attribute: all of prose, or of one column or row."""
    cells = [record for record in operands if record.column is not None]
    if not cells:
        return True
    columns, rows = {record.column for record in cells}, {record.row for record in cells}
    return len(cells) == len(operands) and (len(columns) == 1 or len(rows) == 1)


def _are_mixed(operands: Sequence[FigureRecord]) -> bool:
    """Whether figures have units, and different ones, so that there is a reason to give."""
    units = [unit_name(record.unit) for record in operands]
    return None not in units and len(set(units)) > 1


def answer_operands(
    question: Question, computation: Computation, found: Operands, *, generation: str, max_citations: int
) -> Answer:
    """The result that `computation` gives over operands that stand side by side, or a refusal that says why not."""
    return _answer(
        question,
        computation,
        found.records,
        found.comparable(),
        _sureness(found),
        generation=generation,
        max_citations=max_citations,
    )


def _sureness(found: Operands) -> float:
    """Set by hand, not fitted: such answers are few."""
    return _SURENESS * (0.7 + 0.3 * found.covered) * (1 - 0.05 * min(found.cost, 4.0))


def _answer(
    question: Question,
    computation: Computation,
    records: tuple[FigureRecord, ...],
    operands: tuple[FigureRecord, ...],
    confidence: float,
    *,
    generation: str,
    max_citations: int,
) -> Answer:
    """The computation over `operands`, the figures that `records` state."""
    if computation.is_distance and all(operand.value for operand in operands):
        operands = tuple(sorted(operands, key=lambda operand: -Decimal(operand.value or 0)))
    result = derive(computation.operation, operands, across_periods=computation.is_across_periods)
    derivation = result if isinstance(result, Derivation) else None
    citations = tuple(dict.fromkeys(operand.citation for operand in operands))[:max_citations]
    return Answer(
        id="",
        question=question.text,
        answered=derivation is not None,
        answer=say_result(computation, derivation) if derivation else None,
        kind=AnswerKind.DERIVED,
        confidence=round(confidence, 4),
        citations=citations if derivation else (),
        facts=records if derivation else (),
        conflicts=(),
        derivation=derivation,
        missing=(result.reason,) if isinstance(result, Refusal) else (),
        nearest=() if derivation else citations,
        generation=generation,
        took_ms=0.0,
    )


def say_result(computation: Computation, derivation: Derivation) -> str:
    """The result in words; one below zero where more was asked for says that it is less, and the other way round."""
    value = Decimal(derivation.result)
    if computation.operation is Operation.GROWTH and computation.less:
        value = -value
    if computation.operation is Operation.RATIO:
        value = Decimal(f"{value:.3g}")  # a person says "8.59 times"; the derivation has it to four digits
    said = say_value(f"{abs(value):f}", derivation.unit)
    if not value or computation.is_distance or (value > 0 and not computation.is_contest):
        return said
    return f"{said} {'less' if (value < 0) != computation.less else 'more'}"


def answer_choice(question: Question, choice: Choice, found: Operands, *, generation: str) -> Answer | None:
    """The name of the operand that has the most, or the least, with all that were compared as the derivation.

    A refusal where the figures belong to different periods that the question does not name. None where two are equal, a
    figure is no exact value, or the text does not name the one beside its figure.
    """
    records = found.records
    if any(record.value is None or record.low is not None or record.high is not None for record in records):
        return None
    if len({record.unit for record in found.comparable()}) > 1:
        return None
    mixed = None if name_different_years(choice.parts) else name_mixed_periods(records)
    if mixed is not None:
        return refuse_to_compute(question.text, mixed, [record.citation for record in records], generation)
    order = sorted(range(len(records)), key=lambda at: Decimal(records[at].value or 0), reverse=not choice.less)
    best, second = order[0], order[1]
    name = found.names[best]
    if name is None or Decimal(records[best].value or 0) == Decimal(records[second].value or 0):
        return None
    ranked = tuple(
        Operand(choice.names[at], records[at].surface, records[at].value or "", records[at].unit, records[at].citation)
        for at in order
    )
    formula = f"{'smallest' if choice.less else 'largest'} of {', '.join(one.surface for one in ranked)}"
    passage = found.passages[best]
    first = cite(found.document, passage, name) if passage.span.contains(name) else records[best].citation
    citations: tuple[Citation, ...] = (first, *(records[at].citation for at in order[1:]))
    return Answer(
        id="",
        question=question.text,
        answered=True,
        answer=name.cut(found.document.text),
        kind=AnswerKind.DERIVED,
        confidence=round(_sureness(found), 4),
        citations=citations,
        facts=tuple(records[at] for at in order),
        conflicts=(),
        derivation=Derivation(formula, ranked, ranked[0].value, ranked[0].unit, None),
        missing=(),
        nearest=(),
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
