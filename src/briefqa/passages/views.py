"""Views: how a passage is read, as opposed to cited.

A sentence is read with the document's title, its section and the claim before it, so that "It settled for ..." says
who; a table row is read with its headers. Source text keeps its span, everything else is glue.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from briefqa.types import Cell, Document, Header, Passage, Segment, Span, View

_INITIALS = 3  # words of the shortest name that is called by its initials


def sentence_view(document: Document, section: Sequence[str], span: Span, before: Span | None) -> View:
    """The view of a sentence, clause, bullet or caption.

    Args:
        document: the document that the span lies in.
        section: path of headings above it.
        span: the claim.
        before: the claim before it in the same block, if any.
    """
    opening = Segment(_opening(document, section))
    claim = Segment(span.cut(document.text), span)
    if before is None:
        return View((opening, claim))
    context = Span(before.start, span.start)
    return View((opening, Segment(context.cut(document.text), context), claim))


def claim_text(passage: Passage) -> str:
    """The view of a passage without the claim before it: what is embedded and indexed.

    Searching the whole view would find each claim under its neighbour's words too: on SQuAD's sentences it takes
    recall at 1 from 0.72 to 0.48. What surrounds a claim counts through its paragraph instead.
    """
    if passage.cells:
        return passage.view.text
    return "".join(
        segment.text for segment in passage.view.segments if segment.span is None or passage.span.contains(segment.span)
    )


def row_view(document: Document, section: Sequence[str], table: str | None, cells: Sequence[Cell]) -> View:
    """The view of one table row: "Howitzers, United States: $977 million; Europe: $3.476 billion".

    Args:
        document: the document that the table stands in.
        section: path of headings above the table.
        table: the caption or number of the table.
        cells: the body cells of one row in order.
    """
    segments = [Segment(_opening(document, (*section, table) if table else section))]
    for position, (path, group) in enumerate(groupby(cells, key=lambda cell: cell.row_headers)):
        if position:
            segments.append(Segment("; "))
        segments.extend(_path(path))
        initials = _initials(path)
        if initials:
            segments.append(Segment(f" [{initials}]"))
        for index, cell in enumerate(group):
            segments.append(Segment("; " if index else ", ") if path or index else Segment(""))
            segments.extend(_path(cell.column_headers))
            segments.append(Segment(": " if cell.column_headers else ""))
            segments.append(Segment(cell.span.cut(document.text), cell.span))
    segments.append(Segment("."))
    return View(tuple(segment for segment in segments if segment.text))


def _initials(path: Sequence[Header]) -> str:
    """The initials of a row's name of three and more words with capitals, by which people ask for it: "IFV"."""
    name = path[-1].text.partition("(")[0].split() if path else []
    long = len(name) >= _INITIALS and all(word[0].isupper() and word.isalpha() for word in name)
    return "".join(word[0] for word in name) if long else ""


def _opening(document: Document, section: Sequence[str]) -> str:
    path = [document.title, *(part for part in section if part != document.title)]
    named = " > ".join(part.rstrip(" .:") for part in path if part)
    return f"{named}. " if named else ""


def _path(headers: Sequence[Header]) -> list[Segment]:
    segments: list[Segment] = []
    for header in headers:
        if segments:
            segments.append(Segment(" > "))
        segments.append(Segment(header.text, header.span))
    return segments
