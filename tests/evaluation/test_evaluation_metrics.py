import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.evaluation.calibration import (
    RiskPoint,
    area_under_risk_coverage,
    binomial_upper_bound,
    expected_calibration_error,
    reliability_bins,
    risk_coverage,
)
from briefqa.evaluation.metrics import (
    abstention,
    citation_precision,
    citation_recall,
    percentile,
    reciprocal_rank,
    success_at,
    supports,
)
from briefqa.types import Span

GOLD = [("a", Span(10, 20)), ("b", Span(0, 4))]


def test_a_citation_supports_gold_when_it_covers_half_of_it() -> None:
    assert supports(Span(15, 40), Span(10, 20))
    assert not supports(Span(16, 40), Span(10, 20))
    assert supports(Span(0, 100), Span(10, 20))
    assert not supports(Span(0, 100), Span(200, 200))


def test_citation_precision_and_recall_count_citations_and_gold_places() -> None:
    cited = [("a", Span(0, 30)), ("a", Span(50, 60)), ("b", Span(10, 20)), ("a", Span(12, 18))]
    assert citation_precision(cited, GOLD) == 0.5
    assert citation_recall(cited, GOLD) == 0.5
    assert citation_precision([], GOLD) == 0.0


def test_a_span_of_another_document_supports_nothing() -> None:
    assert citation_recall([("c", Span(0, 100))], GOLD) == 0.0


def test_ranks_count_from_one_and_end_at_the_cutoff() -> None:
    assert [success_at(rank, 5) for rank in (1, 5, 6, None)] == [True, True, False, False]
    assert [reciprocal_rank(rank, 5) for rank in (1, 4, 6, None)] == [1.0, 0.25, 0.0, 0.0]


def test_abstention_precision_and_recall() -> None:
    found = abstention([True, True, False, False, False], [True, False, False, False, True])
    assert (found.precision, found.recall) == (2 / 3, 2 / 3)
    assert (found.refused, found.unanswerable) == (3, 3)


def test_nobody_refused_and_nothing_unanswerable_is_perfect_abstention() -> None:
    found = abstention([True], [True])
    assert (found.precision, found.recall) == (1.0, 1.0)


def test_percentile_is_a_value_that_occurs() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.95) == 4.0
    assert percentile([], 0.5) == 0.0


def test_calibration_error_weighs_each_bin_by_its_size() -> None:
    confidences, right = [0.95, 0.95, 0.95, 0.95, 0.15], [True, True, True, False, False]
    assert expected_calibration_error(confidences, right) == pytest.approx(4 / 5 * 0.2 + 1 / 5 * 0.15)


def test_confidence_that_is_always_met_has_no_calibration_error() -> None:
    assert expected_calibration_error([1.0, 1.0, 0.0], [True, True, False]) == 0.0
    assert expected_calibration_error([], []) == 0.0


def test_empty_bins_are_left_out() -> None:
    (only,) = reliability_bins([0.31, 0.39], [True, False])
    assert (only.low, only.high, only.count, only.accuracy) == (0.3, 0.4, 2, 0.5)


def test_risk_coverage_lets_equal_confidences_enter_together() -> None:
    points = risk_coverage([0.9, 0.5, 0.5, 0.2], [True, True, False, False], total=8)
    assert points == (RiskPoint(0.9, 1 / 8, 0.0), RiskPoint(0.5, 3 / 8, 1 / 3), RiskPoint(0.2, 4 / 8, 0.5))


def test_area_under_risk_coverage_is_the_mean_risk_over_what_was_covered() -> None:
    points = (RiskPoint(0.9, 0.2, 0.0), RiskPoint(0.5, 0.4, 0.5))
    assert area_under_risk_coverage(points) == pytest.approx(0.25)
    assert area_under_risk_coverage(()) == 0.0


def test_the_upper_bound_agrees_with_published_values() -> None:
    assert binomial_upper_bound(0, 100) == pytest.approx(1 - 0.05 ** (1 / 100), abs=1e-6)
    assert binomial_upper_bound(5, 200) == pytest.approx(0.0518433391, abs=1e-6)
    assert binomial_upper_bound(1, 10, 0.975) == pytest.approx(0.4450161, abs=1e-6)
    assert binomial_upper_bound(3, 3) == 1.0
    assert binomial_upper_bound(0, 0) == 1.0


def test_more_wrong_than_tried_cannot_be() -> None:
    with pytest.raises(ValueError, match="4 wrong of 3"):
        binomial_upper_bound(4, 3)


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_bound_lies_above_the_rate_and_falls_with_more_trials(counts: tuple[int, int]) -> None:
    wrong, total = counts
    bound = binomial_upper_bound(wrong, total)
    assert wrong / total < bound <= 1.0 or wrong == total
    assert binomial_upper_bound(wrong, total + 50) <= bound


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_risk_coverage_ends_at_all_answers_with_their_error_rate(pairs: list[tuple[float, bool]]) -> None:
    confidences, right = [one for one, _ in pairs], [hit for _, hit in pairs]
    points = risk_coverage(confidences, right, total=max(1, len(pairs)))
    assert [point.coverage for point in points] == sorted({point.coverage for point in points})
    if pairs:
        assert points[-1].coverage == 1.0
        assert points[-1].risk == pytest.approx(right.count(False) / len(right))
    assert 0 <= expected_calibration_error(confidences, right) <= 1
