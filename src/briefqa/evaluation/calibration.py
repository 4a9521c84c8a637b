"""Whether a confidence means what it says: calibration error, risk against coverage, an exact bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.evaluation.metrics import mean

BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence lies in [low, high): their number, mean confidence and share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Answering only what reaches `threshold` covers `coverage` of all questions and is wrong in `risk` of these."""

    threshold: float
    coverage: float
    risk: float


def reliability_bins(
    confidences: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> tuple[ReliabilityBin, ...]:
    """The non-empty ones of `bins` equal widths from 0 to 1; a confidence of exactly 1 falls into the last.

    Raises:
        ValueError: the sequences differ in length.
    """
    grouped: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, hit in zip(confidences, right, strict=True):
        grouped[min(int(confidence * bins), bins - 1)].append((confidence, hit))
    return tuple(
        ReliabilityBin(
            low=number / bins,
            high=(number + 1) / bins,
            count=len(members),
            confidence=mean([confidence for confidence, _ in members]),
            accuracy=mean([hit for _, hit in members]),
        )
        for number, members in enumerate(grouped)
        if members
    )


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> float:
    """Mean distance of confidence from accuracy over the bins, weighted by their size (Guo et al. 2017)."""
    total = len(confidences)
    return sum(
        part.count / total * abs(part.confidence - part.accuracy) for part in reliability_bins(confidences, right, bins)
    )


def risk_coverage(confidences: Sequence[float], right: Sequence[bool], total: int) -> tuple[RiskPoint, ...]:
    """The share of wrong answers at every coverage (El-Yaniv and Wiener 2010), lowest coverage first.

    `total` counts all questions, also those refused, so coverage ends at the share answered. Answers
    of equal confidence enter together: no threshold could tell them apart.
    """
    ordered = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    points: list[RiskPoint] = []
    wrong = 0
    for number, (confidence, hit) in enumerate(ordered, start=1):
        wrong += not hit
        if number == len(ordered) or ordered[number][0] != confidence:
            points.append(RiskPoint(confidence, number / total, wrong / number))
    return tuple(points)


def area_under_risk_coverage(points: Sequence[RiskPoint]) -> float:
    """Mean risk over the coverages reached, each step weighted by its width; 0 is best and for no points."""
    area, reached = 0.0, 0.0
    for point in points:
        area += point.risk * (point.coverage - reached)
        reached = point.coverage
    return area / reached if reached else 0.0


def binomial_upper_bound(wrong: int, total: int, confidence: float = 0.95) -> float:
    """The one-sided exact upper bound on an error rate (Clopper and Pearson 1934).

    The largest p at which `wrong` errors or fewer in `total` trials still have probability
    1 - `confidence`; found by bisection to 1e-9. 1 where nothing was tried.

    Raises:
        ValueError: counts that cannot be.
    """
    if not 0 <= wrong <= total:
        raise ValueError(f"{wrong} wrong of {total} cannot be")
    if wrong == total:
        return 1.0
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        if _at_most(wrong, total, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, total: int, rate: float) -> float:
    """Probability of `wrong` errors or fewer in `total` trials with an error rate between 0 and 1.

    Each term is the exponential of a logarithm, so that large counts do not underflow.
    """
    return math.fsum(
        math.exp(
            math.lgamma(total + 1)
            - math.lgamma(errors + 1)
            - math.lgamma(total - errors + 1)
            + errors * math.log(rate)
            + (total - errors) * math.log1p(-rate)
        )
        for errors in range(wrong + 1)
    )
