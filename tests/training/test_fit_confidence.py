import numpy as np
import pytest

from briefqa_train.cli import main
from briefqa_train.confidence import (
    NAMES,
    PRIOR,
    Choice,
    _choice_loss,
    choose_threshold,
    fit_weights,
    held_out_confidences,
)

READER, INTERCEPT = NAMES.index("reader_on_span"), NAMES.index("intercept")


def choice(*readings, right=None):
    evidence = np.zeros((len(readings), len(NAMES)))
    evidence[:, READER], evidence[:, INTERCEPT] = readings, 1.0
    return Choice(evidence, np.array([at == right for at in range(len(readings))]), np.arange(len(readings)))


def test_what_tells_right_from_wrong_gets_its_weight():
    choices = [
        choice(0.9, 0.1, right=0),
        choice(0.2, 0.8, right=1),
        choice(0.7, right=0),
        choice(0.1),
        choice(0.2, 0.1),
    ]
    weights = fit_weights(choices)
    assert weights["reader_on_span"] > 1.0
    assert weights["intercept"] < 0.0


def test_what_no_question_shows_keeps_its_prior():
    weights = fit_weights([choice(0.9, right=0), choice(0.1)])
    assert weights["unknown_numbers"] == PRIOR["unknown_numbers"]
    assert weights["similarity"] == 0.0


@pytest.mark.parametrize("right", [None, 1])
def test_the_gradient_is_that_of_the_loss(right):
    weights = np.random.default_rng(1).normal(size=len(NAMES))
    asked = choice(0.4, 0.9, 0.1, right=right)
    _, gradient = _choice_loss(asked, weights)
    for name in (READER, INTERCEPT):
        step = np.zeros(len(NAMES))
        step[name] = 1e-6
        slope = (_choice_loss(asked, weights + step)[0] - _choice_loss(asked, weights - step)[0]) / 2e-6
        assert gradient[name] == pytest.approx(slope, abs=1e-5)


def test_every_question_is_held_out_once_and_a_clear_answer_is_surer():
    choices = [choice(0.9, right=0), choice(0.1)] * 20
    answers = held_out_confidences(choices)
    assert len(answers) == 40
    assert min(sure for sure, right in answers if right) > max(sure for sure, right in answers if not right)


def test_the_lowest_threshold_whose_bound_holds_is_chosen():
    answers = [(0.9, True)] * 60 + [(0.305, False)] * 20
    found = choose_threshold(answers, 0.06)
    assert (found.threshold, found.answered, found.wrong) == (0.31, 0.75, 0.0)
    assert found.bound == 0.049  # 1 - 0.05 ** (1 / 60)
    assert choose_threshold(answers, 0.01) is None


def test_indexes_and_questions_have_to_pair(capsys):
    assert main(["confidence", "--index", "a", "--index", "b", "--questions", "c"]) == 2
    assert "as often as --index" in capsys.readouterr().err
