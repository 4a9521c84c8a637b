import pytest

from briefqa.documents.limits import ReadLimits
from briefqa.documents.pdf import parse_pdf
from briefqa.errors import DocumentError
from briefqa.passages import split_passages
from documents.held import assert_document_holds, cells, outline, prose_in_order, read_bytes
from documents.portable import (
    BODY,
    GRID,
    HEADING,
    INDENTED,
    JUSTIFIED,
    NOTE,
    TITLE,
    FrameBreak,
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
    drawn,
    made,
    written,
)
from documents.sentences import paragraph, sentence


@pytest.fixture
def read(tmp_path):
    def read_pdf(content: bytes):
        document = read_bytes(tmp_path, "brief.pdf", content)
        assert_document_holds(document)
        return document

    return read_pdf


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("style", [BODY, JUSTIFIED, INDENTED])
def test_every_sentence_comes_back_once_and_in_order(read, columns, style):
    paragraphs = [Paragraph(paragraph(start, 4), style) for start in range(0, 120, 4)]
    document = read(made(paragraphs, columns=columns, header="Ports of the North", footer="{page}"))
    prose_in_order(document, [sentence(number) for number in range(120)])


@pytest.mark.parametrize("columns", [1, 2])
def test_paragraphs_stay_apart_and_whole(read, columns):
    texts = [paragraph(start, 3) for start in range(0, 90, 3)]
    document = read(made([Paragraph(text, BODY) for text in texts], columns=columns, footer="Page {page}"))
    assert [text for _, text in outline(document)] == texts


def test_a_sentence_over_a_page_break_names_both_pages(read):
    texts = [paragraph(start, 10) for start in range(0, 150, 10)]
    document = read(made([Paragraph(text, BODY) for text in texts], header="Brief {page}"))
    spanning = [block for block in document.blocks if block.page != block.last_page]
    assert spanning
    assert {(block.page, block.last_page) for block in spanning} <= {(1, 2), (2, 3), (3, 4)}
    assert all(block.span.cut(document.text) in texts for block in spanning)
    for block in spanning:
        (turn,) = block.turns
        assert turn.page == block.last_page
        assert block.span.start < turn.start < block.span.end
        claims = [passage for passage in split_passages(document) if block.span.contains(passage.span)]
        for claim in claims:
            crosses = claim.span.start < turn.start < claim.span.end
            first = block.last_page if claim.span.start >= turn.start else block.page
            assert (claim.page, claim.last_page) == (first, block.last_page if crosses else first)


def test_running_headers_footers_and_page_numbers_are_gone(read):
    content = made(
        [Paragraph(paragraph(start, 4), BODY) for start in range(0, 160, 4)],
        header="Institute of Ports | Brief 12/2024 | {page}",
        footer="- {page} -",
    )
    assert "Institute of Ports" not in read(content).text
    assert "- 1 -" not in read(content).text


def test_two_columns_under_a_title_across_both(read):
    content = made(
        [
            Paragraph(paragraph(0, 20), JUSTIFIED),
            FrameBreak(),
            Paragraph(paragraph(20, 20), JUSTIFIED),
        ],
        columns=2,
        header="",
    )
    prose_in_order(read(content), [sentence(number) for number in range(40)])


def test_columns_between_full_width_parts(read):
    left, right = [sentence(number) for number in (2, 3, 4)], [sentence(number) for number in (5, 6, 7)]

    def draw(canvas) -> None:
        written(_wrapped(sentence(0) + " " + sentence(1), 95), y=780)(canvas)
        written(_wrapped(" ".join(left), 44), y=700)(canvas)
        written(_wrapped(" ".join(right), 44), x=320, y=700)(canvas)
        written(_wrapped(sentence(8) + " " + sentence(9), 95), y=500)(canvas)

    prose_in_order(read(drawn(draw)), [sentence(number) for number in range(10)])


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_title_and_headings_by_their_type(read):
    content = made(
        [
            Paragraph("Ports of the North", TITLE),
            Paragraph("Background", HEADING),
            Paragraph(paragraph(0, 4), BODY),
            Paragraph("<b>Key findings</b>", BODY),
            Paragraph(paragraph(4, 4), BODY),
            Paragraph("What the Union Should Do Now that the Fund Has Been Extended by Two More Years", HEADING),
            Paragraph(paragraph(8, 4), BODY),
        ]
    )
    document = read(content)
    assert document.title == "Ports of the North"
    assert [(kind, text) for kind, text in outline(document) if kind != "paragraph"] == [
        ("title", "Ports of the North"),
        ("heading", "Background"),
        ("heading", "Key findings"),
        ("heading", "What the Union Should Do Now that the Fund Has Been Extended by Two More Years"),
    ]
    assert document.blocks[4].section == ("Background", "Key findings")


def test_words_broken_at_line_ends_are_mended_and_compounds_keep_their_hyphen(read):
    lines = [
        "The government decided to continue the arma-",
        "ments programme although the long-",
        "term costs were unknown. A long-term plan existed. The EU-",
        "Korea agreement covered the years 2022-",
        "2024 and was well-",
        "received in the capitals, as the minister told the press.",
    ]
    assert read(drawn(written(lines))).text == (
        "The government decided to continue the armaments programme although the long-term costs were unknown. "
        "A long-term plan existed. The EU-Korea agreement covered the years 2022-2024 and was well-received in the "
        "capitals, as the minister told the press."
    )


def test_a_word_broken_at_a_page_end_is_mended(read):
    first = [
        *_wrapped(paragraph(0, 6), 90),
        "At the end of this page the sentence goes on, and it breaks the word continua-",
    ]
    second = [
        "tion of the programme in two, with the rest of the sentence on the page after it.",
        *_wrapped(paragraph(6, 6), 90),
    ]
    document = read(drawn(written(first), written(second)))
    whole = "it breaks the word continuation of the programme in two, with the rest"
    block = next(block for block in document.blocks if whole in block.span.cut(document.text))
    assert (block.page, block.last_page) == (1, 2)
    (turn,) = block.turns
    assert document.text[turn.start :].startswith("tion of the programme")


def test_a_ruled_table_with_spanning_headers(read):
    rows = [
        ["Type of weapon", "Exported in 2022-2024", "", "Share of total", ""],
        ["", "United States", "South Korea", "United States", "South Korea"],
        ["Artillery", "245", "735", "0.6%", "40%"],
        ["Armoured vehicles", "4039", "455", "10%", "11%"],
    ]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    content = made(
        [Paragraph(paragraph(0, 3), BODY), Table(rows, style=[GRID, *spans]), Paragraph(paragraph(3, 3), BODY)]
    )
    document = read(content)
    assert [kind for kind, _ in outline(document)] == ["paragraph", "table", "paragraph"]
    assert cells(document) == {
        "245": (("Artillery",), ("Exported in 2022-2024", "United States")),
        "735": (("Artillery",), ("Exported in 2022-2024", "South Korea")),
        "0.6%": (("Artillery",), ("Share of total", "United States")),
        "40%": (("Artillery",), ("Share of total", "South Korea")),
        "4039": (("Armoured vehicles",), ("Exported in 2022-2024", "United States")),
        "455": (("Armoured vehicles",), ("Exported in 2022-2024", "South Korea")),
        "10%": (("Armoured vehicles",), ("Share of total", "United States")),
        "11%": (("Armoured vehicles",), ("Share of total", "South Korea")),
    }


def test_lines_within_a_cell_are_joined_and_a_table_in_a_column_keeps_its_place(read):
    cell = Paragraph("Multiple launch rocket systems delivered until December", BODY)
    table = Table(
        [["System", "Value"], [cell, "$588 million"], ["Tanks", "$634 million"]], colWidths=[100, 90], style=[GRID]
    )
    flow = [
        Paragraph(paragraph(0, 8), BODY),
        table,
        *[Paragraph(paragraph(start, 4), BODY) for start in range(8, 60, 4)],
    ]
    document = read(made(flow, columns=2))
    assert cells(document)["$588 million"] == (("Multiple launch rocket systems delivered until December",), ("Value",))
    prose_in_order(document, [sentence(7), "System | Value", sentence(8), sentence(59)])


def test_a_frame_around_a_text_is_no_table(read):
    boxed = Table([[Paragraph(paragraph(0, 3), BODY)]], style=[("BOX", (0, 0), (-1, -1), 1, "black")])
    document = read(made([boxed, Paragraph(paragraph(3, 3), BODY)]))
    prose_in_order(document, [sentence(number) for number in range(6)])
    assert {kind for kind, _ in outline(document)} == {"paragraph"}


def test_footnotes_are_linked_to_their_marks_and_leave_the_text(read):
    before, after = "The ceiling was raised to €12 billion", " after two years of talks between the capitals, it said."
    flow = [
        Paragraph(f"{before}<super>1</super>{after}", BODY),
        *[Paragraph(paragraph(start, 4), BODY) for start in range(0, 32, 4)],
        Spacer(1, 40),
        Paragraph("<super>1</super> Council of Ministers, Conclusions of 4 March 2023, paragraph 7.", NOTE),
        Paragraph(
            "<super>2</super> The second note runs over more than one line, because it quotes a decision at length "
            "and adds what the court had to say about that decision a year later in another case.",
            NOTE,
        ),
        PageBreak(),
        Paragraph(f"{sentence(99)[:-1]}<super>1</super>.", BODY),
        *[Paragraph(paragraph(start, 4), BODY) for start in range(32, 64, 4)],
        Spacer(1, 20),
        Paragraph("<super>1</super> Another note with the same number on another page.", NOTE),
    ]
    document = read(made(flow))
    notes = [block for block in document.blocks if str(block.kind) == "footnote"]
    assert [block.span.cut(document.text)[:24] for block in notes] == [
        "Council of Ministers, Co",
        "The second note runs ove",
        "Another note with the sa",
    ]
    assert [block.page for block in notes] == [1, 1, 2]
    assert before + after in document.text
    assert document.text[: notes[0].anchor.start] == before
    assert document.text[: notes[2].anchor.start].endswith(sentence(99)[:-1])
    prose_in_order(document, [sentence(number) for number in range(64)])


def test_exponents_and_ordinals_stay(read):
    text = "The port covers 12 km<super>2</super> and is the 5<super>th</super> largest of all on that long coast."
    assert read(made([Paragraph(text, BODY)])).text == (
        "The port covers 12 km2 and is the 5th largest of all on that long coast."
    )


def test_bullets_with_hanging_lines(read):
    items = [paragraph(start, 2) for start in (0, 2, 4)]
    listed = ListFlowable([ListItem(Paragraph(text, BODY)) for text in items], bulletType="bullet")
    document = read(made([Paragraph(sentence(50), BODY), listed, Paragraph(sentence(51), BODY)]))
    assert outline(document) == [
        ("paragraph", sentence(50)),
        *(("list_item", text) for text in items),
        ("paragraph", sentence(51)),
    ]


def test_a_table_over_a_page_break_keeps_its_headers_and_pages(read):
    rows = [["Country", "2020", "2021"], *[[f"Country {row}", str(row * 7), f"{row}.5%"] for row in range(60)]]
    table = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    document = read(made([Paragraph(paragraph(0, 3), BODY), table, Paragraph(paragraph(3, 3), BODY)]))
    found = cells(document)
    assert found["59.5%"] == (("Country 59",), ("2021",))
    assert len(found) == 120
    pages = [(passage.page, passage.last_page) for passage in split_passages(document) if passage.cells]
    assert pages == sorted(pages)
    assert set(pages) == {(1, 1), (2, 2)}


def test_a_contents_page_is_boilerplate(read):
    lines = ["1 Introduction ................ 3", "2 Background .................. 7"]
    document = read(made([*[Paragraph(line, BODY) for line in lines], Paragraph(paragraph(0, 4), BODY)]))
    assert [kind for kind, _ in outline(document)] == ["boilerplate", "boilerplate", "paragraph"]


def test_turned_pages_and_watermarks(read):
    lines = _wrapped(paragraph(0, 8), 80)

    def turned(canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        written(lines, y=500)(canvas)

    def marked(canvas) -> None:
        written(lines)(canvas)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "DRAFT")

    assert read(drawn(turned)).text == paragraph(0, 8)
    assert read(drawn(marked)).text == paragraph(0, 8)


def test_fields_of_the_file(read):
    document = read(made([Paragraph(paragraph(0, 2), BODY)], title="A Brief on Ports", author="Anna de Vries"))
    assert (document.title, document.author) == ("A Brief on Ports", "Anna de Vries")


def test_pictures_of_pages_are_refused(read):
    def picture(canvas) -> None:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(Image.new("L", (40, 40), 128)), 0, 0, 500, 700)

    with pytest.raises(DocumentError, match="no text layer"):
        read(drawn(picture))
    with pytest.raises(DocumentError, match="no text layer"):
        read(drawn(lambda canvas: None))


def test_pages_without_text_and_pictures_are_not_called_scans(read):
    with pytest.raises(DocumentError, match="empty, damaged or too large") as refused:
        read(drawn(lambda canvas: None))
    assert "pictures" not in str(refused.value)


def test_encrypted_damaged_and_overlong_files_are_refused(read):
    from reportlab.lib.pdfencrypt import StandardEncryption

    with pytest.raises(DocumentError, match="encrypted"):
        read(made([Paragraph("secret", BODY)], encrypt=StandardEncryption("password")))
    with pytest.raises(DocumentError, match="no intact PDF"):
        read(b"%PDF-1.7\n" + b"\x00garbage" * 50)
    with pytest.raises(DocumentError, match="3 pages, more than 2"):
        parse_pdf(drawn(*[written(["a line of text"])] * 3), ReadLimits(pages=2))
