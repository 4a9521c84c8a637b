from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.confidence import ConfidenceWeights, Evidence, chances, utilities

NONE = Evidence(**{field.name: 0.0 for field in fields(Evidence)})
WEIGHTS = ConfidenceWeights()
NOTHING = ConfidenceWeights(**{field.name: 0.0 for field in fields(ConfidenceWeights)})
numbers = st.floats(-50, 50, allow_nan=False)


def test_every_piece_of_evidence_has_its_weight_in_the_same_order():
    names = [field.name for field in fields(ConfidenceWeights)]
    assert names == [*(field.name for field in fields(Evidence)), "intercept"]


def test_the_evidence_adds_up():
    weights = replace(NOTHING, reader_on_span=2.0, rank=-1.0, intercept=0.5)
    evidence = [replace(NONE, reader_on_span=1.0), replace(NONE, reader_on_span=1.0, rank=2.0), NONE]
    assert utilities(evidence, weights).tolist() == [2.5, 0.5, 0.5]


def test_without_weights_two_answers_and_silence_are_alike():
    assert chances(utilities([NONE, NONE], NOTHING)).tolist() == pytest.approx([1 / 3, 1 / 3])


def test_another_good_answer_makes_the_first_less_sure():
    alone, beside = chances(np.array([2.0])), chances(np.array([2.0, 2.0]))
    assert alone[0] == pytest.approx(0.8808, abs=1e-4)
    assert beside[0] == pytest.approx(0.4683, abs=1e-4)


@pytest.mark.parametrize("name", ["reader_on_span", "reader_on_cell", "reader_on_claim", "cell_matched", "denied"])
def test_more_of_what_speaks_for_an_answer_makes_it_surer(name):
    assert utilities([replace(NONE, **{name: 1.0})], WEIGHTS)[0] > utilities([NONE], WEIGHTS)[0]


@pytest.mark.parametrize("name", ["missing_names", "missing_numbers", "unknown_names", "unfit", "unit_clash", "rank"])
def test_more_of_what_speaks_against_an_answer_makes_it_less_sure(name):
    assert utilities([replace(NONE, **{name: 1.0})], WEIGHTS)[0] < utilities([NONE], WEIGHTS)[0]


@given(st.lists(numbers, max_size=8))
def test_chances_leave_room_for_silence(utility):
    found = chances(np.array(utility))
    assert len(found) == len(utility)
    assert all(0.0 <= chance <= 1.0 for chance in found)
    assert found.sum() <= 1.0 + 1e-9


def test_overwhelming_evidence_does_not_overflow():
    assert chances(np.array([1e6, 0.0])).tolist() == [1.0, 0.0]
    assert chances(np.array([-1e6])).tolist() == [0.0]
