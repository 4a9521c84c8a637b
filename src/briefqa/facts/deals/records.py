"""Deal mentions of a passage as records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefqa.facts.citing import cite, fact_id
from briefqa.facts.clauses import attributed_to
from briefqa.facts.dates.readings import DateReading
from briefqa.facts.deals.frames import FRAMES
from briefqa.facts.deals.mentions import DealMention
from briefqa.facts.prose import PassageReading
from briefqa.facts.text import words
from briefqa.types import DealRecord, FactKind, FactStatus, Party

DEALS = "deals/2"
_CLAUSE = re.compile(
    r";\s|,\s+(?:while|whereas|but|although|though)\s+|\s+(?:while|whereas)\s+|,\s+(?:and|so)\s+(?=(?:it|they|he|she)\s)"
    r"|,\s+and\s+(?P<new>(?:the\s+)?[A-Z][\w.&'-]*(?:\s+[A-Z][\w.&'-]*){0,3}\s+(?P<verb>[a-z]+)\b)"
)
_COMPARED = re.compile(r"\b(?:than|compared (?:with|to)|up from|down from|level of)\s+(?:in\s+)?$", re.IGNORECASE)
_VERBS = words("finite_verbs") | words("auxiliaries")
_INTRODUCTION = 32


def deals_of(item: PassageReading) -> Iterator[DealRecord]:
    """One record for each deal that the passage tells of; the same words make one deal only."""
    kept: list[DealMention] = []
    for start, end in _clauses(item.text):
        for frame in FRAMES:
            for mention in frame(item, start, end):
                if not any(_is_covered(mention, other) for other in kept):
                    kept.append(mention)
    for mention in sorted(kept, key=lambda mention: (mention.start, mention.end)):
        yield deal_record(item, mention)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _CLAUSE.finditer(text):
        if match.group("new") is not None and match.group("verb").casefold() not in _VERBS:
            continue
        yield start, match.start()
        start = match.start("new") if match.group("new") is not None else match.end()
    yield start, len(text)


def _is_covered(mention: DealMention, other: DealMention) -> bool:
    overlap = mention.start < other.end and other.start < mention.end
    shared = {name for name, _ in mention.parties()} & {name for name, _ in other.parties()}
    same_item = mention.item is not None and other.item is not None and mention.item.start == other.item.start
    same_roles = set(mention.parties()) == set(other.parties())
    if "signatory" in mention.roles and "signatory" in other.roles:
        return same_item
    return (
        overlap
        and bool(shared)
        and (
            same_roles
            or (same_item and mention.roles.get("recipient") == other.roles.get("recipient"))
            or not same_item
        )
    )


def deal_record(item: PassageReading, mention: DealMention) -> DealRecord:
    """The record of one mention of a deal."""
    span = item.span(mention.start, mention.end)
    parties = tuple(Party(name, role) for name, role in mention.parties())
    goods = mention.item
    source = attributed_to(item.text, item.mentions, mention.start)
    if source is not None and any(source in (m.surface, m.name) for ms in mention.roles.values() for m in ms):
        source = None
    planned = mention.deal_status in ("considered", "planned")
    status = FactStatus.PROJECTED if planned else FactStatus.QUOTED if source else FactStatus.ASSERTED
    return DealRecord(
        id=fact_id(
            "deal",
            item.passage,
            span,
            mention.deal_type,
            *(party.name for party in parties),
            goods.text if goods else None,
        ),
        kind=FactKind.DEAL,
        document_id=item.document.id,
        passage_id=item.passage.id,
        citation=cite(item.document, item.passage, span),
        surface=span.cut(item.document.text),
        status=status,
        attributed_to=source,
        extractor=DEALS,
        parties=parties,
        item=None if goods is None else goods.text,
        designation=None if goods is None else goods.designation,
        quantity=None if goods is None else goods.quantity,
        deal_type=mention.deal_type,
        deal_status=mention.deal_status,
        date=_date(item, mention),
        value=mention.value,
    )


def _date(item: PassageReading, mention: DealMention) -> str | None:
    """The date nearest to the deal in its own clause, else one that introduces the sentence.

    One behind the deal counts before one that stands farther in front.
    """
    dates = [
        date
        for date in item.reading.dates
        if not date.edtf.startswith("XXXX") and not _COMPARED.search(item.text, 0, date.start)
    ]
    start, stop = next(
        ((left, right) for left, right in _clauses(item.text) if left <= mention.start < right), (0, len(item.text))
    )
    own = [date for date in dates if start <= date.start < stop]
    chosen = own or [date for date in dates if date.start < _INTRODUCTION and "," in item.text[date.end : date.end + 2]]
    if not chosen:
        return None
    end = mention.item.end if mention.item is not None else mention.end
    if mention.item is not None:
        first = mention.item.start
        chosen = [date for date in chosen if not (0 <= first - date.end <= 1)] or chosen
    return min(chosen, key=lambda date: _distance(date, mention.start, end)).edtf


def _distance(date: DateReading, start: int, end: int) -> int:
    if date.start >= end:
        return date.start - end
    return 2 * (start - date.end) if date.end <= start else 0
