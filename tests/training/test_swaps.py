import random

from briefqa_train.data import Answer, Example
from briefqa_train.swaps import find_names, swap_question

CONTEXT = "Norway signed the accord with Chile in 1994. Trade grew until 1998."


def example(question):
    return Example("1", "Accords", CONTEXT, question, (Answer("Norway", 0),))


def swap(question, names=("Kenya", "Norway")):
    return swap_question(example(question), names, random.Random(3))


def test_names_are_runs_of_capitals_behind_the_opening_word():
    assert find_names("Who met Ursula von der Leyen in New York?") == ("Ursula", "Leyen", "New York")
    assert find_names("Norway exports what?") == ()


def test_a_year_of_the_paragraph_becomes_one_that_it_lacks():
    swapped = swap("Who signed the accord in 1994?")
    assert swapped.answers == ()
    year = int(swapped.question.removeprefix("Who signed the accord in ").removesuffix("?"))
    assert year not in (1994, 1998) and 1982 <= year <= 2006


def test_a_name_of_the_paragraph_becomes_one_that_it_lacks():
    assert swap("What did the accord with Chile end?", ("Kenya",)).question == "What did the accord with Kenya end?"


def test_a_name_that_the_paragraph_holds_is_no_exchange():
    assert swap("What did the accord with Chile end?", ("Norway",)) is None


def test_a_question_without_names_or_years_stays_as_it_is():
    assert swap("Who signed the accord?") is None
    assert swap("Who signed the accord in 2001?") is None


def test_a_figure_is_no_year():
    figures = Example("1", None, "Exports of 1,994 tonnes.", "Which exports of 1,994 tonnes?", (Answer("Exports", 0),))
    assert swap_question(figures, ("Kenya",), random.Random(3)) is None
