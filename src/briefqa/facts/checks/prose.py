"""Checks of the text against the tables of its document: the same cell restated, or stated otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefqa.facts.findings import Finding, Verdict, finding
from briefqa.facts.grids import Grid, content_words, innermost, overlap
from briefqa.facts.intervals import interval_of
from briefqa.facts.text import STOPWORDS
from briefqa.types import FactStatus, FigureRecord

_BRACKETS = re.compile(r"\([^)]*\)")
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_TELLING_DIGITS = 3
_SAID = (FactStatus.ASSERTED, FactStatus.QUOTED)


def prose_findings(prose: Sequence[FigureRecord], grids: Sequence[Grid]) -> Iterator[Finding]:
    """Figures that the text repeats from a table of its document, and those that it gives another value."""
    for record in prose:
        near = [grid for grid in grids if grid.document_id == record.document_id]
        if not near or record.value is None or record.unit in (None, "times"):
            continue
        said = content_words(record.citation.quote, STOPWORDS)
        same = [cell for grid in near for row in grid.rows for cell in row if _restates(record, cell, said)]
        for cell in same:
            statement = f"The text and the table both say {record.surface}: {cell.row} ({cell.column})"
            formula = f"{record.surface} = {cell.surface}"
            yield finding("prose and table", Verdict.CONSISTENT, statement, formula, (record, cell))
        if not same and record.status in _SAID:
            yield from _deviations(record, near, said)


def _restates(record: FigureRecord, cell: FigureRecord, said: frozenset[str]) -> bool:
    if cell.unit != record.unit or cell.value != record.value or _are_apart(record.period, cell.period):
        return False
    named = overlap(_name(cell), said)
    headed = overlap(content_words(innermost(cell.column), STOPWORDS), said)
    return named >= 1 or headed >= 1 or _is_telling(record)


def _deviations(record: FigureRecord, grids: Sequence[Grid], said: frozenset[str]) -> Iterator[Finding]:
    """The one cell of the row that the sentence names, of its year and matter, whose value cannot be the same."""
    if not record.period or record.low is not None or record.high is not None:
        return
    for grid in grids:
        for row in grid.rows:
            cells = [cell for cell in row if cell.unit == record.unit and cell.period == record.period]
            if len(cells) != 1 or cells[0].value is None or overlap(_name(cells[0]), said) < 1:
                continue
            matter = content_words(f"{_YEAR.sub(' ', cells[0].column or '')} {grid.table or ''}", STOPWORDS)
            about = content_words(record.subject, STOPWORDS) & _name(cells[0])
            if _could_be(record, cells[0]) or not about or not matter & (said - _name(cells[0])):
                continue
            statement = (
                f"The text says {record.surface}, the table {cells[0].surface}: {cells[0].row} ({cells[0].column})"
            )
            formula = f"{record.surface} ≠ {cells[0].surface}"
            yield finding("prose and table", Verdict.POSSIBLE, statement, formula, (record, cells[0]))


def _could_be(one: FigureRecord, other: FigureRecord) -> bool:
    """Whether one of the two values could be the other one rounded, or nothing can be said."""
    bounds = interval_of(one), interval_of(other)
    if bounds[0] is None or bounds[1] is None:
        return True
    return bounds[0].holds(Decimal(other.value or 0)) or bounds[1].holds(Decimal(one.value or 0))


def _name(cell: FigureRecord) -> frozenset[str]:
    return content_words(_BRACKETS.sub(" ", cell.row or ""), STOPWORDS)


def _are_apart(one: str | None, other: str | None) -> bool:
    """Whether two periods are known and share no year."""
    years = [{int(year) for year in _YEAR.findall(period or "")} for period in (one, other)]
    if not all(years) or ".." in f"{one}{other}":
        return False
    return max(years[0]) < min(years[1]) or max(years[1]) < min(years[0])


def _is_telling(record: FigureRecord) -> bool:
    """Whether a value has enough digits that two places state it for no other reason than to say the same."""
    return len((record.value or "").strip("0").replace(".", "")) >= _TELLING_DIGITS
