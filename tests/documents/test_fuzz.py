"""Damaged files of every format end in a Document that holds, or in a DocumentError; nothing else, and soon."""

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefqa.documents.builder import build_blocks
from briefqa.documents.docx import parse_docx
from briefqa.documents.html import parse_html
from briefqa.documents.limits import ReadLimits
from briefqa.documents.markdown import parse_markdown
from briefqa.documents.pdf import parse_pdf
from briefqa.documents.plain import parse_plain
from briefqa.errors import DocumentError
from briefqa.types import Document
from documents.held import assert_document_holds
from documents.portable import BODY, GRID, Paragraph, Table, made
from documents.sentences import paragraph
from documents.word import blank, refer, rewritten, saved

LIMITS = ReadLimits(pages=20, expanded_bytes=8 << 20, text_characters=200_000)
PARSERS = {
    "plain": parse_plain,
    "markdown": lambda content: parse_markdown(content, LIMITS),
    "html": lambda content: parse_html(content, LIMITS),
    "docx": lambda content: parse_docx(content, LIMITS),
    "pdf": lambda content: parse_pdf(content, LIMITS),
}


@functools.cache
def seed(kind: str) -> bytes:
    """An intact file of a format."""
    if kind == "pdf":
        table = Table([["Country", "Share"], ["Poland", "5%"], ["Latvia", "1%"]], style=[GRID])
        return made([Paragraph(paragraph(0, 6), BODY), table, Paragraph(paragraph(6, 30), BODY)], columns=2)
    if kind == "docx":
        word = blank()
        refer(word.add_paragraph(paragraph(0, 3)), 1)
        word.add_table(2, 2).cell(1, 1).text = "5%"
        return saved(word, "A note.")
    if kind == "html":
        return (
            b"<h1>T</h1><p>x<sup><a href=#n>1</a></sup></p><table><tr><th colspan=2>a<tr><td>1<td>2</table><p id=n>note"
        )
    return f"# Title\n\n{paragraph(0, 2)}[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n  - y\n\n[^1]: note\n".encode()


def check(kind: str, content: bytes) -> None:
    try:
        parsed = PARSERS[kind](content)
    except DocumentError as error:
        assert str(error)
        return
    text, blocks = build_blocks(parsed.drafts)
    assert_document_holds(Document("d", "t", text, blocks, "", "f", parsed.media_type))


@pytest.mark.parametrize("kind", sorted(PARSERS))
def test_intact_seeds_are_read(kind):
    assert PARSERS[kind](seed(kind)).drafts


@pytest.mark.parametrize("kind", sorted(PARSERS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files_are_read_or_refused(kind, data):
    content = bytearray(seed(kind))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content)))
        action = data.draw(st.sampled_from(["insert", "replace", "delete", "truncate"]))
        if action == "insert":
            content[place:place] = data.draw(st.binary(max_size=20))
        elif action == "replace":
            piece = data.draw(st.binary(max_size=20))
            content[place : place + len(piece)] = piece
        elif action == "delete":
            del content[place : place + data.draw(st.integers(1, 200))]
        elif place:
            del content[place:]
    check(kind, bytes(content))


TAGS = st.sampled_from(
    "p div ul ol li table tr td th caption h1 h2 sup a b br thead tbody section aside nav figure figcaption".split()
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        " colspan=3",
        " rowspan=0",
        " rowspan=99999999",
        " colspan=-1",
        " id=n",
        " href=#n",
        " hidden",
        " class=related",
    ]
)
PIECE = st.one_of(
    st.builds("<{}{}>".format, TAGS, ATTRIBUTES),
    st.builds("</{}>".format, TAGS),
    st.text(max_size=12),
    st.sampled_from(["&nbsp;", "&#0;", "&#xD800;", "&#xFDD0;", "1", "$5 million"]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECE, max_size=40))
def test_any_markup_is_read_or_refused(pieces):
    markup = "".join(pieces).encode("utf-8", "replace")
    check("html", markup)
    check("markdown", markup)


NODES = st.sampled_from(
    [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>word 5</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        '<w:tcPr><w:gridSpan w:val="99999"/></w:tcPr>',
        "<w:tcPr><w:vMerge/></w:tcPr>",
        '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>',
        '<w:trPr><w:gridBefore w:val="7"/></w:trPr>',
        '<w:footnoteReference w:id="1"/>',
        '<w:pPr><w:outlineLvl w:val="-3"/></w:pPr>',
        '<w:pPr><w:numPr><w:ilvl w:val="x"/></w:numPr></w:pPr>',
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:sdt>",
        "</w:sdt>",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(NODES, max_size=30))
def test_any_word_content_is_read_or_refused(nodes):
    from docx.oxml.ns import nsdecls
    from lxml import etree

    markup = f"<w:document {nsdecls('w')}><w:body>{''.join(nodes)}</w:body></w:document>"
    mended = etree.fromstring(markup.encode(), etree.XMLParser(recover=True))
    check("docx", rewritten(seed("docx"), {"word/document.xml": etree.tostring(mended)}))
