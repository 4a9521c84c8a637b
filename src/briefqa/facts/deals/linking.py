"""Mentions of the same deal become one record with several citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefqa.facts.text import words
from briefqa.types import DealRecord, FactRecord, Party

_STATUS_GROUPS = {
    "considered": 0,
    "planned": 1,
    "announced": 2,
    "signed": 2,
    "in-force": 2,
    "completed": 3,
    "cancelled": 4,
}
_EMPTY = words("agreement_nouns") | frozenset(
    {"new", "revised", "upgraded", "the", "a", "an", "in", "of", "for", "on", "and", "area", "other", "such", "as"}
)
_GENERIC = words("generic_goods")
_AGREEMENTS = frozenset({"partnership", "membership", "licence"})


def link_deals(records: Sequence[FactRecord]) -> tuple[FactRecord, ...]:
    """`records` with the mentions of one deal joined; other records and the order of first mentions stay.

    The fullest mention becomes the record, the citations of the others follow in reading order. Two mentions
    are the same deal when type and parties agree, neither date nor status contradicts, and what it is about
    shares a name or word.
    """
    groups: list[list[DealRecord]] = []
    place: dict[str, int] = {}
    kept: list[FactRecord | None] = []
    for record in records:
        if not isinstance(record, DealRecord):
            kept.append(record)
            continue
        number = next(
            (index for index, group in enumerate(groups) if all(same_deal(record, other) for other in group)), None
        )
        if number is None:
            place[record.id] = len(groups)
            groups.append([record])
            kept.append(record)
        else:
            groups[number].append(record)
    return tuple(
        _joined(groups[place[record.id]]) if isinstance(record, DealRecord) else record
        for record in kept
        if record is not None
    )


def same_deal(a: DealRecord, b: DealRecord) -> bool:
    """Whether two records tell of one deal."""
    if a.deal_type != b.deal_type or not _statuses_agree(a, b) or not _dates_agree(a.date, b.date):
        return False
    if not _parties_agree(a.parties, b.parties):
        return False
    if a.value and b.value and a.value != b.value:
        return False
    left, right = _subject_words(a), _subject_words(b)
    if a.deal_type not in _AGREEMENTS and (left <= _GENERIC or right <= _GENERIC):
        return True
    return (
        bool(left & right)
        or (not left and not right)
        or (a.date is not None and a.date == b.date and not (left and right))
    )


def _statuses_agree(a: DealRecord, b: DealRecord) -> bool:
    if a.deal_type in _AGREEMENTS:
        return True
    return _STATUS_GROUPS.get(a.deal_status) == _STATUS_GROUPS.get(b.deal_status)


def _dates_agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a.startswith(b) or b.startswith(a)


def _parties_agree(a: Sequence[Party], b: Sequence[Party]) -> bool:
    left, right = {party.name for party in a}, {party.name for party in b}
    roles = {party.role: party.name for party in a if party.role == "recipient"}
    other = {party.role: party.name for party in b if party.role == "recipient"}
    if roles and other and roles["recipient"] != other["recipient"]:
        return False
    return left <= right or right <= left


def _subject_words(record: DealRecord) -> frozenset[str]:
    text = f"{record.item or ''} {record.designation or ''}".casefold().replace("defense", "defence")
    return frozenset(word for word in re.findall(r"[^\W_]+", text) if word not in _EMPTY)


def _fullness(record: DealRecord) -> tuple[int, int, int]:
    filled = (record.item, record.designation, record.quantity, record.date, record.value)
    return len(record.parties), sum(value is not None for value in filled), len(record.date or "")


def _joined(group: list[DealRecord]) -> DealRecord:
    if len(group) == 1:
        return group[0]
    best = max(group, key=_fullness)
    others = [record for record in group if record is not best]

    def first(name: str) -> str | None:
        values = [getattr(record, name) for record in (best, *others)]
        return next((value for value in values if value is not None), None)

    dates = [record.date for record in group if record.date is not None]
    parties = dict.fromkeys(best.parties)
    for record in others:
        parties.update(dict.fromkeys(party for party in record.parties if party.name not in {p.name for p in parties}))
    further = dict.fromkeys(citation for record in others for citation in (record.citation, *record.citations))
    return replace(
        best,
        parties=tuple(parties),
        item=first("item"),
        designation=first("designation"),
        quantity=first("quantity"),
        value=first("value"),
        date=max(dates, key=len) if dates else None,
        citations=tuple(citation for citation in (*best.citations, *further) if citation != best.citation),
    )
