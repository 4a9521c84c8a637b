"""What stands behind "than": another name or year for the same question, or a question of its own."""

import pytest

from briefqa.answering.comparisons import read_computation
from briefqa.facts import Operation, build_lexicon
from facts.plain_documents import plain_document

LEXICON = build_lexicon(
    [plain_document("Norway and Sweden gave aid to Mali. Oman and Peru built a bridge. The Elba Canal is long.")]
)


@pytest.mark.parametrize(
    ("question", "left", "right"),
    [
        (
            "How much more did Norway give than Sweden?",
            "How much did Norway give?",
            "How much did Sweden give?",
        ),
        (
            "How much larger is the population of Norway than that of Sweden?",
            "How much is the population of Norway?",
            "How much is the population of Sweden?",
        ),
        (
            "How much more did Norway spend than in 2019?",
            "How much did Norway spend?",
            "How much did Norway spend in 2019?",
        ),
        (
            "How much more were exports in 2023 than the number of ships of Norway?",
            "How much were exports in 2023?",
            "How much were the number of ships of Norway?",
        ),
        (
            "How much more did Norway give than Sweden paid for the bridge?",
            "How much did Norway give?",
            "How much Sweden paid for the bridge?",
        ),
        (
            "How much longer is the Elba Canal than the length of the tunnel?",
            "How long is the Elba Canal?",
            "How much is the length of the tunnel?",
        ),
        (
            "How much more did the loan to Peru cost than the bridge in Oman?",
            "How much did the loan to Peru cost?",
            "How much did the bridge in Oman cost?",
        ),
        (
            "How much more did Norway give than through Sweden?",
            "How much did Norway give?",
            "How much did Norway give through Sweden?",
        ),
        (
            "How much more did Norway give than it received?",
            "How much did Norway give?",
            "How much Norway received?",
        ),
        (
            "How much larger is the population of Norway than its army?",
            "How much is the population of Norway?",
            "How much is the army of Norway?",
        ),
        (
            "How many more ships did Norway build than aircraft in Sweden?",
            "How many ships did Norway build?",
            "How many aircraft in Sweden?",
        ),
        (
            "How large is the gap between Norway's aid and its debt?",
            "How much was Norway's aid?",
            "How much was Norway's debt?",
        ),
        (
            "What is the difference between the aid of Norway and what Sweden paid?",
            "How much was the aid of Norway?",
            "How much Sweden paid?",
        ),
    ],
)
def test_the_second_side_asks_what_it_says_itself_and_else_the_same(question, left, right):
    computation = read_computation(question, LEXICON)
    assert computation is not None
    assert (computation.operation, computation.parts) == (Operation.DIFFERENCE, (left, right))


def test_a_total_of_two_things_of_one_owner_asks_for_each():
    computation = read_computation("What is the total of Norway's ports and ships?", LEXICON)
    assert computation is not None
    assert (computation.operation, computation.parts) == (
        Operation.TOTAL,
        ("How much was Norway's ports?", "How much was Norway's ships?"),
    )
