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
        ("Which is larger: Norwegian or Swedish aid?", ("is aid Norwegian?", "is aid Swedish?"), False),
        ("Was Norwegian or Swedish aid smaller?", ("aid Norwegian?", "aid Swedish?"), True),
        ("Whose yields are better, Norway's or Sweden's?", ("yields are Norway?", "yields are Sweden?"), False),
        ("Whose costs are better, Norway's or Sweden's?", ("costs are Norway?", "costs are Sweden?"), True),
        ("Whose debts are worse, Norway's or Sweden's?", ("debts are Norway?", "debts are Sweden?"), False),
        ("Between Norway and Sweden, who gave more aid?", ("gave aid Norway?", "gave aid Sweden?"), False),
        ("Norway or Sweden: who gave less aid?", ("gave aid Norway?", "gave aid Sweden?"), True),
        ("Who gave more aid? Norway or Sweden?", ("gave aid Norway?", "gave aid Sweden?"), False),
        ("Which of Norway and Sweden gave more aid?", ("gave aid Norway?", "gave aid Sweden?"), False),
        ("Did more ships go to Norway or to Sweden?", ("ships go to Norway?", "ships go to Sweden?"), False),
        ("Were more ships built in 2023/24 or in 2024/25?", ("built in 2023/24?", "built in 2024/25?"), False),
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
        "Whose ships are better, Norway's or Sweden's?",  # nothing tells what is good in a ship
    ],
)
def test_a_question_that_compares_no_names_offers_no_choice(question):
    assert read_choice(question, LEXICON) is None
