"""Computations of figures that cannot be set against each other: refused, with the reason and both places."""

import pytest

from briefqa.answering.question import read_question
from briefqa.answering.units import fit_unit
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import lay_out, table

WORKS = lay_out(
    "works",
    "Norway leveraged €49 billion for Mali, while Sweden provided $66 million for Mali.",
    "Exports of ships were worth $23 million in 2023. Norway built 245 barges.",
    "The Elba Canal is 80 km long. The Elba Canal cost $5 million.",
    "Of 38 states in the pact, 29 have ratified it.",
    table(
        ["Country", "Disbursed", "Share disbursed"],
        ["Norway", "€30 million", "20%"],
        ["Sweden", "$12 million", "45%"],
        caption="Table 1: Pledges to Peru",
    ),
    title="Pledges and works",
)
FIGURES = (
    "€49 billion",
    "$66 million",
    "$23 million",
    "245 barges",
    "80 km",
    "$5 million",
    "38 states",
    "29",
    "2 million",
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", WORKS) as generation:
        yield lambda question: make_answerer(generation, PointingReader(FIGURES), 0.0).ask(question)


@pytest.mark.parametrize(
    ("question", "reason", "places"),
    [
        (
            "How much more did Norway leverage for Mali than Sweden provided?",
            "The figures are in EUR and USD, and the documents give no exchange rate.",
            ["Norway leveraged €49 billion for Mali,", "while Sweden provided $66 million for Mali."],
        ),
        (
            "How much more were exports of ships in 2023 than the number of barges of Norway?",
            "The figures have different units: USD and barges.",
            ["Exports of ships were worth $23 million in 2023.", "Norway built 245 barges."],
        ),
        (
            "How much longer is the Elba Canal than the cost of the Elba Canal?",
            "The figures have different units: km and USD.",
            ["The Elba Canal is 80 km long.", "The Elba Canal cost $5 million."],
        ),
        (
            "How much more did Norway disburse than Sweden?",  # one column of a table with two currencies
            "The figures are in EUR and USD, and the documents give no exchange rate.",
            ["Norway | €30 million | 20%", "Sweden | $12 million | 45%"],
        ),
        (
            "What is the difference between how many barges Oman built and how much money Peru paid?",
            "The question sets a count against an amount of money: the units differ.",
            [],  # by the question's own words, whatever the documents hold
        ),
    ],
)
def test_figures_of_several_units_are_refused_with_the_reason_and_their_places(ask, question, reason, places):
    answer = ask(question)
    assert (answer.answered, answer.answer, answer.derivation) == (False, None, None)
    assert answer.missing == (reason,)
    assert [citation.quote for citation in answer.nearest] == places


@pytest.mark.parametrize(
    ("question", "expected", "formula"),
    [
        ("How much larger is Norway's share disbursed than Sweden's?", "25 percentage points less", "20% − 45%"),
        ("How many more states are in the pact than have ratified it?", "9 states", "38 states − 29"),
    ],
)
def test_figures_of_one_unit_are_still_computed_with(ask, question, expected, formula):
    answer = ask(question)
    assert (answer.answer, answer.derivation.formula) == (expected, formula)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("What is the number of barges?", "Norway sold 245 barges.", 1),
        ("What is the number of barges?", "The barges cost $5 million.", -1),
        ("How quickly does the number of barges rise?", "The fleet grows by 3.2% a year.", 0),
        ("What is the length of the canal?", "The canal is 80 km long.", 1),
        ("What is the length of the canal?", "The canal cost $5 million.", -1),
        ("How much is the population of Norway?", "Norway spent $5 million.", -1),
        ("How much is the debt of Norway?", "Norway owes $5 million.", 1),
        ("What were Norway's exports in 2031?", "Exports of Norway fell by 3.2% in 2031.", -1),
        ("What was the growth of Norway's exports?", "Exports of Norway fell by 3.2% in 2031.", 0),
    ],
)
def test_measures_that_no_money_can_be_take_no_money(question, sentence, expected):
    document = lay_out("one", sentence, title="One")
    passages = split_passages(document)
    lexicon = build_lexicon([(document, passages)])
    records = [record for record in extract_facts(document, passages, lexicon) if record.kind == "figure"]
    assert records
    assert fit_unit(read_question(question, lexicon), records) == expected
