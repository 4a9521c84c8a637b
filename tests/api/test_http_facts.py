from __future__ import annotations

from typing import Any

import httpx
import pytest

from api.fake_assistant import FakeAssistant
from briefqa.types import Citation, DateRecord, DealRecord, FactKind, Party
from briefqa_api.routes.facts import timeline

CITATION = Citation("d", "D", "p", "Poland said so.", 0, 15, 0, 6, "", "", None, None, None, "/v1/documents/d/view")
BASE: dict[str, Any] = {
    "document_id": "d",
    "passage_id": "p",
    "citation": CITATION,
    "surface": "in July",
    "extractor": "t/1",
}


def dated(identifier: str, edtf: str, earliest: str | None, latest: str | None) -> DateRecord:
    return DateRecord(id=identifier, kind=FactKind.DATE, edtf=edtf, earliest=earliest, latest=latest, **BASE)


def deal(identifier: str, date: str | None) -> DealRecord:
    return DealRecord(
        id=identifier,
        kind=FactKind.DEAL,
        parties=(Party("Norway", "recipient"),),
        item="tanks",
        designation="K2",
        quantity="54",
        deal_type="purchase",
        deal_status="signed",
        date=date,
        value=None,
        **BASE,
    )


def test_the_timeline_is_in_the_order_of_time_and_leaves_out_what_has_no_day() -> None:
    records = [
        dated("july", "2022-07", "2022-07-01", "2022-07-31"),
        dated("year", "2022", "2022-01-01", "2022-12-31"),
        dated("never", "", None, None),
        deal("undated", None),
        deal("bought", "2022-03"),
    ]
    entries = timeline(records)
    assert [(entry["record"]["id"], entry["earliest"], entry["latest"]) for entry in entries] == [
        ("year", "2022-01-01", "2022-12-31"),
        ("bought", "2022-03-01", "2022-03-31"),
        ("july", "2022-07-01", "2022-07-31"),
    ]
    assert [entry["label"] for entry in entries] == ["Poland said so.", "tanks", "Poland said so."]


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
    [
        "min_value=NaN",
        "min_value=lots",
        "kind=rumour",
        "status=rumoured",
        "from=2022-13-01",
        "to=0",
        "limit=0",
        "offset=-1",
        "limit=9999",
    ],
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


@pytest.mark.anyio
async def test_a_name_finds_its_records(client: httpx.AsyncClient) -> None:
    found = (await client.get("/v1/facts", params={"entity": "norway"})).json()["facts"]
    assert [fact["surface"] for fact in found] == ["€180 million"]


@pytest.mark.anyio
async def test_the_audit_is_filtered_by_verdict(client: httpx.AsyncClient) -> None:
    everything = (await client.get("/v1/audit")).json()
    assert [one["verdict"] for one in everything["findings"]] == ["contradiction", "consistent"]
    agreed = (await client.get("/v1/audit", params={"verdict": "consistent"})).json()
    assert (agreed["total"], agreed["findings"][0]["arithmetic"]) == (1, "1 = 1")


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/v1/facts?min=3", "/v1/deals?kind=deal", "/v1/timeline?since=2024", "/v1/audit?x="])
async def test_a_filter_that_a_list_does_not_know_is_refused(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/query"
    assert error["detail"].startswith("Holds a parameter that is none of ")
    assert " limit, " in error["detail"]
