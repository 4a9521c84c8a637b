import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.facts import read_dates, read_quantities, same_value

SAME = [
    ("$66.5bn", "$66.5 billion"),
    ("one-third", "1/3"),
    ("two-thirds", "67%"),
    ("about 470 personnel", "470"),
    ("at least six", "six"),
    ("10%", "10 percent"),
    ("300,000", "300000 shells"),
    ("October 2010", "2010-10"),
    ("April 4", "April 4, 2025"),
    ("2022-2024", "between 2022 and 2024"),
    ("February 24, 2022", "24 February 2022"),
    ("December 2024 – April 2025", "December 2024 to April 2025"),
    ("the Kiel Institute", "Kiel Institute"),
    ("three times", "3 times"),
    ("double", "2 times"),
    ("US$ 3 m", "3 million dollars"),
    ("66.5 billion", "$66.5 billion"),
    ("one-third to two-thirds", "1/3 to 2/3"),
    ("$14 billion in 2023", "$14 billion"),
    ("", ""),
]
DIFFERENT = [
    ("€1.5 billion", "€15 billion"),
    ("€1.5 billion", "$1.5 billion"),
    ("2.1%", "21%"),
    ("2.1%", "2.1 percentage points"),
    ("K2", "K9"),
    ("2023", "2024"),
    ("October 2010", "2010"),
    ("735 TIVs", "735 tanks"),
    ("two-thirds", "62%"),
    ("Seoul", "Pyongyang"),
    ("$14 billion in 2023", "$14 billion in 2020"),
    ("15-20%", "20%"),
    ("15", "1.5"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_same_value_in_two_writings_agrees_both_ways(a, b):
    assert same_value(a, b)
    assert same_value(b, a)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_values_never_agree(a, b):
    assert not same_value(a, b)
    assert not same_value(b, a)


@settings(deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_grouped_and_plain_digits_agree_exactly_when_the_numbers_do(a, b):
    assert same_value(f"{a:,}", f"{b}") == (a == b)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_every_text_is_the_same_as_itself(text):
    assert same_value(text, text)


def test_question_gives_its_constraints():
    question = "Which deals worth over €2 billion were signed in 2023?"
    (money,) = read_quantities(question)
    assert (money.unit, money.low, money.qualifier) == ("EUR", 2_000_000_000, "over")
    (when,) = read_dates(question)
    assert when.edtf == "2023"


def test_relative_date_of_a_question_is_read_against_the_anchor():
    (when,) = read_dates("What happened last year?", "2025-04~")
    assert (when.edtf, when.resolved_from) == ("2024", "last year")
