"""Citations: a verbatim claim with its exact place."""

from __future__ import annotations

from urllib.parse import quote as quote_url

from briefqa.types import CellReference, Citation, Document, Header, Passage, Span

_CONTEXT = 32  # code points of prefix and suffix, as W3C's TextQuoteSelector uses them to tell equal quotes apart


def cite(document: Document, passage: Passage, answer: Span | None = None) -> Citation:
    """The citation of a passage, with the answer marked in its quote.

    Args:
        document: the document that the passage was split from.
        passage: the claim.
        answer: where in the document the answer stands; it must lie inside the passage.

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
