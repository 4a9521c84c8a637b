"""Which fact records a request wants: filters over figures, dates and deals, and the timeline made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from briefqa.types import DateRecord, DealRecord, FactRecord, FactStatus, FigureRecord


@dataclass(frozen=True, slots=True)
class FactQuery:
    """Filters that the store does not know; None means any.

    `least` and `most` bound values in base units: a record fits when its value or its range may lie between them.
    `earliest` and `latest` are ISO days: a record fits when its time may lie between them.
    """

    least: Decimal | None = None
    most: Decimal | None = None
    entity: str | None = None
    earliest: str | None = None
    latest: str | None = None
    status: FactStatus | None = None
    deal_status: str | None = None

    def fits(self, record: FactRecord) -> bool:
        """Whether a record passes every filter."""
        return (
            (self.status is None or record.status is self.status)
            and (self.deal_status is None or self._has_deal_status(record))
            and self._fits_value(record)
            and self._fits_time(record)
            and (self.entity is None or _names(record, self.entity.casefold()))
        )

    def _has_deal_status(self, record: FactRecord) -> bool:
        return isinstance(record, DealRecord) and record.deal_status == self.deal_status

    def _fits_value(self, record: FactRecord) -> bool:
        if self.least is None and self.most is None:
            return True
        bounds = value_bounds(record)
        if bounds is None:
            return False
        low, high = bounds
        return (self.least is None or high >= self.least) and (self.most is None or low <= self.most)

    def _fits_time(self, record: FactRecord) -> bool:
        if self.earliest is None and self.latest is None:
            return True
        bounds = time_bounds(record)
        if bounds is None:
            return False
        first, last = bounds
        return (self.earliest is None or last >= self.earliest) and (self.latest is None or first <= self.latest)


def value_bounds(record: FactRecord) -> tuple[Decimal, Decimal] | None:
    """The least and greatest value that a figure states; None for other records and for figures without a number."""
    if not isinstance(record, FigureRecord):
        return None
    stated = [Decimal(text) for text in (record.low, record.value, record.high) if text is not None]
    return (min(stated), max(stated)) if stated else None


def time_bounds(record: FactRecord) -> tuple[str, str] | None:
    """The first and last ISO day of a date; None for records that say no day."""
    if not isinstance(record, DateRecord) or record.earliest is None:
        return None
    return record.earliest, record.latest or record.earliest


def timeline(records: Iterable[FactRecord]) -> list[DateRecord]:
    """The dated records in the order of time; the shorter span first, ties by id."""
    dated = [record for record in records if isinstance(record, DateRecord) and record.earliest is not None]
    return sorted(dated, key=lambda record: (record.earliest, record.latest, record.id))


def _names(record: FactRecord, entity: str) -> bool:
    said: tuple[str | None, ...] = ()
    match record:
        case FigureRecord():
            said = (record.subject, record.row, record.column)
        case DateRecord():
            said = (record.event, *record.participants)
        case DealRecord():
            said = (record.item, record.designation, *(party.name for party in record.parties))
    return any(entity in name.casefold() for name in (*said, record.attributed_to, record.citation.quote) if name)
