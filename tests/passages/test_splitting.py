from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.documents.drafts import Draft
from briefqa.passages import document_version, split_passages
from briefqa.types import BlockKind, PassageKind
from support.drafted import bullet, heading, lay_out, quoted, table

DOCUMENT = lay_out(
    "plan",
    Draft(BlockKind.TITLE, "Tanks", level=1),
    "Seoul sold tanks. Warsaw paid for them.",
    heading("Costs"),
    bullet("One point"),
    bullet("Second point. With two sentences."),
    table(
        ["Country", "2021", "2022"], ["Poland", "5", "180"], ["Norway", "", ""], ["Spain", "", "3"], caption="Table 1"
    ),
    "***",
    Draft(BlockKind.CAPTION, "Figure 2: Seoul has sold tanks, but Oslo has bought the German model after long tests"),
    Draft(BlockKind.FOOTNOTE, "Prices of 2022.", mark="1"),
    Draft(BlockKind.BOILERPLATE, "Page 3 of 9", page=3),
    "Poland bought 180 tanks in 2022, while Norway chose the German model after a long test.",
    title="Tanks",
)


def test_every_claim_stands_in_reading_order_with_its_kind():
    passages = split_passages(DOCUMENT)
    assert [(passage.kind, text) for passage, text in zip(passages, quoted(DOCUMENT, passages), strict=True)] == [
        (PassageKind.SENTENCE, "Seoul sold tanks."),
        (PassageKind.SENTENCE, "Warsaw paid for them."),
        (PassageKind.LIST_ITEM, "One point"),
        (PassageKind.LIST_ITEM, "Second point."),
        (PassageKind.LIST_ITEM, "With two sentences."),
        (PassageKind.TABLE_ROW, "Poland | 5 | 180"),
        (PassageKind.TABLE_ROW, "Spain | 3"),
        (
            PassageKind.CAPTION,
            "Figure 2: Seoul has sold tanks, but Oslo has bought the German model after long tests",
        ),
        (PassageKind.FOOTNOTE, "Prices of 2022."),
        (PassageKind.CLAUSE, "Poland bought 180 tanks in 2022,"),
        (PassageKind.CLAUSE, "while Norway chose the German model after a long test."),
    ]
    assert [passage.position for passage in passages] == list(range(11))
    assert [passage.paragraph for passage in passages] == [1, 1, 3, 4, 4, 5, 5, 7, 8, 10, 10]


def test_a_claim_knows_its_section_page_and_table():
    passages = split_passages(DOCUMENT)
    assert (passages[0].section, passages[0].page, passages[0].last_page, passages[0].table) == ((), 1, 1, None)
    row = passages[5]
    assert (row.section, row.page, row.table) == (("Costs",), None, "Table 1")
    assert [(cell.span.cut(DOCUMENT.text), cell.column_headers[0].text) for cell in row.cells] == [
        ("5", "2021"),
        ("180", "2022"),
    ]
    assert passages[9].cells == ()


def test_a_row_with_nothing_but_its_header_makes_no_claim():
    assert not [text for text in quoted(DOCUMENT, split_passages(DOCUMENT)) if "Norway |" in text]


def test_ids_differ_between_claims_and_stay_the_same_for_the_same_document():
    first, again = split_passages(DOCUMENT), split_passages(DOCUMENT)
    assert first == again
    assert len({passage.id for passage in first}) == len(first)


@pytest.mark.parametrize(
    "changed",
    [
        replace(DOCUMENT, id="other"),
        replace(DOCUMENT, title="Jets"),
        replace(DOCUMENT, text=DOCUMENT.text.replace("Warsaw", "Lisbon")),
    ],
    ids=["id", "title", "text"],
)
def test_a_change_of_id_title_or_text_changes_every_id(changed):
    before = {passage.id for passage in split_passages(DOCUMENT)}
    assert before.isdisjoint(passage.id for passage in split_passages(changed))


def test_the_version_depends_on_text_and_title_alone():
    version = document_version(DOCUMENT)
    assert document_version(replace(DOCUMENT, id="x", file="y.txt", url="https://example.org")) == version
    assert document_version(replace(DOCUMENT, title="Jets")) != version
    assert document_version(replace(DOCUMENT, text=DOCUMENT.text + ".")) != version


paragraphs = st.lists(
    st.text(alphabet="Ab .,;?1", min_size=1, max_size=60).filter(lambda text: any(map(str.isalnum, text))),
    min_size=1,
    max_size=4,
)


@given(paragraphs)
def test_the_claims_of_a_paragraph_leave_out_no_letter_and_never_overlap(texts):
    document = lay_out("any", *texts)
    passages = split_passages(document)
    assert [passage.position for passage in passages] == list(range(len(passages)))
    position = 0
    for passage in passages:
        assert not any(map(str.isalnum, document.text[position : passage.span.start]))
        assert position <= passage.span.start < passage.span.end
        assert document.blocks[passage.paragraph].span.contains(passage.span)
        position = passage.span.end
    assert not any(map(str.isalnum, document.text[position:]))
