"""Checks inside a table: shares of their row, totals of their column, percentages that imply one total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefqa.facts.decimals import decimal_string
from briefqa.facts.findings import Finding, Verdict, finding
from briefqa.facts.grids import Grid, content_words, innermost, outer
from briefqa.facts.intervals import Interval, interval_of, quotient, total, truncated_interval
from briefqa.facts.text import STOPWORDS
from briefqa.facts.units import unit_name
from briefqa.types import FigureRecord

_TOTAL = re.compile(r"^\W*(?:grand\s+|overall\s+)?(?:total|sum|all|altogether)\W*$", re.IGNORECASE)
_HUNDRED = Decimal(100)
_SHORTEST_COLUMN = 2


def table_findings(grid: Grid) -> Iterator[Finding]:
    """Every check that the headers of a table invite."""
    for row in grid.rows:
        yield from _row_shares(row)
    yield from _column_totals(grid)
    yield from _implied_totals(grid)


def _row_shares(row: tuple[FigureRecord, ...]) -> Iterator[Finding]:
    """A percentage beside two or more amounts of one unit: is it the share of one in their total or in the other?"""
    shares = [record for record in row if record.unit == "%" and record.value is not None]
    amounts = [record for record in row if record.unit != "%" and record.value is not None]
    if len(shares) != 1 or len(amounts) < 2 or len({record.unit for record in amounts}) != 1:
        return
    share, first = shares[0], _named_in(shares[0].column, amounts)
    if first is None:
        return
    rest = [record for record in amounts if record is not first]
    ranges = [found for found in map(interval_of, (first, *rest)) if found is not None]
    if len(ranges) != len(amounts) or ranges[0].low + total(ranges[1:]).low <= 0:
        return
    exact = Decimal(first.value or 0) / sum((Decimal(record.value or 0) for record in amounts), Decimal(0)) * _HUNDRED
    others = total(ranges[1:])
    low, high = (
        bound / (bound + rest_of) * _HUNDRED
        for bound, rest_of in ((ranges[0].low, others.high), (ranges[0].high, others.low))
    )
    statement = f"{share.row}: {share.surface} ({share.column})"
    if len(rest) == 1 and Decimal(rest[0].value or 0):
        part, whole = sorted((first, rest[0]), key=lambda record: Decimal(record.value or 0))
        quota = Decimal(part.value or 0) / Decimal(whole.value or 1) * _HUNDRED
        if verdict_on(share, quota, Interval(quota, quota)) is not Verdict.CONTRADICTION:
            formula = f"{part.surface} ÷ {whole.surface} = {quota:.2f}%"
            found = verdict_on(share, quota, Interval(quota, quota))
            yield finding("share", found, statement, formula, (share, part, whole))
            return
    formula = f"{first.surface} ÷ ({' + '.join(record.surface for record in (first, *rest))}) = {exact:.2f}%"
    yield finding("share", verdict_on(share, exact, Interval(low, high)), statement, formula, (share, first, *rest))


def _named_in(header: str | None, amounts: list[FigureRecord]) -> FigureRecord | None:
    """The amount whose column the header of the share names first: "Share of U.S. in ..."."""
    words = re.sub(r"(?<=\w)\.(?=\w|\s|$)", "", header or "").casefold()
    places = []
    for record in amounts:
        name = innermost(record.column)
        forms = (name.casefold(), "".join(part[0] for part in name.split() if part[0].isupper()).casefold())
        found = [match.start() for form in forms if form for match in re.finditer(rf"\b{re.escape(form)}\b", words)]
        if found:
            places.append((min(found), amounts.index(record)))
    return amounts[min(places)[1]] if places else None


def verdict_on(stated: FigureRecord, exact: Decimal, possible: Interval) -> Verdict:
    """How a stated figure stands to what was computed: `exact`, and all values that the operands allow."""
    own, cut = interval_of(stated), truncated_interval(stated)
    if own is None or cut is None:
        return Verdict.POSSIBLE
    if own.holds(exact):
        return Verdict.CONSISTENT
    if cut.holds(exact) or own.meets(possible) or cut.meets(possible):
        return Verdict.ROUNDING
    return Verdict.CONTRADICTION


def _column_totals(grid: Grid) -> Iterator[Finding]:
    """A row called total: is it the sum of the rows above it?"""
    for number, row in enumerate(grid.rows):
        if not row or not _TOTAL.match(row[0].row or ""):
            continue
        for record in row:
            parts = [other for above in grid.rows[:number] for other in above if other.column == record.column]
            ranges = [found for found in map(interval_of, parts) if found is not None]
            if len(parts) < _SHORTEST_COLUMN or len(ranges) != len(parts) or record.value is None:
                continue
            if record.unit == "%" and _is_average(record, parts):
                continue
            exact = sum((Decimal(part.value or 0) for part in parts), Decimal(0))
            formula = (
                f"{' + '.join(part.surface for part in parts)} = {decimal_string(exact)} {record.unit or ''}".strip()
            )
            verdict = verdict_on(record, exact, total(ranges))
            yield finding(
                "total", verdict, f"{record.row}: {record.surface} ({record.column})", formula, (record, *parts)
            )


def _is_average(record: FigureRecord, parts: Sequence[FigureRecord]) -> bool:
    """Whether a percentage beside "total" is that of the whole, as with changes and rates, not a sum."""
    values = [Decimal(part.value or 0) for part in parts]
    return min(values) < 0 or min(values) <= Decimal(record.value or 0) <= max(values)


def _implied_totals(grid: Grid) -> Iterator[Finding]:
    """Amounts and their percentages of one whole: every row must imply the same whole."""
    for amounts, shares in _paired_columns(grid):
        implied: list[tuple[FigureRecord, FigureRecord, Interval]] = []
        for amount in amounts:
            share = next((record for record in shares if record.passage_id == amount.passage_id), None)
            bounds = None if share is None else _whole(amount, share)
            if share is not None and bounds is not None:
                implied.append((amount, share, bounds))
        if len(implied) >= _SHORTEST_COLUMN:
            yield from _judge_wholes(implied)


def _paired_columns(grid: Grid) -> Iterator[tuple[tuple[FigureRecord, ...], tuple[FigureRecord, ...]]]:
    """Columns of amounts with the column of percentages that has the same innermost header."""
    columns = list(dict.fromkeys(record.column for row in grid.rows for record in row if record.column))
    for amount_column in columns:
        amounts = grid.column(amount_column)
        if any(record.unit == "%" for record in amounts):
            continue
        for share_column in columns:
            shares = grid.column(share_column)
            same = innermost(share_column) == innermost(amount_column) and share_column != amount_column
            related = content_words(outer(share_column), STOPWORDS) & content_words(outer(amount_column), STOPWORDS)
            if same and related and shares and all(record.unit == "%" for record in shares):
                yield amounts, shares


def _whole(amount: FigureRecord, share: FigureRecord) -> Interval | None:
    top, part = interval_of(amount), interval_of(share)
    if top is None or part is None or unit_name(amount.unit) == "%":
        return None
    return quotient(Interval(top.low * _HUNDRED, top.high * _HUNDRED), part)


def _judge_wholes(implied: list[tuple[FigureRecord, FigureRecord, Interval]]) -> Iterator[Finding]:
    """The rows whose wholes agree outvote those that do not; without a majority all of them are in doubt."""
    agreeing = max(
        ([other for other in implied if other[2].meets(item[2])] for item in implied),
        key=lambda group: (len(group), -implied.index(group[0])),
    )
    common = agreeing[0][2]
    for _, _, bounds in agreeing[1:]:
        common = common.within(bounds)
    said = "; ".join(f"{a.surface} = {s.surface} implies {_span(b)}" for a, s, b in implied)
    records = [record for amount, share, _ in implied for record in (amount, share)]
    outliers = [item for item in implied if not item[2].meets(common)]
    if not outliers:
        name = innermost(implied[0][0].column)
        yield finding(
            "column total", Verdict.CONSISTENT, f"{name}: all rows imply {_span(common)} in total", said, records
        )
        return
    verdict = Verdict.CONTRADICTION if len(agreeing) > len(implied) / 2 and len(agreeing) > 1 else Verdict.POSSIBLE
    for amount, share, bounds in outliers:
        statement = (
            f"{amount.row}, {innermost(amount.column)}: {amount.surface} {amount.unit or ''} = {share.surface} implies "
            f"{_span(bounds)} in total, but the other rows imply {_span(common)}"
        )
        yield finding(
            "column total", verdict, statement, said, (amount, share, *(r for r in records if r not in (amount, share)))
        )


def _span(bounds: Interval) -> str:
    low, high = (f"{bound:,.0f}" for bound in (bounds.low, bounds.high))
    return f"about {low}" if low == high else f"{low} to {high}"
