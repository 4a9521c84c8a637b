"""Arithmetic over cited figures, with the derivation shown, or a refusal that says why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from briefqa.facts.decimals import decimal_string
from briefqa.facts.figures.currencies import is_currency_code
from briefqa.facts.intervals import Interval, interval_of, quotient, total
from briefqa.facts.units import unit_name
from briefqa.types import Derivation, FigureRecord, Operand


class Operation(StrEnum):
    """What can be computed of figures."""

    DIFFERENCE = "difference"
    RATIO = "ratio"
    SHARE = "share"
    PART = "part"
    TOTAL = "total"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was computed, as one sentence."""

    reason: str


_SIGNIFICANT = 4
_PERIOD = re.compile(r"(?P<first>\d{4})[^/]*(?:/(?P<last>\d{4}|\.\.))?")


def derive(
    operation: Operation | str, operands: Sequence[FigureRecord], *, across_periods: bool = False
) -> Derivation | Refusal:
    """Compute `operation` over cited figures; `across_periods` tells that figures of different times are asked for.

    difference is first minus second, ratio first over second, share first over the total of all, part first over
    second in percent, growth the change from the first to the second in percent. Bounds come from rounding and hedges
    of the operands.

    Returns:
        The derivation with formula, operands and bounds, or a refusal when units, currencies or periods mix, a
        figure is a bound or a range without a value, or a divisor is zero.
    """
    operation = Operation(operation)
    reason = _objection(operation, operands, across_periods)
    if reason is not None:
        return Refusal(reason)
    values = [Decimal(record.value or 0) for record in operands]
    ranges = [found for found in (interval_of(record) for record in operands) if found is not None]
    result, bounds = _compute(operation, values, ranges)
    exact = operation in (Operation.DIFFERENCE, Operation.TOTAL)
    shown = result if exact else _rounded(result)
    return Derivation(
        formula=_formula(operation, operands),
        operands=tuple(_operand(record) for record in operands),
        result=decimal_string(shown) or "0",
        unit=_unit(operation, operands[0].unit),
        rounding=None if shown == result else f"rounded to {_SIGNIFICANT} significant digits",
        low=decimal_string(_rounded(bounds.low) if not exact else bounds.low),
        high=decimal_string(_rounded(bounds.high) if not exact else bounds.high),
    )


def _unit(operation: Operation, unit: str | None) -> str | None:
    """The unit of a result; two percentages lie some percentage points apart."""
    if operation is Operation.DIFFERENCE and unit == "%":
        return "percentage points"
    if operation in (Operation.DIFFERENCE, Operation.TOTAL):
        return unit
    return "times" if operation is Operation.RATIO else "%"


def _objection(operation: Operation, operands: Sequence[FigureRecord], across_periods: bool) -> str | None:
    if len(operands) < 2 or (operation not in (Operation.TOTAL, Operation.SHARE) and len(operands) != 2):
        needed = "at least two" if operation in (Operation.TOTAL, Operation.SHARE) else "two"
        return f"A {operation.value} needs {needed} figures, not {len(operands)}."
    for record in operands:
        if record.value is None:
            return f'"{record.surface}" is a range or has no value, so nothing exact can be computed from it.'
        if record.low is not None or record.high is not None:
            return f'"{record.surface}" is a bound ({record.qualifier}), so nothing exact can be computed from it.'
    mixed = _mixed_units(operands) or _mixed_periods(operation, operands, across_periods)
    return mixed or _zero(operation, operands)


def _mixed_units(operands: Sequence[FigureRecord]) -> str | None:
    first = operands[0].unit
    for record in operands[1:]:
        if unit_name(record.unit) == unit_name(first):
            continue
        if first and record.unit and is_currency_code(first) and is_currency_code(record.unit):
            return f"The figures are in {first} and {record.unit}, and the documents give no exchange rate."
        return f"The figures have different units: {first or 'no unit'} and {record.unit or 'no unit'}."
    return None


def _mixed_periods(operation: Operation, operands: Sequence[FigureRecord], across_periods: bool) -> str | None:
    reason = None if operation is Operation.GROWTH else name_mixed_periods(operands)
    if reason is None or operation in (Operation.SHARE, Operation.PART):
        return reason
    same_thing = len({(record.subject or "", record.attribute or "") for record in operands}) == 1
    return None if across_periods or same_thing else reason


def name_mixed_periods(operands: Sequence[FigureRecord]) -> str | None:
    """The reason not to compute where figures are known to belong to different years, or to a different number."""
    years = {_years(record.period) for record in operands if record.period is not None}
    if len(years - {None}) < 2:
        return None
    periods = dict.fromkeys(record.period for record in operands if record.period is not None)
    said = [period.replace("/..", " on").replace("/", " to ") for period in periods]
    return f"The figures belong to different periods: {' and '.join(said)}."


def _years(period: str) -> tuple[str, str] | None:
    """The first and the last year of an EDTF period, ".." where it is open; None where it names no year."""
    match = _PERIOD.match(period)
    return (match["first"], match["last"] or match["first"]) if match is not None else None


def _zero(operation: Operation, operands: Sequence[FigureRecord]) -> str | None:
    values = [Decimal(record.value or 0) for record in operands]
    divisor = {
        Operation.RATIO: values[1],
        Operation.PART: values[1],
        Operation.GROWTH: values[0],
        Operation.SHARE: sum(values, Decimal(0)),
    }
    if operation in divisor and divisor[operation] == 0:
        return "The divisor is zero, so there is no quotient."
    if operation is Operation.PART and abs(values[0]) > abs(values[1]):
        return f'"{operands[0].surface}" is more than "{operands[1].surface}", so it is no part of it.'
    return None


def _compute(operation: Operation, values: list[Decimal], ranges: list[Interval]) -> tuple[Decimal, Interval]:
    hundred = Decimal(100)
    if operation is Operation.TOTAL:
        return sum(values, Decimal(0)), total(ranges)
    if operation is Operation.DIFFERENCE:
        return values[0] - values[1], Interval(ranges[0].low - ranges[1].high, ranges[0].high - ranges[1].low)
    if operation in (Operation.RATIO, Operation.PART):
        scale = Decimal(1) if operation is Operation.RATIO else hundred
        exact = values[0] / values[1]
        between = quotient(ranges[0], ranges[1]) or Interval(exact, exact)
        return exact * scale, Interval(between.low * scale, between.high * scale)
    if operation is Operation.GROWTH:
        exact = (values[1] / values[0] - 1) * hundred
        bounds = quotient(ranges[1], ranges[0])
        return exact, Interval(exact, exact) if bounds is None else Interval(
            (bounds.low - 1) * hundred, (bounds.high - 1) * hundred
        )
    rest = total(ranges[1:])
    exact = values[0] / sum(values, Decimal(0)) * hundred
    low, high = ranges[0].low + rest.high, ranges[0].high + rest.low
    if low <= 0 or high <= 0:
        return exact, Interval(exact, exact)
    return exact, Interval(ranges[0].low / low * hundred, ranges[0].high / high * hundred)


def _rounded(value: Decimal) -> Decimal:
    if value == 0:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - _SIGNIFICANT + 1), rounding=ROUND_HALF_EVEN)


def _formula(operation: Operation, operands: Sequence[FigureRecord]) -> str:
    words = [record.surface for record in operands]
    if operation is Operation.DIFFERENCE:
        return f"{words[0]} − {words[1]}"
    if operation is Operation.TOTAL:
        return " + ".join(words)
    if operation is Operation.RATIO:
        return f"{words[0]} ÷ {words[1]}"
    if operation is Operation.PART:
        return f"{words[0]} ÷ {words[1]} × 100"
    if operation is Operation.GROWTH:
        return f"({words[1]} − {words[0]}) ÷ {words[0]} × 100"
    return f"{words[0]} ÷ ({' + '.join(words)}) × 100"


def _operand(record: FigureRecord) -> Operand:
    name = " ".join(part for part in (record.subject, record.attribute) if part)
    return Operand(name or record.surface, record.surface, record.value or "0", record.unit, record.citation)
