import pytest

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question, Unit
from briefqa.answering.support import check_support, is_unfulfilled, name_missing
from briefqa.index.lexical import LexicalIndex

PERU = Unit("Peru", (("peru",), ("peruvian",)), is_name=True)
YEAR = Unit("2031", (("2031",),), is_number=True)
NINE = Unit("9", (("9",),), is_number=True)
SHIPS = Unit("ships", (("ship",),))
ZEPPELINS = Unit("zeppelins", (("zeppelin",),))
LEXICAL = LexicalIndex.build(["Peru ordered 9 ships.", "The Peruvian yard is old."])


def check(units, view, paragraph=""):
    question = Question("", "", tuple(units), Expectation.FIGURE, frozenset(), ())
    return check_support(question, view, paragraph, LEXICAL)


def test_what_the_claim_says_is_supported():
    support = check([PERU, NINE, SHIPS], "Peru ordered 9 ships.")
    assert (support.names, support.numbers, support.unknown) == ((), (), ())
    assert support.strange == ()


def test_a_name_may_stand_anywhere_in_the_paragraph_but_a_number_has_to_stand_in_the_claim():
    support = check([PERU, NINE], "It ordered ships.", "The Peruvian navy is old. It has 9 yards.")
    assert support.names == ()
    assert support.numbers == (NINE,)


def test_what_stands_nowhere_is_named_and_counted():
    support = check([PERU, YEAR, SHIPS, ZEPPELINS], "It ordered ships.")
    assert support.names == (PERU,)
    assert support.numbers == (YEAR,)
    assert support.unknown == (YEAR, ZEPPELINS)


def test_an_ordinary_word_that_stands_nowhere_may_be_another_word_for_what_is_said():
    support = check([PERU, Unit("expensive", (("expens",),))], "Peru ordered ships.")
    assert support.unknown == ()
    assert [unit.surface for unit in support.strange] == ["expensive"]


@pytest.mark.parametrize(
    ("question", "claim", "unfulfilled"),
    [
        ("When did Peru buy the ships?", "Peru plans to buy ships in 2030.", True),
        ("When was the yard opened?", "The yard is to be opened in May.", True),
        ("How many ships did the yard deliver?", "The order for nine ships was cancelled.", True),
        ("When did Peru buy the ships?", "Peru bought the ships in 2020.", False),
        ("When does Peru plan to buy ships?", "Peru plans to buy ships in 2030.", False),
        ("Which order was cancelled?", "The order for nine ships was cancelled.", False),
    ],
)
def test_what_was_planned_or_called_off_was_not_done(question, claim, unfulfilled):
    assert is_unfulfilled(question, claim) is unfulfilled


def test_a_passage_that_denies_is_marked():
    assert check([PERU], "Peru has not ordered a ship.").denied
    assert not check([PERU], "Peru has ordered a ship.").denied


def test_a_question_without_units_lacks_nothing():
    support = check([], "Peru ordered 9 ships.")
    assert (support.unknown, support.strange) == ((), ())


def test_what_is_missing_is_said_in_words_each_once_and_in_order():
    units = (YEAR, PERU, Unit("20", (("20",),), is_number=True), PERU)
    assert name_missing(units, Expectation.MONEY, figure_absent=False) == ("year 2031", "Peru", "20")
    assert name_missing((PERU,), Expectation.MONEY, figure_absent=True) == ("Peru", "amount of money")


def test_where_only_the_answer_is_missing_its_sort_is_named():
    assert name_missing((), Expectation.DATE, figure_absent=True) == ("date",)
    assert name_missing((), Expectation.PERCENTAGE, figure_absent=True) == ("percentage",)
    assert name_missing((), Expectation.THING, figure_absent=True) == ("answer",)
    assert name_missing((), Expectation.THING, figure_absent=False) == ()
