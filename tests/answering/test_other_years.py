import pytest

from briefqa.answering.other_years import name_years, without_year
from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import lay_out, table

SHIPS = lay_out(
    "ships",
    "Peru ordered 9 ships in 2022 and 14 ships in 2024.",
    "The yard in Callao employs 800 welders.",
    title="Ships",
)
CATCH = lay_out(
    "catch",
    table(
        ["Year", "Catch (tonnes)"],
        ["2015", "410"],
        ["2019", "530"],
        ["2021", "640"],
        caption="Table 1: Catch of anchovy",
    ),
    title="Catch",
)


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", SHIPS, CATCH) as opened:
        yield opened


@pytest.fixture(scope="module")
def ask(generation):
    def ask(question, *words, document):
        return make_answerer(generation, PointingReader(words), 0.3).ask(question, documents=[document])

    return ask


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("How many ships did Peru order in 2031?", "How many ships did Peru order?"),
        ("In 2031 how many ships were ordered?", "how many ships were ordered?"),
        ("ship orders 2031", "ship orders"),
        ("What was the catch for fiscal year 2031?", "What was the catch?"),
    ],
)
def test_a_question_is_asked_of_any_year(question, other):
    assert without_year(question, ("number", "year 2031")) == (other, "2031")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many ships did Peru order in 2031?", ("Peru",)),
        ("How much did orders grow from 2031 to 2032?", ("year 2031", "year 2032")),
        ("What does the 2031-2034 plan cost?", ("year 2031",)),
        ("How many ships did Peru order?", ()),
    ],
)
def test_other_questions_are_left_alone(question, missing):
    assert without_year(question, missing) is None


def test_a_refusal_names_the_years_that_a_claim_states_and_quotes_it_first(ask):
    refused = ask("How many ships did Peru order in 2031?", "9 ships", document="ships")
    assert not refused.answered
    assert refused.missing == ("year 2031 (stated: 2022, 2024)",)
    assert refused.nearest[0].quote.startswith("Peru ordered 9 ships in 2022")


def test_a_refusal_names_the_years_of_every_row(ask):
    refused = ask("What was the catch of anchovy in tonnes in 2017?", "530", document="catch")
    assert not refused.answered
    assert refused.missing == ("year 2017 (stated: 2015, 2019, 2021)",)
    assert "2019" in refused.nearest[0].quote or "530" in refused.nearest[0].quote


def test_no_years_are_named_where_nothing_answers_the_question_of_any_year(ask):
    refused = ask("How many submarines did Chile lease in 2031?", document="ships")
    assert not refused.answered
    assert "year 2031" in refused.missing


def test_of_many_years_the_latest_are_named():
    many = tuple(str(year) for year in range(2010, 2030))
    assert name_years("2031", many) == ("year 2031 (stated: 2026, 2027, 2028, 2029)",)
