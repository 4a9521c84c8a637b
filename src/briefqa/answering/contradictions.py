"""What other passages say against an answer: contradicting records first, then other readings of the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefqa.answering.expectation import FIGURES, Expectation
from briefqa.answering.judging import Judged
from briefqa.facts.comparison import same_value
from briefqa.facts.conflicts import Disagreement
from briefqa.types import Citation, Conflict

_SHOWN = 3
_AS_SURE = 0.2
"""Share of the answer's confidence that another value needs to be shown beside it."""


def contradict(
    expectation: Expectation,
    judged: Sequence[Judged],
    disagreements: Sequence[Disagreement],
    cite_answer: Callable[[Judged], Citation],
) -> tuple[Conflict, ...]:
    """Other values that the documents state for what `judged[0]` answers.

    Args:
        expectation: what the question asks for; names and claims contradict nothing by being others.
        judged: the proposals, the answer first.
        disagreements: records of the documents that contradict each other.
        cite_answer: gives the citation of a proposal.
    """
    best = judged[0]
    stated = _of_records(best, disagreements)
    if stated or expectation not in FIGURES | {Expectation.DATE} or best.proposal.cell:
        return stated
    others = [
        entry
        for entry in judged[1:]
        if entry.confidence >= _AS_SURE * best.confidence
        and not entry.proposal.cell
        and not same_value(best.text, entry.text)
    ]
    reason = "Another passage gives another value."
    return tuple(Conflict(entry.text, reason, (cite_answer(entry),)) for entry in others[:_SHOWN])


def _of_records(best: Judged, disagreements: Sequence[Disagreement]) -> tuple[Conflict, ...]:
    """What other records say of the very figure or date that was answered."""
    found = []
    for disagreement in disagreements:
        own = [
            record
            for record in disagreement.records
            if record.passage_id == best.proposal.passage.id and record.span.overlap(best.proposal.span)
        ]
        others = [record for record in disagreement.records if record not in own]
        if own and others:
            citations = tuple(record.citation for record in others)
            found.append(Conflict(others[0].surface, disagreement.reason, citations))
    return tuple(found[:_SHOWN])
