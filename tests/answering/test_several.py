import pytest

from briefqa.answering.question import read_question
from briefqa.answering.several import asks_for_several, members_asked_for, with_asked_noun
from briefqa.facts import build_lexicon
from briefqa.types import Span
from facts.plain_documents import plain_document

LEXICON = build_lexicon([plain_document("Oman buys ships.")])


def asked(text):
    return read_question(text, LEXICON)


@pytest.mark.parametrize(
    "question",
    [
        "Which countries bought ships?",
        "What weapons does Oman plan to buy?",
        "Who are the partners of Oman?",
        "Who signed the memorandum?",
        "With whom did Oman agree?",
        "Which two yards are in Oman?",
        "Name the yards of Oman.",
        "Which plans were dropped?",
    ],
)
def test_some_questions_ask_for_several_things(question):
    assert asks_for_several(asked(question))


@pytest.mark.parametrize(
    "question",
    [
        "Which country bought ships?",
        "Who heads the yard?",
        "What word means a ship?",
        "What keeps buyers away?",
        "Which yard lies in Oman?",
        "Which company serves as a supplier?",
        "Why were the two yards closed?",
        "How many countries bought ships?",
    ],
)
def test_others_ask_for_one_or_for_no_thing(question):
    assert not asks_for_several(asked(question))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("Which howitzers does Oman buy?", "K9 howitzers"),
        ("Which tanks does Oman buy?", "K2 tanks, older tanks"),
        ("Which weapons does Oman buy?", "K2 tanks, older tanks, K9 howitzers and jets"),
        ("What does Oman buy?", "K2 tanks, older tanks, K9 howitzers and jets"),
    ],
)
def test_of_a_list_those_are_meant_that_are_called_what_is_asked_for(question, members):
    text = "It buys K2 tanks, older tanks, K9 howitzers and jets."
    assert members_asked_for(asked(question), text, Span(8, len(text) - 1)).cut(text) == members


def test_members_that_stand_apart_are_left_together():
    text = "tanks, jets and more tanks"
    assert members_asked_for(asked("Which tanks does it buy?"), text, Span(0, len(text))).cut(text) == text


@pytest.mark.parametrize(
    ("question", "text", "answer", "expected"),
    [
        ("Which Omani unit came?", "The Aurora Unit came.", "Aurora", "Aurora Unit"),
        ("By what margin did he lose?", "He lost by a small margin.", "a small", "a small margin"),
        ("Which ships came?", "Ten ships came.", "Ten", "Ten ships"),
        ("Which unit came?", "The Aurora Brigade came.", "Aurora", "Aurora"),
        ("Which nuclear plant is it?", "The Aurora nuclear power plant runs.", "Aurora", "Aurora"),
        ("Who came?", "The Aurora Unit came.", "Aurora", "Aurora"),
        ("What share is it?", "It is 40% share.", "40%", "40%"),
    ],
)
def test_the_noun_that_is_asked_for_belongs_to_the_answer_it_follows(question, text, answer, expected):
    start = text.index(answer)
    assert with_asked_noun(asked(question), text, Span(start, start + len(answer))).cut(text) == expected
