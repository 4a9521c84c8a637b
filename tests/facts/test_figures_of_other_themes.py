"""Figures and dates of other themes: what fresh briefs on finance, energy and vaccines got wrong at first."""

import pytest

from briefqa.facts import build_lexicon, extract_facts, read_dates, read_quantities
from briefqa.types import DateRecord, FactStatus, FigureRecord
from facts.plain_documents import plain_document, table_row
from facts.test_extraction import records_of


@pytest.mark.parametrize(
    ("text", "surface", "low", "high"),
    [
        ("Britain pledged £1.65 billion over five years.", "five years", None, None),
        ("They will mobilise $20 billion over three to five years.", "three to five years", "3", "5"),
        ("It ran for over five years.", "over five years", "5", None),
        ("Kenya is in talks over a $1 billion swap.", "$1 billion", None, None),
        ("It is run under a $1.4 billion concession.", "$1.4 billion", None, None),
        ("It cost over a million dollars.", "over a million dollars", "1000000", None),
        ("It cost over $5 million.", "over $5 million", "5000000", None),
    ],
)
def test_over_and_under_are_hedges_only_before_an_amount(text, surface, low, high):
    found = [quantity for quantity in read_quantities(text) if quantity.surface == surface]
    assert [(q.low and str(q.low), q.high and str(q.high)) for q in found] == [(low, high)]


def test_price_of_a_piece_keeps_its_piece():
    (price,) = read_quantities("It costs no more than $3 per dose.")
    assert (price.unit, price.high) == ("USD/dose", 3)


@pytest.mark.parametrize(
    ("text", "found"), [("At COP29 they met.", []), ("It cost COP 3 million.", [("COP", 3000000)])]
)
def test_summit_is_no_peso(text, found):
    assert [(quantity.unit, quantity.value) for quantity in read_quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("between the end of 2021 and 2023", "2021/2023"),
        ("between early 2021 and late 2023", "2021/2023"),
        ("from mid-2021 to the end of 2023", "2021/2023"),
        ("in Q4/2024", "2024-36"),
    ],
)
def test_parts_of_years_bound_one_range(text, edtf):
    assert [date.edtf for date in read_dates(text)] == [edtf]


def test_month_of_may_projects_nothing():
    (figure,) = records_of("Boeing won a contract in May 2023 worth $40 billion.", FigureRecord)
    assert figure.status is FactStatus.ASSERTED


def test_subject_leaves_out_the_date_before_it_and_keeps_hyphenated_adjectives():
    (lent,) = records_of("In 2019 the Export Bank lent Kenya $3 million.", FigureRecord)
    (bought,) = records_of("Poland's state-owned Orlen purchased 5 tonnes of gas.", FigureRecord)
    (trade,) = records_of("Bilateral trade nearly reached €5 million.", FigureRecord)
    assert lent.subject == "the Export Bank"
    assert bought.subject == "Poland's state-owned Orlen"
    assert trade.subject == "Bilateral trade"


def test_venue_is_no_participant_but_an_acting_capital_is():
    (signed,) = records_of("Georgia and Hungary signed an agreement in Bucharest in 2022.", DateRecord)
    (sold,) = records_of("Seoul sold tanks in 2022.", DateRecord)
    assert signed.participants == ("Georgia", "Hungary")
    assert sold.participants == ("South Korea",)


def test_continent_is_not_a_state_and_a_maker_is_not_its_model():
    text = "African governments met in 2020. IndiGo bought 500 Airbus A320neo jets. Airbus sold 3 planes in 2021."
    document, passages = plain_document(text)
    lexicon = build_lexicon([(document, passages)])
    assert [mention.name for mention in lexicon.mentions("African governments")] == ["Africa"]
    assert [mention.name for mention in lexicon.mentions("IndiGo, Airbus and Airbus A320neo")] == [
        "IndiGo",
        "Airbus",
        "Airbus A320neo",
    ]


def test_sentence_opener_and_verb_are_no_part_of_a_name():
    text = "Exports of chips rose. Since Russia cut pipeline deliveries, prices rose."
    document, passages = plain_document(text)
    names = [entity.name for entity in build_lexicon([(document, passages)]).entities if entity.kind == "name"]
    assert names == []


def test_row_takes_its_currency_from_the_column_that_names_it():
    document, _ = plain_document("Donor\nPledge (million)\nCurrency\nGermany 2,000 EUR")
    header, unit = ["Donor", "Germany"], ["Pledge (million)"]
    row = table_row(document, "Germany 2,000 EUR", [("2,000", header[1:], unit), ("EUR", header[1:], ["Currency"])])
    (figure,) = [
        record
        for record in extract_facts(document, [row], build_lexicon([(document, [row])]))
        if isinstance(record, FigureRecord)
    ]
    assert (figure.value, figure.unit) == ("2000000000", "EUR")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("UN agencies reached 16.2m people.", "16200000", "people"),
        ("It stands 16.2m high.", "16.2", "m"),
        ("This was more than a tenfold rise.", "10", "times"),
        ("Prices rose threefold.", "3", "times"),
    ],
)
def test_millions_of_people_are_no_metres_and_folds_are_times(text, value, unit):
    assert [(str(quantity.value.normalize().__format__("f")), quantity.unit) for quantity in read_quantities(text)] == [
        (value, unit)
    ]
