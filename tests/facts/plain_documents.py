"""Small documents for the tests of facts: sentences split at full stops, rows at bars, no parser needed."""

from __future__ import annotations

import re
from itertools import pairwise

from briefqa.types import Cell, Document, Header, Passage, PassageKind, Segment, Span, View

_SENTENCE_END = re.compile(r"[.!?][\"”]?\s+(?=[A-Z“])")


def plain_document(
    text: str, *, published: str | None = "2025-04~", name: str = "brief"
) -> tuple[Document, list[Passage]]:
    """One line is one paragraph; a line with bars is a table row without cells."""
    document = Document(name, "A brief", text, (), "0" * 64, "brief.txt", "text/plain", published=published)
    passages: list[Passage] = []
    position = 0
    for paragraph, line in enumerate(text.split("\n")):
        kind = PassageKind.TABLE_ROW if "|" in line else PassageKind.SENTENCE
        cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(line) if "|" not in line), len(line)]
        for start, end in pairwise(cuts):
            piece = line[start:end].rstrip()
            if piece:
                span = Span(position + start, position + start + len(piece))
                number = len(passages)
                view = View((Segment(piece, span),))
                passages.append(Passage(f"{name}-{number}", name, span, kind, view, number, paragraph))
        position += len(line) + 1
    return document, passages


def table_row(document: Document, row: str, cells: list[tuple[str, list[str], list[str]]]) -> Passage:
    """A row passage; each cell is (text, row header path, column header path), all found in the document."""
    start = document.text.index(row)
    span = Span(start, start + len(row))

    def place(text: str, after: int = 0) -> Span:
        at = document.text.index(text, after)
        return Span(at, at + len(text))

    built, position = [], start
    for number, (text, row_headers, column_headers) in enumerate(cells):
        found = place(text, position)
        position = found.end
        built.append(
            Cell(
                1,
                number + 1,
                found,
                tuple(Header(header, place(header)) for header in row_headers),
                tuple(Header(header, place(header)) for header in column_headers),
            )
        )
    view = View((Segment(row, span),))
    return Passage("row", document.id, span, PassageKind.TABLE_ROW, view, 99, 99, cells=tuple(built))
