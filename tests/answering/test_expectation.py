import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.expectation import Expectation, expect, fits


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much did the bridge cost?", Expectation.MONEY),
        ("How large is the budget?", Expectation.MONEY),
        ("exports of ships 2019 US$", Expectation.MONEY),
        ("From when on is it free?", Expectation.DATE),
        ("What made freight costs come down?", Expectation.REASON),
        ("How soon must the yard answer?", Expectation.DURATION),
        ("Median duration of a voyage", Expectation.DURATION),
        ("Where does the guarantee stand?", Expectation.THING),
        ("Where does Chad rank among exporters?", Expectation.THING),
        ("How does Chad rank in the world?", Expectation.THING),
        ("Which scholar doubts the size of the fleet?", Expectation.PERSON),
        ("How big a slice of its budget goes to ships?", Expectation.PERCENTAGE),
        ("Daily bill of the fleet", Expectation.MONEY),
        ("What fine did the yard get?", Expectation.MONEY),
        ("Which of the writers has served at sea?", Expectation.THING),
        ("What did Paris give in 2021?", Expectation.THING),
        ("How late are the ferries?", Expectation.FIGURE),
        ("What was inflation in Peru in 2017?", Expectation.FIGURE),
        ("What were the main causes of inflation?", Expectation.LIST),
        ("What yearly growth does the author expect?", Expectation.FIGURE),
        ("What did the adviser earn from Peru?", Expectation.MONEY),
        ("What did the yard earn its name for?", Expectation.THING),
        ("What is Oman willing to finance?", Expectation.THING),
        ("What percentage of exports went to Asia?", Expectation.PERCENTAGE),
        ("What share of the market does it hold?", Expectation.PERCENTAGE),
        ("Which share is the largest?", Expectation.PERCENTAGE),
        ("Which of the three yards holds the largest share of the market?", Expectation.THING),
        ("In which port is the lowest proportion of calls late?", Expectation.THING),
        ("How many ships did Peru order?", Expectation.FIGURE),
        ("What is the population of Busan?", Expectation.FIGURE),
        ("How long will it take?", Expectation.DURATION),
        ("How many years did it last?", Expectation.DURATION),
        ("When was the contract signed?", Expectation.DATE),
        ("How long ago was it?", Expectation.DATE),
        ("In what year did it begin?", Expectation.DATE),
        ("Who signed the contract?", Expectation.PERSON),
        ("To whom were they sold?", Expectation.PERSON),
        ("Which minister resigned?", Expectation.PERSON),
        ("Where is the factory?", Expectation.PLACE),
        ("In which country is it built?", Expectation.PLACE),
        ("Which countries bought the ships?", Expectation.LIST),
        ("Name three suppliers.", Expectation.LIST),
        ("Why did Norway refuse?", Expectation.REASON),
        ("What caused the delay?", Expectation.REASON),
        ("Did Peru sign?", Expectation.STATEMENT),
        ("How did the ministry react?", Expectation.STATEMENT),
        ("What did the minister say?", Expectation.STATEMENT),
        ("Which ship did Norway choose?", Expectation.THING),
        ("What is the name of the ship?", Expectation.THING),
    ],
)
def test_a_question_tells_what_would_answer_it(question, expected):
    assert expect(question) is expected
    assert expect(question.lower()) is expected
    assert expect(f"  {question}") is expected


@pytest.mark.parametrize(
    ("expectation", "fitting", "unfit"),
    [
        (Expectation.MONEY, "It cost €3.4 billion.", "It lasted 12 years."),
        (Expectation.MONEY, "900 million won", "a billion won"),
        (Expectation.PERCENTAGE, "12.5% of all exports", "12.5 million"),
        (Expectation.PERCENTAGE, "half of the fleet", "some of the fleet"),
        (Expectation.FIGURE, "twelve jets", "some jets"),
        (Expectation.DURATION, "for three decades", "for good"),
        (Expectation.DATE, "signed last year", "signed at 1.5 times the price"),
        (Expectation.DATE, "in May", "in the spring of it"),
        (Expectation.PERSON, "it was signed by Anna Lee", "it was signed by nobody"),
        (Expectation.PLACE, "the yard in Busan", "the yard at the coast"),
    ],
)
def test_a_text_without_what_is_expected_cannot_hold_the_answer(expectation, fitting, unfit):
    assert fits(expectation, fitting) == 1.0
    assert fits(expectation, unfit) == 0.0


def test_what_was_asked_with_answers_nothing():
    asked = frozenset({"how", "many", "ships", "were", "sold", "in", "2022"})
    assert fits(Expectation.FIGURE, "ships sold in 2022", asked) == 0.0
    assert fits(Expectation.FIGURE, "9 ships sold in 2022", asked) == 1.0
    assert fits(Expectation.DATE, "sold in 2022", asked) == 0.0
    assert fits(Expectation.DATE, "sold in 2022 and 2023", asked) == 1.0


def test_a_figure_that_only_contains_an_asked_number_is_a_new_one():
    assert fits(Expectation.FIGURE, "at 2,022 yards", frozenset({"2022"})) == 1.0
    assert fits(Expectation.FIGURE, "at 3.5 yards", frozenset({"3"})) == 1.0


def test_a_reason_is_likelier_where_a_word_gives_one():
    given_reason = fits(Expectation.REASON, "because the price was lower")
    assert given_reason > fits(Expectation.REASON, "the price was lower") > 0


@pytest.mark.parametrize("expectation", [Expectation.THING, Expectation.LIST, Expectation.STATEMENT])
def test_where_any_text_may_answer_none_is_preferred(expectation):
    assert fits(expectation, "Busan has 3 yards") == fits(expectation, "nothing") == 0.5


@given(st.text(max_size=60), st.sampled_from(Expectation), st.frozensets(st.text(max_size=5), max_size=3))
def test_any_text_can_be_judged_by_any_expectation(text, expectation, asked):
    assert expect(text) in Expectation
    assert 0.0 <= fits(expectation, text, asked) <= fits(expectation, text)


def test_a_digit_of_a_name_is_no_number():
    assert fits(Expectation.FIGURE, "K9 howitzers") == 0
    assert fits(Expectation.FIGURE, "FA-50 jets") == 0
    assert fits(Expectation.FIGURE, "48 FA-50 jets") == 1
    assert fits(Expectation.FIGURE, "300MW") == 1


def test_an_article_makes_no_person():
    assert fits(Expectation.PERSON, "The border agency") == 0
    assert fits(Expectation.PERSON, "Hans Leijtens") == 1
