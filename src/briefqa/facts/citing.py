"""Citations of facts and answers: a verbatim claim with its exact place, the words that matter marked in it."""

from __future__ import annotations

import hashlib
from urllib.parse import quote as quote_url

from briefqa.types import CellReference, Citation, Document, Header, Passage, Span

_CONTEXT = 32  # code points of prefix and suffix, as W3C's TextQuoteSelector uses them to tell equal quotes apart


def cite(document: Document, passage: Passage, answer: Span | None = None) -> Citation:
    """The citation of a passage, with the answer or the fact's own words marked in its quote.

    Args:
        document: the document that the passage was split from.
        passage: the claim.
        answer: where in the document the answer or the fact stands; it must lie inside the passage.

    Raises:
        ValueError: the answer lies outside the passage.
    """
    span = passage.span
    if answer is not None and not span.contains(answer):
        raise ValueError("an answer has to lie inside the passage that is cited for it")
    url = f"/v1/documents/{quote_url(document.id, safe='')}/view?start={span.start}&end={span.end}"
    return Citation(
        document_id=document.id,
        document_title=document.title,
        passage_id=passage.id,
        quote=span.cut(document.text),
        start=span.start,
        end=span.end,
        answer_start=None if answer is None else answer.start - span.start,
        answer_end=None if answer is None else answer.end - span.start,
        prefix=document.text[max(0, span.start - _CONTEXT) : span.start],
        suffix=document.text[span.end : span.end + _CONTEXT],
        section=" > ".join(passage.section) or None,
        page=passage.page,
        cell=_cell_reference(passage, answer),
        url=f"{url}#cited",
        last_page=passage.last_page,
    )


def _cell_reference(passage: Passage, answer: Span | None) -> CellReference | None:
    if not passage.cells:
        return None
    cell = next((cell for cell in passage.cells if answer is not None and cell.span.contains(answer)), None)
    row = cell.row_headers if cell else passage.cells[0].row_headers
    return CellReference(
        table=passage.table,
        row=_join(row),
        column=_join(cell.column_headers) if cell else None,
    )


def _join(headers: tuple[Header, ...]) -> str | None:
    return " > ".join(header.text for header in headers) or None


def fact_id(kind: str, passage: Passage, span: Span, *stated: str | None) -> str:
    """The id of a fact: a hash of its kind, its passage, its place in it and what it states."""
    place = f"{span.start - passage.span.start}-{span.end - passage.span.start}"
    parts = [kind, passage.id, place, *(part or "" for part in stated)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
