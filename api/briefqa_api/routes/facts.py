"""Fact records: figures, dates and deals, filtered and paged; deals and the timeline by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from briefqa.answering.wire import as_json
from briefqa.index.store import FactFilter
from briefqa.types import DateRecord, FactKind, FactRecord, FactStatus
from briefqa_api.access import Caller
from briefqa_api.fact_query import FactQuery, timeline
from briefqa_api.opened import AssistantLike
from briefqa_api.routes.common import Asker, Limit, Offset, read_index, send_json
from briefqa_api.runtime import Running, Runtime
from briefqa_api.schemas.facts import DealList, FactList, Timeline

router = APIRouter(prefix="/v1", tags=["facts"])
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Words = Annotated[str | None, Query(max_length=200, description="words that stand in the record or its quote")]
Documents = Annotated[list[str] | None, Query(description="from these documents only")]
Name = Annotated[str | None, Query(max_length=200, description="a subject, party or participant")]
Status = Annotated[FactStatus | None, Query(description="how the text stands to what the record says")]
Value = Annotated[Decimal | None, Query(max_digits=40, description="in base units: 1200000000 for €1.2 billion")]


def _iso_day(value: object) -> object:
    """Only written-out days; pydantic would take bare numbers for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("day", "Is no ISO day such as 2025-04-03")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
From = Annotated[Day | None, Query(alias="from", description="ISO day; what may lie on it or after it")]
To = Annotated[Day | None, Query(description="ISO day; what may lie on it or before it")]


async def read_filters(entity: Name = None, status: Status = None, start: From = None, to: To = None) -> FactQuery:
    """The filters that all lists of records know."""
    return FactQuery(
        entity=entity,
        earliest=start.isoformat() if start else None,
        latest=to.isoformat() if to else None,
        status=status,
    )


Filters = Annotated[FactQuery, Depends(read_filters)]


@router.get("/facts", response_model=FactList, summary="List fact records")
async def list_facts(
    runtime: Running,
    caller: Asker,
    filters: Filters,
    kind: Annotated[FactKind | None, Query(description="figure, date or deal")] = None,
    unit: Annotated[str | None, Query(max_length=100, description="such as USD, % or TIVs", examples=["USD"])] = None,
    min_value: Value = None,
    max_value: Value = None,
    text: Words = None,
    document: Documents = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Figures, dates and deals with the place each stands, in reading order."""
    wanted = FactFilter(kind, unit, text, tuple(document) if document is not None else None)
    query = FactQuery(
        min_value, max_value, filters.entity, filters.earliest, filters.latest, filters.status, filters.deal_status
    )
    page = _Page("facts", offset, limit)
    return await page.send(runtime, caller, wanted, lambda found: [as_json(one) for one in found if query.fits(one)])


@router.get("/deals", response_model=DealList, summary="List deals")
async def list_deals(
    runtime: Running,
    caller: Asker,
    filters: Filters,
    deal_status: Annotated[str | None, Query(max_length=40, description="such as signed or planned")] = None,
    text: Words = None,
    document: Documents = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Agreements between parties; what is only planned says so."""
    wanted = FactFilter(FactKind.DEAL, None, text, tuple(document) if document is not None else None)
    query = FactQuery(None, None, filters.entity, filters.earliest, filters.latest, filters.status, deal_status)
    page = _Page("deals", offset, limit)
    return await page.send(runtime, caller, wanted, lambda found: [as_json(one) for one in found if query.fits(one)])


@router.get("/timeline", response_model=Timeline, summary="Dates in the order of time")
async def show_timeline(
    runtime: Running,
    caller: Asker,
    filters: Filters,
    text: Words = None,
    document: Documents = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """What the documents date, earliest first."""
    wanted = FactFilter(FactKind.DATE, None, text, tuple(document) if document is not None else None)
    page = _Page("entries", offset, limit)
    return await page.send(
        runtime, caller, wanted, lambda found: [_entry(one) for one in timeline(filter(filters.fits, found))]
    )


def _entry(record: DateRecord) -> dict[str, Any]:
    return {
        "earliest": record.earliest,
        "latest": record.latest or record.earliest,
        "edtf": record.edtf,
        "label": record.event or record.citation.quote,
        "record": as_json(record),
    }


class _Page:
    """One page of a list, under the name that its items go by."""

    def __init__(self, name: str, offset: int, limit: int) -> None:
        self._name, self._offset, self._limit = name, offset, limit

    async def send(
        self,
        runtime: Runtime,
        caller: Caller,
        wanted: FactFilter,
        arrange: Callable[[tuple[FactRecord, ...]], list[dict[str, Any]]],
    ) -> Response:
        """The page of what the index has, filtered and put in order by `arrange`."""

        def read(assistant: AssistantLike, generation: str) -> dict[str, Any]:
            found = arrange(assistant.facts(wanted))
            return {
                self._name: found[self._offset : self._offset + self._limit],
                "total": len(found),
                "offset": self._offset,
                "limit": self._limit,
                "generation": generation,
            }

        return send_json(runtime, caller, await read_index(runtime, read))
