from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.passages.clauses import split_clauses

pieces = st.lists(
    st.sampled_from(
        [
            "Seoul has sold tanks to Oslo",
            "the army was late again",
            ", and",
            ", but",
            ", while",
            ";",
            "; however,",
            "“",
            "”",
            "(",
            ")",
            "in 2022,",
        ]
    ),
    max_size=14,
).map(" ".join)


def clauses(text):
    return [span.cut(text) for span in split_clauses(text)]


def test_a_contrast_between_two_full_statements_makes_two_claims():
    assert clauses("Poland bought 180 tanks in 2022, while Norway chose the German model after a long test.") == [
        "Poland bought 180 tanks in 2022,",
        "while Norway chose the German model after a long test.",
    ]


def test_a_semicolon_between_two_full_statements_makes_two_claims():
    assert clauses("The ministry has signed the contract for rockets; the first tanks will arrive in December.") == [
        "The ministry has signed the contract for rockets;",
        "the first tanks will arrive in December.",
    ]


def test_three_statements_make_three_claims():
    assert clauses(
        "Exports were at a record in 2022, but imports were at a low, and the deficit was halved within a year."
    ) == [
        "Exports were at a record in 2022,",
        "but imports were at a low,",
        "and the deficit was halved within a year.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Poland bought tanks, and Norway bought guns.",
        "The company exports tanks, howitzers and jets to Poland, Norway, Finland and the countries of the Gulf.",
        "The price was high for the army of the north, but not for the army of the south.",
        "While the price was high and the army was small, the ministry was quick and the contract was signed.",
        "He said “the price was high, but the army needed the tanks” when the deal was signed in Warsaw.",
        "The tanks (they were old, but they were cheap and available) went to the army in the north.",
        "The plant, which opened in 2020, and the yard, which closed in 2021, were owned by the same group.",
    ],
    ids=["short", "list of nouns", "no verb", "subordinate", "quotation", "brackets", "relative clauses"],
)
def test_what_cannot_stand_alone_stays_in_one_claim(text):
    assert clauses(text) == [text]


def test_a_semicolon_inside_a_list_of_nouns_cuts_nothing():
    text = "The group makes three kinds of goods for its buyers: tanks and guns; ships and boats; jets and drones."
    assert clauses(text) == [text]


@given(st.one_of(pieces, st.text(max_size=80)))
def test_clauses_hold_every_visible_character_once_and_in_order(text):
    spans = split_clauses(text)
    assert (spans[0].start, spans[-1].end) == (0, len(text))
    for left, right in pairwise(spans):
        assert left.end <= right.start
        assert text[left.end : right.start].strip() == ""
