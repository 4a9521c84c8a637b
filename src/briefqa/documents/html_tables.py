"""Tables of web pages as rows of cells with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as lxml_html

from briefqa.documents.drafts import DraftCell
from briefqa.documents.html_notes import Notes
from briefqa.documents.normalise import collapse

_SECTIONS = ("thead", "tbody", "tfoot")
_INLINE_BREAKS = frozenset(["br", "p", "div", "li", "ul", "ol", "tr", "td", "th"])
_LEADING_NUMBER = re.compile(r"\s*(\d{1,5})")


def is_layout_table(table: lxml_html.HtmlElement) -> bool:
    """Whether a table only arranges a page: it says so, holds other tables, or has a single column or row of prose."""
    if table.get("role") in {"presentation", "none"} or table.find(".//table") is not None:
        return True
    if table.find(".//th") is not None or table.find("caption") is not None:
        return False
    rows = list(_rows(table))
    return len(rows) < 2 or all(len(row) < 2 for row in rows)


def read_caption(table: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    """The caption element of a table."""
    return table.find("caption")


def read_rows(table: lxml_html.HtmlElement, notes: Notes) -> tuple[tuple[tuple[DraftCell, ...], ...], int | None]:
    """The rows of a table and how many of them stand in its `thead`."""
    rows = list(_rows(table))
    headers = sum(1 for row in rows if row.getparent() is not None and row.getparent().tag == "thead")
    return tuple(tuple(_cell(cell, notes) for cell in row if cell.tag in {"td", "th"}) for row in rows), headers or None


def _rows(table: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """Rows in the order a browser shows them: head, bodies, foot."""
    heads = [one for one in table if one.tag == "thead"]
    feet = [one for one in table if one.tag == "tfoot"]
    bodies = [one for one in table if one.tag not in {"thead", "tfoot"}]
    for part in (*heads, *bodies, *feet):
        if part.tag == "tr":
            yield part
        elif part.tag in _SECTIONS:
            yield from part.iterchildren("tr")


def _cell(cell: lxml_html.HtmlElement, notes: Notes) -> DraftCell:
    return DraftCell(
        collapse("".join(_texts(cell, notes))),
        rowspan=_span(cell, "rowspan"),
        colspan=_span(cell, "colspan"),
        is_header=cell.tag == "th",
    )


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    """A span as browsers read it; 0, "to the end of the section", is clipped to the table by the grid."""
    found = _LEADING_NUMBER.match(cell.get(name) or "1")
    value = int(found.group(1)) if found else 1
    return value or (1000 if name == "rowspan" else 1)


def _texts(element: lxml_html.HtmlElement, notes: Notes) -> Iterator[str]:
    """The text of a cell, a space where a line breaks, references as note marks."""
    yield element.text or ""
    for child in element:
        label = notes.label(child)
        if label is not None:
            yield label
        elif isinstance(child.tag, str):
            breaks = " " if child.tag in _INLINE_BREAKS else ""
            yield breaks
            yield from _texts(child, notes)
            yield breaks
        yield child.tail or ""
