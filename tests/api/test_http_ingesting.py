from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.conftest import running
from api.fake_assistant import FakeAssistant
from briefqa.build import BuildSummary
from briefqa.documents.limits import ReadFailure
from briefqa.documents.manifest import MANIFEST, ManifestEntry
from briefqa.documents.sources import list_sources
from briefqa.errors import CorpusError, IndexBusyError
from briefqa.index.manifest import Counts
from briefqa.settings import Settings
from briefqa_api.building import Job, perform
from briefqa_api.builds import Builds, ingest_lock
from briefqa_api.corpus_edits import INCOMING, incoming, plan_addition, plan_removal, recover
from briefqa_api.records import BuildRecord, RecordStore
from briefqa_api.uploads import made_id

Make = Callable[..., Settings]
SUMMARY = BuildSummary("g7", True, Counts(2, 9, 4, 0), ("brief",), (), 9, (), ())
OLD = "Howitzers\n\nThe old text has a sentence."
NEW = "Howitzers\n\nThe new text has another sentence."


def snapshot(corpus: Path) -> dict[str, bytes]:
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in corpus.rglob("*") if path.is_file()}


def ids(corpus: Path) -> list[str]:
    return [source.id for source in list_sources(corpus)[0]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "old.txt").write_text(OLD)
    (corpus / "named.txt").write_text(OLD)
    (corpus / MANIFEST).write_text('{"id": "with-line", "file": "named.txt", "title": "Named"}\n')
    return Settings(corpus=corpus, index=tmp_path / "index", server={"state": tmp_path / "state"})


@pytest.fixture
def store(tmp_path: Path) -> Any:
    made = RecordStore(tmp_path / "records.sqlite")
    yield made
    made.close()


def make_job(settings: Settings, identifier: str, action: str = "add", text: str = NEW) -> Job:
    from hashlib import sha256

    record = BuildRecord("b1", "queued", "2026-01-01T00:00:00+00:00", document_id=identifier, action=action)
    if action == "delete":
        return Job(record, identifier)
    draft = incoming(settings.corpus) / "upload-1.txt"
    draft.write_text(text)
    digest = sha256(text.encode()).hexdigest()
    return Job(record, identifier, draft, ManifestEntry(id=identifier, file=f"uploads/{identifier}.txt", sha256=digest))


def built(*_: object, **__: object) -> BuildSummary:
    return SUMMARY


def test_an_upload_gets_its_place_and_its_line_and_is_built(settings: Settings, store: RecordStore) -> None:
    record = perform(make_job(settings, "fresh"), settings, store, built)
    assert (record.state, record.generation) == ("done", "g7")
    assert ids(settings.corpus) == ["fresh", "old", "with-line"]
    assert (settings.corpus / "uploads/fresh.txt").read_text() == NEW
    assert list((settings.corpus / INCOMING).iterdir()) == []
    assert store.build("b1") == record


@pytest.mark.parametrize("identifier", ["old", "with-line"])
def test_a_replacement_takes_the_place_of_what_had_the_id(
    settings: Settings, store: RecordStore, identifier: str
) -> None:
    record = perform(make_job(settings, identifier, "replace"), settings, store, built)
    assert record.state == "done"
    assert ids(settings.corpus) == ["old", "with-line"]
    sources = {source.id: source for source in list_sources(settings.corpus)[0]}
    assert sources[identifier].path.read_text() == NEW
    again = perform(replace(make_job(settings, identifier, "replace", OLD)), settings, store, built)
    assert again.state == "done"
    sources = {source.id: source for source in list_sources(settings.corpus)[0]}
    assert sources[identifier].path.read_text() == OLD


@pytest.mark.parametrize("identifier", ["old", "with-line"])
def test_a_deleted_document_leaves_neither_file_nor_line(
    settings: Settings, store: RecordStore, identifier: str
) -> None:
    assert perform(make_job(settings, identifier, "delete"), settings, store, built).state == "done"
    assert ids(settings.corpus) == [name for name in ("old", "with-line") if name != identifier]
    assert list((settings.corpus / INCOMING).iterdir()) == []
    assert identifier not in (settings.corpus / MANIFEST).read_text()


@pytest.mark.parametrize(
    ("identifier", "action", "text"),
    [
        ("fresh", "add", ""),
        ("fresh", "add", "\x00\x01\x02"),
        ("old", "add", NEW),
        ("none", "delete", NEW),
    ],
    ids=["empty", "binary", "taken id", "unknown id"],
)
def test_what_cannot_be_done_changes_nothing_and_says_why(
    settings: Settings, store: RecordStore, identifier: str, action: str, text: str
) -> None:
    before = snapshot(settings.corpus)
    record = perform(make_job(settings, identifier, action, text), settings, store, built)
    assert record.state == "failed"
    assert record.reason is not None
    assert str(settings.corpus) not in record.reason
    assert snapshot(settings.corpus) == before


@pytest.mark.parametrize("action", ["add", "replace", "delete"])
@pytest.mark.parametrize(
    "error",
    [CorpusError("No file can be read."), IndexBusyError("busy"), OSError(28, "No space left"), KeyboardInterrupt],
)
def test_a_build_that_fails_puts_the_corpus_back(
    settings: Settings, store: RecordStore, action: str, error: Any
) -> None:
    before = snapshot(settings.corpus)

    def fail(*_: object, **__: object) -> BuildSummary:
        raise error

    job = make_job(settings, "fresh" if action == "add" else "with-line", action)
    if error is KeyboardInterrupt:
        with pytest.raises(KeyboardInterrupt):
            perform(job, settings, store, fail)
    else:
        perform(job, settings, store, fail)
    record = store.build("b1")
    assert record is not None
    assert record.state == "failed"
    assert snapshot(settings.corpus) == before


@pytest.mark.parametrize("action", ["add", "replace", "delete"])
def test_an_edit_killed_at_any_step_is_taken_back_by_the_next(
    settings: Settings, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    before = snapshot(settings.corpus)
    moving = Path.replace
    for dies_at in range(1, 6):
        job = make_job(settings, "fresh" if action == "add" else "with-line", action)
        steps = 0

        def step(source: Path, target: Path, dies_at: int = dies_at) -> Path:
            nonlocal steps
            steps += 1
            if steps == dies_at:
                raise KilledError
            return moving(source, target)

        if job.draft is None or job.entry is None:
            edit = plan_removal(settings.corpus, "with-line")
        else:
            edit = plan_addition(settings.corpus, job.draft, job.entry, replace=action == "replace")
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", step)
            with contextlib.suppress(KilledError):
                edit.apply(settings.corpus)
        recover(settings.corpus)
        left = {name: content for name, content in snapshot(settings.corpus).items() if INCOMING not in name}
        assert {name: content for name, content in left.items() if not Path(name).name.startswith(".")} == before


def test_a_build_tells_its_progress_and_what_could_not_be_read(settings: Settings, store: RecordStore) -> None:
    seen = []

    def build(*_: object, progress: Any) -> BuildSummary:
        progress("reading", 1, 3)
        seen.append(store.build("b1"))
        return replace(SUMMARY, failures=(ReadFailure("bad.pdf", "it holds images only"),))

    record = perform(make_job(settings, "fresh"), settings, store, build)
    assert [(one.state, one.step, one.done, one.total) for one in seen if one] == [("running", "reading", 1, 3)]
    assert record.failures == (("bad.pdf", "it holds images only"),)


def test_an_id_is_made_of_the_letters_of_a_file_name() -> None:
    assert made_id("Policy Brief (final) — März 2025") == "policy-brief-final-märz-2025"


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
