"""Citations of facts: the whole passage as the quote, the fact's own words inside it."""

from __future__ import annotations

import hashlib

from briefqa.types import CellReference, Citation, Document, Passage, Span

_CONTEXT = 32
"""Code points of text kept before and after a quote, enough to find it again in an edited document."""


def cite(document: Document, passage: Passage, span: Span) -> Citation:
    """The citation of `span`, a range of the document's text that lies in `passage`.

    Raises:
        ValueError: the span does not lie in the passage.
    """
    if not passage.span.contains(span):
        raise ValueError(f"the span {span.start}..{span.end} lies outside of passage {passage.id}")
    start, end = passage.span.start, passage.span.end
    return Citation(
        document_id=document.id,
        document_title=document.title,
        passage_id=passage.id,
        quote=document.text[start:end],
        start=start,
        end=end,
        answer_start=span.start - start,
        answer_end=span.end - start,
        prefix=document.text[max(0, start - _CONTEXT) : start],
        suffix=document.text[end : end + _CONTEXT],
        section=" > ".join(passage.section) or None,
        page=passage.page,
        cell=_cell(passage, span),
        url=f"/v1/documents/{document.id}/view?start={start}&end={end}",
    )


def _cell(passage: Passage, span: Span) -> CellReference | None:
    for cell in passage.cells:
        if cell.span.contains(span):
            row = " > ".join(header.text for header in cell.row_headers) or None
            column = " > ".join(header.text for header in cell.column_headers) or None
            return CellReference(passage.table, row, column)
    return None


def fact_id(kind: str, passage: Passage, span: Span, *stated: str | None) -> str:
    """The id of a fact: a hash of its kind, its passage, its place in it and what it states."""
    place = f"{span.start - passage.span.start}-{span.end - passage.span.start}"
    parts = [kind, passage.id, place, *(part or "" for part in stated)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
