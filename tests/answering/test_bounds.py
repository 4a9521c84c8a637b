import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.bounds import trim
from briefqa.types import Span

TEXT = "The engines come from Ivchenko-Progress (Lima), and 70% of the FA-50 jets are German-made in 2020-2023."


def trimmed(piece):
    start = TEXT.index(piece)
    return trim(TEXT, Span(start, start + len(piece))).cut(TEXT)


@pytest.mark.parametrize(
    ("piece", "whole"),
    [
        ("Ivchenko", "Ivchenko-Progress"),
        ("Progress", "Ivchenko-Progress"),
        ("Ivchenko-Prog", "Ivchenko-Progress"),
        (" engines come fr", "engines come"),
        ("(Lima),", "Lima"),
        ("70% of", "70%"),
        ("70% of the", "70%"),
        ("FA", "FA-50"),
        ("German", "German"),
        ("2020", "2020"),
    ],
)
def test_an_answer_is_whole_words_and_names_without_the_marks_around_them(piece, whole):
    assert trimmed(piece) == whole


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_any_span_stays_in_its_text(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    if start == end:
        return
    found = trim(text, Span(start, end))
    assert 0 <= found.start < found.end <= len(text)
