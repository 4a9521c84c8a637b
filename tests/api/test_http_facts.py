from __future__ import annotations

from decimal import Decimal

import httpx
import pytest

from api.fake_assistant import FakeAssistant
from briefqa.types import Citation, DateRecord, DealRecord, FactKind, FactStatus, FigureRecord, Party
from briefqa_api.fact_query import FactQuery, timeline

CITATION = Citation("d", "D", "p", "Poland said so.", 0, 15, 0, 6, "", "", None, None, None, "/v1/documents/d/view")
BASE = {"document_id": "d", "passage_id": "p", "citation": CITATION, "surface": "x", "extractor": "t/1"}


def figure(identifier: str, **more: object) -> FigureRecord:
    fields = {"value": None, "unit": "USD", **more}
    return FigureRecord(id=identifier, kind=FactKind.FIGURE, **BASE, **fields)  # type: ignore[arg-type]


def dated(identifier: str, earliest: str | None, latest: str | None) -> DateRecord:
    return DateRecord(
        id=identifier,
        kind=FactKind.DATE,
        edtf=earliest or "",
        earliest=earliest,
        latest=latest,
        participants=("Seoul",),
        **BASE,  # type: ignore[arg-type]
    )


RECORDS = [
    figure("exact", value="100"),
    figure("ranged", low="90", high="140"),
    figure("open"),
    figure("planned", value="5", status=FactStatus.PROJECTED, subject="Hanwha"),
    dated("july", "2022-07-01", "2022-07-31"),
    dated("year", "2022-01-01", "2022-12-31"),
    dated("never", None, None),
    DealRecord(
        id="deal",
        kind=FactKind.DEAL,
        parties=(Party("Norway", "recipient"),),
        item="tanks",
        designation="K2",
        quantity="54",
        deal_type="purchase",
        deal_status="signed",
        date=None,
        value=None,
        **BASE,  # type: ignore[arg-type]
    ),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (FactQuery(least=Decimal(101)), ["ranged"]),
        (FactQuery(most=Decimal(95)), ["ranged", "planned"]),
        (FactQuery(least=Decimal(100), most=Decimal(100)), ["exact", "ranged"]),
        (FactQuery(status=FactStatus.PROJECTED), ["planned"]),
        (FactQuery(entity="hanwha"), ["planned"]),
        (FactQuery(entity="norway"), ["deal"]),
        (FactQuery(entity="seoul"), ["july", "year", "never"]),
        (FactQuery(earliest="2022-08-01"), ["year"]),
        (FactQuery(latest="2022-06-30"), ["year"]),
        (FactQuery(earliest="2022-07-31", latest="2022-07-31"), ["july", "year"]),
        (FactQuery(deal_status="signed"), ["deal"]),
        (FactQuery(deal_status="planned"), []),
    ],
)
def test_filters_keep_what_may_fit(query: FactQuery, expected: list[str]) -> None:
    assert [record.id for record in RECORDS if query.fits(record)] == expected


def test_the_timeline_is_in_the_order_of_time_and_leaves_out_what_has_no_day() -> None:
    assert [record.id for record in timeline(RECORDS)] == ["year", "july"]


@pytest.mark.anyio
async def test_facts_are_filtered_and_paged(client: httpx.AsyncClient) -> None:
    page = (await client.get("/v1/facts", params={"limit": 1})).json()
    assert (page["total"], [fact["value"] for fact in page["facts"]]) == (2, ["2400000000"])
    rest = (await client.get("/v1/facts", params={"limit": 1, "offset": 1})).json()
    assert [fact["surface"] for fact in rest["facts"]] == ["€180 million"]
    large = (await client.get("/v1/facts", params={"min_value": "1e9", "unit": "USD", "kind": "figure"})).json()
    assert [fact["value"] for fact in large["facts"]] == ["2400000000"]
    assert (await client.get("/v1/facts", params={"kind": "date"})).json()["facts"] == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    "query",
    ["min_value=NaN", "min_value=lots", "kind=rumour", "from=2022-13-01", "to=0", "limit=0", "offset=-1", "limit=9999"],
)
async def test_filters_that_cannot_be_used_are_refused(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/v1/facts?{query}")).status_code == 422


@pytest.mark.anyio
async def test_deals_and_timeline_are_there_even_when_empty(
    client: httpx.AsyncClient, assistant: FakeAssistant
) -> None:
    assert (await client.get("/v1/deals")).json()["deals"] == []
    assert (await client.get("/v1/timeline", params={"from": "2022-01-01"})).json()["entries"] == []
    assert assistant.asked == 0
