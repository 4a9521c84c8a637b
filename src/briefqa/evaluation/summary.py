"""What a run comes to: scores of a slice, of everything, and of the confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.evaluation.calibration import (
    ReliabilityBin,
    RiskPoint,
    area_under_risk_coverage,
    binomial_upper_bound,
    expected_calibration_error,
    reliability_bins,
    risk_coverage,
)
from briefqa.evaluation.metrics import Abstention, abstention, mean, percentile, reciprocal_rank, success_at
from briefqa.evaluation.outcomes import SEARCH_DEPTH, Outcome

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of some questions; None where a score has nothing to count.

    accuracy: right among all. answerable_accuracy: accepted among the answerable. refusal: refused among
    the unanswerable. exact and f1: over the answerable, a refusal
    scoring 0; words for a short answer, code points for a claim.
    first_citation, citation_precision, citation_recall: over the answerable ones that were answered.
    success and mean_reciprocal_rank: of search, over the answerable. Milliseconds are those of `ask`.
    """

    name: str
    questions: int
    accuracy: float
    answerable_accuracy: float | None
    refusal: float | None
    exact: float | None
    f1: float | None
    first_citation: float | None
    citation_precision: float | None
    citation_recall: float | None
    success_at_1: float | None
    success_at_5: float | None
    success_at_10: float | None
    mean_reciprocal_rank: float | None
    median_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far the confidence of the answers given can be trusted.

    wrong_rate is the share of given answers that are wrong, an answer to an unanswerable question
    included; wrong_bound its one-sided exact upper bound at 95%.
    """

    answers: int
    wrong_rate: float
    wrong_bound: float
    calibration_error: float
    area_under_risk_coverage: float
    bins: tuple[ReliabilityBin, ...]
    curve: tuple[RiskPoint, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores of everything, of each split and of each slice, with refusals and confidence."""

    generation: str
    total: Scores
    splits: tuple[Scores, ...]
    slices: tuple[Scores, ...]
    abstention: Abstention
    missing_named: float | None
    conflicts_shown: float | None
    confidence: Confidence
    errors: int


def summarise(generation: str, outcomes: Sequence[Outcome]) -> Summary:
    """Everything that a report shows, from the outcomes of one run."""
    slices = dict.fromkeys(outcome.slice for outcome in outcomes)
    splits = sorted({outcome.split for outcome in outcomes})
    return Summary(
        generation=generation,
        total=score(EVERYTHING, outcomes),
        splits=tuple(score(name, [one for one in outcomes if one.split == name]) for name in splits),
        slices=tuple(score(name, [one for one in outcomes if one.slice == name]) for name in slices),
        abstention=abstention([one.answerable for one in outcomes], [one.answered for one in outcomes]),
        missing_named=_known_mean([one.missing_named for one in outcomes]),
        conflicts_shown=_known_mean([one.conflict_shown for one in outcomes]),
        confidence=_score_confidence(outcomes),
        errors=sum(one.error is not None for one in outcomes),
    )


def score(name: str, outcomes: Sequence[Outcome]) -> Scores:
    """The scores of some outcomes."""
    answerable = [one for one in outcomes if one.answerable]
    unanswerable = [one for one in outcomes if not one.answerable]
    times = [one.took_ms for one in outcomes if one.error is None]

    def success(cutoff: int) -> float | None:
        return _known_mean([success_at(one.rank, cutoff) for one in answerable])

    return Scores(
        name=name,
        questions=len(outcomes),
        accuracy=mean([one.right for one in outcomes]),
        answerable_accuracy=_known_mean([one.right for one in answerable]),
        refusal=_known_mean([one.right for one in unanswerable]),
        exact=_known_mean([one.exact for one in answerable]),
        f1=_known_mean([one.f1 for one in answerable]),
        first_citation=_known_mean([one.cited for one in answerable]),
        citation_precision=_known_mean([one.citation_precision for one in answerable]),
        citation_recall=_known_mean([one.citation_recall for one in answerable]),
        success_at_1=success(1),
        success_at_5=success(5),
        success_at_10=success(10),
        mean_reciprocal_rank=_known_mean([reciprocal_rank(one.rank, SEARCH_DEPTH) for one in answerable]),
        median_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
    )


def _score_confidence(outcomes: Sequence[Outcome]) -> Confidence:
    """Calibration and risk of the answers given."""
    given = [one for one in outcomes if one.answered]
    confidences, right = [one.confidence for one in given], [one.right for one in given]
    wrong = right.count(False)
    curve = risk_coverage(confidences, right, len(outcomes))
    return Confidence(
        answers=len(given),
        wrong_rate=wrong / len(given) if given else 0.0,
        wrong_bound=binomial_upper_bound(wrong, len(given)),
        calibration_error=expected_calibration_error(confidences, right),
        area_under_risk_coverage=area_under_risk_coverage(curve),
        bins=reliability_bins(confidences, right),
        curve=curve,
    )


def _known_mean(values: Sequence[float | bool | None]) -> float | None:
    """The mean of the values that are known, None where none is."""
    known = [value for value in values if value is not None]
    return mean(known) if known else None
