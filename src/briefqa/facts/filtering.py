"""Choosing records by kind, unit, value, name, date, status and words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from briefqa.facts.dates.calendar import Moment, parse_edtf
from briefqa.facts.lexicon import Lexicon
from briefqa.facts.units import unit_name
from briefqa.types import DateRecord, DealRecord, FactKind, FactRecord, FactStatus, FigureRecord

DEAL_STATUSES = ("considered", "planned", "announced", "signed", "in-force", "completed", "cancelled")
STATUSES = (*(status.value for status in FactStatus), *DEAL_STATUSES)
"""Everything that a record's status can be; the later ones are those of deals."""
_LONGEST_ABBREVIATION = 4


@dataclass(frozen=True, slots=True)
class FactChoice:
    """Which records are wanted; None means any.

    `least` and `most` bound a figure's value in base units; `since` and `until` are ISO days that a date or period
    must touch; `status` is how the text stands to it or, for deals, how far the deal is; `entity` is any name of
    somebody in the record.
    """

    kind: FactKind | None = None
    unit: str | None = None
    text: str | None = None
    document: str | None = None
    status: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    since: str | None = None
    until: str | None = None
    entity: str | None = None


def choose(records: Iterable[FactRecord], wanted: FactChoice, lexicon: Lexicon | None = None) -> tuple[FactRecord, ...]:
    """The records that fit `wanted`, in their order; with a lexicon a name finds its aliases too."""
    named = _naming(wanted.entity, lexicon)
    return tuple(
        record for record in records if _fits(record, wanted) and (named is None or named.search(_said(record)))
    )


def _naming(entity: str | None, lexicon: Lexicon | None) -> re.Pattern[str] | None:
    """What finds a name under all of its forms as whole words; "US" is neither "us" nor a part of "Russia"."""
    if entity is None:
        return None
    found = () if lexicon is None else lexicon.mentions(entity, fuzzy=True)
    known = [alias for mention in found if lexicon is not None for alias in lexicon.aliases(mention.entity_id)]
    forms = [
        re.escape(form) if form.isupper() and len(form) <= _LONGEST_ABBREVIATION else f"(?i:{re.escape(form)})"
        for form in dict.fromkeys(known or [entity])
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def _fits(record: FactRecord, wanted: FactChoice) -> bool:
    if wanted.kind is not None and record.kind is not wanted.kind:
        return False
    if wanted.document is not None and record.document_id != wanted.document:
        return False
    if wanted.status is not None and wanted.status not in _statuses(record):
        return False
    if wanted.unit is not None and not (isinstance(record, FigureRecord) and _same_unit(record.unit, wanted.unit)):
        return False
    if wanted.text is not None and not all(word in _said(record).casefold() for word in wanted.text.casefold().split()):
        return False
    return _in_range(record, wanted) and _in_time(record, wanted)


def _same_unit(unit: str | None, wanted: str) -> bool:
    return unit is not None and (unit_name(unit) == unit_name(wanted) or unit.casefold() == wanted.casefold())


def _statuses(record: FactRecord) -> tuple[str, ...]:
    return (record.status.value, record.deal_status) if isinstance(record, DealRecord) else (record.status.value,)


def _in_range(record: FactRecord, wanted: FactChoice) -> bool:
    if wanted.least is None and wanted.most is None:
        return True
    if not isinstance(record, FigureRecord):
        return False
    low = record.value or record.low or record.high
    high = record.value or record.high or record.low
    if low is None or high is None:
        return False
    above = wanted.least is None or Decimal(high) >= wanted.least
    return above and (wanted.most is None or Decimal(low) <= wanted.most)


def period_bounds(record: FactRecord) -> tuple[str | None, str | None]:
    """The first and last day, as ISO strings, that a record is about; (None, None) without a date."""
    if isinstance(record, DateRecord):
        return record.earliest, record.latest
    edtf = (
        record.period if isinstance(record, FigureRecord) else record.date if isinstance(record, DealRecord) else None
    )
    if edtf is None:
        return None, None
    first, _, last = edtf.replace("~", "").partition("/")
    begins, ends = _moment(first), _moment(last or first)
    return (None if begins is None else begins.earliest.isoformat()), (
        None if ends is None else ends.latest.isoformat()
    )


def _moment(edtf: str) -> Moment | None:
    """The moment of one end; a season or quarter counts as its year."""
    return parse_edtf(edtf) or parse_edtf(edtf[:4])


def _in_time(record: FactRecord, wanted: FactChoice) -> bool:
    if wanted.since is None and wanted.until is None:
        return True
    first, last = period_bounds(record)
    if first is None and last is None:
        return False
    begins = wanted.until is None or first is None or first <= wanted.until
    return begins and (wanted.since is None or last is None or last >= wanted.since)


def _said(record: FactRecord) -> str:
    """Everything a person would search a record by."""
    said = [record.surface, record.citation.quote, record.attributed_to or ""]
    if isinstance(record, FigureRecord):
        said += [part or "" for part in (record.subject, record.attribute, record.unit, record.period)]
    elif isinstance(record, DateRecord):
        said += [record.edtf, record.event or "", *record.participants]
    elif isinstance(record, DealRecord):
        said += [part or "" for part in (record.item, record.designation, record.deal_type, record.deal_status)]
        said += [party.name for party in record.parties]
    return " ".join(said)
