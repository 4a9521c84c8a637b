import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.enumeration import is_longer_list, members_of, whole_enumeration
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


def test_names_are_listed_without_the_clause_around_them():
    claim = "In July 2024 Astra (Peru), Borea (Oman) and Cygna (Chile) gave notice that they leave."
    assert around(claim, "Borea (Oman)") == "Astra (Peru), Borea (Oman) and Cygna (Chile)"
    assert around("Talks were held in Lima, Muscat and Paris between May and June.", "Lima") == "Lima, Muscat and Paris"
    assert around("Oman, Peru and Chile have promised $10 million each.", "Peru") == "Oman, Peru and Chile"


@pytest.mark.parametrize(
    ("claim", "member", "names"),
    [
        (
            "Astra signed with the governments of Oman, Peru and Chile and with the Bank of Lima, which pays.",
            "Oman",
            "the governments of Oman, Peru and Chile and with the Bank of Lima",
        ),
        (
            "In 2022 Astra and the German operator 50Borea presented the plan.",
            "50Borea",
            "Astra and the German operator 50Borea",
        ),
        ("It was signed by AST and Svenska kraftnät in October.", "AST", "AST and Svenska kraftnät"),
        (
            "It was signed by President Anna Roe, the prime ministers of Oman and Peru and King Jo.",
            "Anna Roe",
            "President Anna Roe, the prime ministers of Oman and Peru and King Jo",
        ),
    ],
)
def test_names_come_with_what_belongs_to_them(claim, member, names):
    assert around(claim, member) == names


def test_a_longer_list_has_further_members_and_no_clause():
    text = "They sell ships and boats to Oman, which pays, and build trains."

    def longer(part, whole):
        spans = [Span(text.index(words), text.index(words) + len(words)) for words in (part, whole)]
        return is_longer_list(text, *spans)

    assert longer("boats", "ships and boats")
    assert longer("ships", "ships and boats")
    assert not longer("boats", "sell ships and boats")
    text = "They sell ships (two), boats (nine), and trains (one)."
    assert longer("ships (two), boats", "ships (two), boats (nine), and trains (one)")
    text = "They sell ships and boats to Oman, which pays, and build trains."
    assert not longer("boats", "boats to Oman")
    assert not longer("boats to Oman", "boats to Oman, which pays")
    assert not longer("ships and boats", "ships and boats")


def test_members_are_parted_outside_of_brackets():
    text = "the Astra (Peru, Oman), Borea and Cygna"
    assert [one.cut(text) for one in members_of(text, Span(4, len(text)))] == ["Astra (Peru, Oman)", "Borea", "Cygna"]


def test_a_date_is_no_member_of_a_list_of_names():
    assert around("After a visit in April 2024, Peru announced plans.", "Peru") == "Peru"


def test_what_is_no_list_stays_as_it_is():
    assert around("The yard builds ships.", "ships") == "ships"
    text = "One. The yard builds ships. Two."
    assert whole_enumeration(text, Span(5, 8), Span(28, 32)) == Span(5, 8)


@given(st.lists(st.sampled_from(["Oman", "Peru", ", ", " and ", "; ", "which", "it has", "."]), max_size=14), st.data())
def test_the_enumeration_shares_text_with_the_piece_and_stays_inside_the_claim(parts, data):
    claim = " ".join(parts)
    text = f"<< {claim} >>"
    start = data.draw(st.integers(0, len(claim)))
    end = data.draw(st.integers(start, len(claim)))
    span, whole = Span(3 + start, 3 + end), Span(3, 3 + len(claim))
    found = whole_enumeration(text, span, whole)
    assert found == span or found.overlap(span)
    assert whole.contains(found)
