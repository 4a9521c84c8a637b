from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefqa.build import BuildSummary
from briefqa.documents.limits import ReadFailure
from briefqa.documents.manifest import MANIFEST, ManifestEntry
from briefqa.documents.sources import list_sources
from briefqa.errors import CorpusError, IndexBusyError
from briefqa.index.manifest import Counts
from briefqa.settings import Settings
from briefqa_api.building import Job, perform
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
