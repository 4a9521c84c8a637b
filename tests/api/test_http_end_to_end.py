"""The real assistant behind the routes: built indexes, real builds in child processes, generations under load."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from briefqa.build import build_index
from briefqa.settings import DEFAULT_ENCODER, Settings
from briefqa_api.app import create_app

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.anyio

BRIEF = "Howitzers of the north\n\nPoland ordered {number} howitzers from the northern works in March 2022.\n"
QUESTION = {"question": "How many howitzers did Poland order from the northern works?"}


def make_settings(folder: Path, **more: Any) -> Settings:
    server = {"state": folder / "state", "refresh_seconds": 0.05}
    return Settings(
        corpus=folder / "corpus",
        index=folder / "index",
        build_workers=1,
        server=server,
        **{"encoder": "hashed", **more},
    )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 40000), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", timeout=60) as client:
            for _ in range(1200):
                if (await client.get("/readyz")).status_code == 200:
                    break
                await asyncio.sleep(0.05)
            yield client


@pytest.fixture(scope="module", params=["hashed", pytest.param(DEFAULT_ENCODER, marks=pytest.mark.model)])
def brief(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An index of the project's own corpus."""
    folder = tmp_path_factory.mktemp("brief")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    settings = make_settings(folder, encoder=request.param)
    build_index(settings.corpus, settings.index, settings)
    yield settings


def citations_of(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "quote" in value and "start" in value:
            yield value
        for item in value.values():
            yield from citations_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from citations_of(item)


async def test_every_citation_of_every_answer_holds_against_its_document(brief: Settings) -> None:
    lines = (ROOT / "eval" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines[::7] if line.strip()]
    checked = 0
    async with running(brief) as client:
        documents: dict[str, dict[str, Any]] = {}
        for question in questions:
            answer = (await client.post("/v1/ask", json={"question": question})).json()
            for cited in citations_of(answer):
                name = cited["document_id"]
                if name not in documents:
                    documents[name] = (await client.get(f"/v1/documents/{name}")).json()
                text = documents[name]["text"]
                assert text[cited["start"] : cited["end"]] == cited["quote"]
                assert text[: cited["start"]].endswith(cited["prefix"])
                assert text[cited["end"] :].startswith(cited["suffix"])
                checked += 1
            if answer["answered"] and answer["kind"] not in ("derived", "list"):
                first = answer["citations"][0]
                assert first["quote"][first["answer_start"] : first["answer_end"]] == answer["answer"]
    assert checked > len(questions)


async def test_a_link_of_an_answer_opens_the_viewer_at_the_quote(brief: Settings) -> None:
    async with running(brief) as client:
        question = {"question": "How many TIVs of artillery did the United States export in 2022-2024?"}
        answer = (await client.post("/v1/ask", json=question)).json()
        cited = (answer["citations"] or answer["nearest"])[0]
        page = await client.get(cited["url"])
        assert page.status_code == 200
        assert 'id="cited"' in page.text


async def test_the_routes_of_a_real_index_keep_to_the_contract(brief: Settings) -> None:
    async with running(brief) as client:
        from briefqa_api.schemas import answers, documents, facts

        listed = documents.DocumentList.model_validate((await client.get("/v1/documents")).json())
        name = listed.documents[0].id
        documents.Document.model_validate((await client.get(f"/v1/documents/{name}")).json())
        found = answers.SearchResult.model_validate(
            (await client.get("/v1/search", params={"query": "howitzers", "passages": True})).json()
        )
        documents.Passage.model_validate((await client.get(f"/v1/passages/{found.hits[0].passage_id}")).json())
        records = facts.FactList.model_validate((await client.get("/v1/facts", params={"limit": 1000})).json())
        assert records.total > 50
        korean = [(await client.get("/v1/facts", params={"entity": name})).json()["total"] for name in ("ROK", "Seoul")]
        assert korean[0] == korean[1] > 0
        facts.Audit.model_validate((await client.get("/v1/audit", params={"limit": 1000})).json())
        facts.Timeline.model_validate((await client.get("/v1/timeline")).json())
        facts.DealList.model_validate((await client.get("/v1/deals")).json())
        answers.ExampleList.model_validate((await client.get("/v1/examples")).json())
        answers.Answer.model_validate((await client.post("/v1/ask", json=QUESTION)).json())
        original = await client.get(f"/v1/documents/{name}/file")
        assert original.content == (brief.corpus / listed.documents[0].file).read_bytes()


@pytest.mark.parametrize(
    "question", ["", "?!...", "\u0000\u0001\u0002", "x" * 100_000, "\ud800 howitzers", " \u200b\u200e ", "\ufeff"]
)
async def test_bad_questions_get_a_sentence_from_the_real_assistant(brief: Settings, question: str) -> None:
    async with running(brief) as client:
        body = json.dumps({"question": question})
        response = await client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})
        assert 400 <= response.status_code < 500
        assert response.json()["detail"].endswith(".")


async def finish(client: httpx.AsyncClient, started: httpx.Response) -> dict[str, Any]:
    assert started.status_code == 202, started.text
    for _ in range(1500):
        build = (await client.get(started.headers["location"])).json()
        if build["state"] in ("done", "failed"):
            while build["generation"] not in (None, (await client.get("/readyz")).json()["generation"]):
                await asyncio.sleep(0.02)
            return dict(build)
        await asyncio.sleep(0.05)
    raise AssertionError("the build did not end")


async def test_an_uploaded_document_answers_and_a_deleted_one_does_not(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    settings.corpus.mkdir()
    (settings.corpus / "harbours.txt").write_text("Harbours\n\nVarnes repaired its breakwater in 2019 for ferries.\n")
    build_index(settings.corpus, settings.index, settings)
    async with running(settings) as client:
        files = {"file": ("howitzers.txt", BRIEF.format(number=218).encode())}
        build = await finish(client, await client.post("/v1/documents", files=files, data={"title": "Howitzers"}))
        assert (build["state"], build["failures"]) == ("done", [])
        answer = (await client.post("/v1/ask", json=QUESTION)).json()
        first = next(citations_of(answer))
        assert (first["document_id"], first["document_title"]) == ("howitzers", "Howitzers")
        assert "218" in first["quote"]

        broken = {"file": ("broken.pdf", b"%PDF-1.7 nothing")}
        refused = await finish(client, await client.post("/v1/documents", files=broken))
        assert refused["state"] == "failed"
        assert "cannot be read" in refused["reason"]

        newer = {"file": ("howitzers.txt", BRIEF.format(number=672).encode())}
        build = await finish(client, await client.post("/v1/documents", files=newer, data={"replace": "true"}))
        assert build["state"] == "done"
        answer = (await client.post("/v1/ask", json=QUESTION)).json()
        assert "672" in next(citations_of(answer))["quote"]

        build = await finish(client, await client.delete("/v1/documents/howitzers"))
        assert build["state"] == "done"
        answer = (await client.post("/v1/ask", json=QUESTION)).json()
        assert all(cited["document_id"] == "harbours" for cited in citations_of(answer))

        build = await finish(client, await client.delete("/v1/documents/harbours"))
        assert build["state"] == "failed"
        assert str(tmp_path) not in build["reason"]
        assert (await client.get("/v1/documents")).json()["total"] == 1


async def test_real_generations_change_under_load_without_a_failed_or_mixed_answer(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    settings.corpus.mkdir()
    expected: dict[str, str] = {}

    def build(number: int) -> None:
        (settings.corpus / "howitzers.txt").write_text(BRIEF.format(number=number))
        expected[build_index(settings.corpus, settings.index, settings).generation] = str(number)

    build(100)
    answers: list[dict[str, Any]] = []
    documents: list[dict[str, Any]] = []
    async with running(settings) as client:
        stop = asyncio.Event()

        async def ask(number: int) -> None:
            while not stop.is_set():
                body = {"question": f"{QUESTION['question'][:-1]} in March 2022?", "max_citations": number}
                response = await client.post("/v1/ask", json=body)
                assert response.status_code == 200, response.text
                answers.append(response.json())
                documents.append((await client.get("/v1/documents/howitzers")).json())

        askers = [asyncio.create_task(ask(number)) for number in range(1, 5)]
        for number in range(101, 109):
            await asyncio.to_thread(build, number)
        stop.set()
        await asyncio.gather(*askers)
    assert len({answer["generation"] for answer in answers}) > 4
    for answer in answers:
        assert expected[answer["generation"]] in next(citations_of(answer))["quote"]
    for document in documents:
        assert expected[document["generation"]] in document["text"]
