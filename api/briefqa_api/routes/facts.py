"""Fact records: figures, dates and deals, filtered and paged; deals, the timeline and the audit by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from briefqa.answering.wire import as_json
from briefqa.facts.filtering import STATUSES, FactChoice, choose, period_bounds
from briefqa.facts.findings import Verdict
from briefqa.index.store import FactFilter
from briefqa.types import DateRecord, DealRecord, FactKind, FactRecord
from briefqa_api.access import Caller
from briefqa_api.opened import AssistantLike
from briefqa_api.routes.common import Asker, Limit, Offset, only_known_parameters, read_index, send_json
from briefqa_api.runtime import Running, Runtime
from briefqa_api.schemas.facts import Audit, DealList, FactList, Timeline

router = APIRouter(prefix="/v1", tags=["facts"], dependencies=[Depends(only_known_parameters)])
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _iso_day(value: object) -> object:
    """Only written-out days; pydantic would take bare numbers for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("day", "Is no ISO day such as 2025-04-03")
    return value


def _known_status(value: object) -> object:
    """A misspelt status would silently find nothing."""
    if value is not None and value not in STATUSES:
        raise PydanticCustomError("status", "Is none of {known}", {"known": ", ".join(STATUSES)})
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
Words = Annotated[str | None, Query(max_length=200, description="words that stand in the record or its quote")]
Documents = Annotated[list[str] | None, Query(description="from these documents only")]
Name = Annotated[str | None, Query(max_length=200, description="somebody in the record, under any of their names")]
Status = Annotated[
    str | None,
    BeforeValidator(_known_status),
    Query(max_length=40, description="asserted, quoted, projected or negated; of a deal also how far it is"),
]
Value = Annotated[Decimal | None, Query(max_digits=40, description="in base units: 1200000000 for €1.2 billion")]
From = Annotated[Day | None, Query(alias="from", description="ISO day; what touches it or a later one")]
To = Annotated[Day | None, Query(description="ISO day; what touches it or an earlier one")]


async def read_choice(
    text: Words = None, entity: Name = None, status: Status = None, start: From = None, to: To = None
) -> FactChoice:
    """The filters that all lists of records know."""
    since, until = (day.isoformat() if day else None for day in (start, to))
    return FactChoice(text=text, entity=entity, status=status, since=since, until=until)


Choice = Annotated[FactChoice, Depends(read_choice)]


@router.get("/facts", response_model=FactList, summary="List fact records")
async def list_facts(
    runtime: Running,
    caller: Asker,
    choice: Choice,
    kind: Annotated[FactKind | None, Query(description="figure, date or deal")] = None,
    unit: Annotated[str | None, Query(max_length=100, description="such as USD, % or TIVs", examples=["USD"])] = None,
    min_value: Value = None,
    max_value: Value = None,
    document: Documents = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Figures, dates and deals with the place each stands, in reading order."""
    wanted = replace(choice, kind=kind, unit=unit, least=min_value, most=max_value)
    return await _Page("facts", offset, limit).send(runtime, caller, wanted, document, _listed)


@router.get("/deals", response_model=DealList, summary="List deals")
async def list_deals(
    runtime: Running,
    caller: Asker,
    choice: Choice,
    document: Documents = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Agreements between parties; what is only planned says so."""
    wanted = replace(choice, kind=FactKind.DEAL)
    return await _Page("deals", offset, limit).send(runtime, caller, wanted, document, _listed)


@router.get("/timeline", response_model=Timeline, summary="Dates and deals in the order of time")
async def show_timeline(
    runtime: Running,
    caller: Asker,
    choice: Choice,
    document: Documents = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """What the documents date, earliest first."""
    return await _Page("entries", offset, limit).send(runtime, caller, choice, document, timeline)


@router.get("/audit", response_model=Audit, summary="The documents checked against themselves")
async def show_audit(
    runtime: Running,
    caller: Asker,
    verdict: Annotated[Verdict | None, Query(description="only findings of this verdict")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Shares, totals, growth, multiples, dates and repeated figures, each with its quotes; contradictions first."""

    def read(assistant: AssistantLike, generation: str) -> dict[str, Any]:
        found = [asdict(one) for one in assistant.findings() if verdict in (None, one.verdict)]
        return _Page("findings", offset, limit).cut(found, generation)

    return send_json(runtime, caller, await read_index(runtime, read))


def timeline(records: Iterable[FactRecord]) -> list[dict[str, Any]]:
    """The dates, and the deals that have one, in the order of time; ties by id."""
    entries = [_entry(record) for record in records if isinstance(record, DateRecord | DealRecord)]
    dated = [entry for entry in entries if entry["earliest"] is not None]
    return sorted(dated, key=lambda entry: (entry["earliest"], entry["latest"], entry["record"]["id"]))


def _entry(record: DateRecord | DealRecord) -> dict[str, Any]:
    first, last = period_bounds(record)
    dated = isinstance(record, DateRecord)
    label = record.event if isinstance(record, DateRecord) else record.item or record.designation
    return {
        "earliest": first or last,
        "latest": last or first,
        "edtf": record.edtf if isinstance(record, DateRecord) else record.date,
        "label": label or (record.citation.quote if dated else record.surface),
        "record": as_json(record),
    }


def _listed(records: Iterable[FactRecord]) -> list[dict[str, Any]]:
    return [as_json(record) for record in records]


class _Page:
    """One page of a list, under the name that its items go by."""

    def __init__(self, name: str, offset: int, limit: int) -> None:
        self._name, self._offset, self._limit = name, offset, limit

    def cut(self, found: list[dict[str, Any]], generation: str) -> dict[str, Any]:
        """The page of all that was found."""
        return {
            self._name: found[self._offset : self._offset + self._limit],
            "total": len(found),
            "offset": self._offset,
            "limit": self._limit,
            "generation": generation,
        }

    async def send(
        self,
        runtime: Runtime,
        caller: Caller,
        wanted: FactChoice,
        documents: list[str] | None,
        arrange: Callable[[Iterable[FactRecord]], list[dict[str, Any]]],
    ) -> Response:
        """The page of the records that are wanted, put in order by `arrange`."""
        stored = FactFilter(kind=wanted.kind, documents=None if documents is None else tuple(documents))

        def read(assistant: AssistantLike, generation: str) -> dict[str, Any]:
            lexicon = assistant.lexicon() if wanted.entity is not None else None
            return self.cut(arrange(choose(assistant.facts(stored), wanted, lexicon)), generation)

        return send_json(runtime, caller, await read_index(runtime, read))
