import numpy as np
import pytest

from briefqa.answering.recalibration import logit, recalibrate
from briefqa.evaluation.outcomes import Outcome
from briefqa_train.calibration import fit_line, given_answers, keep_half


def outcome(confidence, *, right=True, answered=True):
    return Outcome("q", "figure", "tune", "How many?", True, answered, right, "9", confidence)


def test_chances_are_read_back_from_shown_confidences_and_refusals_are_left_out():
    answers = given_answers(
        [outcome(recalibrate(0.7)), outcome(recalibrate(0.4), right=False), outcome(0.2, answered=False)]
    )
    assert [right for _, right in answers] == [True, False]
    assert [chance for chance, _ in answers] == pytest.approx([logit(0.7), logit(0.4)], abs=1e-3)


def test_the_line_that_made_the_answers_is_found():
    rng = np.random.default_rng(3)
    chances = rng.normal(0.5, 1.5, 20_000)
    right = rng.random(len(chances)) < 1 / (1 + np.exp(-(1.2 * chances + 0.6)))
    slope, intercept = fit_line(list(zip(chances.tolist(), right.tolist(), strict=True)))
    assert slope == pytest.approx(1.2, abs=0.08)
    assert intercept == pytest.approx(0.6, abs=0.08)


def test_half_of_a_correction_lies_between_it_and_none():
    assert keep_half((1.2, 0.6)) == (1.1, 0.3)
    assert keep_half((1.0, 0.0)) == (1.0, 0.0)


def test_answers_that_are_all_right_fit_no_line():
    with pytest.raises(ValueError, match="right and wrong"):
        fit_line([(0.5, True), (2.0, True)])
