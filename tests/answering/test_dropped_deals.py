import pytest

from briefqa.answering.dropped_deals import dropped_spans
from briefqa.answering.question import read_question
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from support.drafted import lay_out

DOCUMENT = lay_out(
    "dropped",
    "An order for 20 buses from the Peruvian builder Quilla was cancelled in 2031.",
    "A contract with the airline Falcon Jet, worth €9 million, was terminated in May.",
    "The agreement with Chile was signed in 2030.",
    title="Dropped",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])


@pytest.mark.parametrize(
    ("asked", "spans"),
    [
        ("Which order was called off in 2031?", ["An order for 20 buses from the Peruvian builder Quilla"]),
        ("Which order of the city was cancelled?", ["An order for 20 buses from the Peruvian builder Quilla"]),
        ("Which contract did the agency terminate?", ["A contract with the airline Falcon Jet"]),
        ("Which contract with Chile was cancelled?", []),
        ("Which agreement was scrapped?", []),
        ("Which treaty was cancelled?", []),
        ("Which order was placed?", []),
    ],
)
def test_what_was_called_off_is_offered_under_its_own_name_only(asked, spans):
    question = read_question(asked, LEXICON)
    found = [
        span.cut(DOCUMENT.text) for passage in PASSAGES for span in dropped_spans(question, passage, DOCUMENT, LEXICON)
    ]
    assert found == spans
