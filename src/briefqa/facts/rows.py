"""Records as rows of a table, the same columns for every kind, for terminals, CSV and reports."""

from __future__ import annotations

from briefqa.types import Citation, DateRecord, DealRecord, FactRecord, FigureRecord

COLUMNS = (
    "id",
    "kind",
    "document_id",
    "surface",
    "value",
    "low",
    "high",
    "unit",
    "date",
    "qualifier",
    "about",
    "attribute",
    "parties",
    "status",
    "attributed_to",
    "section",
    "page",
    "start",
    "end",
    "quote",
)


def row_of(record: FactRecord) -> dict[str, str]:
    """One record as text by column; what a record does not have is empty."""
    citation = record.citation
    start = citation.start + (citation.answer_start or 0)
    row = dict.fromkeys(COLUMNS, "")
    row.update(
        id=record.id,
        kind=record.kind.value,
        document_id=record.document_id,
        surface=record.surface,
        status=record.status.value,
        attributed_to=record.attributed_to or "",
        section=citation.section or "",
        page=_pages(citation),
        start=str(start),
        end=str(start + len(record.surface)),
        quote=citation.quote,
    )
    row.update({name: text for name, text in _own(record).items() if text is not None})
    return row


def _own(record: FactRecord) -> dict[str, str | None]:
    if isinstance(record, FigureRecord):
        return {
            "value": record.value,
            "low": record.low,
            "high": record.high,
            "unit": record.unit,
            "date": record.period,
            "qualifier": record.qualifier,
            "about": record.subject,
            "attribute": record.attribute,
        }
    if isinstance(record, DateRecord):
        return {
            "date": record.edtf,
            "low": record.earliest,
            "high": record.latest,
            "qualifier": record.qualifier,
            "about": record.event,
            "parties": ", ".join(record.participants),
        }
    if isinstance(record, DealRecord):
        return {
            "value": record.value or record.quantity,
            "date": record.date,
            "about": record.item,
            "attribute": record.deal_type,
            "parties": "; ".join(f"{party.name} ({party.role})" for party in record.parties),
            "status": record.deal_status,
        }
    return {}


def _pages(citation: Citation) -> str:
    """The page of a citation, or "3-4" where its quote crosses the end of a page."""
    pages = dict.fromkeys(page for page in (citation.page, citation.last_page) if page is not None)
    return "-".join(map(str, pages))
