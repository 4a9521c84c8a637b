from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.facts import Operation, Refusal, build_lexicon, derive, extract_facts
from briefqa.types import Derivation, FigureRecord
from facts.plain_documents import plain_document


def figures(text):
    document, passages = plain_document(text)
    records = extract_facts(document, passages, build_lexicon([(document, passages)]))
    return [record for record in records if isinstance(record, FigureRecord)]


def test_difference_shows_formula_operands_and_bounds():
    found = derive("difference", figures("Norway spent $66.5 billion.\nSweden spent $53.3 billion."))
    assert isinstance(found, Derivation)
    assert (found.formula, found.result, found.unit) == ("$66.5 billion − $53.3 billion", "13200000000", "USD")
    assert (found.low, found.high) == ("13100000000", "13300000000")
    assert [operand.citation.quote for operand in found.operands] == [
        "Norway spent $66.5 billion.",
        "Sweden spent $53.3 billion.",
    ]


@pytest.mark.parametrize(
    ("operation", "result", "unit"),
    [("ratio", "3", "times"), ("share", "75", "%"), ("total", "980", "shells"), ("growth", "-66.67", "%")],
)
def test_operations_over_two_counts(operation, result, unit):
    found = derive(operation, figures("Norway sent 735 shells.\nSweden sent 245 shells."))
    assert isinstance(found, Derivation)
    assert (found.result, found.unit) == (result, unit)


def test_two_percentages_lie_percentage_points_apart():
    found = derive("difference", figures("Norway spent 29% of it.\nSweden spent 17% of it."))
    assert isinstance(found, Derivation)
    assert (found.result, found.unit) == ("12", "percentage points")


def test_hedge_widens_the_bounds():
    exact = derive("total", figures("Norway sent 100 shells.\nSweden sent 100 shells."))
    hedged = derive("total", figures("Norway sent about 100 shells.\nSweden sent 100 shells."))
    assert isinstance(exact, Derivation)
    assert isinstance(hedged, Derivation)
    assert (exact.low, exact.high) == ("199", "201")
    assert (hedged.low, hedged.high) == ("194.5", "205.5")


@pytest.mark.parametrize(
    ("text", "operation", "words"),
    [
        ("Norway spent $3 billion.\nSweden spent €2 billion.", "difference", "USD and EUR"),
        ("Norway sent 30 tanks.\nSweden sent 20 ships.", "total", "different units"),
        ("In 2020 Norway spent $3 billion.\nIn 2023 Sweden spent $2 billion.", "total", "different periods"),
        ("In 2020 Norway spent $3 billion.\nIn 2023 Sweden spent $2 billion.", "difference", "periods: 2020 and 2023"),
        ("In 2020 Norway sent 30 tanks.\nFrom 2021 to 2023 Sweden sent 20 tanks.", "ratio", "2020 and 2021 to 2023"),
        ("In 2020 Norway spent $1 billion.\nIn 2023 Sweden spent $2 billion.", "part", "periods: 2020 and 2023"),
        ("Norway sent at least 30 tanks.\nSweden sent 20 tanks.", "ratio", "is a bound"),
        ("Norway sent 30 to 40 tanks.\nSweden sent 20 tanks.", "difference", "is a range"),
        ("Norway sent 30 tanks.", "difference", "needs two figures"),
        ("Norway lost 30 tanks.\nSweden lost 0 tanks.", "ratio", "divisor is zero"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_the_reason(text, operation, words):
    found = derive(operation, figures(text))
    assert isinstance(found, Refusal)
    assert words in found.reason


@pytest.mark.parametrize("operation", ["difference", "ratio", "total"])
def test_periods_that_are_asked_for_may_differ(operation):
    records = figures("In 2020 Norway spent $3 billion.\nIn 2023 Sweden spent $2 billion.")
    assert isinstance(derive(operation, records, across_periods=True), Derivation)


def test_a_day_and_its_year_are_one_period():
    records = figures("In May 2020 Norway spent $3 billion.\nIn 2020 Sweden spent $2 billion.")
    assert {record.period for record in records} == {"2020-05", "2020"}
    assert isinstance(derive("difference", records), Derivation)


def test_growth_over_two_periods_of_one_thing_is_allowed():
    found = derive(Operation.GROWTH, figures("Exports were $390 million in 2013.\nExports were $547 million in 2019."))
    assert isinstance(found, Derivation)
    assert found.result == "40.26"


@settings(deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_bounds_hold_the_result(a, b):
    pair = figures(f"Norway sent {a:,} shells.\nSweden sent {b:,} shells.")
    for operation in Operation:
        part_first = sorted(pair, key=lambda record: int(record.value or 0))
        found = derive(operation, part_first if operation is Operation.PART else pair)
        assert isinstance(found, Derivation)
        slack = abs(Decimal(found.result)) / 1000
        assert Decimal(found.low or 0) - slack <= Decimal(found.result) <= Decimal(found.high or 0) + slack


def test_a_part_is_taken_of_its_whole_and_never_exceeds_it():
    whole, part = figures("Norway sent 735 shells.\nSweden sent 245 shells.")
    found = derive("part", (part, whole))
    assert isinstance(found, Derivation)
    assert (found.result, found.unit, found.formula) == ("33.33", "%", "245 shells ÷ 735 shells × 100")
    assert derive("part", (whole, part)) == Refusal('"735 shells" is more than "245 shells", so it is no part of it.')
