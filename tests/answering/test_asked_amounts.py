import pytest

from briefqa.answering.asked_amounts import amounts_asked
from briefqa.answering.question import read_question
from briefqa.facts import build_lexicon


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("the $66,500 million", ("66,500 million", "66.5 billion", "0.0665 trillion", "66500000000")),
        ("0.269 billion", ("0.269 billion", "269000 thousand", "269 million", "269000000")),
        ("1.5 Million people", ("1.5 million", "1500 thousand", "0.0015 billion", "1500000")),
        ("10 trillion", ("10 trillion", "10000 billion", "10000000000000")),
    ],
)
def test_an_amount_is_written_in_every_scale(text, forms):
    assert [amount.forms for amount in amounts_asked(text)] == [forms]


@pytest.mark.parametrize("text", ["in 2023", "the 3 millionaires", "1.5.2 x", "10 percent"])
def test_a_number_without_a_scale_is_no_scaled_amount(text):
    assert amounts_asked(text) == ()


def test_a_question_looks_for_its_amount_in_the_scale_of_the_document():
    units = read_question("Since when has $66,500 million been spent?", build_lexicon([])).units
    assert ("66.5", "billion") in {terms for unit in units for terms in unit.alternatives}
    assert [unit.surface for unit in units if unit.is_number] == ["66,500 million"]
