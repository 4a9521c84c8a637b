"""How the confidence that is shown follows from the chance that the weights give: a line in logits (Platt, 1999)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from briefqa.answering.recalibration import INTERCEPT, SLOPE, logit
from briefqa.evaluation.outcomes import Outcome

KEPT = 0.5
"""The share of the fitted correction that is kept.

Rules are written beside the tuning questions, whose answers are therefore righter than those of documents nobody has
seen; six briefs asked at first sight needed next to none.
"""


def given_answers(outcomes: Sequence[Outcome]) -> list[tuple[float, bool]]:
    """Logit of the chance and rightness of every answer given; what was refused says nothing of confidence."""
    return [((logit(one.confidence) - INTERCEPT) / SLOPE, one.right) for one in outcomes if one.answered]


def fit_line(answers: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and intercept in logits at which the answers are likeliest.

    Raises:
        ValueError: all answers are right or all are wrong, so that no line fits.
    """
    from scipy.optimize import minimize

    if len({right for _, right in answers}) < 2:
        raise ValueError("Confidence can only be fitted on right and wrong answers; give more tuning questions.")
    chance = np.array([chance for chance, _ in answers])
    sign = np.array([1.0 if right else -1.0 for _, right in answers])
    found = minimize(lambda line: np.logaddexp(0, -sign * (line[0] * chance + line[1])).mean(), [1.0, 0.0]).x
    return float(found[0]), float(found[1])


def keep_half(line: tuple[float, float]) -> tuple[float, float]:
    """The line between `line` and no correction, to two digits."""
    slope, intercept = line
    return round(1 + KEPT * (slope - 1), 2), round(KEPT * intercept, 2)
