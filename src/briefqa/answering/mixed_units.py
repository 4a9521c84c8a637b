"""What the sides of a comparison measure, and the refusal where they cannot be set against each other."""

from __future__ import annotations

from collections.abc import Sequence

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question
from briefqa.answering.refusing import refuse_to_compute
from briefqa.answering.units import HOW_MANY
from briefqa.types import Answer

_NO_COUNT = frozenset({"percent", "per", "dollars", "euros", "pounds"})
_MEASURES = {
    Expectation.MONEY: "an amount of money",
    Expectation.PERCENTAGE: "a percentage",
    Expectation.DURATION: "a duration",
}


def refuse_mixed(question: Question, parts: Sequence[Question], *, generation: str) -> Answer | None:
    """The refusal of a computation whose sides measure different things by their own words; None where they do not.

    Args:
        question: the whole question.
        parts: one question for each side.
        generation: the generation that is asked.
    """
    measures = [_measure(part) for part in parts]
    if None in measures or len(set(measures)) < 2:
        return None
    reason = f"The question sets {' against '.join(str(one) for one in dict.fromkeys(measures))}: the units differ."
    return refuse_to_compute(question.text, reason, (), generation)


def _measure(part: Question) -> str | None:
    """What one side measures, where its words tell."""
    match = HOW_MANY.search(part.corrected) if part.expectation is Expectation.FIGURE else None
    if match is not None and match.group(1).split()[0].casefold() not in _NO_COUNT:
        return "a count"
    return _MEASURES.get(part.expectation)
