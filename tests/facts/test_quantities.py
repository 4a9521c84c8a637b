from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.facts import read_quantities
from briefqa.facts.figures.headers import header_unit
from briefqa.facts.text import fold


def only(text):
    (quantity,) = read_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("worth $66.5 billion", "66500000000", "USD"),
        ("worth €800bn", "800000000000", "EUR"),
        ("worth EUR 1.2 billion", "1200000000", "EUR"),
        ("worth US$ 3 m", "3000000", "USD"),
        ("worth 4.5 M€", "4500000", "EUR"),
        ("worth 1 234,56 EUR", "1234.56", "EUR"),
        ("worth 1'234'567 CHF", "1234567", "CHF"),
        ("worth 3,5 Mrd. €", "3500000000", "EUR"),
        ("worth a half billion dollars", "500000000", "USD"),
        ("worth Tk 50 billion", "50000000000", "BDT"),
        ("a quarter million people", "250000", "people"),
        ("about 1.5M people", "1500000", "people"),
        ("worth KRW 23 trillion", "23000000000000", "KRW"),
        ("worth 9.9 billion yuan", "9900000000", "CNY"),
        ("worth AU$52.5 million", "52500000", "AUD"),
        ("worth £2m", "2000000", "GBP"),
        ("worth 2 million Korean won", "2000000", "KRW"),
        ("worth 26 cents", "0.26", "USD"),
        ("worth 5 U.S. cents per kilowatt-hour", "0.05", "USD/kWh"),
        ("worth 1.5bn euros", "1500000000", "EUR"),
        ("worth two and a half million dollars", "2500000", "USD"),
        ("worth 1.234,56 €", "1234.56", "EUR"),
        ("at $11.05 per share", "11.05", "USD/share"),
        ("at EUR 3/kg", "3", "EUR/kg"),
        ("it rose 2.1%", "2.1", "%"),
        ("it rose twenty percent", "20", "%"),
        ("it rose half a percent", "0.5", "%"),
        ("it rose 5 percentage points", "5", "percentage points"),
        ("it rose 25 basis points", "25", "basis points"),
        ("three times as many", "3", "times"),
        ("it doubled", "2", "times"),
        ("it halved", "0.5", "times"),
        ("a 27-year contract", "27", "years"),
        ("six straight days", "6", "days"),
        ("２００ people", "200", "people"),
        ("two supplementary blocks of it", "2", "blocks"),
        ("14 new Airbus A330-200 passenger airliner", "14", "passenger airliner"),
        ("3 dozen ships", "36", "ships"),
        ("a 500km road", "500", "km"),
        ("1,200 troops arrived", "1200", "troops"),
    ],
)
def test_quantity_is_normalised_to_base_units(text, value, unit):
    found = only(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("15-20% of it", "15", "20", "%"),
        ("between $12 million and $20 million", "12000000", "20000000", "USD"),
        ("$2-3 billion", "2000000000", "3000000000", "USD"),
        ("between three and seven percent", "3", "7", "%"),
        ("25,000 to 30,000 troops", "25000", "30000", "troops"),
    ],
)
def test_range_has_bounds_and_no_value(text, low, high, unit):
    found = only(text)
    assert (found.value, found.low, found.high, found.unit) == (None, Decimal(low), Decimal(high), unit)


def test_a_number_in_a_year_is_no_fraction():
    found = read_quantities("It trained 39 welders in 2023 and 56 in 2024, one in 20 of them twice.")
    assert [(one.surface, one.value) for one in found][:3] == [
        ("39 welders", Decimal(39)),
        ("56", Decimal(56)),
        ("one in 20", Decimal(5)),
    ]


def test_fractions_in_words_are_percentages_with_their_words():
    found = only("from one-third to two-thirds of weapons")
    assert found.surface == "from one-third to two-thirds"
    assert found.unit == "%"
    assert round(found.low or 0, 2) == Decimal("33.33")


@pytest.mark.parametrize(
    ("text", "qualifier", "low", "high"),
    [
        ("about 470 personnel", "about", None, None),
        ("up to €5 billion", "up to", None, 5_000_000_000),
        ("at least six judges", "at least", 6, None),
        ("more than 7% of it", "more than", 7, None),
        ("no more than 40 ships", "no more than", None, 40),
        ("100,000+ troops", "+", 100_000, None),
    ],
)
def test_hedges_survive_as_bounds(text, qualifier, low, high):
    found = only(text)
    assert (found.qualifier, found.low, found.high) == (qualifier, low, high)


def test_change_states_two_values_and_a_range_one():
    assert [found.value for found in read_quantities("its share climbed from 2.1% to 2.2%")] == [
        Decimal("2.1"),
        Decimal("2.2"),
    ]
    assert len(read_quantities("estimates run from 2.1% to 2.2%")) == 1


@pytest.mark.parametrize(
    ("text", "qualifier", "unit"),
    [
        ("several hundred troops", "several hundred", "troops"),
        ("a few thousand soldiers", "a few thousand", "soldiers"),
        ("several hundred million dollars", "several hundred million", "USD"),
        ("a couple of hundred tanks", "a couple of hundred", "tanks"),
        ("hundreds of tanks", "hundreds of", "tanks"),
    ],
)
def test_vague_amount_keeps_its_words_and_has_no_value(text, qualifier, unit):
    (found,) = read_quantities(text)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert (found.surface, found.qualifier, found.unit) == (text, qualifier, unit)


def test_cents_are_those_of_the_currency_that_the_text_names():
    assert [found.unit for found in read_quantities("It costs €5.10, or 20 cents more.")] == ["EUR", "EUR"]
    assert [found.unit for found in read_quantities("It costs 20 cents.")] == ["USD"]


@pytest.mark.parametrize(
    "text",
    ["one of the reasons", "no one knows", "the two agreed", "the first time", "a third party", "the 21st visit"],
)
def test_pronouns_and_ordinals_state_no_figure(text):
    assert read_quantities(text) == ()


@pytest.mark.parametrize("text", ["9" * 400, "1.2.3", "€-5", "1,2345", "12.34.56.78.90", "%", "$", "€ billion"])
def test_broken_numbers_state_no_figure_and_never_crash(text):
    assert read_quantities(text) == ()


@pytest.mark.parametrize(
    ("headers", "unit", "factor"),
    [
        (["Trade Value (US$)"], "USD", "1"),
        (["€ million"], "EUR", "1000000"),
        (["Exports, US$ bn"], "USD", "1000000000"),
        (["South Korea", "Exported weapons in 2022-2024 (TIVs)"], "TIVs", "1"),
        (["Percentage of total"], "%", "1"),
        (["Tanks (value)"], None, "1"),
        (["Troops (thousands)"], None, "1000"),
        (["Capacity", "Wind farms in the Baltic states"], None, "1"),
        (["Exports in tonnes"], "tonnes", "1"),
        (["FY2026 (requested)", "Funding (millions of dollars)"], "USD", "1000000"),
        (["2025 (planned)", "Exports (TIVs)"], "TIVs", "1"),
    ],
)
def test_cells_inherit_the_unit_of_their_headers(headers, unit, factor):
    found = header_unit(headers)
    assert (found.unit, found.factor) == (unit, Decimal(factor))


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,-–% €$KMbn and a two half one million\u200f٣１½/()", max_size=60))
def test_any_mixture_reads_without_overlap_and_verbatim(text):
    position = 0
    for found in read_quantities(text):
        assert fold(text)[found.start : found.end] == found.surface
        assert found.start >= position
        position = found.end


@settings(deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 99))
def test_money_round_trips_through_its_writing(whole, cents):
    found = only(f"it cost ${whole:,}.{cents:02d} in all")
    assert found.value == Decimal(whole) + Decimal(cents) / 100
    assert found.unit == "USD"


@pytest.mark.parametrize("text", ["One university in three now plans for a loss", "one in three plans for a loss"])
def test_one_of_so_many_is_a_share(text):
    (share,) = [one for one in read_quantities(text) if one.unit == "%"]
    assert round(share.value, 2) == Decimal("33.33")


@pytest.mark.parametrize("text", ["one plant in three countries", "one clerk in ten years"])
def test_one_in_so_many_places_or_years_is_no_share(text):
    assert not [one for one in read_quantities(text) if one.unit == "%"]
