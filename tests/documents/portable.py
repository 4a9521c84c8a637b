"""PDF files made for tests with reportlab."""

import io

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

STYLES = getSampleStyleSheet()
BODY = ParagraphStyle("body", parent=STYLES["BodyText"], fontSize=10, leading=12.5, spaceBefore=0, spaceAfter=6)
JUSTIFIED = ParagraphStyle("justified", parent=BODY, alignment=4)
INDENTED = ParagraphStyle("indented", parent=BODY, firstLineIndent=14, spaceAfter=0)
HEADING = ParagraphStyle("heading", parent=STYLES["Heading2"])
TITLE = STYLES["Title"]
NOTE = ParagraphStyle("note", parent=BODY, fontSize=7.5, leading=9, spaceAfter=0)
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)


def made(flowables, *, columns: int = 1, header: str = "", footer: str = "", **fields: str) -> bytes:
    """The bytes of a PDF with these flowables in columns; header and footer may name the page as {page}."""
    stream = io.BytesIO()
    width, gutter = A4[0] - 100, 24
    each = (width - gutter * (columns - 1)) / columns
    frames = [Frame(50 + number * (each + gutter), 70, each, A4[1] - 150, 0, 0, 0, 0) for number in range(columns)]

    def decorate(canvas, document) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, A4[1] - 40, header.format(page=document.page))
        canvas.drawCentredString(A4[0] / 2, 35, footer.format(page=document.page))

    template = BaseDocTemplate(stream, pagesize=A4, invariant=1, **fields)
    template.addPageTemplates([PageTemplate(frames=frames, onPage=decorate)])
    template.build(list(flowables))
    return stream.getvalue()


def drawn(*pages) -> bytes:
    """The bytes of a PDF whose pages are drawn by these functions of a canvas."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def written(lines, x: float = 60, y: float = 780, size: float = 10, leading: float = 13):
    """A drawing of lines of text below each other."""

    def draw(canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, line in enumerate(lines):
            canvas.drawString(x, y - number * leading, line)

    return draw


__all__ = [
    "BODY",
    "GRID",
    "HEADING",
    "INDENTED",
    "JUSTIFIED",
    "NOTE",
    "TITLE",
    "FrameBreak",
    "ListFlowable",
    "ListItem",
    "PageBreak",
    "Paragraph",
    "Spacer",
    "Table",
    "drawn",
    "made",
    "written",
]
