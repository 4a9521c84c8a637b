from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.conftest import running
from api.fake_assistant import FakeAssistant
from briefqa.documents.manifest import MANIFEST
from briefqa.settings import Settings
from briefqa_api.builds import Builds, ingest_lock
from briefqa_api.corpus_edits import INCOMING
from briefqa_api.records import BuildRecord

Make = Callable[..., Settings]

FAKE_BUILD = """
import json, sys, time
from pathlib import Path
from briefqa.settings import Settings
from briefqa_api import building
from briefqa_api.records import RecordStore
from briefqa.build import BuildSummary
from briefqa.index.manifest import Counts
order = json.load(sys.stdin)
settings = Settings(**order["settings"])
store = RecordStore(settings.server.state / "records.sqlite")
def build(corpus, index, settings, *, progress):
    progress("reading", 0, 1)
    while not (settings.server.state / "go").exists():
        time.sleep(0.01)
    return BuildSummary("g1", True, Counts(1, 1, 1, 0), (), (), 0, (), ())
building.perform(building.read_job(order["job"]), settings, store, build)
"""


def use_command(client: httpx.AsyncClient, *command: str) -> Builds:
    builds: Builds = client.app.state.runtime.builds  # type: ignore[attr-defined]
    builds._command = command
    return builds


async def finished(client: httpx.AsyncClient, address: str) -> dict[str, Any]:
    for _ in range(1500):
        build = (await client.get(address)).json()
        if build["state"] in ("done", "failed"):
            return dict(build)
        await asyncio.sleep(0.02)
    raise AssertionError("the build did not end")


@pytest.mark.anyio
async def test_an_upload_is_built_in_the_background_while_questions_are_answered(
    make_settings: Make, assistant: FakeAssistant
) -> None:
    settings = make_settings()
    async with running(settings, assistant) as client:
        use_command(client, sys.executable, "-c", FAKE_BUILD)
        files = {"file": ("Second brief.md", b"# Tanks\n\nNorway ordered tanks.", "text/markdown")}
        sent = await client.post("/v1/documents", files=files, data={"title": "Second", "published": "2025-04~"})
        assert sent.status_code == 202, sent.text
        assert sent.json()["document_id"] == "second-brief"
        address = sent.headers["location"]
        while (await client.get(address)).json()["step"] != "reading":
            await asyncio.sleep(0.02)
        second = await client.post("/v1/documents", files=files)
        assert (second.status_code, second.headers["retry-after"]) == (409, "5")
        assert (await client.delete("/v1/documents/brief")).status_code == 409
        answer = await client.post("/v1/ask", json={"question": "How many howitzers did Poland order?"})
        assert answer.json()["generation"] == "g0"
        assistant.add_generation("Tanks\nNorway ordered 54 tanks.")
        (settings.server.state / "go").touch()
        build = await finished(client, address)
        assert (build["state"], build["generation"], build["reason"]) == ("done", "g1", None)
        while (await client.get("/readyz")).json()["generation"] != "g1":
            await asyncio.sleep(0.01)
        lines = [json.loads(line) for line in (settings.corpus / MANIFEST).read_text().splitlines()]
        assert [(line["id"], line["title"], line["published"]) for line in lines] == [
            ("second-brief", "Second", "2025-04~")
        ]


@pytest.mark.anyio
async def test_a_build_process_that_dies_is_told_as_failed(make_settings: Make, assistant: FakeAssistant) -> None:
    async with running(make_settings(), assistant) as client:
        use_command(client, sys.executable, "-c", "import sys; sys.stdin.read(); sys.exit(9)")
        sent = await client.delete("/v1/documents/brief")
        build = await finished(client, sent.headers["location"])
        assert (build["state"], build["reason"]) == ("failed", "The build broke off.")


@pytest.mark.anyio
async def test_a_build_of_a_server_that_died_is_told_as_failed(make_settings: Make, assistant: FakeAssistant) -> None:
    settings = make_settings()
    async with running(settings, assistant) as client:
        client.app.state.runtime.store.save_build(  # type: ignore[attr-defined]
            BuildRecord("lost", "running", "2026-01-01T00:00:00+00:00")
        )
        with ingest_lock(settings):
            assert (await client.get("/v1/builds/lost")).json()["state"] == "running"
        assert (await client.get("/v1/builds/lost")).json()["state"] == "failed"
        assert (await client.get("/v1/builds/none")).status_code == 404


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("files", "fields", "status"),
    [
        ({"file": ("x.exe", b"MZ")}, {}, 415),
        ({"file": ("noname", b"text")}, {}, 415),
        ({"other": ("x.txt", b"text")}, {}, 422),
        ({"file": ("x.txt", b"text")}, {"id": "../../etc/passwd"}, 422),
        ({"file": ("x.txt", b"text")}, {"published": "yesterday"}, 422),
        ({"file": ("x.txt", b"text")}, {"replace": "perhaps"}, 422),
        ({"file": ("x.txt", b"text")}, {"colour": "red"}, 422),
        ({"file": ("x.txt", b"text")}, {"id": "brief"}, 409),
        ({"file": ("x.txt", b"text")}, {"id": "none", "replace": "true"}, 404),
        ({"file": ("....txt", b"text")}, {}, 422),
        ({}, {"id": "x"}, 422),
    ],
)
async def test_an_upload_that_cannot_be_used_leaves_nothing_behind(
    client: httpx.AsyncClient, make_settings: Make, files: Any, fields: dict[str, str], status: int
) -> None:
    response = await client.post("/v1/documents", files=files, data=fields)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert list(make_settings().corpus.rglob("upload-*")) == []


@pytest.mark.anyio
async def test_an_upload_that_is_too_long_is_refused(make_settings: Make, assistant: FakeAssistant) -> None:
    async with running(make_settings(upload_bytes=5000), assistant) as client:
        response = await client.post("/v1/documents", files={"file": ("x.txt", b"a" * 6000)})
        assert response.status_code == 413


@pytest.mark.anyio
async def test_an_upload_is_not_even_read_without_a_key(make_settings: Make, assistant: FakeAssistant) -> None:
    async with running(make_settings(require_key=True), assistant) as client:
        response = await client.post("/v1/documents", files={"file": ("x.txt", b"a" * 6000)})
        assert response.status_code == 401
        assert not (make_settings().corpus / INCOMING).exists()
