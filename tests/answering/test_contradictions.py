import pytest

from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import lay_out

LINE = lay_out(
    "line",
    "The line to Lima will cost $750 million. The ministry's own paper speaks of $600 million. "
    "The depot beside it took $20 million.",
    "The bridge should open in 2030, although the Chilean side speaks of 2031.",
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


def test_a_source_that_agrees_contradicts_nothing(ask):
    answer = ask("How many trains does the tunnel carry a day?", "40 trains")
    assert answer.answered
    assert answer.conflicts == ()


def test_another_passage_contradicts_for_the_same_period_only(ask):
    answer = ask("How many ships did Callao handle in 2022?", "9 ships", "12 ships", "15 ships", document="port")
    values = {answer.answer, *(conflict.answer for conflict in answer.conflicts)}
    assert values == {"9 ships", "12 ships"}
