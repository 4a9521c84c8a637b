from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from api.conftest import running
from api.fake_assistant import FakeAssistant
from briefqa.errors import SettingsError
from briefqa.settings import Settings
from briefqa_api.addresses import Addresses, read_networks
from briefqa_api.logs import JsonFormatter, QuestionLog
from briefqa_api.problems import ProblemError
from briefqa_api.rates import Rates
from briefqa_api.recorder import Recorder
from briefqa_api.records import RecordStore

pytestmark = pytest.mark.anyio
QUESTION = {"question": "How many howitzers did Poland order?"}
REFUSED = {"question": "What happened to submarines in 2019?"}
Make = Callable[..., Settings]


async def test_too_many_requests_are_told_when_to_come_back(make_settings: Make, assistant: FakeAssistant) -> None:
    async with running(make_settings(rate_limit="3/hour"), assistant) as client:
        statuses = [(await client.post("/v1/ask", json=QUESTION)).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        last = await client.get("/v1/documents")
        assert 0 < int(last.headers["retry-after"]) <= 3600
        assert last.json()["type"] == "urn:briefqa:problem:rate-limited"
        assert (await client.get("/healthz")).status_code == 200


async def test_a_made_up_header_does_not_reset_the_limit(make_settings: Make, assistant: FakeAssistant) -> None:
    async with running(make_settings(rate_limit="2/hour", require_key=True), assistant, peer="203.0.113.7") as client:
        statuses = [
            (await client.get("/v1/documents", headers={"X-Forwarded-For": f"198.51.100.{number}"})).status_code
            for number in range(3)
        ]
    assert statuses == [401, 401, 429]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
    ],
)
async def test_the_client_is_the_nearest_hop_that_is_not_a_trusted_proxy(
    peer: str, forwarded: str, client: str
) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    assert Addresses(read_networks(["10.0.0.0/8"])).client(scope) == client


async def test_settings_that_cannot_be_used_name_themselves(make_settings: Make, assistant: FakeAssistant) -> None:
    with pytest.raises(SettingsError, match=r"server\.rate_limit"):
        async with running(make_settings(rate_limit="often"), assistant):
            pass
    with pytest.raises(SettingsError, match=r"server\.trusted_proxies"):
        read_networks(["proxy"])


async def test_workers_count_together_in_a_shared_file(tmp_path: Path) -> None:
    first, second = (Rates("3/hour", tmp_path / "rates.sqlite") for _ in range(2))
    for rates in (first, second, first):
        rates.count("address 192.0.2.1")
    with pytest.raises(ProblemError) as refused:
        second.count("address 192.0.2.1")
    assert refused.value.status == 429
    second.count("address 192.0.2.2")
    first.close()
    second.close()


async def test_a_full_queue_refuses_at_once_and_recovers(make_settings: Make, assistant: FakeAssistant) -> None:
    assistant.gate = threading.Event()
    async with running(make_settings(concurrency=1, queue=2), assistant) as client:
        asked = [
            asyncio.create_task(client.post("/v1/ask", json={"question": f"howitzers Poland {number}"}))
            for number in range(8)
        ]
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        assert next(iter(done)).result().status_code == 503
        while sum(task.done() for task in asked) < 5:
            await asyncio.sleep(0.01)
        assert "briefqa_queue 2.0" in (await client.get("/metrics")).text
        assistant.gate.set()
        responses = await asyncio.gather(*asked)
        assert sorted(response.status_code for response in responses) == [200] * 3 + [503] * 5
        refused = next(response for response in responses if response.status_code == 503)
        assert refused.headers["retry-after"] == "1"
        assert (await client.post("/v1/ask", json=QUESTION)).status_code == 200
        assert client.app.state.runtime.pool.admitted == 0  # type: ignore[attr-defined]
        assert "briefqa_queue 0.0" in (await client.get("/metrics")).text


async def test_an_answer_that_takes_too_long_is_given_up_but_keeps_its_place(
    make_settings: Make, assistant: FakeAssistant
) -> None:
    assistant.gate = threading.Event()
    async with running(make_settings(concurrency=1, queue=0, answer_seconds=0.05), assistant) as client:
        late = await client.post("/v1/ask", json=QUESTION)
        assert (late.status_code, late.headers["retry-after"]) == (503, "2")
        assert client.app.state.runtime.pool.admitted == 1  # type: ignore[attr-defined]
        assistant.gate.set()


async def chunks(count: int, size: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"a" * size


async def test_a_body_that_is_too_long_is_refused_with_and_without_a_length(
    make_settings: Make, assistant: FakeAssistant
) -> None:
    async with running(make_settings(body_bytes=2000), assistant) as client:
        json_type = {"Content-Type": "application/json"}
        announced = await client.post("/v1/ask", content=b"a" * 2001, headers=json_type)
        chunked = await client.post("/v1/ask", content=chunks(30, 100), headers=json_type)
        for response in (announced, chunked):
            assert response.status_code == 413
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["connection"] == "close"


async def test_a_body_that_arrives_too_slowly_is_refused(make_settings: Make, assistant: FakeAssistant) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        yield b'{"question": '
        await asyncio.sleep(5)
        yield b'"late"}'

    async with running(make_settings(body_seconds=0.1), assistant) as client:
        response = await client.post("/v1/ask", content=slowly(), headers={"Content-Type": "application/json"})
        assert response.status_code == 408


async def test_every_response_carries_security_headers_and_an_id(client: httpx.AsyncClient) -> None:
    for response in (await client.get("/healthz"), await client.get("/nothing"), await client.get("/v1/documents")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["cache-control"] == "no-store"
        assert len(response.headers["x-request-id"]) == 32
    named = await client.get("/healthz", headers={"X-Request-ID": "from-a-proxy-1"})
    assert named.headers["x-request-id"] == "from-a-proxy-1"
    forged = await client.get("/healthz", headers={"X-Request-ID": 'a"} {"level": "x'})
    assert len(forged.headers["x-request-id"]) == 32


async def test_logs_name_routes_and_times_but_no_question_key_or_path(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "briefqa.server"):
        await client.post("/v1/ask", json={"question": "Confidential submarines?"}, headers={"Authorization": "x"})
        await client.get("/v1/documents/confidential")
        await client.get("/v1/search", params={"query": "confidential"})
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["route"] for line in requests] == ["/v1/ask", "/v1/documents/{document_id}", "/v1/search"]
    assert [line["status"] for line in requests] == [200, 404, 200]
    assert all(line["ms"] >= 0 and line["request_id"] for line in requests)
    assert "onfidential" not in json.dumps(lines)


async def test_metrics_count_requests_answers_refusals_and_cache_hits(client: httpx.AsyncClient) -> None:
    for question in (QUESTION, QUESTION, REFUSED):
        await client.post("/v1/ask", json=question)
    text = (await client.get("/metrics")).text
    for line in (
        'briefqa_requests_total{method="POST",route="/v1/ask",status="200"} 3.0',
        'briefqa_answers_total{kind="claim",outcome="answered"} 2.0',
        'briefqa_answers_total{kind="claim",outcome="refused"} 1.0',
        'briefqa_cache_total{result="hit"} 1.0',
        'briefqa_stage_seconds_count{stage="answer"} 2.0',
        'briefqa_generation{generation="g0"} 1.0',
        "briefqa_admitted 0.0",
        "briefqa_queue 0.0",
    ):
        assert line in text, line


async def test_questions_are_logged_only_when_switched_on_and_dropped_in_time(tmp_path: Path) -> None:
    folder = tmp_path / "questions"
    QuestionLog(folder, 0).write("id", "secret?", True)
    assert not folder.exists()
    folder.mkdir()
    (folder / "questions-2001-01-01.jsonl").write_text("{}\n")
    QuestionLog(folder, 2).write("id-1", "\ud800 why?", False)
    (only,) = folder.iterdir()
    entry = json.loads(only.read_text())
    assert (entry["question"], entry["answered"], entry["request_id"]) == ("\ud800 why?", False, "id-1")


async def wait_for_answers(client: httpx.AsyncClient, count: int) -> None:
    store = client.app.state.runtime.store  # type: ignore[attr-defined]
    for _ in range(200):
        if len(store.gaps(1)) >= count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the answers were not kept")


async def test_gaps_group_refused_questions_by_what_was_missing(client: httpx.AsyncClient) -> None:
    for question in (
        "What of submarines in 2019?",
        "Tanks in Estonia in 2019?",
        "Tanks in Estonia in 2019?",
        "Cheese?",
    ):
        await client.post("/v1/ask", json={"question": question})
    await wait_for_answers(client, 3)
    gaps = (await client.get("/v1/gaps")).json()["gaps"]
    assert [(gap["missing"], len(gap["questions"])) for gap in gaps] == [
        ("year 2019", 2),
        ("nothing that supports the question", 1),
    ]
    assert gaps[0]["asked"] in (2, 3)


async def test_feedback_is_kept_with_its_answer(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/ask", json=QUESTION)).json()
    sent = {"answer_id": answer["id"], "verdict": "down", "comment": "it is 180"}
    receipt = await client.post("/v1/feedback", json=sent)
    assert receipt.status_code == 201
    (listed,) = (await client.get("/v1/feedback")).json()["feedback"]
    assert (listed["id"], listed["verdict"], listed["comment"]) == (receipt.json()["id"], "down", "it is 180")
    assert listed["question"] == QUESTION["question"]
    unknown = await client.post("/v1/feedback", json={"answer_id": "none", "verdict": "up"})
    assert unknown.status_code == 404


async def test_a_full_disk_costs_the_feedback_but_never_the_answer(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = (await client.post("/v1/ask", json=QUESTION)).json()
    store: RecordStore = client.app.state.runtime.store  # type: ignore[attr-defined]
    with store._open() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # what SQLite meets when the disk is full
    sent = {"answer_id": answer["id"], "verdict": "up", "comment": "x" * 2000}
    losses = [(await client.post("/v1/feedback", json=sent)).status_code for _ in range(60)]
    assert losses[-1] == 507
    assert (await client.post("/v1/ask", json={"question": "When do howitzers arrive?"})).status_code == 200
    lost = [line for line in (await client.get("/metrics")).text.splitlines() if "briefqa_lost_records_total{" in line]
    assert f'briefqa_lost_records_total{{kind="feedback"}} {losses.count(507)}.0' in lost


async def test_a_recorder_that_cannot_write_counts_what_it_loses(client: httpx.AsyncClient, tmp_path: Path) -> None:
    runtime = client.app.state.runtime  # type: ignore[attr-defined]
    (tmp_path / "blocked").write_text("a file where a folder should be")
    recorder = Recorder(
        RecordStore(tmp_path / "blocked" / "r.sqlite"), QuestionLog(tmp_path / "blocked", 1), runtime.metrics, 30
    )
    await client.post("/v1/ask", json=QUESTION)
    (rendered,) = runtime.cache._answers.values()
    recorder.start()
    recorder.note(rendered, 1.0, "id")
    recorder.close()
    text = (await client.get("/metrics")).text
    assert 'briefqa_lost_records_total{kind="answer"} 1.0' in text
    assert 'briefqa_lost_records_total{kind="question"} 1.0' in text


async def test_answers_are_forgotten_when_their_time_is_over(tmp_path: Path, client: httpx.AsyncClient) -> None:
    await client.post("/v1/ask", json=REFUSED)
    (rendered,) = client.app.state.runtime.cache._answers.values()  # type: ignore[attr-defined]
    store = RecordStore(tmp_path / "r.sqlite")
    store.save_answer(rendered, 2.0)
    store.prune(1)
    assert store.answer(rendered.id) is not None
    with sqlite3.connect(tmp_path / "r.sqlite") as connection:
        connection.execute("UPDATE answers SET at = '2001-01-01T00:00:00+00:00'")
    connection.close()
    store.prune(1)
    assert store.answer(rendered.id) is None
    store.close()
