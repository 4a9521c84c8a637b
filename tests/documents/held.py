"""What every Document must hold, and short ways to look into one."""

import hashlib
import unicodedata
from pathlib import Path

from briefqa.documents.reading import read_document
from briefqa.documents.sources import Source
from briefqa.types import BlockKind, Document


def read_bytes(folder: Path, name: str, content: bytes, **entry) -> Document:
    """Read one file with this content."""
    path = folder / name
    path.write_bytes(content)
    return read_document(Source(Path(name).stem, path, name, hashlib.sha256(content).hexdigest(), **entry))


def read_text(folder: Path, text: str, name: str = "brief.txt") -> Document:
    return read_bytes(folder, name, text.encode())


def assert_document_holds(document: Document) -> None:
    """NFC, blocks in order, one newline between them, nothing outside them, header texts verbatim."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    position = 0
    for number, block in enumerate(document.blocks):
        if number:
            assert text[position] == "\n"
            position += 1
        assert block.span.start == position
        assert block.span.end > position
        quote = block.span.cut(text)
        assert quote == quote.strip()
        assert block.kind is BlockKind.TABLE or "\n" not in quote
        for cell in block.cells:
            assert block.span.contains(cell.span)
            assert cell.span.cut(text).strip()
            for header in (*cell.row_headers, *cell.column_headers):
                assert header.span.cut(text) == header.text
                assert block.span.contains(header.span)
        assert block.anchor is None or block.anchor.end <= len(text)
        position = block.span.end
    assert position == len(text)


def outline(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(str(block.kind), block.span.cut(document.text)) for block in document.blocks]


def cells(document: Document, table: int = 0) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each body cell's text with its row headers and its column headers."""
    blocks = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    return {
        cell.span.cut(document.text): (
            tuple(header.text for header in cell.row_headers),
            tuple(header.text for header in cell.column_headers),
        )
        for cell in blocks[table].cells
        if not cell.is_header
    }


def prose_in_order(document: Document, sentences: list[str]) -> None:
    """Every sentence stands in the text once, in this order."""
    position = 0
    for sentence in sentences:
        assert document.text.count(sentence) == 1, sentence
        found = document.text.index(sentence)
        assert found >= position, sentence
        position = found + len(sentence)
