"""The viewer's page, read back by an HTML parser: structure, highlighting, and that text stays text."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.types import Block, BlockKind, Cell, Document, Header, PageTurn, Span
from briefqa_api.viewer import content_security_policy, render_document

VOID = {"meta", "link", "br"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements below with this tag and these attributes (class is written kind)."""
        wanted = {name.replace("kind", "class"): value for name, value in attributes.items()}
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and wanted.items() <= child.attributes.items():
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def tags(self) -> set[str]:
        return {self.tag}.union(*(child.tags() for child in self.children if isinstance(child, Element)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("root", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.open) == 1, "an element was left open"
    return reader.open[0]


def document(*blocks: tuple[BlockKind, str] | tuple[BlockKind, str, dict[str, object]], **more: str) -> Document:
    """A document of these blocks, one newline between them."""
    text, made = "", []
    for kind, words, *rest in blocks:
        start = len(text) + bool(made)
        text += ("\n" if made else "") + words
        made.append(Block(kind, Span(start, len(text)), **(rest[0] if rest else {})))  # type: ignore[arg-type]
    return Document("one", "A title", text, tuple(made), "0" * 64, "one.txt", "text/plain", **more)


def show(shown: Document, **options: int | str | None) -> Element:
    return read(render_document(shown, **options))  # type: ignore[arg-type]


lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)


@given(st.lists(lines, min_size=1, max_size=5), st.data())
def test_marks_hold_exactly_the_cited_text_and_nothing_becomes_markup(words: list[str], data: st.DataObject) -> None:
    shown = document(*((BlockKind.PARAGRAPH, line) for line in words))
    start = data.draw(st.integers(0, len(shown.text) - 1))
    end = data.draw(st.integers(start + 1, len(shown.text)))
    page = show(shown, start=start, end=end)
    article = page.all("article")[0]
    assert [paragraph.text for paragraph in article.all("p")] == words
    assert "".join(mark.text for mark in article.all("mark")) == shown.text[start:end].replace("\n", "")
    assert article.tags() <= {"article", "p", "mark", "bdi"}


def test_only_the_first_mark_is_where_the_page_opens() -> None:
    shown = document((BlockKind.PARAGRAPH, "One two."), (BlockKind.PARAGRAPH, "Three four."))
    marks = show(shown, start=4, end=14).all("mark")
    assert [mark.text for mark in marks] == ["two.", "Three"]
    assert [("autofocus" in mark.attributes, mark.attributes.get("id")) for mark in marks] == [
        (True, "cited"),
        (False, None),
    ]


@pytest.mark.parametrize(("start", "end"), [(0, 1000), (5, 5), (6, 2), (3, None), (-1, 4)])
def test_a_span_that_is_not_there_is_said_to_be_missing(start: int, end: int | None) -> None:
    page = show(document((BlockKind.PARAGRAPH, "One two.")), start=start, end=end)
    assert page.all("mark") == []
    assert [note.text for note in page.all("p", role="note")] == [
        "The cited passage is not in this version of the document."
    ]


def test_a_document_opened_without_a_span_says_nothing_about_one() -> None:
    page = show(document((BlockKind.PARAGRAPH, "One two.")))
    assert page.all("p", role="note") == [] and page.all("a", href="#cited") == []


def test_the_title_block_is_the_main_heading_and_is_not_repeated() -> None:
    shown = document((BlockKind.TITLE, "The harbour"), (BlockKind.PARAGRAPH, "Text."))
    page = show(shown, start=4, end=11)
    assert [heading.text for heading in page.all("h1")] == ["The harbour"]
    assert page.all("h1")[0].all("mark")[0].text == "harbour"
    assert page.all("article")[0].text.strip() == "Text."


def test_a_document_without_a_title_block_is_headed_by_its_title() -> None:
    assert [heading.text for heading in show(document((BlockKind.PARAGRAPH, "x"))).all("h1")] == ["A title"]


def test_skipped_heading_levels_are_closed_up() -> None:
    levels = [1, 4, 4, 2, 6]
    shown = document(*((BlockKind.HEADING, f"H{level}", {"level": level}) for level in levels))
    article = show(shown).all("article")[0]
    headings = [child.tag for child in article.children if isinstance(child, Element)]
    assert headings == ["h2", "h3", "h4", "h3", "h4"]


def test_sections_are_listed_with_links_to_their_headings() -> None:
    shown = document(*((BlockKind.HEADING, f"Part {name}", {"level": 1}) for name in "ABC"))
    page = show(shown)
    links = page.all("nav")[0].all("a")
    assert [link.text for link in links] == ["Part A", "Part B", "Part C"]
    assert [link.attributes["href"] for link in links] == [f"#{head.attributes['id']}" for head in page.all("h2")]


def test_list_items_nest_by_level_without_their_own_bullets() -> None:
    shown = document(
        (BlockKind.LIST_ITEM, "- one", {"level": 1}),
        (BlockKind.LIST_ITEM, "• two", {"level": 2}),
        (BlockKind.LIST_ITEM, "2. three", {"level": 1}),
    )
    article = show(shown, start=2, end=5).all("article")[0]
    (outer,) = [child for child in article.children if isinstance(child, Element)]
    first, last = [child for child in outer.children if isinstance(child, Element)]
    assert first.all("ul")[0].all("li")[0].text == "two"
    assert first.children[0].text == "one" and first.all("mark")[0].text == "one"  # type: ignore[union-attr]
    assert last.text == "2. three"


def test_page_numbers_stand_where_a_page_begins() -> None:
    shown = document(
        (BlockKind.PARAGRAPH, "a", {"page": 1, "last_page": 1}),
        (BlockKind.PARAGRAPH, "b", {"page": 1, "last_page": 2}),
        (BlockKind.PARAGRAPH, "c", {"page": 2}),
        (BlockKind.PARAGRAPH, "d", {"page": 3}),
    )
    article = show(shown).all("article")[0]
    assert re.sub(r"\s+", " ", article.text).strip() == "Page 1abcPage 3d"


def test_a_page_that_begins_inside_a_block_is_shown_there_once() -> None:
    turned = {"page": 1, "last_page": 2, "turns": (PageTurn(8, 2),)}
    shown = document((BlockKind.PARAGRAPH, "Exports grew.", turned), (BlockKind.FOOTNOTE, "Prices.", {"page": 1}))
    page = show(shown, start=0, end=13)
    article = page.all("article")[0]
    assert re.sub(r"\s+", " ", article.text).strip() == "Page 1Exports Page 2grew.Page 1Prices."
    assert [mark.text for mark in article.all("mark")] == ["Exports ", "grew."]
    assert [label.attributes.get("id") for label in article.all("span")] == ["page-1", "page-2", None]


def test_a_footnote_is_linked_from_where_its_mark_stood() -> None:
    shown = document(
        (BlockKind.PARAGRAPH, "Trade grew. It fell later."),
        (BlockKind.FOOTNOTE, "In prices of 2020.", {"mark": "3", "anchor": Span(11, 11)}),
    )
    page = show(shown, start=0, end=26)
    paragraph, note = page.all("article")[0].all("p")
    assert paragraph.text == "Trade grew.3 It fell later."
    assert paragraph.all("a")[0].attributes["href"] == f"#{note.attributes['id']}"
    assert note.text == "3 In prices of 2020."
    assert "".join(mark.text for mark in page.all("mark")) == "Trade grew. It fell later."


def _table(*cells: tuple[int, int, str, bool, tuple[str, ...], tuple[str, ...]]) -> Document:
    """A table from (row, column, words, is_header, row headers, column headers)."""
    text, spans = "", {}
    for row, column, words, *_ in cells:
        text += " | " if text else ""
        spans[words] = Span(len(text), len(text) + len(words))
        spans[row, column] = spans[words]
        text += words
    made = tuple(
        Cell(
            row,
            column,
            spans[row, column],
            tuple(Header(head, spans[head]) for head in row_heads),
            tuple(Header(head, spans[head]) for head in column_heads),
            is_header,
        )
        for row, column, _, is_header, row_heads, column_heads in cells
    )
    block = Block(BlockKind.TABLE, Span(0, len(text)), cells=made, caption="Repairs")
    return Document("one", "A title", text, (block,), "0" * 64, "one.txt", "text/plain")


def _outline(page: Element) -> list[list[tuple[str, str, str | None, str | None]]]:
    return [
        [
            (cell.tag, cell.text, cell.attributes.get("scope"), cell.attributes.get("colspan"))
            for cell in row.children
            if isinstance(cell, Element)
        ]
        for row in page.all("tr")
    ]


def test_merged_headers_cover_the_columns_that_name_them() -> None:
    shown = _table(
        (0, 0, "Weapon", True, (), ()),
        (0, 1, "Exported", True, (), ()),
        (1, 1, "North", True, (), ()),
        (1, 2, "South", True, (), ()),
        (2, 0, "Guns", True, (), ()),
        (2, 1, "245", False, ("Guns",), ("Exported", "North")),
        (2, 2, "735", False, ("Guns",), ("Exported", "South")),
    )
    page = show(shown)
    assert _outline(page) == [
        [("th", "Weapon", "col", None), ("th", "Exported", "colgroup", "2")],
        [("th", "North", "col", None), ("th", "South", "col", None)],
        [("th", "Guns", "row", None), ("td", "245", None, None), ("td", "735", None, None)],
    ]
    assert page.all("th", scope="col")[0].attributes["rowspan"] == "2"
    assert len(page.all("thead")[0].all("tr")) == 2
    assert [cell.attributes.get("class") for cell in page.all("td")] == ["number", "number"]
    assert page.all("div", role="group")[0].attributes["aria-label"] == "Repairs"


def test_a_header_of_a_group_of_rows_covers_the_width_and_a_merged_row_header_its_rows() -> None:
    shown = _table(
        (0, 0, "Region", True, (), ()),
        (0, 1, "Town", True, (), ()),
        (0, 2, "Cost", True, (), ()),
        (1, 0, "By sea", True, (), ()),
        (2, 0, "Coast", True, (), ()),
        (2, 1, "Varnes", True, (), ()),
        (2, 2, "3.1", False, ("By sea", "Coast", "Varnes"), ("Cost",)),
        (3, 1, "Lille", True, (), ()),
        (3, 2, "none yet", False, ("By sea", "Coast", "Lille"), ("Cost",)),
    )
    page = show(shown)
    assert _outline(page)[1] == [("th", "By sea", "row", "3")]
    assert [cell[1] for cell in _outline(page)[2]] == ["Coast", "Varnes", "3.1"]
    assert [cell[1] for cell in _outline(page)[3]] == ["Lille", "none yet"]
    assert page.all("th", scope="rowgroup")[0].attributes["rowspan"] == "2"


def test_headers_that_a_source_gives_side_by_side_stand_over_the_columns_that_name_them() -> None:
    shown = _table(
        (0, 0, "Weapon", True, (), ()),
        (0, 1, "Exported", True, (), ()),
        (0, 2, "Share", True, (), ()),
        (1, 1, "North", True, (), ()),
        (1, 2, "South", True, (), ()),
        (1, 3, "East", True, (), ()),
        (1, 4, "West", True, (), ()),
        (2, 0, "Guns", True, (), ()),
        (2, 1, "1", False, ("Guns",), ("Exported", "North")),
        (2, 2, "2", False, ("Guns",), ("Exported", "South")),
        (2, 3, "3", False, ("Guns",), ("Share", "East")),
        (2, 4, "4", False, ("Guns",), ("Share", "West")),
    )
    assert _outline(show(shown))[0] == [
        ("th", "Weapon", "col", None),
        ("th", "Exported", "colgroup", "2"),
        ("th", "Share", "colgroup", "2"),
    ]


def test_a_header_that_only_its_cells_name_is_shown_too() -> None:
    shown = _table(
        (0, 0, "Weapon", True, (), ()),
        (0, 1, "Exported", True, (), ()),
        (0, 2, "Share", True, (), ()),
        (1, 1, "North", True, (), ()),
        (1, 2, "South", True, (), ()),
        (2, 0, "Guns", True, (), ()),
        (2, 1, "1", False, ("Guns",), ("Exported", "North")),
        (2, 2, "2", False, ("Guns",), ("Share", "South")),
    )
    (table,) = shown.blocks
    listed = tuple(cell for cell in table.cells if cell.span.cut(shown.text) != "Share")
    page = show(replace(shown, blocks=(replace(table, cells=listed),)))
    assert [cell[1] for cell in _outline(page)[0]] == ["Weapon", "Exported", "Share"]


def test_a_merged_cell_of_the_body_is_one_cell_again() -> None:
    shown = _table(
        (0, 0, "Town", True, (), ()),
        (0, 1, "2021", True, (), ()),
        (0, 2, "2023", True, (), ()),
        (1, 0, "Varnes", True, (), ()),
        (1, 1, "unknown", False, ("Varnes",), ("2021",)),
        (2, 0, "Lille", True, (), ()),
        (2, 1, "1.4", False, ("Lille",), ("2021",)),
        (2, 2, "2.25", False, ("Lille",), ("2023",)),
    )
    (table,) = shown.blocks
    merged = replace(table.cells[4], column=2, column_headers=(Header("2023", table.cells[2].span),))
    page = show(replace(shown, blocks=(replace(table, cells=(*table.cells, merged)),)))
    assert _outline(page)[1] == [("th", "Varnes", "row", None), ("td", "unknown", None, "2")]
    assert [cell[1] for cell in _outline(page)[2]] == ["Lille", "1.4", "2.25"]


def test_a_missing_cell_leaves_an_empty_one_so_that_the_columns_hold() -> None:
    shown = _table(
        (0, 0, "Town", True, (), ()),
        (0, 1, "2021", True, (), ()),
        (0, 2, "2023", True, (), ()),
        (1, 0, "Varnes", True, (), ()),
        (1, 2, "0.8", False, ("Varnes",), ("2023",)),
    )
    assert [cell[1] for cell in _outline(show(shown))[1]] == ["Varnes", "", "0.8"]


def test_a_table_without_cells_is_shown_as_it_stands() -> None:
    assert show(document((BlockKind.TABLE, "a | b"))).all("pre")[0].text == "a | b"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "http:", "http://[", ""]
)
def test_only_web_addresses_and_own_paths_become_links(address: str) -> None:
    shown = document((BlockKind.PARAGRAPH, "x"), url=address)
    assert show(shown, download=address).all("a") == []


def test_the_source_and_the_original_file_are_linked() -> None:
    shown = document((BlockKind.PARAGRAPH, "x"), url="https://example.org/a?b=1&c=2", author="<b>Kaisa</b>")
    page = show(shown, download="/v1/documents/one/file")
    assert [link.attributes["href"] for link in page.all("a")] == [
        "https://example.org/a?b=1&c=2",
        "/v1/documents/one/file",
    ]
    assert page.all("bdi")[0].text == "<b>Kaisa</b>"


def test_the_original_of_a_pdf_opens_at_the_cited_page() -> None:
    shown = document((BlockKind.PARAGRAPH, "One.", {"page": 1}), (BlockKind.PARAGRAPH, "Two.", {"page": 7}))
    pdf = replace(shown, media_type="application/pdf")

    def address(of: Document, **cited: int) -> str | None:
        return show(of, download="/v1/file", **cited).all("a")[0].attributes["href"]

    assert address(pdf, start=5, end=8) == "/v1/file#page=7"
    assert address(pdf) == "/v1/file"
    turned = replace(pdf.blocks[0], last_page=2, turns=(PageTurn(2, 2),))
    assert address(replace(pdf, blocks=(turned,)), start=2, end=4) == "/v1/file#page=2"
    assert address(shown, start=5, end=8) == "/v1/file"


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2025-04~", "about April 2025"),
        ("2024", "2024"),
        ("2024-02-09", "9 February 2024"),
        ("2024?", "2024, uncertain"),
        ("2024-13", "2024-13"),
        ("2022/2024", "2022/2024"),
    ],
)
def test_the_date_of_publication_is_in_words(edtf: str, words: str) -> None:
    shown = document((BlockKind.PARAGRAPH, "x"), published=edtf)
    assert [item.text for item in show(shown).all("bdi")] == [words]


def test_the_policy_allows_the_pages_own_style_and_nothing_else() -> None:
    page = render_document(document((BlockKind.PARAGRAPH, "x")))
    style = page[page.index("<style>") + len("<style>") : page.index("</style>")]
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = content_security_policy()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    assert {"script", "iframe", "object", "form"}.isdisjoint(read(page).tags())


def test_control_characters_are_shown_as_unreadable() -> None:
    page = show(document((BlockKind.PARAGRAPH, "a\x00b\x0bc\x85d\te")))
    assert page.all("article")[0].all("p")[0].text == "a�b�c�d\te"


def test_the_same_document_and_span_give_the_same_page() -> None:
    shown = document((BlockKind.PARAGRAPH, "One two."))
    assert render_document(shown, start=0, end=3) == render_document(shown, start=0, end=3)
