"""What a stated figure can mean: the values that round, truncate or hedge to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefqa.facts.figures.hedges import is_lower_bound, is_upper_bound
from briefqa.facts.reading import read_quantities
from briefqa.types import FigureRecord

HEDGE_WIDTH = Decimal("0.05")
"""How far "about" may lie from the truth, as a share of the value: 5%, the coarsest rounding usual in prose."""
_APPROXIMATE = (
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "some",
    "circa",
    "close to",
    "estimated",
    "~",
    "average",
    "or so",
)


@dataclass(frozen=True, slots=True)
class Interval:
    """The closed range of values from `low` to `high`."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether both share a value."""
        return self.low <= other.high and other.low <= self.high

    def holds(self, value: Decimal) -> bool:
        """Whether `value` lies inside."""
        return self.low <= value <= self.high

    def within(self, other: Interval) -> Interval:
        """The values that lie in both; `self` where they share none."""
        return Interval(max(self.low, other.low), min(self.high, other.high)) if self.meets(other) else self


def rounding_step(record: FigureRecord) -> Decimal:
    """The weight of the last digit that the record's words give, in base units: 100,000,000 for "$66.5 billion"."""
    read = [quantity for quantity in read_quantities(record.surface) if quantity.value or quantity.low or quantity.high]
    if not read:
        return Decimal(1)
    stated = read[0].value or read[0].high or read[0].low
    meant = Decimal(record.value or record.high or record.low or 0)
    if not stated or not meant:
        return read[0].step
    return read[0].step * abs(meant / stated)


def interval_of(record: FigureRecord) -> Interval | None:
    """The values that `record` can stand for: half a step around it, more where it is hedged; None without a value.

    An open bound ("at least six") gives its value alone, since nothing says how far the truth lies from it.
    """
    if record.value is None:
        if record.low is None or record.high is None:
            return None
        return Interval(Decimal(record.low), Decimal(record.high))
    value, step = Decimal(record.value), rounding_step(record)
    half = step / 2
    qualifier = (record.qualifier or "").casefold()
    if (
        any(word in qualifier for word in _APPROXIMATE)
        and not is_lower_bound(qualifier)
        and not is_upper_bound(qualifier)
    ):
        half = max(half, abs(value) * HEDGE_WIDTH)
    return Interval(value - half, value + half)


def truncated_interval(record: FigureRecord) -> Interval | None:
    """The values that become the record's when further digits are cut off instead of rounded."""
    if record.value is None:
        return None
    value = Decimal(record.value)
    return Interval(value, value + rounding_step(record))


def quotient(top: Interval, bottom: Interval) -> Interval | None:
    """All quotients of two positive intervals; None where the divisor can be zero."""
    if bottom.low <= 0:
        return None
    return Interval(top.low / bottom.high, top.high / bottom.low)


def total(parts: list[Interval]) -> Interval:
    """All sums of one value from each part."""
    return Interval(sum((part.low for part in parts), Decimal(0)), sum((part.high for part in parts), Decimal(0)))
