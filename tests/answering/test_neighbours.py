import pytest

from briefqa.answering.neighbours import beside_it
from briefqa.answering.question import read_question
from briefqa.answering.reading import Form, Proposal
from briefqa.answering.retriever import Candidate
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import Hit, Span
from support.drafted import lay_out

DOCUMENT = lay_out(
    "shares",
    "Portugal cannot replace Norway. While its share of fish exports climbed from 2.1% to 2.2%, Oslo’s percentage makes"
    " up 43%.",
    "The fleet of Norway grew from 40 ships in 2019 to 55 ships in 2024.",
    title="Fish",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
RECORDS = extract_facts(DOCUMENT, PASSAGES, LEXICON)


def missing(asked, answer):
    start = DOCUMENT.text.index(answer)
    span = Span(start, start + len(answer))
    passage = next(passage for passage in PASSAGES if passage.span.contains(span))
    proposal = Proposal(Candidate(Hit(passage, 1.0, 1), 0, (), ()), Form.SPAN, span, 0.0, 0.0, 1.0)
    own = [record for record in RECORDS if record.passage_id == passage.id]
    return beside_it(read_question(asked, LEXICON), proposal, DOCUMENT, own, LEXICON)


@pytest.mark.parametrize(
    ("asked", "answer", "lacking"),
    [
        ("What is Portugal's share of fish exports now?", "2.1%", "now"),
        ("What was the share of fish exports originally?", "2.2%", "originally"),
        ("How many ships does Norway have today?", "40 ships", "today"),
        ("What share of fish exports does Norway have?", "2.2%", "figure of Norway"),
        ("What share of fish exports does Norway have?", "2.1%", "figure of Norway"),
    ],
)
def test_a_figure_is_not_the_one_beside_it(asked, answer, lacking):
    assert missing(asked, answer) == lacking


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("What is Portugal's share of fish exports now?", "2.2%"),
        ("What was the share of fish exports originally?", "2.1%"),
        ("What share of fish exports does Norway have?", "43%"),
        ("What share of fish exports does Portugal have?", "2.2%"),
        ("How many ships did Norway have?", "40 ships"),
        ("Who has a share of fish exports now?", "2.1%"),
    ],
)
def test_nothing_rules_out_the_figure_itself(asked, answer):
    assert missing(asked, answer) is None
