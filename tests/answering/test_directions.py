import pytest

from briefqa.answering.directions import gone_the_other_way
from briefqa.answering.expectation import Expectation

RISEN = "Imports rose by 3%, and exports fell by 29% in 2031."
BOUGHT = "Peru bought nine ships from Chile."
PAID = "The council paid $5 million in compensation."
LEFT = "The four states left the union on 2 May 2031 and signed a treaty."


def turned(question, expectation, claim, answer):
    start = claim.index(answer)
    return gone_the_other_way(question, expectation, claim, start, start + len(answer))


@pytest.mark.parametrize(
    ("question", "expectation", "claim", "answer", "missing"),
    [
        ("By how much did exports rise?", Expectation.PERCENTAGE, RISEN, "29%", "rise"),
        ("By how much did imports fall?", Expectation.PERCENTAGE, RISEN, "3%", "fall"),
        ("How many jobs did the yard gain?", Expectation.FIGURE, "The yard lost 30 jobs.", "30", "gain"),
        ("When did Peru return to the union?", Expectation.DATE, LEFT, "2 May 2031", "return"),
        ("When did Peru leave the union?", Expectation.DATE, "Peru joined the union in 2031.", "2031", "leave"),
        ("How many ships did Peru sell?", Expectation.FIGURE, BOUGHT, "nine", "sell by Peru"),
        (
            "How many tons did Peru export?",
            Expectation.FIGURE,
            "Peru imported 5 tons a year.",
            "5 tons",
            "export by Peru",
        ),
        ("What did Lima Yards pay the council?", Expectation.MONEY, PAID, "$5 million", "pay by Lima Yards"),
        ("How much did the yard pay to the council?", Expectation.MONEY, PAID, "$5 million", "pay by yard"),
    ],
)
def test_what_went_the_other_way_is_missing(question, expectation, claim, answer, missing):
    assert turned(question, expectation, claim, answer) == missing


@pytest.mark.parametrize(
    ("question", "expectation", "claim", "answer"),
    [
        ("By how much did exports fall?", Expectation.PERCENTAGE, RISEN, "29%"),
        ("By how much did exports drop?", Expectation.PERCENTAGE, RISEN, "29%"),
        ("What was the growth of exports?", Expectation.PERCENTAGE, RISEN, "29%"),
        ("By how much did exports grow?", Expectation.PERCENTAGE, "Exports fell: by -4%.", "-4%"),
        ("By how much did the deficit fall?", Expectation.PERCENTAGE, "Growth of the deficit fell by 3%.", "3%"),
        ("When did Peru leave the union?", Expectation.DATE, LEFT, "2 May 2031"),
        ("When did Peru join the pact?", Expectation.DATE, "Peru left the union to join the pact in 2031.", "2031"),
        ("How many ships did Chile sell?", Expectation.FIGURE, BOUGHT, "nine"),
        ("How many ships did Peru buy?", Expectation.FIGURE, BOUGHT, "nine"),
        ("What did the council pay in compensation?", Expectation.MONEY, PAID, "$5 million"),
        ("How much did the council receive?", Expectation.MONEY, "The council was paid $5 million.", "$5 million"),
        ("How much does Lima give to Peru?", Expectation.MONEY, "Lima sends $5 more than it receives.", "$5"),
    ],
)
def test_what_went_the_same_way_or_either_way_is_left(question, expectation, claim, answer):
    assert turned(question, expectation, claim, answer) is None
