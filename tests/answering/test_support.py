from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question, Unit
from briefqa.answering.support import check_support, name_missing
from briefqa.index.lexical import LexicalIndex

PERU = Unit("Peru", (("peru",), ("peruvian",)), is_name=True)
YEAR = Unit("2031", (("2031",),), is_number=True)
NINE = Unit("9", (("9",),), is_number=True)
SHIPS = Unit("ships", (("ship",),))
DRONES = Unit("drones", (("drone",),))
LEXICAL = LexicalIndex.build(["Peru ordered 9 ships.", "The Peruvian yard is old."])


def check(units, view, paragraph=""):
    question = Question("", "", tuple(units), Expectation.FIGURE, frozenset(), ())
    return check_support(question, view, paragraph, LEXICAL)


def test_what_the_claim_says_is_supported():
    support = check([PERU, NINE, SHIPS], "Peru ordered 9 ships.")
    assert (support.names, support.numbers, support.unknown) == ((), (), ())
    assert (support.unknown_share, support.covered_share) == (0.0, 1.0)


def test_a_name_may_stand_anywhere_in_the_paragraph_but_a_number_has_to_stand_in_the_claim():
    support = check([PERU, NINE], "It ordered ships.", "The Peruvian navy is old. It has 9 yards.")
    assert support.names == ()
    assert support.numbers == (NINE,)


def test_what_stands_nowhere_is_named_and_counted():
    support = check([PERU, YEAR, SHIPS, DRONES], "It ordered ships.")
    assert support.names == (PERU,)
    assert support.numbers == (YEAR,)
    assert support.unknown == (YEAR, DRONES)
    assert support.unknown_share == 0.5
    assert support.covered_share == 0.25


def test_a_question_without_units_lacks_nothing():
    support = check([], "Peru ordered 9 ships.")
    assert (support.unknown, support.unknown_share, support.covered_share) == ((), 0.0, 0.0)


def test_what_is_missing_is_said_in_words_each_once_and_in_order():
    units = (YEAR, PERU, Unit("20", (("20",),), is_number=True), PERU)
    assert name_missing(units, Expectation.MONEY, figure_absent=False) == ("year 2031", "Peru", "20")
    assert name_missing((PERU,), Expectation.MONEY, figure_absent=True) == ("Peru", "amount of money")


def test_where_only_the_answer_is_missing_its_sort_is_named():
    assert name_missing((), Expectation.DATE, figure_absent=True) == ("date",)
    assert name_missing((), Expectation.PERCENTAGE, figure_absent=True) == ("percentage",)
    assert name_missing((), Expectation.THING, figure_absent=True) == ("answer",)
    assert name_missing((), Expectation.THING, figure_absent=False) == ()
