"""Small documents laid out by the real builder, so that offsets, sections and header paths are the product's own."""

import hashlib
from collections.abc import Sequence

from briefqa.documents.builder import build_blocks
from briefqa.documents.drafts import Draft, DraftCell
from briefqa.types import BlockKind, Document, Passage


def heading(text: str, level: int = 1) -> Draft:
    """A heading."""
    return Draft(BlockKind.HEADING, text, level=level)


def bullet(text: str) -> Draft:
    """An item of a list."""
    return Draft(BlockKind.LIST_ITEM, text, level=1)


def table(*rows: Sequence[str], caption: str | None = None) -> Draft:
    """A table whose first row holds the headers of its columns."""
    cells = tuple(tuple(DraftCell(text) for text in row) for row in rows)
    return Draft(BlockKind.TABLE, rows=cells, header_rows=1, caption=caption)


def lay_out(identifier: str, *parts: str | Draft, title: str = "A brief", published: str | None = None) -> Document:
    """A document of these parts in order; a plain string is a paragraph."""
    drafts = [
        Draft(BlockKind.PARAGRAPH, part, page=1, last_page=1) if isinstance(part, str) else part for part in parts
    ]
    text, blocks = build_blocks(drafts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(identifier, title, text, blocks, digest, f"{identifier}.txt", "text/plain", published=published)


def quoted(document: Document, passages: Sequence[Passage]) -> list[str]:
    """The verbatim text of each passage."""
    return [passage.span.cut(document.text) for passage in passages]
