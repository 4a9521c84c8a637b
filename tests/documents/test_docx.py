import io
import struct
import zipfile
from datetime import datetime

import pytest

from briefqa.documents.docx import parse_docx
from briefqa.documents.limits import ReadLimits
from briefqa.errors import DocumentError
from documents.held import assert_document_holds, cells, outline, prose_in_order, read_bytes
from documents.sentences import paragraph, sentence
from documents.word import NAMES, blank, element, refer, rewritten, saved

BOX = (
    "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r>"
    "<w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


@pytest.fixture
def read(tmp_path):
    def read_docx(content: bytes):
        document = read_bytes(tmp_path, "brief.docx", content)
        assert_document_holds(document)
        return document

    return read_docx


def test_styles_become_blocks(read):
    source = blank()
    source.core_properties.author = "Anna de Vries"
    source.core_properties.modified = datetime(2024, 5, 12)
    source.add_heading("Ports of the North", 0)
    source.add_heading("Background", 1)
    source.add_paragraph(paragraph(0, 3))
    source.add_heading("The Fund", 2)
    source.add_paragraph("").add_run("Key points").bold = True
    source.add_paragraph("one", style="List Bullet")
    source.add_paragraph("inner", style="List Bullet 2")
    source.add_paragraph("two", style="List Number")
    source.add_paragraph("Figure 1: The quay", style="Caption")
    document = read(saved(source))
    assert outline(document) == [
        ("title", "Ports of the North"),
        ("heading", "Background"),
        ("paragraph", paragraph(0, 3)),
        ("heading", "The Fund"),
        ("heading", "Key points"),
        ("list_item", "one"),
        ("list_item", "inner"),
        ("list_item", "two"),
        ("caption", "Figure 1: The quay"),
    ]
    assert document.blocks[5].section == ("Background", "The Fund", "Key points")
    assert [block.level for block in document.blocks[5:8]] == [1, 2, 1]
    assert (document.title, document.author, document.published) == (
        "Ports of the North",
        "Anna de Vries",
        "2024-05-12?",
    )


def test_a_table_with_merged_and_two_level_headers(read):
    source = blank()
    table = source.add_table(4, 5)
    for row, texts in enumerate(
        [
            ["Type of weapon", "Exported", "", "Share", ""],
            ["", "United States", "South Korea", "United States", "South Korea"],
            ["Artillery", "245", "735", "0.6%", "40%"],
            ["Armoured vehicles", "4039", "455", "10%", "11%"],
        ]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for (top, left), (bottom, right) in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 4))):
        table.cell(top, left).merge(table.cell(bottom, right))
    source.add_paragraph("Table 1: Weapons", style="Caption")
    document = read(saved(source))
    assert cells(document) == {
        "245": (("Artillery",), ("Exported", "United States")),
        "735": (("Artillery",), ("Exported", "South Korea")),
        "0.6%": (("Artillery",), ("Share", "United States")),
        "40%": (("Artillery",), ("Share", "South Korea")),
        "4039": (("Armoured vehicles",), ("Exported", "United States")),
        "455": (("Armoured vehicles",), ("Exported", "South Korea")),
        "10%": (("Armoured vehicles",), ("Share", "United States")),
        "11%": (("Armoured vehicles",), ("Share", "South Korea")),
    }
    assert document.blocks[0].caption == "Table 1: Weapons"


def test_footnotes_are_linked_and_out_of_the_text(read):
    source = blank()
    source.add_heading("Background", 1)
    first = source.add_paragraph("The ceiling was raised to €12 billion")
    refer(first, 1)
    first.add_run(" after two years.")
    table = source.add_table(2, 2)
    for cell, text in zip(table._cells, ["Country", "Share", "Poland", "5%"], strict=True):
        cell.text = text
    refer(table.cell(1, 1).paragraphs[0], 2)
    source.add_heading("Conclusion", 1)
    source.add_paragraph(sentence(1))
    document = read(saved(source, "Council Conclusions, 4 March.", "Without islands."))
    notes = document.blocks[-2:]
    assert [note.span.cut(document.text) for note in notes] == ["Council Conclusions, 4 March.", "Without islands."]
    assert [note.mark for note in notes] == ["1", "2"]
    assert [note.section for note in notes] == [("Background",)] * 2
    assert document.text[: notes[0].anchor.start].endswith("raised to €12 billion")
    assert document.text[: notes[1].anchor.start].endswith("5%")
    assert "raised to €12 billion after two years." in document.text


def test_tracked_changes_read_as_accepted(read):
    source = blank()
    changed = source.add_paragraph("The fund grew by ")
    changed._p.append(element('<w:del w:id="1" w:author="a"><w:r><w:delText>10</w:delText></w:r></w:del>'))
    changed._p.append(element('<w:ins w:id="2" w:author="a"><w:r><w:t>12</w:t></w:r></w:ins>'))
    changed.add_run(" billion.")
    broken = source.add_paragraph("This paragraph goes on ")
    mark = '<w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'
    broken._p.insert(0, element(mark))
    source.add_paragraph("after its deleted end.")
    table = source.add_table(3, 2)
    for cell, text in zip(table._cells, ["Country", "Share", "Gone", "1%", "Poland", "5%"], strict=True):
        cell.text = text
    table.rows[1]._tr.insert(0, element('<w:trPr><w:del w:id="4" w:author="a"/></w:trPr>'))
    document = read(saved(source))
    assert document.text == (
        "The fund grew by 12 billion.\nThis paragraph goes on after its deleted end.\nCountry | Share\nPoland | 5%"
    )


def test_text_boxes_follow_the_paragraph_they_hang_on_and_hidden_text_is_left_out(read):
    source = blank()
    anchor = source.add_paragraph(sentence(1))
    anchor._p.append(element(BOX.format(sentence(2)).replace("<w:r>", "<w:r>", 1)))
    hidden = source.add_paragraph(sentence(3)).add_run(" Hidden words.")
    hidden.font.hidden = True
    document = read(saved(source))
    assert [text for _, text in outline(document)] == [sentence(1), sentence(2), sentence(3)]


def test_every_sentence_comes_back_once_and_in_order(read):
    source = blank()
    for start in range(0, 60, 3):
        added = source.add_paragraph()
        for word in paragraph(start, 3).split(" "):
            added.add_run(word + " ")
    prose_in_order(read(saved(source)), [sentence(number) for number in range(60)])


def test_headers_and_comments_are_left_out(read):
    source = blank()
    source.sections[0].header.paragraphs[0].text = "Institute of Ports"
    source.add_paragraph(sentence(1))
    assert read(saved(source)).text == sentence(1)


def test_a_frame_of_one_cell_reads_as_its_content(read):
    source = blank()
    source.add_table(1, 1).cell(0, 0).text = sentence(1)
    assert outline(read(saved(source))) == [("paragraph", sentence(1))]


def damaged(content: bytes) -> bytes:
    return content[: len(content) // 2]


def entity_bomb(content: bytes) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    text = "<w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p></w:body>"
    body = f"<!DOCTYPE x [{entities}]><w:document {NAMES}>{text}</w:document>"
    return rewritten(content, {"word/document.xml": body.encode()})


def external_entity(content: bytes) -> bytes:
    body = (
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        f"<w:document {NAMES}><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>"
    )
    return rewritten(content, {"word/document.xml": body.encode("utf-16")})


def zip_bomb(content: bytes) -> bytes:
    return rewritten(content, {"word/media/image1.bin": b"\0" * (40 << 20)})


def lying_bomb(content: bytes) -> bytes:
    """A part that unpacks to more than the zip says."""
    filler = b"<!--" + b" " * (40 << 20) + b"-->"
    big = f"<w:document {NAMES}><w:body/></w:document>".encode() + filler
    raw = bytearray(rewritten(content, {"word/document.xml": big}))
    raw = raw.replace(struct.pack("<I", len(big)), struct.pack("<I", 100))
    return bytes(raw)


def nested(content: bytes) -> bytes:
    body = "<w:sdt><w:sdtContent>" * 150 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 150
    document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    return rewritten(content, {"word/document.xml": document.encode()})


def no_word(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("readme.txt", "nothing")
    return stream.getvalue()


def broken_xml(content: bytes) -> bytes:
    return rewritten(content, {"word/document.xml": b"<w:document"})


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (damaged, "damaged"),
        (entity_bomb, "document type"),
        (external_entity, "document type"),
        (zip_bomb, "unpacks to more than 32 MiB"),
        (lying_bomb, "damaged|unpacks to more"),
        (nested, "nested more than 200 deep"),
        (no_word, "no Word document"),
        (broken_xml, "not well-formed"),
    ],
)
def test_hostile_files_are_refused_with_their_reason(attack, reason):
    source = blank()
    source.add_paragraph(sentence(1))
    with pytest.raises(DocumentError, match=reason):
        parse_docx(attack(saved(source)), ReadLimits(expanded_bytes=32 << 20))
