"""How sure an answer is: one logistic model over retrieval, reading, expectation and support.

The weights are fitted by `briefqa-train confidence` on questions of other documents and on the tuning half of the
evaluation set; the half it is reported on takes no part.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question
from briefqa.answering.reading import Proposal
from briefqa.answering.support import Support

_CLAIMS = frozenset({Expectation.REASON, Expectation.STATEMENT})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against one proposal; each a number of about unit size."""

    reader: float
    reader_on_claim: float
    is_cell: float
    cell_matched: float
    cell_margin: float
    is_claim: float
    similarity: float
    coverage: float
    coverage_in_paragraph: float
    missing_names: float
    missing_numbers: float
    unknown: float
    unfit: float
    rank: float


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """One weight for each kind of evidence, and the intercept."""

    reader: float = 2.04
    reader_on_claim: float = 0.47
    is_cell: float = -0.24
    cell_matched: float = 3.02
    cell_margin: float = -0.12
    is_claim: float = 0.68
    similarity: float = 2.39
    coverage: float = 1.37
    coverage_in_paragraph: float = 0.21
    missing_names: float = -1.77
    missing_numbers: float = -3.69
    unknown: float = -2.34
    unfit: float = -3.24
    rank: float = -0.84
    intercept: float = -2.26


def weigh(question: Question, proposal: Proposal, support: Support) -> Evidence:
    """The evidence for one proposal."""
    similarity, _, _, coverage, _, in_paragraph = proposal.candidate.features[:6]
    is_claim = question.expectation in _CLAIMS and proposal.cell is None
    squeezed = math.tanh(proposal.reader_score / 6)
    return Evidence(
        reader=0.0 if is_claim or proposal.cell else squeezed,
        reader_on_claim=squeezed if is_claim or proposal.cell else 0.0,
        is_cell=float(proposal.cell is not None),
        cell_matched=proposal.cell.matched - 0.5 if proposal.cell else 0.0,
        cell_margin=min(proposal.cell.margin, 2.0) if proposal.cell else 0.0,
        is_claim=float(is_claim),
        similarity=similarity,
        coverage=coverage,
        coverage_in_paragraph=in_paragraph,
        missing_names=min(len(support.names), 2),
        missing_numbers=min(len(support.numbers), 2),
        unknown=support.unknown_share,
        unfit=float(proposal.fit == 0),
        rank=min(proposal.candidate.hit.rank - 1, 5),
    )


def confidence_of(evidence: Evidence, weights: ConfidenceWeights) -> float:
    """The chance, in 0..1, that the proposal is right."""
    total = weights.intercept
    for field in fields(evidence):
        total += getattr(weights, field.name) * getattr(evidence, field.name)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)
