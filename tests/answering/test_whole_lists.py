import numpy as np
import pytest

from briefqa.answering.question import read_question
from briefqa.answering.whole_lists import whole_list
from briefqa.facts import build_lexicon
from briefqa.models.reader import Reading, ReadSpan
from briefqa.passages import split_passages
from briefqa.types import Span
from support.drafted import lay_out

TEXT = (
    "The steps taken in 2022 include opening a mission, signing an accord on patents, and a place at the table."
    " Oman reportedly gets food aid, cheap loans, and perhaps newer engines from Chile in return for fish."
)
DOCUMENT = lay_out("steps", TEXT, title="Steps")
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])


def whole(asked, answer, *read):
    """The list around `answer`; `read` are longer spans that the reader sees, with how far they lie behind."""
    start = DOCUMENT.text.index(answer)
    span = Span(start, start + len(answer))
    passage = next(passage for passage in PASSAGES if passage.span.contains(span))
    places = [passage.view.place(span)]
    for words, _ in read:
        at = DOCUMENT.text.index(words)
        places.append(passage.view.place(Span(at, at + len(words))))
    offsets = np.array(
        sorted({edge for place in places for edge in ((place[0], place[0] + 1), (place[1] - 1, place[1]))})
    )
    starts, ends = np.full(len(offsets), -9.0, np.float32), np.full(len(offsets), -9.0, np.float32)
    spans = []
    for place, behind in zip(places, [0.0, *(behind for _, behind in read)], strict=True):
        starts[offsets[:, 0] == place[0]] = 2.0 - behind
        ends[offsets[:, 1] == place[1]] = 2.0
        spans.append(ReadSpan(*place, 4.0 - behind))
    found = whole_list(
        read_question(asked, LEXICON), passage, DOCUMENT, Reading(tuple(spans), offsets, starts, ends), span, 4.0
    )
    return found.cut(DOCUMENT.text)


def test_what_a_word_announces_as_a_list_comes_whole():
    listed = "opening a mission, signing an accord on patents, and a place at the table"
    assert whole("Which steps were taken in 2022?", "opening a mission") == listed


def test_one_thing_that_is_asked_for_stays_one():
    assert whole("Which step was taken first?", "opening a mission") == "opening a mission"


@pytest.mark.parametrize(("behind", "comes"), [(0.8, True), (1.5, False)])
def test_an_open_question_takes_the_list_where_the_reader_sees_it_nearly_as_well(behind, comes):
    listed = "food aid, cheap loans, and perhaps newer engines"
    found = whole("What does Oman get for its fish?", "newer engines", (listed, behind))
    assert found == (listed if comes else "newer engines")
