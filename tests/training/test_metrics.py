import math

import pytest

from briefqa_train.metrics import area_under_curve, best_threshold, score_answer, score_answer_with_numbers


def test_articles_case_and_punctuation_do_not_count() -> None:
    assert score_answer("The K2 tank.", ["k2 tank"]) == (1.0, 1.0)


def test_f1_counts_shared_tokens() -> None:
    exact, f1 = score_answer("48 K2 tanks", ["K2 tanks", "guns"])
    assert exact == 0.0
    assert f1 == pytest.approx(0.8)


def test_the_plain_comparator_loses_the_decimal_point_and_the_other_keeps_it() -> None:
    assert score_answer("€1.5 billion", ["€15 billion"])[0] == 1.0
    assert score_answer_with_numbers("€1.5 billion", ["€15 billion"])[0] == 0.0


@pytest.mark.parametrize(("given", "gold"), [("1,200 tanks", "1200 tanks"), ("$1.50", "$1.5"), ("12%", "12 %")])
def test_equal_numbers_are_equal(given: str, gold: str) -> None:
    assert score_answer_with_numbers(given, [gold])[0] == 1.0


def test_area_under_curve_counts_ties_half() -> None:
    assert area_under_curve([3.0, 1.0], [1.0, 0.0]) == pytest.approx(0.875)
    assert math.isnan(area_under_curve([], [1.0]))


def test_best_threshold_refuses_the_unanswerable() -> None:
    threshold, f1 = best_threshold([5.0, 4.0, 1.0, -2.0], [1.0, 0.5, 0.0, 0.0], [False, False, True, True])
    assert 1.0 < threshold < 4.0
    assert f1 == pytest.approx(3.5 / 4)
