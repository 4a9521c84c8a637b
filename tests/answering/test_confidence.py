from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.confidence import ConfidenceWeights, Evidence, confidence_of

NONE = Evidence(**{field.name: 0.0 for field in fields(Evidence)})
WEIGHTS = ConfidenceWeights()
numbers = st.floats(-5, 5, allow_nan=False)


def test_every_piece_of_evidence_has_its_weight():
    names = [field.name for field in fields(ConfidenceWeights)]
    assert sorted(names) == sorted([*(field.name for field in fields(Evidence)), "intercept"])


def test_without_weights_nothing_is_known():
    nothing = ConfidenceWeights(**{field.name: 0.0 for field in fields(ConfidenceWeights)})
    assert confidence_of(replace(NONE, reader=3.0, unknown=1.0), nothing) == 0.5


def test_the_evidence_adds_up_through_a_logistic_curve():
    weights = ConfidenceWeights(
        **{field.name: 0.0 for field in fields(ConfidenceWeights)} | {"reader": 2.0, "rank": -1}
    )
    assert confidence_of(replace(NONE, reader=1.0), weights) == 0.8808
    assert confidence_of(replace(NONE, reader=1.0, rank=2.0), weights) == 0.5
    assert confidence_of(replace(NONE, rank=2.0), weights) == 0.1192


@pytest.mark.parametrize("name", ["reader", "cell_matched", "similarity", "coverage_in_paragraph"])
def test_more_of_what_speaks_for_an_answer_makes_it_surer(name):
    assert confidence_of(replace(NONE, **{name: 1.0}), WEIGHTS) > confidence_of(NONE, WEIGHTS)


@pytest.mark.parametrize("name", ["missing_names", "missing_numbers", "unknown", "unfit"])
def test_more_of_what_speaks_against_an_answer_makes_it_less_sure(name):
    sure = replace(NONE, reader=1.0, similarity=0.8, coverage=1.0)
    assert confidence_of(replace(sure, **{name: 1.0}), WEIGHTS) < confidence_of(sure, WEIGHTS)


@given(st.fixed_dictionaries({field.name: numbers for field in fields(Evidence)}))
def test_any_evidence_gives_a_chance(values):
    assert 0.0 <= confidence_of(Evidence(**values), WEIGHTS) <= 1.0


def test_overwhelming_evidence_does_not_overflow():
    assert confidence_of(replace(NONE, reader=1e6), WEIGHTS) == 1.0
    assert confidence_of(replace(NONE, unknown=1e6), WEIGHTS) == 0.0
