from briefqa.answering.frames import Frame
from briefqa.answering.labels import tell_apart
from briefqa.answering.prose_operands import find_in_text
from briefqa.answering.question import read_question
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import FigureRecord
from support.drafted import lay_out

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
