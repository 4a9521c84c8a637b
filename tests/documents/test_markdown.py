import pytest

from briefqa.errors import DocumentError
from documents.held import assert_document_holds, cells, outline, read_text
from documents.sentences import paragraph, sentence


@pytest.fixture
def read(tmp_path):
    def read_markdown(text: str):
        document = read_text(tmp_path, text, "note.md")
        assert_document_holds(document)
        return document

    return read_markdown


def test_blocks_and_front_matter(read):
    document = read(
        "---\ntitle: 'Ports of the North'\nauthor: Anna de Vries\ndate: 2024-05-12\n---\n"
        f"# Ports of the North\n\n{paragraph(0, 2)}\n\n## Background\n\n**Key points**\n\n- one\n  - inner\n- two\n\n"
        f"{sentence(5)} It is *emphasised* and\n`coded`, [linked](http://a.b/c).\n"
    )
    assert outline(document) == [
        ("title", "Ports of the North"),
        ("paragraph", paragraph(0, 2)),
        ("heading", "Background"),
        ("heading", "Key points"),
        ("list_item", "one"),
        ("list_item", "inner"),
        ("list_item", "two"),
        ("paragraph", f"{sentence(5)} It is emphasised and coded, linked."),
    ]
    assert (document.author, document.published) == ("Anna de Vries", "2024-05-12")


def test_tables(read):
    document = read(
        f"{sentence(1)}\n\n| Country | 2020 | 2021 |\n|---|--:|--:|\n| Poland | 5 | 7.5 |\n| Latvia | 1 | |\n"
    )
    assert cells(document) == {
        "5": (("Poland",), ("2020",)),
        "7.5": (("Poland",), ("2021",)),
        "1": (("Latvia",), ("2020",)),
    }


def test_footnotes(read):
    document = read("Raised[^a] to €12 billion.\n\n[^a]: Council *Conclusions*,\n    4 March.\n\nThe end of it.\n")
    assert document.text == "Raised to €12 billion.\nThe end of it.\nCouncil Conclusions, 4 March."
    assert (document.blocks[-1].mark, document.blocks[-1].anchor.start) == ("a", len("Raised"))


def test_html_between_markdown(read):
    document = read(f"{sentence(1)}\n\n<div><script>x</script><p>{sentence(2)}</p></div>\n\n{sentence(3)}\n")
    assert [text for _, text in outline(document)] == [sentence(1), sentence(2), sentence(3)]


def test_deep_nesting_is_refused(read):
    with pytest.raises(DocumentError, match="nested"):
        read("> " * 500 + sentence(1))
