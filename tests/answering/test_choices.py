import pytest

from briefqa.answering.choices import read_choice
from briefqa.facts import build_lexicon
from facts.plain_documents import plain_document

LEXICON = build_lexicon([plain_document("Norway and Sweden gave aid to Mali. Oman Steel builds ships for Peru.")])


@pytest.mark.parametrize(
    ("question", "parts", "less"),
    [
        ("Who gave more, Norway or Sweden?", ("How much gave Norway?", "How much gave Sweden?"), False),
        ("Which ship is longer, the Astra or the Borea?", ("How long is Astra?", "How long is Borea?"), False),
        ("Which yard is the cheapest: Astra, Borea or Cygna?", ("Astra", "Borea", "Cygna"), True),
        ("Which cost less, the Astra or the Borea?", ("How much cost Astra?", "How much cost Borea?"), True),
        ("Which of the two, Norway or Sweden, gave more aid?", ("How much gave aid Norway?", "Sweden"), False),
        ("Did Norway or Sweden give more aid?", ("How much give aid Norway?", "How much give aid Sweden?"), False),
    ],
)
def test_a_choice_asks_for_the_measure_of_each_name(question, parts, less):
    choice = read_choice(question, LEXICON)
    assert choice is not None
    assert all(part in asked for part, asked in zip(parts, choice.parts, strict=True))
    assert choice.less is less


@pytest.mark.parametrize(
    "question",
    [
        "Who gave more than Sweden?",
        "Which ships are for Peru or Mali?",
        "What date did Oman send a letter about hiring the best people regardless of race, gender, or origin?",
        "Did Norway or Sweden give aid?",
        "Did Norway give more than Sweden?",
    ],
)
def test_a_question_that_compares_no_names_offers_no_choice(question):
    assert read_choice(question, LEXICON) is None
