"""How sure an answer is: the proposals of a question compete with each other and with "the documents do not say".

A conditional logit model (McFadden, 1974): each proposal has a utility that is linear in its evidence, silence has
utility 0, and the chance of each is its share of the sum of exponentials. Proposals that say the same thing add up, so
that agreement raises confidence and disagreement lowers it. The weights are fitted by `briefqa-train confidence`; the
questions that calibration is reported on take no part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question, Unit
from briefqa.answering.reading import Form, Proposal
from briefqa.answering.support import Support

THRESHOLD = 0.34
"""Chance below which the product refuses; `briefqa-train confidence` chooses it for ERROR_RATE."""
ERROR_RATE = 0.22
"""Share of wrong answers among those given that an exact bound keeps with 95% certainty on held-out questions."""
_HIGHEST_SCORE = 12.0
"""Logits beyond which the reader's score says no more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against one proposal; each a number of about unit size."""

    reader_on_span: float
    reader_on_cell: float
    reader_on_claim: float
    behind_in_sentence: float
    behind_in_row: float
    is_cell: float
    is_claim: float
    cell_matched: float
    row_unnamed: float
    similarity: float
    coverage: float
    coverage_in_paragraph: float
    behind_in_search: float
    rank: float
    missing_names: float
    missing_numbers: float
    absent_numbers: float
    unknown_numbers: float
    unknown_names: float
    unfit: float
    unit_met: float
    unit_clash: float
    period_met: float
    period_clash: float
    unfulfilled: float
    reason_given: float
    denied: float
    length: float


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """One weight for each kind of evidence, and the intercept."""

    reader_on_span: float = 3.74
    reader_on_cell: float = 2.56
    reader_on_claim: float = 2.67
    behind_in_sentence: float = -1.52
    behind_in_row: float = -2.22
    is_cell: float = -0.27
    is_claim: float = -0.31
    cell_matched: float = 2.11
    row_unnamed: float = -2.95
    similarity: float = 1.12
    coverage: float = -1.3
    coverage_in_paragraph: float = 1.14
    behind_in_search: float = -0.16
    rank: float = -0.97
    missing_names: float = -2.46
    missing_numbers: float = -0.97
    absent_numbers: float = -1.92
    unknown_numbers: float = -3.0
    unknown_names: float = -2.04
    unfit: float = -1.91
    unit_met: float = 0.07
    unit_clash: float = -1.62
    period_met: float = 0.2
    period_clash: float = -0.64
    unfulfilled: float = -0.3
    reason_given: float = 1.89
    denied: float = 1.3
    length: float = -0.94
    intercept: float = 1.36

    def vector(self) -> NDArray[np.float64]:
        """The weights in the order of `Evidence`, the intercept last, (kinds + 1,) float64."""
        return np.array([*_values(self), self.intercept], dtype=np.float64)


def weigh(question: Question, proposal: Proposal, support: Support, best_search_score: float) -> Evidence:
    """The evidence for one proposal; `best_search_score` is that of the first passage found."""
    similarity, _, _, coverage, _, in_paragraph = proposal.candidate.features[:6]
    cell, form = proposal.cell, proposal.form
    read = max(-1.0, min(1.0, proposal.reader_score / _HIGHEST_SCORE))
    behind = min(proposal.behind, 8.0) / 4
    return Evidence(
        reader_on_span=read if form is Form.SPAN else 0.0,
        reader_on_cell=read if form is Form.CELL else 0.0,
        reader_on_claim=read if form is Form.CLAIM else 0.0,
        behind_in_sentence=behind if form is Form.SPAN else 0.0,
        behind_in_row=behind if form is Form.CELL else 0.0,
        is_cell=float(form is Form.CELL),
        is_claim=float(form is Form.CLAIM),
        cell_matched=cell.matched - 0.5 if cell else 0.0,
        row_unnamed=float(cell is not None and not cell.named),
        similarity=similarity,
        coverage=coverage,
        coverage_in_paragraph=in_paragraph,
        behind_in_search=min(best_search_score - proposal.candidate.hit.score, 20.0) / 5,
        rank=math.log2(proposal.candidate.hit.rank),
        missing_names=min(len(support.names), 2),
        missing_numbers=min(len(support.numbers), 2),
        absent_numbers=min(len(support.absent), 2),
        unknown_numbers=min(sum(unit.is_number for unit in support.unknown), 2),
        unknown_names=min(sum(_is_named(question, unit) for unit in support.unknown), 2),
        unfit=float(proposal.fit == 0.0),
        unit_met=float(proposal.unit > 0),
        unit_clash=float(proposal.unit < 0),
        period_met=float(proposal.period > 0),
        period_clash=float(proposal.period < 0),
        unfulfilled=float(support.unfulfilled),
        reason_given=proposal.fit - 0.5 if question.expectation is Expectation.REASON else 0.0,
        denied=float(question.expectation is Expectation.STATEMENT and support.denied),
        length=math.log1p(proposal.words) if form is Form.SPAN else 0.0,
    )


def _is_named(question: Question, unit: Unit) -> bool:
    """Whether a unit is a name; the capital that opens the question says nothing."""
    capital = unit.surface[:1].isupper() and not question.corrected.startswith(unit.surface)
    return not unit.is_number and (unit.is_name or capital)


def utilities(evidence: Sequence[Evidence], weights: ConfidenceWeights) -> NDArray[np.float64]:
    """The utility of each proposal, (n,) float64."""
    matrix = np.array([_values(one) for one in evidence], dtype=np.float64).reshape(-1, len(_KINDS))
    vector = weights.vector()
    return np.asarray(matrix @ vector[:-1] + vector[-1], dtype=np.float64)


_KINDS = tuple(field.name for field in fields(Evidence))
_values = attrgetter(*_KINDS)  # of evidence or weights; `astuple` copies every number and takes thirty times as long


def chances(utility: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of each proposal beside silence, whose utility is 0; together below 1, (n,) float64."""
    highest = max(0.0, float(utility.max(initial=0.0)))
    powers = np.exp(utility - highest)
    return np.asarray(powers / (powers.sum() + math.exp(-highest)), dtype=np.float64)
