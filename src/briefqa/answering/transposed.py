"""Which column of a table has the most or the least, where things stand side by side and their measures in rows.

"Which state has the highest debt?" of a table whose columns are states and whose rows are debt, default and coupon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefqa.answering.frames import TOTAL
from briefqa.answering.labels import is_named
from briefqa.answering.question import Question, Unit
from briefqa.answering.superlatives import (
    Entry,
    Extreme,
    asks_for_extreme,
    counted_in,
    derive_extreme,
    is_idle,
    rank_entries,
)
from briefqa.answering.tables import covers
from briefqa.index.terms import split_terms
from briefqa.types import Document, FigureRecord, Passage

_COVERED = 0.5
"""Least share of the question's words that the row and the table have to speak of."""


def find_extreme_across(
    question: Question, document: Document, rows: Sequence[Passage], records: Sequence[FigureRecord]
) -> Extreme | None:
    """The column that has the most or the least of what one row measures; None where no single row is asked for.

    Args:
        question: the question.
        document: the document of the table.
        rows: the passages of all rows of one table.
        records: the figures of these passages.
    """
    if not asks_for_extreme(question) or len(rows) < 2 or not _are_names(rows):
        return None
    units = [unit for unit in question.units if not is_idle(unit)]
    rated = sorted(
        ((sum(covers(unit, _header(row)) for unit in units), -at, row) for at, row in enumerate(rows)), reverse=True
    )
    (named, _, row), (second, _, _) = rated[0], rated[1]
    entries = list(_entries(document, row, records))
    count = counted_in(question)
    if not named or named == second or len({entry.record.unit for entry in entries}) != 1:
        return None
    if len(entries) < len(_columns(row)) or (count is not None and count != len(entries)):
        return None
    ordered, covered = rank_entries(question, entries), _covered(units, rows, row)
    if not ordered or covered < _COVERED:
        return None
    derivation = derive_extreme(document, ordered)
    return Extreme(row, ordered[0].name, derivation, covered, float(named), ordered[0].record.span)


def _are_names(rows: Sequence[Passage]) -> bool:
    """Whether the columns of a table are headed by names: each begins with a capital and holds no digit."""
    headers = [header.text for cell in rows[0].cells for header in cell.column_headers[-1:]]
    columns = {cell.column for cell in rows[0].cells}
    named = all(text[:1].isupper() and not any(map(str.isdigit, text)) and not TOTAL.match(text) for text in headers)
    return len(columns) == len(headers) > 1 and named


def _header(row: Passage) -> frozenset[str]:
    return frozenset(split_terms(" ".join(header.text for cell in row.cells[:1] for header in cell.row_headers)))


def _columns(row: Passage) -> set[int]:
    return {cell.column for cell in row.cells}


def _entries(document: Document, row: Passage, records: Sequence[FigureRecord]) -> Iterator[Entry]:
    """The exact figures of a row with the headers of their columns."""
    for cell in row.cells:
        inside = [record for record in records if record.passage_id == row.id and cell.span.contains(record.span)]
        if len(inside) == 1 and inside[0].value is not None and inside[0].low is None and inside[0].high is None:
            yield Entry(row, cell.column_headers[-1].span, inside[0], Decimal(inside[0].value))


def _covered(units: Sequence[Unit], rows: Sequence[Passage], row: Passage) -> float:
    """The share of the question's words that the row's header, the table and the headings above it speak of.

    0 where they lack a name or a number of the question.
    """
    columns = [header.text for cell in row.cells for header in cell.column_headers]
    terms = _header(row) | frozenset(split_terms(" ".join([*rows[0].section, rows[0].table or "", *columns])))
    if any(is_named(unit) and not covers(unit, terms) for unit in units):
        return 0.0
    matter = [unit for unit in units if not unit.is_form or covers(unit, terms)]
    return sum(covers(unit, terms) for unit in matter) / max(len(matter), 1)
