"""Figures and dates of table rows, with units and periods from the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from briefqa.facts.citing import cite, fact_id
from briefqa.facts.dates.context import Anchor
from briefqa.facts.dates.readings import DateReading
from briefqa.facts.decimals import decimal_string
from briefqa.facts.figures.currencies import currencies_named
from briefqa.facts.figures.headers import HeaderUnit, header_unit, is_date_header
from briefqa.facts.figures.quantities import Quantity
from briefqa.facts.name_runs import find_abbreviations
from briefqa.facts.periods import period_in
from briefqa.facts.prose import DATES, FIGURES
from briefqa.facts.reading import read
from briefqa.facts.text import is_common
from briefqa.types import Cell, DateRecord, Document, FactKind, FigureRecord, Passage, Span

_BRACKET = re.compile(r"\((?P<first>[^\W\d_a-z][^\W\d_A-Z]{2,})(?:[\s-][^\W\d_a-z][^\W\d_A-Z]+)*\)\s*$")
"""A name in brackets at the end of a header; a unit there is a common word, lower-case or has inner capitals."""

_CAPITALS = re.compile(r"\((?P<short>[A-Z][A-Z&-]{1,9})\)\s*$")

Record = FigureRecord | DateRecord


def table_records(document: Document, passage: Passage, anchor: Anchor) -> Iterator[Record]:
    """One record for each quantity and date in the cells and row headers of a row."""
    seen: set[Span] = set()
    for cell in passage.cells:
        for header in cell.row_headers:
            if header.span not in seen and passage.span.contains(header.span):
                seen.add(header.span)
                yield from _header_dates(document, passage, header.span, anchor)
        yield from _cell_records(document, passage, cell, anchor)


def _header_dates(document: Document, passage: Passage, span: Span, anchor: Anchor) -> Iterator[DateRecord]:
    for date in read(span.cut(document.text), anchor).dates:
        yield _date_record(document, passage, span, date, None)


def _cell_records(document: Document, passage: Passage, cell: Cell, anchor: Anchor) -> Iterator[Record]:
    text = cell.span.cut(document.text)
    columns = [header.text for header in reversed(cell.column_headers)]
    rows = [_without_other_name(header.text, document.text) for header in reversed(cell.row_headers)]
    reading = read(text, anchor)
    dated = bool(columns) and is_date_header(columns[0])
    period = period_in((*columns, *rows, passage.table or ""), anchor)
    numbers = list(reading.quantities)
    for date in reading.dates:
        counted = None if dated else _bare_number(text, date)
        if counted is not None and header_unit((*columns, *rows, passage.table or "")).unit is not None:
            numbers.append(counted)
        else:
            names = [header.text for header in cell.row_headers]
            yield _date_record(document, passage, cell.span, date, " > ".join(names) or None)
    inherited = header_unit((*columns, *rows, passage.table or ""))
    if inherited.unit is None and inherited.factor != 1:
        inherited = replace(inherited, unit=_row_currency(document, passage))
    for quantity in numbers:
        yield _figure_record(document, passage, cell, _with_header(quantity, inherited), period)


def _without_other_name(header: str, text: str) -> str:
    """A row's name without an abbreviation or a place, which are no units: "Bank (EB)", "Arctic (Vardø)".

    Capitals are a unit where they name money or where the document's `text` counts in them: "12 TIV".
    """
    for _, short in find_abbreviations(header):
        header = header.replace(f"({short})", "")
    capitals = _CAPITALS.search(header)
    if capitals is not None and not currencies_named(capitals["short"]) and not _counts_in(capitals["short"], text):
        header = header[: capitals.start()]
    bracket = _BRACKET.search(header)
    if bracket is not None and not is_common(bracket["first"].lower()):
        header = header[: bracket.start()]
    return header.rstrip()


def _counts_in(unit: str, text: str) -> bool:
    """Whether a text has a number in that unit."""
    return re.search(rf"\d\s?{re.escape(unit)}s?\b", text) is not None


def _row_currency(document: Document, passage: Passage) -> str | None:
    """The currency that a cell of the row holds under a header that asks for it ("Currency")."""
    for cell in passage.cells:
        if any("currency" in header.text.casefold() for header in cell.column_headers):
            return next(iter(currencies_named(cell.span.cut(document.text))), None)
    return None


def _bare_number(text: str, date: DateReading) -> Quantity | None:
    """A year that fills a whole cell as a plain number: under "(TIVs)" 2019 counts TIVs."""
    if not date.surface.isdigit() or date.surface != text.strip():
        return None
    value = Decimal(date.surface)
    return Quantity(date.start, date.end, date.surface, value, None, None, None, None, "number", Decimal(1))


def _with_header(quantity: Quantity, inherited: HeaderUnit) -> Quantity:
    """`quantity` in the header's unit where the cell states a plain number."""
    if quantity.kind == "count" or quantity.unit is not None:
        return quantity
    factor = inherited.factor

    def scaled(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * factor

    return replace(
        quantity,
        value=scaled(quantity.value),
        low=scaled(quantity.low),
        high=scaled(quantity.high),
        step=quantity.step * factor,
        unit=inherited.unit,
    )


def _figure_record(
    document: Document, passage: Passage, cell: Cell, quantity: Quantity, period: str | None
) -> FigureRecord:
    span = Span(cell.span.start + quantity.start, cell.span.start + quantity.end)
    row = " > ".join(header.text for header in cell.row_headers) or None
    column = " > ".join(header.text for header in cell.column_headers) or None
    value = decimal_string(quantity.value)
    return FigureRecord(
        id=fact_id("figure", passage, span, value, quantity.unit),
        kind=FactKind.FIGURE,
        document_id=document.id,
        passage_id=passage.id,
        citation=cite(document, passage, span),
        surface=span.cut(document.text),
        extractor=FIGURES,
        value=value,
        low=decimal_string(quantity.low),
        high=decimal_string(quantity.high),
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        subject=row,
        attribute=column,
        period=period,
        row=row,
        column=column,
    )


def _date_record(document: Document, passage: Passage, place: Span, date: DateReading, event: str | None) -> DateRecord:
    span = Span(place.start + date.start, place.start + date.end)
    return DateRecord(
        id=fact_id("date", passage, span, date.edtf),
        kind=FactKind.DATE,
        document_id=document.id,
        passage_id=passage.id,
        citation=cite(document, passage, span),
        surface=span.cut(document.text),
        extractor=DATES,
        edtf=date.edtf,
        earliest=None if date.earliest is None else date.earliest.isoformat(),
        latest=None if date.latest is None else date.latest.isoformat(),
        qualifier=date.qualifier,
        event=event,
        resolved_from=date.resolved_from,
    )
