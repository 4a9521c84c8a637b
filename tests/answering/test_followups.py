import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.followups import resolve
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from support.drafted import lay_out

DOCUMENT = lay_out(
    "ships",
    "Peru ordered 9 ships from Norway in 2022. Chile bought the Seawolf from Norway.",
    "The yard Hanwha Ocean in Geoje built the Seawolf. Hanwha Ocean paid for the Seawolf.",
)
LEXICON = build_lexicon([(DOCUMENT, split_passages(DOCUMENT))])


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("How many ships did Peru order?", "And Chile?", "How many ships did Chile order?"),
        ("How many ships did Peru order?", "What about Chile", "How many ships did Chile order?"),
        ("How many ships did Peru order from Chile?", "And from Norway?", "How many ships did Peru order from Norway?"),
        ("How many ships did Peru order in 2022?", "And in 2023?", "How many ships did Peru order in 2023?"),
        ("How many ships did Peru order?", "in 2023?", "How many ships did Peru order in 2023?"),
        ("How many ships did Peru order in 2022?", "And Chile in 2021?", "How many ships did Chile order in 2021?"),
    ],
)
def test_a_name_or_a_year_takes_the_place_of_one_of_its_kind(before, question, expected):
    assert resolve(question, [before], LEXICON) == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What did Peru pay in 2022?", "And two years later?", "What did Peru pay in 2024?"),
        ("What did Peru pay in 2022?", "and the year after?", "What did Peru pay in 2023?"),
        ("What did Peru pay in 2022?", "What about the year before?", "What did Peru pay in 2021?"),
        ("What did Peru pay in 2022?", "And in the previous year?", "What did Peru pay in 2021?"),
        ("What did Peru pay in 2022?", "And Chile a decade earlier?", "What did Chile pay in 2012?"),
        ("What did Peru pay in 2022?", "How much did Chile pay a year later?", "How much did Chile pay in 2023?"),
        ("What did Peru pay in 2022/23?", "And two years later?", "What did Peru pay in 2024/25?"),
        ("What did Peru pay in 1999-2000?", "And a year later?", "What did Peru pay in 2000-2001?"),
        ("What did Peru pay in FY24?", "And the following year?", "What did Peru pay in FY25?"),
        ("What did Peru pay in FY2024?", "And in 2022?", "What did Peru pay in FY2022?"),
        ("What did Peru pay in 2022/23?", "And in 2023/24?", "What did Peru pay in 2023/24?"),
        ("What did Peru pay in Q4 2024?", "And the quarter after?", "What did Peru pay in Q1 2025?"),
        ("What did Peru pay in Q2 2025?", "And in Q3?", "What did Peru pay in Q3 2025?"),
        ("What did Peru pay in 2025?", "And in Q3?", "What did Peru pay in 2025 in Q3?"),
    ],
)
def test_a_time_is_reckoned_from_that_of_the_question_before(before, question, expected):
    assert resolve(question, [before], LEXICON) == expected


@pytest.mark.parametrize("before", ["What did Peru pay?", "What did Peru pay between 2020 and 2022, and in 2023?"])
def test_a_time_after_one_that_is_not_told_is_not_made_up(before):
    assert resolve("And two years later?", [before], LEXICON) is None


def test_years_later_in_a_chain_of_follow_ups():
    history = ["What did Peru pay in 2022?", "And the year after?"]
    assert resolve("And the year after that?", history, LEXICON) == "What did Peru pay in 2024?"


def test_a_pronoun_stands_for_the_name_spoken_of():
    history = ["How many ships did Peru order?"]
    assert resolve("What did it pay?", history, LEXICON) == "What did Peru pay?"
    assert resolve("What was its reason?", history, LEXICON) == "What was Peru’s reason?"


@pytest.mark.parametrize(
    "question",
    [
        "Why did Chile choose the other model after a test?",
        "How many ships did Chile order?",
        "What is the price of a ship?",
    ],
)
def test_a_question_that_says_everything_stands_alone(question):
    assert resolve(question, ["How many ships did Peru order?"], LEXICON) is None


@pytest.mark.parametrize("history", [[], ["  "], ["", "\n"]])
def test_without_an_earlier_question_nothing_is_filled_in(history):
    assert resolve("And Chile?", history, LEXICON) is None


def test_a_chain_of_follow_ups_is_resolved_from_the_oldest():
    history = ["How many ships did Peru order in 2022?", "And Chile?"]
    assert resolve("And in 2023?", history, LEXICON) == "How many ships did Chile order in 2023?"


def test_empty_questions_between_are_passed_over():
    assert resolve("And Chile?", ["Where is Peru?", " "], LEXICON) == "Where is Chile?"


words = st.lists(
    st.sampled_from(["and", "Peru", "Chile", "it", "2022", "when", "was", "that", "of", "the price", "?", "(", "\\1"]),
    max_size=8,
).map(" ".join)


@given(words, st.lists(words, max_size=3))
def test_any_history_gives_a_question_or_nothing(question, history):
    resolved = resolve(question, history, LEXICON)
    assert resolved is None or (isinstance(resolved, str) and any(earlier.strip() for earlier in history))


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "When was the Norway contract signed?",
            "And who signed it for Peru?",
            "Who signed the Norway contract for Peru?",
        ),
    ],
)
def test_a_question_of_its_own_keeps_its_words_and_takes_what_was_spoken_of(before, question, expected):
    assert resolve(question, [before], LEXICON) == expected
