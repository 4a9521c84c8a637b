"""Checks of growth and multiples that the text states, against the figures it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from briefqa.facts.findings import Finding, Verdict, finding
from briefqa.facts.grids import Grid, content_words, innermost, overlap
from briefqa.facts.intervals import HEDGE_WIDTH, Interval, interval_of, quotient
from briefqa.facts.text import STOPWORDS, words
from briefqa.facts.units import unit_name
from briefqa.types import FactStatus, FigureRecord

_UNMOVED = {"up", "down", "go", "goes", "going"}
_CHANGE = re.compile(
    rf"\b(?:{'|'.join(sorted(words('change_verbs') - _UNMOVED, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_FALL = re.compile(
    r"\b(?:fell|fall\w*|dropp?\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|plung\w+|slump\w*|reduc\w+|cut|los[et]\w*"
    r"|lower\w*|tumbl\w+)\b",
    re.IGNORECASE,
)
_HUNDRED = Decimal(100)


def growth_findings(prose: Sequence[FigureRecord], grids: Sequence[Grid]) -> Iterator[Finding]:
    """A percentage of change between two dates, against a table or text that has both ends."""
    for record in prose:
        if (
            record.unit != "%"
            or record.value is None
            or not record.period
            or not _CHANGE.search(record.attribute or "")
        ):
            continue
        first, _, last = record.period.partition("/")
        if not last or ".." in record.period:
            continue
        for start, end in _ends(record, first, last, prose, grids):
            yield _growth(record, start, end)


def _ends(
    record: FigureRecord, first: str, last: str, prose: Sequence[FigureRecord], grids: Sequence[Grid]
) -> Iterator[tuple[FigureRecord, FigureRecord]]:
    columns = [
        grid.column(column)
        for grid in grids
        for column in dict.fromkeys(r.column for row in grid.rows for r in row)
        if column
    ]
    near = tuple(other for other in prose if other.passage_id == record.passage_id)
    for series in (*columns, near):
        starts = [other for other in series if other.period == first and other.unit not in ("%", "times")]
        ends = [other for other in series if other.period == last and other.unit not in ("%", "times")]
        same_document = bool(starts) and starts[0].document_id == record.document_id
        if len(starts) == 1 and len(ends) == 1 and same_document and starts[0].unit == ends[0].unit:
            yield starts[0], ends[0]


def _growth(record: FigureRecord, start: FigureRecord, end: FigureRecord) -> Finding:
    bounds = [interval_of(item) for item in (end, start)]
    ratio = quotient(bounds[0], bounds[1]) if bounds[0] is not None and bounds[1] is not None else None
    exact = (Decimal(end.value or 0) / Decimal(start.value or 1) - 1) * _HUNDRED
    sign = -1 if _FALL.search(record.attribute or "") else 1
    possible = (
        Interval(exact, exact) if ratio is None else Interval((ratio.low - 1) * _HUNDRED, (ratio.high - 1) * _HUNDRED)
    )
    if sign < 0:
        possible, exact = Interval(-possible.high, -possible.low), -exact
    formula = f"{end.surface} ÷ {start.surface} − 1 = {exact * sign:.1f}%"
    statement = f"{record.subject or ''} {record.attribute or ''}: {record.surface}".strip()
    return finding("growth", _verdict(record, exact, possible), statement, formula, (record, start, end))


def _verdict(record: FigureRecord, exact: Decimal, possible: Interval) -> Verdict:
    own = interval_of(record)
    if own is None:
        return Verdict.POSSIBLE
    if own.holds(exact):
        return Verdict.CONSISTENT
    return Verdict.ROUNDING if own.meets(possible) else Verdict.CONTRADICTION


def multiple_findings(prose: Sequence[FigureRecord], grids: Sequence[Grid]) -> Iterator[Finding]:
    """Statements such as “doubled”, against two figures of the same passage, else of a table row."""
    for record in prose:
        if (
            record.unit != "times"
            or record.value is None
            or record.status in (FactStatus.PROJECTED, FactStatus.NEGATED)
        ):
            continue
        near = [
            other
            for other in prose
            if other.passage_id == record.passage_id
            and other.unit not in ("%", "times", None)
            and other.value is not None
        ]
        pair = _best_pair(record, near) or _pair_in_tables(record, grids)
        if pair is not None:
            yield _multiple(record, *pair)


def _best_pair(record: FigureRecord, near: Sequence[FigureRecord]) -> tuple[FigureRecord, FigureRecord] | None:
    pairs = [(a, b) for a, b in combinations(near, 2) if unit_name(a.unit) == unit_name(b.unit) and a.value != b.value]
    if len(pairs) != 1:
        return None
    a, b = pairs[0]
    return (a, b) if Decimal(a.value or 0) >= Decimal(b.value or 0) else (b, a)


def _pair_in_tables(record: FigureRecord, grids: Sequence[Grid]) -> tuple[FigureRecord, FigureRecord] | None:
    """The two cells of one row that the sentence compares: it names the row, and the period agrees."""
    said = content_words(f"{record.subject or ''} {record.attribute or ''}", STOPWORDS)
    for grid in grids:
        if grid.document_id != record.document_id:
            continue
        for row in grid.rows:
            named = row and overlap(content_words(row[0].row, STOPWORDS), said) >= 1
            cells = [
                cell
                for cell in row
                if cell.unit not in ("%", "times") and cell.period == record.period and record.period
            ]
            pair = _best_pair(record, cells) if named else None
            if pair is not None:
                return pair
    return None


def _multiple(record: FigureRecord, large: FigureRecord, small: FigureRecord) -> Finding:
    bounds = [interval_of(item) for item in (large, small)]
    exact = Decimal(large.value or 0) / Decimal(small.value or 1)
    ratio = quotient(bounds[0], bounds[1]) if bounds[0] is not None and bounds[1] is not None else None
    own = interval_of(record)
    factor = Decimal(record.value or 1)
    loose = Interval(factor * (1 - HEDGE_WIDTH), factor * (1 + HEDGE_WIDTH))
    if loose.holds(exact):
        verdict = Verdict.CONSISTENT
    elif own is not None and (own.holds(exact) or (ratio is not None and own.meets(ratio))):
        verdict = Verdict.ROUNDING
    else:
        verdict = Verdict.CONTRADICTION
    names = " and ".join(innermost(item.column) or item.subject or "" for item in (large, small)).strip()
    formula = f"{large.surface} ÷ {small.surface} = {exact:.2f}" + (f" ({names})" if names else "")
    statement = f"{record.subject or ''} {record.attribute or ''}: {record.surface}".strip()
    return finding("multiple", verdict, statement, formula, (record, large, small))
