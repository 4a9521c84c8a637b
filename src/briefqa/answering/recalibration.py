"""From the chance that the weights give an answer to the confidence that is shown (Platt, 1999).

The weights are fitted on the proposals of all passages that would be read at most, one by one. An answer comes out of
fewer passages, of rules that rule others out and of computations, and is right more often than its chance says. What is
shown is the chance moved along a line in logits; answers keep their order, and what is refused stays refused.
"""

from __future__ import annotations

import math
from dataclasses import replace

from briefqa.types import Answer

SLOPE, INTERCEPT = 1.03, 0.4
"""Half of the correction that the tuning questions ask for, by `briefqa-train confidence`.

Rules were written beside those questions, so their answers are righter than a user's will be: of the answers to 366
questions on six briefs, asked before anything was learned from them, 86% were stated and 87% right, which asks for next
to no correction. The two are weighted alike.
"""
_EDGE = 1e-6


def recalibrate(chance: float) -> float:
    """The confidence shown for a chance, 0..1, to four digits; 0 and 1 stay."""
    if chance <= 0.0 or chance >= 1.0:
        return chance
    return round(1 / (1 + math.exp(-(SLOPE * logit(chance) + INTERCEPT))), 4)


def logit(probability: float) -> float:
    """The logarithm of the odds; those of 0 and 1 are kept finite."""
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))


def show_confidence(answer: Answer, threshold: float, error_rate: float | None) -> Answer:
    """The answer with its confidence and the threshold as they are shown, and the share of wrong ones that it keeps."""
    return replace(
        answer,
        confidence=recalibrate(answer.confidence),
        threshold=recalibrate(threshold),
        error_rate=error_rate,
    )
