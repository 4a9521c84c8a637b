"""A PDF file page by page, and what holds over all its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from briefqa.documents.drafts import ParsedFile
from briefqa.documents.joining import read_vocabulary
from briefqa.documents.limits import ReadLimits
from briefqa.documents.metadata import read_day, read_name
from briefqa.documents.pdf.blocks import read_blocks
from briefqa.documents.pdf.columns import order_lines
from briefqa.documents.pdf.furniture import drop_furniture
from briefqa.documents.pdf.glyphs import page_box, read_glyphs, read_rules
from briefqa.documents.pdf.layout import Page, Segment
from briefqa.documents.pdf.paragraphs import read_typography
from briefqa.documents.pdf.segments import split_segments
from briefqa.documents.pdf.tables import find_tables
from briefqa.errors import DocumentError
from briefqa.types import BlockKind

MEDIA_TYPE = "application/pdf"
_MIN_CHARACTERS = 10
"""Fewer characters per page than this, beside pictures, mean scanned pages."""


def parse_pdf(content: bytes, limits: ReadLimits) -> ParsedFile:
    """Parse a PDF file.

    Raises:
        DocumentError: it is damaged, encrypted, has too many pages, or no text layer.
    """
    document = _open(content)
    try:
        if len(document) > limits.pages:
            raise DocumentError(f"it has {len(document):,} pages, more than {limits.pages:,}; split it")
        pages = list(_read_pages(document, limits))
        metadata = document.get_metadata_dict()
    except pdfium.PdfiumError as error:
        raise DocumentError("one of its pages is damaged; save or print it as a new PDF") from error
    finally:
        document.close()
    kept = drop_furniture(pages)
    vocabulary = read_vocabulary(line.text for page in kept for line in page.lines)
    drafts = read_blocks(kept, read_typography(kept), vocabulary)
    title = next((draft.text for draft in drafts if draft.kind is BlockKind.TITLE), None)
    return ParsedFile(
        tuple(drafts),
        MEDIA_TYPE,
        title=title or read_name(metadata.get("Title")),
        author=read_name(metadata.get("Author")),
        published=read_day(metadata.get("CreationDate"), uncertain=True),
    )


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("it is encrypted; save it without a password") from error
        raise DocumentError("it is no intact PDF file; save or print it as a new PDF") from error


def _read_pages(document: pdfium.PdfDocument, limits: ReadLimits) -> Iterator[Page]:
    """The pages with their lines in reading order.

    Raises:
        DocumentError: there is too much text, or none.
    """
    characters = pictures = 0
    for index in range(len(document)):
        page = document[index]
        try:
            read = _read_page(page, index + 1)
            characters += sum(len(line.text) + _table_length(line.table) for line in read.lines)
            if characters < _MIN_CHARACTERS * (index + 1):
                pictures += _has_picture(page)
        finally:
            page.close()
        if characters > limits.text_characters:
            raise DocumentError(f"its text is longer than {limits.text_characters:,} characters; split it")
        yield read
    if pictures and characters < _MIN_CHARACTERS * len(document):
        raise DocumentError("it has no text layer, only pictures of pages; run text recognition (OCR) on it first")
    if not characters:
        raise DocumentError("it has no text layer: its pages are empty, damaged or too large; export it again")


def _table_length(table: object) -> int:
    return 100 if table is not None else 0


def _has_picture(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=2)), None) is not None


def _read_page(page: pdfium.PdfPage, number: int) -> Page:
    """One page: tables first, the remaining glyphs into lines in reading order."""
    glyphs, turn = read_glyphs(page)
    top, bottom = page_box(page, turn)
    tables, rest = find_tables(
        read_rules(page, turn), [one for one in glyphs if top <= one.bottom and one.top <= bottom]
    )
    segments = split_segments(rest)
    for table in tables:
        size = table.bottom - table.top
        segments.append(Segment(table.x0, table.x1, table.top, table.bottom, table.top, size, table=table))
    moved = (replace(line, top=line.top - top, base=line.base - top) for line in order_lines(segments, number))
    return Page(number, bottom - top, tuple(moved))
