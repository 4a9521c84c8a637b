import pytest

from briefqa.errors import DocumentError
from documents.held import assert_document_holds, cells, outline, prose_in_order, read_text
from documents.sentences import paragraph, sentence


@pytest.fixture
def read(tmp_path):
    def read_html(markup: str):
        document = read_text(tmp_path, markup, "page.html")
        assert_document_holds(document)
        return document

    return read_html


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def test_headings_paragraphs_and_lists(read):
    document = read(
        page(
            f"<main><h1>Ports of the North</h1><p class=byline>By Anna de Vries</p><h2>Background</h2>"
            f"<p>{paragraph(0, 3)}</p><p><strong>Key points</strong></p>"
            "<ul><li>one<ul><li>inner</li></ul></li><li><p>two</p></li></ul></main>"
        )
    )
    assert outline(document) == [
        ("title", "Ports of the North"),
        ("boilerplate", "By Anna de Vries"),
        ("heading", "Background"),
        ("paragraph", paragraph(0, 3)),
        ("heading", "Key points"),
        ("list_item", "one"),
        ("list_item", "inner"),
        ("list_item", "two"),
    ]
    assert document.blocks[6].level == 2
    assert document.blocks[6].section == ("Background", "Key points")


@pytest.mark.parametrize(
    "noise",
    [
        "<nav><ul><li><a href=/>Home page of it</a></ul></nav>",
        '<div id="cookie-banner"><p>We use cookies to improve it. Accept all of them?</p></div>',
        '<section class="relatedArticles"><h3>More</h3><p>Another article was read by many.</p></section>',
        "<aside><p>Our institute is the largest of its kind.</p></aside>",
        "<footer><p>Contact us at the institute.</p></footer>",
        "<script>var secret = 'words of a script';</script>",
        "<style>p { color: red }</style>",
        "<noscript>Please enable scripts.</noscript>",
        "<form><label>Your address</label><input></form>",
        '<div role="dialog">Subscribe now, it is free.</div>',
        '<p style="display: none">Hidden words.</p>',
        "<p hidden>Hidden words.</p>",
        '<div class="social-share"><a>Share it</a></div>',
        "<h3>Related publications</h3><ul><li><a href=a>A report on rail</a><li><a href=b>A report on air</a></ul>",
    ],
)
def test_what_surrounds_an_article_is_left_out(read, noise):
    for markup in (
        f"<p>{paragraph(0, 5)}</p>{noise}<p>{paragraph(5, 5)}</p>",
        f"{noise}<main><p>{paragraph(0, 5)}</p>{noise}<p>{paragraph(5, 5)}</p></main>",
    ):
        assert read(page(markup)).text == f"{paragraph(0, 5)}\n{paragraph(5, 5)}"


def test_a_class_that_names_noise_does_not_cost_the_article(read):
    document = read(page(f'<div class="content with-sidebar"><p>{paragraph(0, 6)}</p></div>'))
    assert document.text == paragraph(0, 6)


def test_key_facts_in_a_box_stay(read):
    document = read(page(f"<p>{paragraph(0, 6)}</p><aside class=key-facts><p>{sentence(9)}</p></aside>"))
    prose_in_order(document, [sentence(5), sentence(9)])


def test_tables_with_rowspan_and_colspan(read):
    document = read(
        page(
            f"<p>{sentence(1)}</p><table><caption>Table 2. Aid</caption><thead><tr><th rowspan=2>Country"
            "<th colspan=2>Aid</tr><tr><th>2020<th>2021</tr></thead><tbody><tr><th colspan=3>North</tr>"
            "<tr><td>Latvia<td>1<td>2</tr><tr><td>Poland<td colspan=2>n/a</tr></tbody></table>"
        )
    )
    assert cells(document) == {
        "1": (("North", "Latvia"), ("Aid", "2020")),
        "2": (("North", "Latvia"), ("Aid", "2021")),
        "n/a": (("North", "Poland"), ("Aid", "2021")),
    }
    table = document.blocks[-1]
    assert table.caption == "Table 2. Aid"
    assert [cell.column for cell in table.cells if cell.span.cut(document.text) == "n/a"] == [1, 2]


def test_a_layout_table_is_no_table(read):
    document = read(page(f"<table><tr><td><p>{sentence(1)}</p></td><td><p>{sentence(2)}</p></td></tr></table>"))
    assert outline(document) == [("paragraph", sentence(1)), ("paragraph", sentence(2))]


def test_footnotes_are_linked_and_out_of_the_text(read):
    document = read(
        page(
            '<p>The ceiling was raised<sup><a href="#n1" id="r1">[1]</a></sup> to €12 billion.</p>'
            f"<p>{paragraph(0, 3)}</p>"
            '<ol><li id="n1">Council Conclusions of 4 March. <a href="#r1">↩</a></li></ol>'
        )
    )
    note = document.blocks[-1]
    assert document.text.startswith("The ceiling was raised to €12 billion.\n")
    assert note.span.cut(document.text) == "Council Conclusions of 4 March."
    assert (note.mark, note.anchor.start) == ("1", len("The ceiling was raised"))


def test_line_breaks_part_paragraphs_only_when_doubled(read):
    document = read(page(f"<div>{sentence(1)}<br>{sentence(2)}<br><br>{sentence(3)}</div>"))
    assert [text for _, text in outline(document)] == [f"{sentence(1)} {sentence(2)}", sentence(3)]


def test_fields_of_the_page(read):
    head = (
        "<title>Ports of the North | Institute</title><meta name=author content='Anna de Vries'>"
        "<meta property='article:published_time' content='2024-05-12T08:00:00Z'>"
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "publisher": {"name": "Institute"}}]}'
        "</script>"
    )
    document = read(page(f"<p>{sentence(1)}</p>", head))
    assert (document.title, document.author, document.published, document.publisher) == (
        "Ports of the North",
        "Anna de Vries",
        "2024-05-12",
        "Institute",
    )


def test_the_declared_encoding_is_used(tmp_path):
    from documents.held import read_bytes

    markup = f"<html><head><meta charset='iso-8859-2'></head><body><p>Łódź nad rzeką. {sentence(1)}</p></body></html>"
    assert "Łódź nad rzeką." in read_bytes(tmp_path, "p.html", markup.replace("€", "EUR").encode("iso-8859-2")).text


@pytest.mark.parametrize("depth", [220, 300, 20_000])
def test_deeply_nested_pages_are_refused(read, depth):
    with pytest.raises(DocumentError, match="nested more than 200 deep"):
        read(page("<div>" * depth + sentence(1) + "</div>" * depth))


def test_a_page_in_a_text_file_is_read_as_a_page(tmp_path):
    assert read_text(tmp_path, page(f"<p>{sentence(1)}</p>"), "page.txt").media_type == "text/html"


def test_a_page_without_text_is_refused(read):
    with pytest.raises(DocumentError, match="no text that could be cited"):
        read(page("<script>1</script>"))
