import pytest

from briefqa.answering.members import member_spans, of_another_member
from briefqa.answering.question import read_question
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import Span
from support.drafted import lay_out

DOCUMENT = lay_out(
    "fees",
    "The adviser got $5.5 million from Lima and $5.6 million from Chile. It paid $2 million to banks.",
    title="Fees",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
RECORDS = extract_facts(DOCUMENT, PASSAGES, LEXICON)


def told(asked, answer):
    start = DOCUMENT.text.index(answer)
    span = Span(start, start + len(answer))
    passage = next(passage for passage in PASSAGES if passage.span.contains(span))
    own = [record for record in RECORDS if record.passage_id == passage.id]
    question = read_question(asked, LEXICON)
    offered = [one.cut(DOCUMENT.text) for one in member_spans(question, passage, DOCUMENT, own, LEXICON)]
    return of_another_member(question, passage, span, DOCUMENT, own, LEXICON), offered


@pytest.mark.parametrize(
    ("asked", "answer", "missing", "offered"),
    [
        ("How much did the adviser get from Chile?", "$5.5 million", "figure of Chile", ["$5.6 million"]),
        ("How much did the adviser get from Peru?", "$5.6 million", "figure of Peru", ["$5.5 million"]),
        ("How much did the adviser get from Chile?", "$5.6 million", None, ["$5.6 million"]),
        ("How much did the adviser get from Peru and Chile?", "$5.5 million", None, []),
        ("How much did the adviser get from Norway?", "$5.5 million", None, []),
        ("Who paid the adviser, Peru or Chile?", "$5.5 million", None, []),
        ("How much did the adviser pay in Chile?", "$2 million", None, []),
    ],
)
def test_a_figure_belongs_to_the_party_behind_it(asked, answer, missing, offered):
    assert told(asked, answer) == (missing, offered)
