"""Blocks of a document as HTML: headings, paragraphs, nested lists, tables, captions and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from briefqa.types import Block, BlockKind, Document, Span
from briefqa_api.viewer.marking import MarkedText, page_as_html, text_as_html
from briefqa_api.viewer.tables import table_as_html

# the page draws bullets itself; a number or letter that the text brings stays, because it says something
_BULLET = re.compile(r"[-–—*•●▪◦‣·]\s+")
_NUMBERED = re.compile(r"(\d{1,3}|[A-Za-z])[.)]\s")

_CLASSES = {
    BlockKind.PARAGRAPH: "paragraph",
    BlockKind.CAPTION: "caption",
    BlockKind.FOOTNOTE: "footnote",
    BlockKind.BOILERPLATE: "boilerplate",
}


def heading_id(block: Block) -> str:
    """The anchor of a heading on the page."""
    return f"at-{block.span.start}"


def title_block(document: Document) -> Block | None:
    """The block that states the title in the document's own words, if there is one."""
    return next((block for block in document.blocks if block.kind is BlockKind.TITLE), None)


def blocks_as_html(document: Document, marked: MarkedText) -> str:
    """All blocks but the title, in reading order, with a page number wherever a new page begins."""
    title = title_block(document)
    blocks = [block for block in document.blocks if block is not title]
    pages = _page_labels(blocks)
    return "".join(_groups_as_html(marked, blocks, pages))


def contents_as_html(document: Document) -> str:
    """A list of the document's sections, or nothing where fewer than three would be listed."""
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    if len(headings) < 3:
        return ""
    items = "".join(
        f'<li class="level-{min(block.level or 1, 3)}"><a href="#{heading_id(block)}" dir="auto">'
        f"{text_as_html(block.span.cut(document.text))}</a></li>"
        for block in headings
    )
    return f'<nav class="contents" aria-label="Sections"><ol>{items}</ol></nav>'


def _groups_as_html(marked: MarkedText, blocks: Sequence[Block], pages: dict[Span, str]) -> Iterator[str]:
    rank, tables = 1, 0
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        members = list(group)
        if kind is BlockKind.LIST_ITEM:
            yield _list_as_html(marked, members, pages)
            continue
        for block in members:
            page = pages.get(block.span, "")
            if kind is BlockKind.TABLE:
                tables += 1
                yield page + table_as_html(marked, block, tables)
            elif kind in (BlockKind.HEADING, BlockKind.TITLE):
                # a level that is skipped in the document is closed up, so that the page has an outline
                rank = min((block.level or 1) + 1, rank + 1, 6)
                words = marked.html(block.span)
                yield f'{page}<h{rank} id="{heading_id(block)}" dir="auto">{words}</h{rank}>'
            else:
                yield page + _paragraph_as_html(marked, block)


def _paragraph_as_html(marked: MarkedText, block: Block) -> str:
    words = marked.html(block.span)
    if block.kind is not BlockKind.FOOTNOTE:
        return f'<p class="{_CLASSES[block.kind]}" dir="auto">{words}</p>'
    brought = not block.mark or block.span.cut(marked.text).startswith(block.mark)
    mark = "" if brought else f'<sup class="note">{text_as_html(block.mark or "")}</sup> '
    return f'<p class="footnote" id="note-{block.span.start}" dir="auto">{mark}{words}</p>'


def _list_as_html(marked: MarkedText, items: Sequence[Block], pages: dict[Span, str]) -> str:
    parts: list[str] = []
    position = 0
    while position < len(items):
        item = items[position]
        after = position + 1
        while after < len(items) and (items[after].level or 1) > (item.level or 1):
            after += 1
        below = _list_as_html(marked, items[position + 1 : after], pages) if after > position + 1 else ""
        parts.append(_item_as_html(marked, item, pages, below))
        position = after
    return f"<ul>{''.join(parts)}</ul>"


def _item_as_html(marked: MarkedText, item: Block, pages: dict[Span, str], below: str) -> str:
    words = item.span.cut(marked.text)
    bullet = _BULLET.match(words)
    span = Span(item.span.start + bullet.end(), item.span.end) if bullet else item.span
    kind = ' class="numbered"' if _NUMBERED.match(words) else ""
    return f'<li{kind} dir="auto">{pages.get(item.span, "")}{marked.html(span)}{below}</li>'


def _page_labels(blocks: Sequence[Block]) -> dict[Span, str]:
    """The number of a page above each block that begins on another page than the one above it ended on.

    Notes come after all pages and go back to the first of them; only the first number of a page is its address.
    """
    labels: dict[Span, str] = {}
    current: int | None = None
    named: set[int] = set()
    for block in blocks:
        if block.page is not None and block.page != current:
            labels[block.span] = page_as_html(block.page, named=block.page not in named)
            named.add(block.page)
        named |= {turn.page for turn in block.turns}
        current = block.last_page or block.page or current
    return labels
