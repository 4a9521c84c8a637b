import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.enumeration import whole_enumeration
from briefqa.types import Span


def around(claim, member):
    """The enumeration around `member` of a claim that stands behind other text, cut out of the text."""
    text = f"Before it. {claim} After it."
    start = text.index(claim)
    at = text.index(member)
    return whole_enumeration(text, Span(at, at + len(member)), Span(start, start + len(claim))).cut(text)


@pytest.mark.parametrize("member", ["Oman", "Peru", "Romania", "Oman, Peru"])
def test_every_later_member_gives_the_list_to_its_end(member):
    assert around("The yards sell to Egypt, Oman, Peru and Romania, which want their own.", member).endswith(
        "Oman, Peru and Romania"
    )


def test_the_first_member_gives_the_whole_list_without_what_introduces_it():
    claim = "The yards sell to Egypt, Oman, Peru and Romania, which want their own."
    assert around(claim, "Egypt") == "Egypt, Oman, Peru and Romania"


def test_a_clause_ends_the_list():
    assert around("They make ships, trains and gates, but it takes years.", "ships") == "ships, trains and gates"
    assert around("It sells ships and boats, leading the market.", "ships") == "ships and boats"


def test_what_is_no_list_stays_as_it_is():
    assert around("The yard builds ships.", "ships") == "ships"
    text = "One. The yard builds ships. Two."
    assert whole_enumeration(text, Span(5, 8), Span(28, 32)) == Span(5, 8)


@given(st.lists(st.sampled_from(["Oman", "Peru", ", ", " and ", "; ", "which", "it has", "."]), max_size=14), st.data())
def test_the_enumeration_holds_the_piece_and_stays_inside_the_claim(parts, data):
    claim = " ".join(parts)
    text = f"<< {claim} >>"
    start = data.draw(st.integers(0, len(claim)))
    end = data.draw(st.integers(start, len(claim)))
    span, whole = Span(3 + start, 3 + end), Span(3, 3 + len(claim))
    found = whole_enumeration(text, span, whole)
    assert found.contains(span)
    assert whole.contains(found)
