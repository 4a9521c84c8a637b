import numpy as np
import pytest

from briefqa.answering.question import read_question
from briefqa.answering.superlatives import answer_extreme, asks_for_extreme, find_extreme
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import FigureRecord
from support.drafted import lay_out, table

DOCUMENT = lay_out(
    "yards",
    table(
        ["Yard", "Length of dock (km)", "Price of a ship ($ million)", "Workers", "Spending ($ million)"],
        ["Astra", "1.2", "340", "2,100", "12"],
        ["Borea", "0.8", "95", "1,400", "9"],
        ["Cygna", "2.5", "120", "up to 900", "7"],
        ["Total", "4.5", "555", "4,400", "28"],
        caption="Table 1: Yards of the region",
    ),
    title="Yards",
)
ROWS = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, ROWS)])


def extreme(text):
    records = [record for record in extract_facts(DOCUMENT, ROWS, LEXICON) if isinstance(record, FigureRecord)]
    rows = [row for row in ROWS if row.cells]
    return find_extreme(read_question(text, LEXICON), DOCUMENT, rows, records)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which yard has the longest dock?", "Cygna"),
        ("Which yard has the shortest dock?", "Borea"),
        ("Which yard has the cheapest ship?", "Borea"),
        ("Which yard had the highest price?", "Astra"),
        ("In which yard is the longest dock?", "Cygna"),
        ("Which yard spent the most?", "Astra"),
    ],
)
def test_the_row_with_the_most_or_least_is_named_and_the_total_is_left_out(question, name):
    found = extreme(question)
    assert found.name.cut(DOCUMENT.text) == name
    assert len(found.derivation.operands) == 3


CHANGES = lay_out(
    "ports",
    table(
        ["Port", "Calls in 2024", "Growth 2024", "Jobs lost"],
        ["Dunmar", "900", "+4.5%", "20"],
        ["Evora", "120", "−8.5%", "310"],
        ["Farsund", "450", "−1.2%", "45"],
        caption="Table 2: Calls at ports",
    ),
    title="Ports",
)
CALLS = split_passages(CHANGES)


def most_changed(text):
    lexicon = build_lexicon([(CHANGES, CALLS)])
    records = [record for record in extract_facts(CHANGES, CALLS, lexicon) if isinstance(record, FigureRecord)]
    found = find_extreme(read_question(text, lexicon), CHANGES, [row for row in CALLS if row.cells], records)
    return found and (found.name.cut(CHANGES.text), found.derivation.formula.split()[0])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("At which port did calls fall most steeply in 2024?", ("Evora", "smallest")),
        ("At which port did calls fall the least in 2024?", ("Farsund", "largest")),
        ("Which port's calls grew the fastest in 2024?", None),  # only one of them grew
        ("Which port lost the most jobs?", ("Evora", "largest")),
        ("Which port had the most calls in 2024?", ("Dunmar", "largest")),
        ("Which port was the quietest by calls in 2024?", ("Evora", "smallest")),
        ("Which port was the busiest by calls in 2024?", ("Dunmar", "largest")),
    ],
)
def test_who_fell_or_rose_most_is_told_by_a_column_of_changes(question, expected):
    assert most_changed(question) == expected


def test_the_most_valuable_is_sought_in_a_column_of_money():
    assert extreme("Which yard is the most expensive?").name.cut(DOCUMENT.text) == "Astra"
    assert extreme("Which of the three yards is the dearest?").name.cut(DOCUMENT.text) == "Astra"


def test_a_column_can_be_meant_by_other_words_where_that_is_clear():
    records = [record for record in extract_facts(DOCUMENT, ROWS, LEXICON) if isinstance(record, FigureRecord)]
    rows = [row for row in ROWS if row.cells]
    question = read_question("Which of the three yards asks the most for one?", LEXICON)

    def likeness(clear):
        return lambda _, headers: np.array([0.5 if clear and "Price" in one else 0.3 for one in headers], np.float32)

    assert find_extreme(question, DOCUMENT, rows, records) is None
    assert find_extreme(question, DOCUMENT, rows, records, likeness(False)) is None
    found = find_extreme(question, DOCUMENT, rows, records, likeness(True))
    assert found.name.cut(DOCUMENT.text) == "Astra"


def test_the_derivation_shows_every_number_that_was_compared():
    found = extreme("Which yard has the longest dock?")
    assert found.derivation.formula == "largest of 2.5, 1.2, 0.8"
    assert [operand.name for operand in found.derivation.operands] == ["Cygna", "Astra", "Borea"]
    answer = answer_extreme(read_question("Which yard?", LEXICON), DOCUMENT, found, generation="g")
    citation = answer.citations[0]
    assert (answer.answer, citation.quote[citation.answer_start : citation.answer_end]) == ("Cygna", "Cygna")


SHARES = lay_out(
    "gifts",
    table(
        ["Gift", "United States ($ million)", "Share of the United States"],
        ["Radars", "977", "22%"],
        ["Buoys", "588", "69%"],
        ["Ropes", "634", "26%"],
        caption="Table 3: Gifts",
    ),
    title="Gifts",
)


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("In which gift was the share of the United States largest?", "largest of 69%, 26%, 22%"),
        ("Which gift did the United States spend the most money on?", "largest of 977, 634, 588"),
        ("Which of the three gifts has the smallest share of the United States?", "smallest of 22%, 26%, 69%"),
        ("Which of the four gifts has the smallest share of the United States?", None),
        ("Which gift did the United States give the most of?", "largest of 977, 634, 588"),
    ],
)
def test_the_column_is_of_the_measure_and_the_table_of_as_many_rows_as_asked(question, formula):
    rows = split_passages(SHARES)
    lexicon = build_lexicon([(SHARES, rows)])
    records = [record for record in extract_facts(SHARES, rows, lexicon) if isinstance(record, FigureRecord)]
    found = find_extreme(read_question(question, lexicon), SHARES, [row for row in rows if row.cells], records)
    assert (found and found.derivation.formula) == formula


def test_a_bound_cannot_be_compared():
    assert extreme("Which yard has the most workers?") is None


@pytest.mark.parametrize(
    "question", ["Which yard has the lowest wages?", "What is the most recent dock?", "How long is it?"]
)
def test_what_no_column_speaks_of_is_not_compared(question):
    assert extreme(question) is None


def test_only_questions_for_the_most_or_least_are_compared():
    assert asks_for_extreme(read_question("Which yard is the largest?", LEXICON))
    assert not asks_for_extreme(read_question("Which yard is in Peru?", LEXICON))
