import pytest

from briefqa.answering.question import read_question
from briefqa.answering.superlatives import answer_extreme
from briefqa.answering.transposed import find_extreme_across
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import FigureRecord
from support.drafted import lay_out, table

DOCUMENT = lay_out(
    "loans",
    table(
        ["", "Peru", "Chile", "Ghana"],
        ["Date of the loan", "13 May 2031", "2 June 2030", "9 July 2032"],
        ["Foreign debt ($ billion)", "18.6", "37.1", "30.4"],
        ["Highest coupon (%)", "7.5", "9.75", "6.0"],
        ["Loan of the fund ($ billion)", "1.7", "3.0", "3.0"],
        ["Grants ($ million)", "4", "up to 9", "6"],
        caption="Table 1: Terms",
    ),
    table(["Year", "2030", "2031"], ["Peru", "4", "5"], ["Chile", "6", "7"], caption="Table 2: Ships sold"),
    title="Loans",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
RECORDS = [record for record in extract_facts(DOCUMENT, PASSAGES, LEXICON) if isinstance(record, FigureRecord)]


def find(asked, caption="Table 1: Terms"):
    rows = [row for row in PASSAGES if row.cells and row.table == caption]
    assert rows
    return find_extreme_across(read_question(asked, LEXICON), DOCUMENT, rows, RECORDS)


@pytest.mark.parametrize(
    ("asked", "name", "surface"),
    [
        ("Which country has the largest foreign debt?", "Chile", "37.1"),
        ("Which of the three countries has the smallest foreign debt?", "Peru", "18.6"),
        ("Which country pays the lowest coupon?", "Ghana", "6.0"),
    ],
)
def test_the_column_with_the_most_or_least_is_named_and_its_cell_cited(asked, name, surface):
    answer = answer_extreme(read_question(asked, LEXICON), DOCUMENT, find(asked), generation="g")
    assert answer.answer == name
    (citation,) = answer.citations
    assert citation.quote[citation.answer_start : citation.answer_end] == surface
    assert citation.cell.column == name
    assert len(answer.derivation.operands) == 3


@pytest.mark.parametrize(
    "asked",
    [
        "Which country got the largest loan of the fund?",  # two are equal
        "Which country got the largest grants?",  # one is a bound
        "Which country has the most ferries?",  # no row is about them
        "Which of the four countries has the largest foreign debt?",
        "Which country has the largest foreign debt to Norway?",
        "What is the foreign debt of Chile?",
    ],
)
def test_nothing_is_named_where_the_table_does_not_decide(asked):
    assert find(asked) is None


def test_columns_of_years_are_no_names():
    assert find("Which country sold the most ships?", "Table 2: Ships sold") is None
