import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.documents.builder import build_blocks
from briefqa.documents.plain import parse_plain
from documents.held import assert_document_holds, cells, outline, prose_in_order, read_bytes, read_text

PROSE = (
    "The council agreed in March 2023 to raise the ceiling of the fund to €12 billion, after two years of talks "
    "between the capitals. Nobody objected."
)


def test_first_line_is_the_title_and_a_name_below_it_a_byline(tmp_path):
    document = read_text(
        tmp_path, f"Ports of the North\nAnna de Vries\n12 May 2024\n5 min read\nIntroduction\n{PROSE}\n"
    )
    assert outline(document) == [
        ("title", "Ports of the North"),
        ("boilerplate", "Anna de Vries"),
        ("boilerplate", "12 May 2024"),
        ("boilerplate", "5 min read"),
        ("heading", "Introduction"),
        ("paragraph", PROSE),
    ]
    assert document.title == "Ports of the North"


def test_author_and_day_stand_in_the_first_lines(tmp_path):
    document = read_text(
        tmp_path, f"Ports of the North\nBy Anna de Vries\n12 May 2024 | 5 min read\nDownload\n\n{PROSE}\n"
    )
    assert (document.author, document.published) == ("Anna de Vries", "2024-05-12")
    assert [kind for kind, _ in outline(document)] == ["title", *["boilerplate"] * 3, "paragraph"]


def test_a_caption_below_note_and_source_is_the_tables_own(tmp_path):
    notes = "Note: rounded.\nSource: ministries\nTable 1: Contracts, € million"
    document = read_text(tmp_path, f"{PROSE}\nCountry | 2020\nPoland | 5\n{notes}\n{PROSE}\n")
    assert document.blocks[1].caption == "Table 1: Contracts, € million"
    assert [kind for kind, _ in outline(document)] == ["paragraph", "table", *["caption"] * 3, "paragraph"]


def test_sentence_case_heading_between_blank_lines(tmp_path):
    document = read_text(tmp_path, f"Title of It\n\n{PROSE}\n\nWhat the union could do next\n\n{PROSE}\n")
    assert ("heading", "What the union could do next") in outline(document)


def test_short_sentences_are_no_headings(tmp_path):
    document = read_text(tmp_path, f"{PROSE}\nNobody Objected to It.\n{PROSE}\n")
    assert [kind for kind, _ in outline(document)] == ["paragraph"] * 3


def test_numbered_headings_carry_their_depth(tmp_path):
    document = read_text(tmp_path, f"The Report\n\n1. Background\n{PROSE}\n\n1.2 The Fund\n{PROSE}\n")
    paths = [block.section for block in document.blocks if str(block.kind) == "paragraph"]
    assert paths == [("1. Background",), ("1. Background", "1.2 The Fund")]


def test_nested_bullets_have_levels(tmp_path):
    document = read_text(tmp_path, f"{PROSE}\nPriorities:\n- ports\n  - the quay\n• railways\n1) roads\n2) canals\n")
    items = [
        (block.level, block.span.cut(document.text)) for block in document.blocks if block.level and block.cells == ()
    ]
    assert items[1:] == [(1, "ports"), (2, "the quay"), (1, "railways"), (1, "roads"), (1, "canals")]


def test_lines_broken_at_a_width_are_joined(tmp_path):
    wrapped = (
        "The council agreed in March 2023 to raise the ceiling of the fund\n"
        "to €12 billion, after two years of talks between the capitals. It\n"
        "was the largest sum that member states had ever set aside for arma-\n"
        "ments, and ministers called it a beginning.\n"
        "\n"
        "The second tranche followed in June 2024, when the parliament had\n"
        "given its consent and the bank had opened the account for it.\n"
    )
    document = read_text(tmp_path, wrapped)
    prose_in_order(
        document, ["set aside for armaments, and ministers called it a beginning.", "when the parliament had given"]
    )
    assert len(document.blocks) == 2


def test_markdown_like_table_with_rule_line(tmp_path):
    document = read_text(
        tmp_path, f"{PROSE}\n\n| Country | 2020 | 2021 |\n|---|---:|---:|\n| Poland | 5 | 7.5 |\n| Latvia | 1 | 2 |\n"
    )
    assert cells(document)["7.5"] == (("Poland",), ("2021",))


def test_tab_separated_table(tmp_path):
    document = read_text(tmp_path, f"{PROSE}\n\nCountry\tShare\nPoland\t5%\nLatvia\t1%\n")
    assert cells(document) == {"5%": (("Poland",), ("Share",)), "1%": (("Latvia",), ("Share",))}


def test_two_level_header_with_empty_cells_continuing_to_the_left(tmp_path):
    table = "Region | Exports | | Imports | |\n | 2020 | 2021 | 2020 | 2021 |\nNorth | 1.5 | 2.5 | 3.5 | 4.5 |\n"
    found = cells(read_text(tmp_path, f"{PROSE}\n{table}"))
    assert found["2.5"] == (("North",), ("Exports", "2021"))
    assert found["3.5"] == (("North",), ("Imports", "2020"))


def test_table_of_facts_without_header_row(tmp_path):
    found = cells(read_text(tmp_path, f"{PROSE}\nPopulation | 38 million\nArea | 312,696 km²\n"))
    assert found == {"38 million": (("Population",), ()), "312,696 km²": (("Area",), ())}


@pytest.mark.parametrize(
    "labels",
    [
        ("FY2025", "FY2026 (requested)"),
        ("FY24", "FY25"),
        ("2024", "2025 (est.)"),
        ("2024", "2025 est."),
        ("2024", "2025 (planned)"),
        ("2023-24", "2024/25 (budget)"),
        ("Q1", "Q2"),
        ("Q1 2024", "2Q24"),
        ("Jan 2024", "Feb 2024"),
        ("H1 2025", "Jan–Jun 2025"),
        ("18–64", "65+"),
    ],
)
def test_a_period_or_a_band_of_ages_heads_a_column(tmp_path, labels):
    table = "Place | {} | {}\nNorth | 1.5 | 2.5\nSouth | 3 | 4\n".format(*labels)
    found = cells(read_text(tmp_path, f"{PROSE}\n{table}"))
    assert found["2.5"] == (("North",), (labels[1],))
    assert found["3"] == (("South",), (labels[0],))


@pytest.mark.parametrize(
    ("first", "second"),
    [("65+", "70+"), ("12", "65+"), ("€12 bn", "€9 bn"), ("40 km", "3 m"), ("1,995", "2,024")],
)
def test_a_first_row_of_figures_heads_nothing(tmp_path, first, second):
    found = cells(read_text(tmp_path, f"{PROSE}\nNorth | no | {first}\nSouth | never | {second}\n"))
    assert found[first] == (("North",), ())
    assert found[second] == (("South",), ())


def test_caption_of_a_table_is_its_caption(tmp_path):
    document = read_text(tmp_path, f"{PROSE}\nTable 4: Shares by country\nCountry | Share\nPoland | 5%\n{PROSE}\n")
    assert [block.caption for block in document.blocks if block.cells] == ["Table 4: Shares by country"]


def test_other_encodings_are_detected(tmp_path):
    text = "Die Größe der Förderung beträgt zwölf Millionen Euro, und die Länder müssen sie bis März ausschöpfen. " * 4
    assert text.strip() in read_bytes(tmp_path, "a.txt", text.encode("cp1252")).text
    assert text.strip() in read_bytes(tmp_path, "b.txt", text.encode("utf-16")).text


def test_non_breaking_and_zero_width_characters(tmp_path):
    document = read_text(
        tmp_path, "\ufeffIt cost €\u00a0800\u202fbillion in\u200b all, “about” that\u00ad much, they said at the time."
    )
    assert document.text == "It cost € 800 billion in all, “about” that much, they said at the time."


def test_decomposed_characters_are_composed(tmp_path):
    assert read_text(tmp_path, "Le de\u0301fi de l’anne\u0301e reste entier pour la Commission.").text.startswith(
        "Le défi de l’année"
    )


LINE = st.one_of(
    st.sampled_from(
        [
            "",
            "a | b",
            "| x | | |",
            "- item",
            "  * nested",
            "1. one",
            "Key Points:",
            "---",
            "Source: Reuters",
            PROSE,
            "12 MB",
        ]
    ),
    st.text(max_size=60),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, max_size=25))
def test_any_text_becomes_blocks_that_hold(lines):
    from briefqa.errors import DocumentError
    from briefqa.types import Document

    try:
        parsed = parse_plain("\n".join(lines).encode("utf-8", "replace"))
    except DocumentError:
        return
    text, blocks = build_blocks(parsed.drafts)
    assert_document_holds(Document("d", "t", text, blocks, "", "f", "text/plain"))
