import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.evaluation.matching import answer_tokens, match_list, match_short_answer, same_numbers, token_f1


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        ("$66.5 billion", "$66.5 billion"),
        ("about €800 billion", "€800 billion"),
        ("in April 2024", "April 2024"),
        ("the UAE’s Tawazun", "UAE's Tawazun"),
        ("“K-Defence”", "K-Defence"),
        ("$547450930", "$547,450,930"),
        ("Korea Hydro & Nuclear Power Company", "Korea Hydro & Nuclear Power Company (KHNP)"),
        ("$66,500 million", "$66.5 billion"),
    ],
)
def test_the_same_answer_in_other_words_is_right(said: str, accepted: str) -> None:
    assert match_short_answer(said, [accepted]).right


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        ("€15 billion", "€1.5 billion"),
        ("$1.5 billion", "€1.5 billion"),
        ("735", "245"),
        ("K9 Black Panther tanks", "K2 Black Panther tanks"),
        ("40%", "10%"),
        ("2023", "2022"),
        ("April 2025", "April 2024"),
        ("Poland", "Estonia"),
        ("155 mm", "300,000"),
        ("the Framework Agreement entered into force in 2016 and Korea then deployed a unit to Atalanta", "2016"),
        ("", "Poland"),
    ],
)
def test_another_answer_is_wrong(said: str, accepted: str) -> None:
    assert not match_short_answer(said, [accepted]).right


def test_tokens_keep_decimal_points_currency_and_names_with_digits() -> None:
    assert answer_tokens("The €1.5 billion, K2’s FA-50 at 3.3% (155 mm)") == (
        *("€", "1.5", "billion", "k2", "fa", "50", "at", "3.3", "%", "155", "mm"),
    )


def test_commas_between_thousands_go_and_others_stay_apart() -> None:
    assert answer_tokens("1,234,567 and 2019, 2020") == ("1234567", "and", "2019", "2020")


def test_exact_match_and_f1_are_those_of_the_best_accepted_answer() -> None:
    match = match_short_answer("Lee Jae Myung", ["Yoon", "leader Lee Jae Myung"])
    assert not match.exact
    assert match.f1 == pytest.approx(6 / 7)
    assert match_short_answer("lee jae myung.", ["Lee Jae Myung"]).exact


def test_a_list_is_right_when_it_names_every_item_and_little_else() -> None:
    items, accepted = ["K2", "FA-50"], ["K2 tanks and FA-50 aircraft"]
    assert match_list("K2 tanks, FA-50 aircraft", items, accepted).right
    assert not match_list("K2 tanks", items, accepted).right
    assert not match_list("K21 tanks and FA-500 aircraft", items, accepted).right


def test_a_page_that_happens_to_name_every_item_is_no_list() -> None:
    said = (
        "After a visit of officials that lasted several days plans for K2 were announced while talk of FA-50 went on."
    )
    assert not match_list(said, ["K2", "FA-50"], ["K2 and FA-50"]).right


@given(st.text(max_size=60))
def test_every_text_with_words_matches_itself(text: str) -> None:
    match = match_short_answer(text, [text])
    assert match.exact
    assert match.f1 == (1.0 if answer_tokens(text) else 0.0)


@given(st.text(alphabet="abk 0123456789.,$%", max_size=30), st.text(alphabet="abk 0123456789.,$%", max_size=30))
def test_f1_does_not_depend_on_the_order_and_lies_between_zero_and_one(one: str, other: str) -> None:
    assert token_f1(one, other) == token_f1(other, one)
    assert 0.0 <= token_f1(one, other) <= 1.0
    assert same_numbers(one, other) == same_numbers(other, one)
