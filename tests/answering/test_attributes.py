import pytest

from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import lay_out, table

YARDS = lay_out(
    "yards",
    "Anna Roe, who led the council of Astra, spoke first. The deputy director of Borea, Jo Lind, did not come.",
    "Astra ordered 12 cranes for $60 million. A lamp costs $3 a piece.",
    "Ferra met Astra's envoys in Peru.",
    "Gamma, based in Chile, builds cranes.",
    "Borea drives with pumps. An electric pump costs $4,100 with its well.",
    table(
        ["Yard", "Tankers in 2023", "Wages ($ million)"],
        ["Cygna", "14", "90"],
        ["Dorado", "9", "70"],
        caption="Table 1: Tankers built and wages paid",
    ),
    table(
        ["Customer", "Type", "Ordered"],
        ["Elba", "TB2", "24"],
        ["Fiume", "K9", "7"],
        caption="Table 2: Contracts",
    ),
    title="Yards",
)


def toward(word, others):
    """A likeness by which vessels are tankers and nothing else is like anything."""
    return [0.6 if word == "vessels" and other == "Tankers" else 0.1 for other in others]


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", YARDS) as generation:

        def asked(question, *words):
            answerer = make_answerer(generation, PointingReader(words), 0.3)
            answerer.retriever.likeness = toward
            return answerer.ask(question)

        yield asked


@pytest.mark.parametrize(
    ("question", "pointed", "missing"),
    [
        ("Who is the president of Astra?", "Anna Roe", "president"),
        ("Who was the vice director of Borea?", "Jo Lind", "vice director"),
        ("What is the price of one crane of Astra?", "$60 million", "price of one"),
        ("How many children of Cygna were there in 2023?", "14", "children"),
        ("Where is the headquarters of Ferra?", "Peru", "headquarters"),
    ],
)
def test_what_is_not_said_beside_the_answer_is_missing(ask, question, pointed, missing):
    answer = ask(question, pointed)
    assert not answer.answered
    assert missing in answer.missing


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("Who is the deputy director of Borea?", "Jo Lind"),
        ("Who led the council of Astra?", "Anna Roe"),
        ("What does one lamp cost?", "$3"),
        ("Where is the headquarters of Gamma?", "Chile"),
        ("Where did Ferra meet envoys?", "Peru"),
        ("What is the price of one electric pump?", "$4,100"),
        ("What did Astra pay for cranes?", "$60 million"),
        ("How many tankers did Cygna build in 2023?", "14"),
        ("How many vessels did Cygna build in 2023?", "14"),
        ("How many TB2s did Elba order?", "24"),
    ],
)
def test_what_is_said_or_meant_beside_the_answer_is_answered(ask, question, pointed):
    assert pointed in (ask(question, pointed).answer or "")


def test_a_row_that_nothing_was_compared_with_is_not_the_one_with_the_most(ask):
    assert ask("Which yard has a tanker?", "Cygna").answer == "Cygna"
    assert not ask("Which yard has the most cooks?", "Cygna").answered
