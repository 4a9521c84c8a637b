"""The brief of the corpus, read into blocks of the right kind."""

from pathlib import Path

import pytest

from briefqa.documents.reading import read_document
from briefqa.documents.sources import list_sources
from briefqa.types import BlockKind, Document
from documents.held import assert_document_holds, cells

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def brief() -> Document:
    sources, failures = list_sources(CORPUS)
    assert failures == ()
    return read_document(next(source for source in sources if source.id == "eu-south-korea-defence"))


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [block.span.cut(document.text) for block in document.blocks if block.kind is kind]


def test_brief_keeps_the_invariants(brief):
    assert_document_holds(brief)


def test_brief_has_its_six_headings(brief):
    assert of_kind(brief, BlockKind.HEADING) == [
        "Key Takeaways:",
        "Why the EU Should Extend Partnerships Across the World",
        "Ground for the EU-Korea Cooperation",
        "How the EU Could Benefit: Seoul’s Defense Capabilities",
        "Possible Challenges",
        "Conclusion",
    ]


def test_author_line_file_size_and_disclaimer_are_boilerplate(brief):
    byline, size, disclaimer = of_kind(brief, BlockKind.BOILERPLATE)
    assert (byline, size) == ("Kateryna Rassolova", "2 MB")
    assert disclaimer.startswith("Disclaimer: The views")


def test_two_orphaned_halves_become_one_caption(brief):
    assert of_kind(brief, BlockKind.CAPTION) == [
        "with the Polish Deputy Defense Minister Pawel Bejda in Seoul in April 2024. "
        "Source: Indo-Pacific Defense Forum.",
        "Source: The Wall Street Journal",
    ]


def test_takeaways_are_list_items_of_their_section(brief):
    items = [block for block in brief.blocks if block.kind is BlockKind.LIST_ITEM]
    assert len(items) == 6
    assert {block.section for block in items} == {("Key Takeaways",)}


def test_tables_are_named_as_the_prose_refers_to_them(brief):
    assert [block.caption for block in brief.blocks if block.kind is BlockKind.TABLE] == [
        "Table 1",
        "Table 2",
        "Table 3",
    ]


def test_two_level_header_is_resolved(brief):
    found = cells(brief, 2)
    assert found["245"] == (("Artillery",), ("Exported weapons in 2022-2024 (TIVs)", "United States"))
    assert found["735"] == (("Artillery",), ("Exported weapons in 2022-2024 (TIVs)", "South Korea"))
    assert found["40%"] == (("Artillery",), ("Percentage of total exported weapons", "South Korea"))
    assert found["2.5%"] == (("Air defense systems",), ("Percentage of total exported weapons", "United States"))


def test_every_header_is_a_cell_above_its_columns(brief):
    tables = [block for block in brief.blocks if block.kind is BlockKind.TABLE]
    heads = {(cell.row, cell.column): cell.span.cut(brief.text) for cell in tables[2].cells if cell.is_header}
    assert heads[0, 1] == "Exported weapons in 2022-2024 (TIVs)"
    assert heads[0, 3] == "Percentage of total exported weapons"
    for table in tables:
        listed = {cell.span for cell in table.cells if cell.is_header}
        named = {header.span for cell in table.cells for header in (*cell.row_headers, *cell.column_headers)}
        assert named <= listed


def test_single_header_and_row_headers(brief):
    assert cells(brief, 0)["$977 million"] == (("Howitzers (value)",), ("United States",))
    assert cells(brief, 1)["$437,201,544"] == (("2015",), ("Trade Value (US$)",))


def test_every_visible_word_of_the_source_comes_back_in_order(brief):
    source = (CORPUS / brief.file).read_text(encoding="utf-8")
    words = [word for word in source.replace("|", " ").split() if word != "-"]
    assert brief.text.replace("|", " ").split() == words
