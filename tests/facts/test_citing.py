import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.documents.builder import page_mark
from briefqa.documents.drafts import Draft
from briefqa.facts.citing import cite
from briefqa.passages import split_passages
from briefqa.types import BlockKind, CellReference, Span
from support.drafted import heading, lay_out, table

DOCUMENT = lay_out(
    "orders/2022 ü",
    heading("Orders"),
    heading("Ships", level=2),
    "Peru ordered 9 ships in 2022. It paid $3.4 billion.",
    "It paid $3.4 billion.",
    table(["Country", "2021", "2022"], ["Peru", "0", "9 (two kinds)"], caption="Table 1"),
    "The end of it.",
    title="World of ships",
)
PASSAGES = split_passages(DOCUMENT)


def test_a_citation_quotes_the_claim_and_marks_the_answer():
    start = DOCUMENT.text.index("9 ships")
    citation = cite(DOCUMENT, PASSAGES[0], Span(start, start + len("9 ships")))
    assert (citation.document_id, citation.document_title) == ("orders/2022 ü", "World of ships")
    assert citation.passage_id == PASSAGES[0].id
    assert citation.quote == "Peru ordered 9 ships in 2022."
    assert citation.quote[citation.answer_start : citation.answer_end] == "9 ships"
    assert (citation.section, citation.page, citation.cell) == ("Orders > Ships", 1, None)


def test_a_quote_over_the_end_of_a_page_names_both_pages():
    text = f"Peru ordered 9 ships in {page_mark(5)}2022. It paid $3.4 billion."
    document = lay_out("orders", Draft(BlockKind.PARAGRAPH, text, page=4, last_page=5))
    crossing, after = split_passages(document)
    assert document.text == "Peru ordered 9 ships in 2022. It paid $3.4 billion."
    assert [(cite(document, one).page, cite(document, one).last_page) for one in (crossing, after)] == [(4, 5), (5, 5)]


def test_a_citation_without_answer_marks_nothing():
    citation = cite(DOCUMENT, PASSAGES[0])
    assert (citation.answer_start, citation.answer_end) == (None, None)


def test_equal_quotes_are_told_apart_by_their_surroundings_and_places():
    first, second = cite(DOCUMENT, PASSAGES[1]), cite(DOCUMENT, PASSAGES[2])
    assert first.quote == second.quote == "It paid $3.4 billion."
    assert first.prefix.endswith("ships in 2022. ")
    assert second.prefix.endswith("It paid $3.4 billion.\n")
    assert first.start < second.start


def test_a_cell_is_cited_with_its_table_and_headers():
    start = DOCUMENT.text.index("two kinds")
    row = PASSAGES[3]
    assert cite(DOCUMENT, row, Span(start, start + 9)).cell == CellReference("Table 1", "Peru", "2022")
    assert cite(DOCUMENT, row).cell == CellReference("Table 1", "Peru", None)
    header = Span(row.span.start, row.span.start + len("Peru"))
    assert cite(DOCUMENT, row, header).cell == CellReference("Table 1", "Peru", None)


def test_the_address_escapes_the_document_and_names_the_place():
    citation = cite(DOCUMENT, PASSAGES[0])
    place = f"start={citation.start}&end={citation.end}"
    assert citation.url == f"/v1/documents/orders%2F2022%20%C3%BC/view?{place}#cited"


def test_an_answer_outside_the_claim_is_refused():
    with pytest.raises(ValueError, match="inside the passage"):
        cite(DOCUMENT, PASSAGES[0], PASSAGES[1].span)


@given(st.sampled_from(PASSAGES), st.data())
def test_every_citation_is_verbatim_with_what_stands_around_it(passage, data):
    start = data.draw(st.integers(passage.span.start, passage.span.end))
    end = data.draw(st.integers(start, passage.span.end))
    citation = cite(DOCUMENT, passage, Span(start, end))
    text = DOCUMENT.text
    assert text[citation.start : citation.end] == citation.quote
    assert citation.quote[citation.answer_start : citation.answer_end] == text[start:end]
    assert citation.prefix + citation.quote + citation.suffix in text
    assert text[: citation.start].endswith(citation.prefix)
    assert text[citation.end :].startswith(citation.suffix)
