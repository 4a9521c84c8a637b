import pytest

from briefqa.answering.frames import Frame
from briefqa.answering.labels import tell_apart
from briefqa.answering.prose_operands import find_in_items, find_in_text
from briefqa.answering.question import read_question
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import FigureRecord
from support.drafted import bullet, lay_out

DOCUMENT = lay_out("yards", "Norway paid $30 million to Astra and Sweden paid $12 million.", title="Yards")
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
RECORDS = extract_facts(DOCUMENT, PASSAGES, LEXICON)


def test_a_paragraph_found_by_its_meaning_alone_is_searched_without_its_words():
    questions = [read_question(text, LEXICON) for text in ("How much is a lorry?", "How much is a van?")]
    labels = tell_apart(questions)
    assert labels is not None
    figures = tuple(record for record in RECORDS if isinstance(record, FigureRecord))
    frame = Frame(DOCUMENT, PASSAGES, figures, 1.0)
    assert find_in_text(questions, labels, frame, LEXICON) is None


LIST = lay_out(
    "berths",
    "Costs per berth vary:",
    bullet("deep-water berths: $900,000"),
    bullet("river berths: $250,000"),
    bullet("Peru paid $40 million in 2022 and $30 million in 2024"),
    title="Berths",
)
ITEMS = tuple(passage for passage in split_passages(LIST) if passage.paragraph)
KNOWN = build_lexicon([(LIST, ITEMS)])


def values(*asked):
    questions = [read_question(text, KNOWN) for text in asked]
    labels = tell_apart(questions)
    figures = tuple(one for one in extract_facts(LIST, ITEMS, KNOWN) if isinstance(one, FigureRecord))
    frame = Frame(LIST, ITEMS, figures, 1.0)
    assert labels is not None
    assert frame.is_list
    found = find_in_items(questions, labels, frame, KNOWN)
    return found and [record.value for record in found.records]


def test_operands_stand_in_items_of_one_list():
    assert values("How much are deep-water berths?", "How much are river berths?") == ["900000", "250000"]


def test_a_name_that_both_share_has_to_stand_in_each_item():
    assert values("How much are deep-water berths of Peru?", "How much are river berths of Peru?") is None


def test_two_figures_of_one_item_are_left_to_the_item():
    assert values("How much did Peru pay in 2022?", "How much did Peru pay in 2024?") is None


CREWS = lay_out("crews", "Norway paid $30 million for ships while the crews in Peru cost $4 million.", title="Crews")
CREW_PASSAGES = split_passages(CREWS)


@pytest.mark.parametrize(("owner", "expected"), [("Peru", ["30000000", "4000000"]), ("Oman", None)])
def test_the_name_of_an_operand_has_to_be_said_and_not_only_what_it_has(owner, expected):
    lexicon = build_lexicon([(CREWS, CREW_PASSAGES)])
    asked = ("How much did Norway pay for ships?", f"How much did crews in {owner} cost?")
    questions = [read_question(text, lexicon) for text in asked]
    labels = tell_apart(questions)
    figures = tuple(one for one in extract_facts(CREWS, CREW_PASSAGES, lexicon) if isinstance(one, FigureRecord))
    assert labels is not None
    found = find_in_text(questions, labels, Frame(CREWS, CREW_PASSAGES, figures, 1.0), lexicon)
    assert (found and [record.value for record in found.records]) == expected
