import pytest

from briefqa.answering.question import read_question
from briefqa.answering.restating import restate, spell_opening
from briefqa.answering.tables import rate_cells
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from support.drafted import lay_out, table


@pytest.mark.parametrize(
    ("question", "restated"),
    [
        ("Where does the port deal stand?", "What is the status of the port deal?"),
        ("where do the talks stand now", "What is the status of the talks?"),
        ("How far along is the bridge?", "What is the status of the bridge?"),
        ("How far advanced were the works?", "What was the status of the works?"),
        ("How many in the first three months of 2025?", "How many in the first quarter of 2025?"),
        ("What did the bridge cost in millions?", "What did the bridge cost?"),
        ("what did it cost, in $ billion", "what did it cost"),
        ("What did it cost in millions of US dollars?", "What did it cost in US dollars?"),
        ("How many billions of dollars did it cost?", "How many billion dollars did it cost?"),
        ("What does it cost in thousands of cases?", "What does it cost in thousands of cases?"),
        ("In millions?", "In millions?"),
        ("Where does the minister stand on taxes?", "Where does the minister stand on taxes?"),
        ("How far is the port from the city?", "How far is the port from the city?"),
        ("Who stands where?", "Who stands where?"),
    ],
)
def test_a_turn_of_phrase_is_said_in_the_words_of_tables(question, restated):
    assert restate(question) == restated


@pytest.mark.parametrize("header", ["Status", "Stage in May 2025", "State of the works"])
def test_the_column_that_tells_how_far_a_thing_has_come_is_chosen(header):
    document = lay_out("works", table(["Works", "Donor", header], ["Port of Callao", "Norway", "half built"]), "Works.")
    passage = split_passages(document)[0]
    lexicon = build_lexicon([(document, split_passages(document))])
    best = rate_cells(read_question("How far along is the port of Callao?", lexicon), passage, document, ())[0]
    assert best.span.cut(document.text) == "half built"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Wat did Peru buy?", "What did Peru buy?"),
        ("hw mny ships?", "how many ships?"),
        ("Wen was it signed?", "When was it signed?"),
        ("wich ships?", "which ships?"),
    ],
)
def test_the_words_that_ask_are_spelled_right(typed, meant):
    assert spell_opening(typed) == meant


@pytest.mark.parametrize("typed", ["Hat makers of Peru", "hwo sold it?", "ship sales", "K9", "?", "How far?", "Who"])
def test_words_of_english_and_words_that_may_be_two_stay(typed):
    assert spell_opening(typed) == typed
