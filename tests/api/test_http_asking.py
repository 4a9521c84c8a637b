from __future__ import annotations

import httpx
import pytest

from api.fake_assistant import FakeAssistant

pytestmark = pytest.mark.anyio
QUESTION = "How many howitzers did Poland order?"


async def test_an_answer_quotes_the_document_it_names(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/ask", json={"question": QUESTION})).json()
    assert answer["answered"] is True
    citation = answer["citations"][0]
    document = (await client.get(f"/v1/documents/{citation['document_id']}")).json()
    assert document["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert citation["quote"] == "Poland ordered 218 howitzers for $2.4 billion in 2022."


async def test_the_same_question_gives_the_same_bytes_but_for_the_time(client: httpx.AsyncClient) -> None:
    first, second = [(await client.post("/v1/ask", json={"question": QUESTION})).json() for _ in range(2)]
    first.pop("took_ms"), second.pop("took_ms")
    assert list(first.items()) == list(second.items())


async def test_a_repeated_question_is_answered_from_the_cache_until_the_generation_changes(
    client: httpx.AsyncClient, assistant: FakeAssistant
) -> None:
    for _ in range(3):
        await client.post("/v1/ask", json={"question": QUESTION})
    assert assistant.asked == 1
    assistant.add_generation("Howitzers abroad\nPoland ordered 672 howitzers.")
    await client.app.state.runtime.index.refresh()  # type: ignore[attr-defined]
    answer = (await client.post("/v1/ask", json={"question": QUESTION})).json()
    assert assistant.asked == 2
    assert answer["generation"] == "g1"
    assert answer["answer"] == "Poland ordered 672 howitzers."


async def test_an_answer_can_be_replayed_by_its_id(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/ask", json={"question": QUESTION})).json()
    replayed = (await client.get(f"/v1/answers/{answer['id']}")).json()
    assert {**replayed, "took_ms": 0} == {**answer, "took_ms": 0}
    assert (await client.get("/v1/answers/unknown")).status_code == 404


async def test_search_lists_passages_best_first_with_their_quotes(client: httpx.AsyncClient) -> None:
    result = (await client.get("/v1/search", params={"query": "Poland howitzers billion", "limit": 2})).json()
    assert [hit["rank"] for hit in result["hits"]] == [1, 2]
    assert result["hits"][0]["quote"].startswith("Poland ordered 218")
    assert result["hits"][0]["score"] > result["hits"][1]["score"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": ""}',
        b'{"question": "?!... --"}',
        b'{"question": "\\u0000\\u0001"}',
        b'{"question": "\\ud800 howitzers in Poland"}',
        b'{"question": "' + b"a" * 100_000 + b'"}',
        b'{"question": 7}',
        b'{"question": null}',
        b'{"question": "howitzers", "\\ud800": 1}',
        b'{"question": "howitzers", "max_citations": 1e400}',
        b'{"question": "howitzers", "max_citations": NaN}',
        b'{"question": "howitzers", "history": ["\\udfff"]}',
        b'{"question": "howitzers"',
        b"[]",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
async def test_bad_input_is_refused_with_a_sentence_and_never_repeated(client: httpx.AsyncClient, body: bytes) -> None:
    response = await client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["detail"].endswith((".", "!"))
    assert "aaaaaaaaaa" not in response.text


async def test_an_unforeseen_error_shows_neither_paths_nor_text(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = await client.post("/v1/ask", json={"question": "explode"})
    assert response.status_code == 500
    assert response.json()["request_id"] == response.headers["x-request-id"]
    assert "secret" not in response.text
    assert "secret" not in caplog.text
    assert any(record.getMessage() == "request failed" for record in caplog.records)
