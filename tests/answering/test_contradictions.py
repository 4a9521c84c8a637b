import pytest

from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import lay_out

LINE = lay_out(
    "line",
    "The line to Lima will cost $750 million. The ministry's own paper speaks of $600 million. "
    "The depot beside it took $20 million.",
    "The bridge should open in 2030, although the Chilean side speaks of 2031.",
    "Its capacity is put at 1.4 million tonnes, though the port's own count of berths arrives at 0.9 million tonnes.",
    "Yards expect a loss of $17 million by 2031; the union counts $11 million and asks for $5 million.",
    "About 70% of the ore comes from Chile; the ministry says more than 80%.",
    "Customs took 61 loads, said the guard. Its union says 83.",
    "The mine holds 60% of the lead, according to the Kell Institute, and 78% according to the Lima Chamber.",
    "The works should cost $9 million. The yard expects $12 million.",
    "The quay took $9 million in 2030. The yard expects $12 million.",
    "The pier took 300 piles. The harbour master says 200 more will follow.",
    "The tunnel carries 40 trains a day. Critics say 40 trains a day are enough.",
    title="Line",
)
PORT = lay_out(
    "port",
    "Callao handled 9 ships in 2022.",
    "The harbour master counted that Callao handled 12 ships in 2022.",
    "Callao handled 15 ships in 2024.",
    title="Port",
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", LINE, PORT) as generation:

        def ask(question, *words, document="line"):
            return make_answerer(generation, PointingReader(words), 0.1).ask(question, documents=[document])

        yield ask


@pytest.mark.parametrize(
    ("question", "word", "other"),
    [
        ("What will the line to Lima cost?", "$750 million", "$600 million"),
        ("When should the bridge open?", "2030", "2031"),
        ("When should the bridge open?", "2031", "2030"),
        ("What is its capacity?", "1.4 million tonnes", "0.9 million tonnes"),
        ("How much of a loss do yards expect?", "$17 million", "$11 million"),
        ("What share of the ore comes from Chile?", "About 70%", "more than 80%"),
        ("How many loads did customs take?", "61 loads", "83"),
        ("What share of the lead does the mine hold?", "60%", "78%"),
        ("What should the works cost?", "$9 million", "$12 million"),
    ],
)
def test_what_another_source_says_in_the_paragraph_stands_beside_the_answer(ask, question, word, other):
    answer = ask(question, word)
    assert answer.answer == word
    (conflict,) = answer.conflicts
    assert (conflict.answer, conflict.reason) == (other, "Another source gives another value.")
    assert other in conflict.citations[0].quote


def test_another_figure_of_the_paragraph_contradicts_nothing(ask):
    answer = ask("What did the depot take?", "$20 million")
    assert (answer.answer, answer.conflicts) == ("$20 million", ())


def test_what_a_source_adds_contradicts_nothing(ask):
    answer = ask("How many piles did the pier take?", "300 piles")
    assert (answer.answer, answer.conflicts) == ("300 piles", ())


def test_what_is_expected_does_not_contradict_what_was(ask):
    answer = ask("How much did the quay take in 2030?", "$9 million")
    assert answer.answered
    assert answer.conflicts == ()


def test_a_source_that_agrees_contradicts_nothing(ask):
    answer = ask("How many trains does the tunnel carry a day?", "40 trains")
    assert answer.answered
    assert answer.conflicts == ()


def test_another_passage_contradicts_for_the_same_period_only(ask):
    answer = ask("How many ships did Callao handle in 2022?", "9 ships", "12 ships", "15 ships", document="port")
    values = {answer.answer, *(conflict.answer for conflict in answer.conflicts)}
    assert values == {"9 ships", "12 ships"}
