import pytest

from briefqa.answering.announcements import only_told_then
from briefqa.answering.expectation import Expectation

BAN = "Peru announced in July 2031 that it will ban transfers from May 2032."
RADAR = "Peru signed a $65 million contract with Lima Yards in February 2031 for radar; delivery is due in May 2032."
DRAFT = "Under a draft dated March 2031, pilots would ask every ship, and it was initialled in May 2032."


def missing(question, claim, answer, expectation=Expectation.DATE):
    return only_told_then(question, expectation, claim, claim.index(answer))


@pytest.mark.parametrize(
    ("question", "claim", "answer", "lacking"),
    [
        ("From when will Peru forbid transfers?", BAN, "July 2031", "date (only announced then)"),
        ("When should the radar arrive?", RADAR, "February 2031", "date (only signed then)"),
        ("When is the radar due?", RADAR, "February 2031", "date (only signed then)"),
        ("On what date was the draft initialled?", DRAFT, "March 2031", "date (only dated then)"),
    ],
)
def test_the_date_of_the_telling_is_none_of_the_thing(question, claim, answer, lacking):
    assert missing(question, claim, answer) == lacking


@pytest.mark.parametrize(
    ("question", "claim", "answer"),
    [
        ("From when will Peru forbid transfers?", BAN, "May 2032"),
        ("When did Peru announce the ban?", BAN, "July 2031"),
        ("When will the contract be signed?", RADAR, "February 2031"),
        ("When should the radar arrive?", RADAR, "May 2032"),
        ("What is the date of the draft?", DRAFT, "March 2031"),
        ("When was the draft written?", DRAFT, "March 2031"),
        ("When was the draft initialled?", DRAFT, "May 2032"),
    ],
)
def test_a_date_that_is_asked_for_is_left(question, claim, answer):
    assert missing(question, claim, answer) is None


def test_only_dates_are_held_to_it():
    assert missing("What will Peru forbid?", BAN, "July 2031", Expectation.THING) is None
