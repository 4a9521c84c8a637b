import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.recalibration import recalibrate

CHANCES = st.floats(0, 1)


@given(CHANCES, CHANCES)
def test_answers_keep_their_order_and_stay_chances(a, b):
    low, high = sorted((a, b))
    assert 0 <= recalibrate(low) <= recalibrate(high) <= 1


@pytest.mark.parametrize("edge", [0.0, 1.0])
def test_what_is_certain_stays_certain(edge):
    assert recalibrate(edge) == edge
