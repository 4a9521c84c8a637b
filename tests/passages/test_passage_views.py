from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefqa.passages import claim_text, split_passages
from briefqa.types import Segment, Span, View
from support.drafted import heading, lay_out, table

DOCUMENT = lay_out(
    "plan",
    heading("Costs:"),
    "The state of Norway chose a tank. It settled for the German model, while Poland bought the Korean one in 2022.",
    table(
        ["Country", "2021", "2022 orders"],
        ["Poland", "5", "180 tanks (K2, K2PL)"],
        ["Norway", "", "none"],
        caption="Table 1: Orders",
    ),
    title="Tanks",
)
PASSAGES = split_passages(DOCUMENT)


def test_a_claim_is_read_with_title_and_section_and_the_claim_before_it():
    first, second, third = PASSAGES[:3]
    assert first.view.text == "Tanks > Costs. The state of Norway chose a tank."
    assert second.view.text == ("Tanks > Costs. The state of Norway chose a tank. It settled for the German model,")
    assert third.view.text == (
        "Tanks > Costs. It settled for the German model, while Poland bought the Korean one in 2022."
    )


def test_what_is_indexed_leaves_the_claim_before_out():
    assert claim_text(PASSAGES[1]) == "Tanks > Costs. It settled for the German model,"
    assert claim_text(PASSAGES[3]) == PASSAGES[3].view.text


def test_a_row_is_read_with_its_headers_and_without_its_empty_cells():
    assert [passage.view.text for passage in PASSAGES[3:]] == [
        "Tanks > Costs > Table 1: Orders. Poland, 2021: 5; 2022 orders: 180 tanks (K2, K2PL).",
        "Tanks > Costs > Table 1: Orders. Norway, 2022 orders: none.",
    ]


def test_a_title_that_opens_its_own_section_is_read_once():
    document = lay_out("plan", heading("Tanks"), heading("Costs.", level=2), "They rose.", title="Tanks")
    (passage,) = split_passages(document)
    assert passage.section == ("Tanks", "Costs.")
    assert passage.view.text == "Tanks > Costs. They rose."


def test_a_document_without_title_and_section_is_read_bare():
    (passage,) = split_passages(replace(lay_out("plan", "They rose."), title=""))
    assert passage.view.text == "They rose."


def test_an_answer_in_the_claim_before_is_located_there():
    passage = PASSAGES[1]
    start = passage.view.text.index("Norway")
    located = passage.view.locate(start, start + len("Norway"))
    assert located == Span(DOCUMENT.text.index("Norway"), DOCUMENT.text.index("Norway") + len("Norway"))


def test_a_range_over_two_neighbouring_segments_is_one_place():
    passage = PASSAGES[1]
    wanted = "chose a tank. It settled"
    start = passage.view.text.index(wanted)
    located = passage.view.locate(start, start + len(wanted))
    assert located is not None
    assert located.cut(DOCUMENT.text) == wanted


def test_a_header_of_a_row_is_located_in_the_header_row():
    view = PASSAGES[3].view
    start = view.text.index("2022 orders")
    located = view.locate(start, start + len("2022 orders"))
    assert located is not None
    assert located.start == DOCUMENT.text.index("2022 orders")


def test_segments_that_stand_apart_in_the_source_have_no_common_place():
    view = View((Segment("ab", Span(0, 2)), Segment("cd", Span(3, 5)), Segment("ef", Span(5, 7))))
    assert view.locate(0, 4) is None
    assert view.locate(2, 6) == Span(3, 7)
    assert view.locate(0, 0) is None


@given(st.sampled_from(PASSAGES), st.integers(0, 120), st.integers(1, 40))
def test_a_located_range_says_the_same_in_the_document_and_glue_has_no_place(passage, start, length):
    view = passage.view
    end = min(start + length, len(view.text))
    glue = [position for position, known in enumerate(_known(view)) if not known]
    located = view.locate(start, end)
    if start < end and any(start <= position < end for position in glue):
        assert located is None
    elif located is not None:
        assert located.cut(DOCUMENT.text) == view.text[start:end]
    else:
        assert start >= end


def _known(view):
    """For each character of the view whether it stands in the document."""
    return [segment.span is not None for segment in view.segments for _ in segment.text]


def test_a_row_with_a_long_name_is_read_with_its_initials_too():
    grid = table(
        ("Weapon", "Value"), ("Infantry Fighting Vehicles (value)", "$5"), ("Field guns", "$6"), caption="Table 1"
    )
    rows = split_passages(lay_out("arms", grid, title="Arms"))
    assert "Infantry Fighting Vehicles (value) [IFV], Value: $5" in rows[0].view.text
    assert "[" not in rows[1].view.text
