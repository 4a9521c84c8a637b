import numpy as np
import pytest

from briefqa.answering.reading import Form, Proposal
from briefqa.answering.rereading import WINDOW, read_again, window_around
from briefqa.answering.retriever import Candidate
from briefqa.models.reader import Reading, ReadSpan
from briefqa.passages import split_passages
from briefqa.types import Hit, Span
from support.drafted import lay_out

LONG = " ".join(f"Sentence number {number} says that {number} ships left the port." for number in range(60))
DOCUMENT = lay_out("ships", "Ten ships left. Two came back.", LONG, title="Ships")
PASSAGES = split_passages(DOCUMENT)


def proposal(passage, form=Form.SPAN, score=4.0, length=3):
    span = passage.span if form is Form.CLAIM else Span(passage.span.start, passage.span.start + length)
    return Proposal(Candidate(Hit(passage, 1.0, 1), 0, (), ()), form, span, score, 0.0, 1.0)


def test_a_short_block_is_read_whole():
    assert window_around(DOCUMENT, PASSAGES[0]) == DOCUMENT.blocks[0].span


@pytest.mark.parametrize("place", [2, 30, len(PASSAGES) - 1])
def test_of_a_long_block_whole_words_around_the_claim_are_read(place):
    passage = PASSAGES[place]
    block = DOCUMENT.blocks[passage.paragraph].span
    window = window_around(DOCUMENT, passage)
    assert block.contains(window)
    assert window.contains(passage.span)
    assert WINDOW <= window.end - window.start <= WINDOW + 40
    assert window.cut(DOCUMENT.text).strip() == window.cut(DOCUMENT.text)


def test_the_score_of_a_span_is_the_mean_of_both_readings_within_bounds():
    passage = PASSAGES[0]
    window = window_around(DOCUMENT, passage)
    offsets = np.array([[0, 3], [4, 9]], dtype=np.int64)
    reading = Reading((), offsets, np.array([1.0, 0.0], np.float32), np.array([1.0, 0.0], np.float32))
    assert read_again(proposal(passage), window, reading).reader_score == pytest.approx(3.0)
    assert read_again(proposal(passage, score=40.0), window, reading).reader_score == pytest.approx(7.0)


def test_a_claim_has_the_best_span_that_touches_it():
    first, second = PASSAGES[:2]
    window = window_around(DOCUMENT, first)
    spans = (ReadSpan(second.span.start - window.start, second.span.end - window.start, 9.0), ReadSpan(0, 3, 2.0))
    reading = Reading(spans, np.zeros((0, 2), np.int64), np.zeros(0, np.float32), np.zeros(0, np.float32))
    assert read_again(proposal(first, Form.CLAIM), window, reading).reader_score == pytest.approx(3.0)
    assert read_again(proposal(second, Form.CLAIM), window, reading).reader_score == pytest.approx(6.5)
    nothing = Reading((), reading.offsets, reading.starts, reading.ends)
    assert read_again(proposal(first, Form.CLAIM), window, nothing).reader_score == pytest.approx(-4.0)
