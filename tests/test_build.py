import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import briefqa.build
from briefqa.build import build_index
from briefqa.documents.limits import ReadFailure
from briefqa.documents.reading import read_document
from briefqa.errors import CorpusError, DocumentError, IndexBusyError, ModelError, StoredIndexError
from briefqa.facts import Lexicon
from briefqa.index.embedding import export_checked
from briefqa.index.gathering import Gathered
from briefqa.index.generation import current_generation, generation_folder, open_generation
from briefqa.index.locks import hold_build_lock
from briefqa.index.manifest import StoredDocument
from briefqa.models.encoders import open_encoder
from briefqa.models.hashed import HashedEncoder
from briefqa.settings import Settings
from briefqa.types import FigureRecord

SETTINGS = Settings(encoder="hashed", build_workers=1)
TANKS = "Poland bought 180 K2 tanks in 2022.\n\nThe price was €5.8 billion. Norway chose other tanks.\n"
JETS = "Malaysia ordered eighteen FA-50 jets.\n\nThey cost $920 million.\n"


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch):
    """Workers cost a second for each build; reading itself is the same."""

    def read_here(sources, *, workers, limits):
        for source in sources:
            try:
                yield read_document(source, limits)
            except DocumentError as error:
                yield ReadFailure(source.file, str(error))

    monkeypatch.setattr(briefqa.build, "read_documents", read_here)


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "tanks.txt").write_text(TANKS)
    (folder / "jets.txt").write_text(JETS)
    return folder


@pytest.fixture
def index(tmp_path):
    return tmp_path / "index"


def states(folder):
    """Everything below a folder with its content and time of change, locks and folders aside."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def titles(index):
    with open_generation(index, verify=True) as generation:
        return [document.id for document in generation.store.documents()]


class CountingEncoder(HashedEncoder):
    encoded: list[str]

    def encode(self, texts, *rest):
        self.encoded += texts
        return super().encode(texts, *rest)


@pytest.fixture
def encoded(monkeypatch):
    """The texts that any encoder is given while building."""
    monkeypatch.setattr(CountingEncoder, "encoded", [], raising=False)
    monkeypatch.setattr(briefqa.build, "load_encoder", lambda name, threads: CountingEncoder())
    monkeypatch.setattr(briefqa.build, "open_encoder", lambda folder, threads: CountingEncoder())
    return CountingEncoder.encoded


def test_a_build_makes_a_generation_that_answers(corpus, index):
    seen = []
    summary = build_index(corpus, index, SETTINGS, progress=lambda *step: seen.append(step))
    assert summary.changed
    assert summary.read == ("jets", "tanks")
    assert (summary.counts.documents, summary.encoded, summary.failures) == (2, summary.counts.passages, ())
    assert {stage for stage, _, _ in seen} == {"reading", "facts", "loading the encoder", "embedding", "writing"}
    assert all(0 <= done <= total for _, done, total in seen)
    with open_generation(index, verify=True) as generation:
        assert generation.id == summary.generation
        question = open_encoder(generation.encoder_folder).encode(["What did the jets from Malaysia cost?"])[0]
        best = generation.store.passages(generation.passages.dense.search(question, 2)[0])
        assert {passage.document_id for passage in best} == {"jets"}
        document = generation.store.document("jets")
        assert "They cost $920 million." in [passage.span.cut(document.text) for passage in best]
        found = generation.passages.lexical.search("€5.8", 1)[0]
        assert generation.store.passages(found)[0].document_id == "tanks"


def test_a_build_keeps_the_facts_and_names_of_all_documents(corpus, index):
    summary = build_index(corpus, index, SETTINGS)
    with open_generation(index) as generation:
        facts = generation.store.facts()
        assert len(facts) == summary.counts.facts
        figures = {record.surface: record for record in facts if isinstance(record, FigureRecord)}
        assert (figures["$920 million"].value, figures["$920 million"].unit) == ("920000000", "USD")
        assert figures["€5.8 billion"].document_id == "tanks"
        for record in facts:
            document = generation.store.document(record.document_id)
            assert document.text[record.citation.start : record.citation.end] == record.citation.quote
        assert [stored.facts > 0 for stored in generation.store.documents()] == [True, True]
        names = {entity.name for entity in Lexicon.from_json(generation.store.lexicon()).entities}
        assert {"Poland", "Malaysia", "Norway"} <= names


@pytest.mark.parametrize(
    ("new", "cores", "workers"),
    [(4_000, 2, 1), (100, 2, 2), (4_000, 8, 2), (100, 1, 1)],
)
def test_facts_are_read_by_several_processes_where_embedding_does_not_take_longer(new, cores, workers):
    documents = [StoredDocument(name, name, "", "", count) for name, count in (("old", 4_000 - new), ("new", new))]
    gathered = Gathered(documents=documents, read=["new"], views=[""] * 4_000)
    assert briefqa.build._count_workers(gathered, cores) == workers
    assert briefqa.build._count_workers(Gathered(documents=documents, views=[""] * 40), cores) == 1


def test_several_processes_make_the_same_index(corpus, index, tmp_path, monkeypatch):
    monkeypatch.setattr(briefqa.build, "_MANY_PASSAGES", 1)
    monkeypatch.setattr(briefqa.build, "_EMBEDDING", 0)
    several = build_index(corpus, index, SETTINGS)
    monkeypatch.undo()
    alone = build_index(corpus, tmp_path / "alone", SETTINGS)
    assert several.generation == alone.generation


def test_an_unchanged_corpus_is_the_same_generation_and_writes_nothing(corpus, index, encoded):
    first = build_index(corpus, index, SETTINGS)
    before = states(index)
    encoded.clear()
    second = build_index(corpus, index, SETTINGS)
    assert (second.generation, second.changed, second.read, second.encoded) == (first.generation, False, (), 0)
    assert second.counts == first.counts
    assert states(index) == before
    assert encoded == []


def test_only_what_is_new_is_read_and_embedded(corpus, index, encoded, monkeypatch):
    build_index(corpus, index, SETTINGS)
    encoded.clear()
    read = briefqa.build.read_documents
    asked = []
    monkeypatch.setattr(
        briefqa.build, "read_documents", lambda sources, **options: asked.extend(sources) or read(sources, **options)
    )
    (corpus / "howitzers.txt").write_text("Estonia paid for twelve howitzers.\n")
    summary = build_index(corpus, index, SETTINGS)
    assert [source.id for source in asked] == ["howitzers"] == list(summary.read)
    assert summary.encoded == len(encoded) == 1
    assert "Estonia paid for twelve howitzers." in encoded[0]
    assert titles(index) == ["howitzers", "jets", "tanks"]


def test_an_updated_index_holds_what_a_fresh_one_would(corpus, index, tmp_path):
    build_index(corpus, index, SETTINGS)
    (corpus / "jets.txt").write_text(JETS.replace("920", "930"))
    (corpus / "aid.txt").write_text("Kyiv received aid.\n")
    updated = build_index(corpus, index, SETTINGS)
    fresh = build_index(corpus, tmp_path / "fresh", SETTINGS)
    assert updated.generation == fresh.generation


def test_a_changed_document_takes_effect_as_a_whole(corpus, index):
    build_index(corpus, index, SETTINGS)
    (corpus / "jets.txt").write_text("Malaysia ordered eighteen FA-50 jets.\n\nThey cost $930 million.\n")
    summary = build_index(corpus, index, SETTINGS)
    assert (summary.read, summary.removed) == (("jets",), ())
    with open_generation(index) as generation:
        assert "$930 million" in generation.store.document("jets").text
        assert generation.passages.lexical.scores("$920").max() == 0
        assert generation.passages.lexical.scores("$930").max() > 0


def test_a_removed_document_answers_no_more(corpus, index):
    build_index(corpus, index, SETTINGS)
    (corpus / "jets.txt").unlink()
    summary = build_index(corpus, index, SETTINGS)
    assert summary.removed == ("jets",)
    assert titles(index) == ["tanks"]
    with open_generation(index) as generation:
        assert generation.passages.lexical.scores("jets").max() == 0


def test_a_changed_manifest_entry_reads_its_document_again(corpus, index):
    build_index(corpus, index, SETTINGS)
    (corpus / "manifest.jsonl").write_text('{"id": "tanks", "file": "tanks.txt", "title": "Tanks for Poland"}\n')
    assert build_index(corpus, index, SETTINGS).read == ("tanks",)
    with open_generation(index) as generation:
        assert generation.store.document("tanks").title == "Tanks for Poland"


def test_other_code_builds_again(corpus, index, monkeypatch):
    first = build_index(corpus, index, SETTINGS)
    monkeypatch.setattr(briefqa.build, "code_version", lambda *names: "another")
    second = build_index(corpus, index, SETTINGS)
    assert second.changed
    assert second.generation != first.generation
    assert (second.read, second.encoded) == ((), 0)


def test_another_encoder_embeds_everything_again(corpus, index, monkeypatch):
    build_index(corpus, index, SETTINGS)
    monkeypatch.setattr(briefqa.build, "load_encoder", lambda name, threads: HashedEncoder(32))
    monkeypatch.setattr(briefqa.build, "fingerprint_encoder", lambda name: HashedEncoder(32).fingerprint)
    summary = build_index(corpus, index, SETTINGS)
    assert (summary.read, summary.encoded) == ((), summary.counts.passages)
    with open_generation(index) as generation:
        assert generation.passages.dense.dimension == 32


def test_an_index_grows_where_the_weights_of_its_encoder_are_not_installed(corpus, index, monkeypatch):
    def refuse(name):
        raise ModelError("not here")

    build_index(corpus, index, SETTINGS)
    monkeypatch.setattr(briefqa.build, "fingerprint_encoder", refuse)
    (corpus / "aid.txt").write_text("Kyiv received aid.\n")
    assert build_index(corpus, index, SETTINGS).encoded == 1
    with pytest.raises(ModelError, match="not here"):
        build_index(corpus, index, SETTINGS.model_copy(update={"encoder": "another"}))


def test_an_export_of_another_format_is_made_anew(corpus, index, monkeypatch):
    build_index(corpus, index, SETTINGS)
    monkeypatch.setattr("briefqa.models.encoder_card.FORMAT", 99)
    (corpus / "aid.txt").write_text("Kyiv received aid.\n")
    summary = build_index(corpus, index, SETTINGS)
    assert (summary.read, summary.encoded) == (("aid",), summary.counts.passages)
    assert '"format": 99' in (generation_folder(index, summary.generation) / "encoder" / "encoder.json").read_text()


def test_an_encoder_whose_export_differs_leaves_the_old_index(corpus, index, monkeypatch):
    first = build_index(corpus, index, SETTINGS)

    class Drifting(HashedEncoder):
        def encode(self, texts, *rest):
            return np.roll(super().encode(texts, *rest), 1, axis=1)

    monkeypatch.setattr(briefqa.build, "load_encoder", lambda name, threads: Drifting())
    monkeypatch.setattr(briefqa.build, "fingerprint_encoder", lambda name: "drifting")
    with pytest.raises(ModelError, match="gives other vectors"):
        build_index(corpus, index, SETTINGS)
    assert current_generation(index) == first.generation
    assert [path.name for path in (index / "generations").iterdir() if path.name.startswith(".")] == []


def test_another_new_index_takes_the_export_that_was_kept(corpus, index, tmp_path, monkeypatch):
    def export_with_weights(encoder, folder, views):
        export_checked(encoder, folder, views)
        (folder / "model.weights").write_bytes(b"weights")

    def refuse(name, threads):
        raise AssertionError("the encoder is loaded although its export is kept")

    settings = SETTINGS.model_copy(update={"encoder_cache": tmp_path / "cache"})
    monkeypatch.setattr(briefqa.build, "export_checked", export_with_weights)
    first = build_index(corpus, index, settings)
    monkeypatch.setattr(briefqa.build, "load_encoder", refuse)
    second = build_index(corpus, tmp_path / "another", settings)
    assert (second.generation, second.encoded) == (first.generation, first.encoded)


def test_files_that_cannot_be_read_are_listed_and_the_others_built(corpus, index):
    (corpus / "broken.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (corpus / "empty.txt").write_text("")
    (corpus / "sheet.xls").write_text("cells")
    summary = build_index(corpus, index, SETTINGS)
    assert {failure.file for failure in summary.failures} == {"broken.txt", "empty.txt", "sheet.xls"}
    assert all(failure.reason for failure in summary.failures)
    assert titles(index) == ["jets", "tanks"]
    again = build_index(corpus, index, SETTINGS)
    assert (again.changed, set(again.failures)) == (False, set(summary.failures))


def test_a_document_that_broke_answers_no_more_and_is_listed(corpus, index):
    build_index(corpus, index, SETTINGS)
    (corpus / "jets.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    summary = build_index(corpus, index, SETTINGS)
    assert (summary.removed, [failure.file for failure in summary.failures]) == (("jets",), ["jets.txt"])
    assert titles(index) == ["tanks"]


def test_a_corpus_of_which_nothing_can_be_read_leaves_the_old_index(corpus, index):
    first = build_index(corpus, index, SETTINGS)
    for path in corpus.iterdir():
        path.write_text("")
    with pytest.raises(CorpusError, match=r"No file in .* can be read; mend them \(jets\.txt: "):
        build_index(corpus, index, SETTINGS)
    assert current_generation(index) == first.generation
    assert titles(index) == ["jets", "tanks"]


def test_no_corpus_and_an_empty_one_leave_nothing_behind(tmp_path, index):
    with pytest.raises(CorpusError):
        build_index(tmp_path / "nowhere", index, SETTINGS)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError):
        build_index(tmp_path / "empty", index, SETTINGS)
    assert not index.exists()


def test_an_index_inside_the_corpus_is_refused(corpus):
    with pytest.raises(CorpusError, match="choose one outside"):
        build_index(corpus, corpus / "index", SETTINGS)


def test_an_index_folder_that_cannot_be_written_says_so(corpus, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoredIndexError, match="cannot be written"):
        build_index(corpus, tmp_path / "file" / "index", SETTINGS)


def test_a_second_build_at_the_same_time_is_refused(corpus, index):
    index.mkdir()
    with hold_build_lock(index), pytest.raises(IndexBusyError):
        build_index(corpus, index, SETTINGS)


def test_a_damaged_index_is_built_again(corpus, index):
    first = build_index(corpus, index, SETTINGS)
    store = generation_folder(index, first.generation) / "store.sqlite"
    store.write_bytes(store.read_bytes()[:-1] + b"x")
    second = build_index(corpus, index, SETTINGS)
    assert (second.changed, second.generation) == (True, first.generation)
    assert titles(index) == ["jets", "tanks"]


def test_old_generations_are_pruned(corpus, index):
    for number in range(5):
        (corpus / "count.txt").write_text(f"There were {number} votes.\n")
        summary = build_index(corpus, index, SETTINGS.model_copy(update={"keep_generations": 1}))
    assert len(summary.pruned) == 1
    assert len([path for path in (index / "generations").iterdir() if path.is_dir()]) == 2


class KilledError(BaseException):
    """Ends a build where it stands, past every `except Exception`."""


class Writes:
    """Counts what a build is about to change on the disk below a folder, and ends it before number `fatal`."""

    def __init__(self, folder):
        self.folder, self.fatal, self.count = str(folder), None, None

    def __call__(self, event, arguments):
        if self.count is None or not arguments or not self._writes(event, arguments):
            return
        self.count += 1
        if self.count == self.fatal:
            self.count = None
            raise KilledError(event)

    def _writes(self, event, arguments):
        if event == "open":
            path, mode, flags = arguments
            writing = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) or any(
                sign in (mode or "") for sign in "wax+"
            )
            return writing and str(path).startswith(self.folder)
        if event == "sqlite3.connect":
            return self.folder in str(arguments[0]) and "immutable" not in str(arguments[0])
        changes = {"os.rename", "os.mkdir", "os.link", "os.remove", "os.rmdir", "os.chmod", "os.truncate"}
        return event in changes and any(self.folder in str(argument) for argument in arguments)


@pytest.fixture
def writes(index):
    hook = Writes(index)
    sys.addaudithook(hook)  # hooks cannot be taken away again; one that counts nothing does nothing
    yield hook
    hook.count = None


def test_a_build_ended_before_any_write_leaves_the_old_index_answering(corpus, index, writes):
    old = build_index(corpus, index, SETTINGS)
    before = titles(index)
    (corpus / "aid.txt").write_text("Kyiv received aid.\n")
    ended, after = 0, []
    while not after:
        writes.count, writes.fatal = 0, ended + 1
        try:
            after.append(build_index(corpus, index, SETTINGS))
        except KilledError:
            ended += 1
            found = titles(index)
            assert found in (before, ["aid", *before])
            if found == before:
                assert current_generation(index) == old.generation
                continue
            writes.count = None
            after.append(build_index(corpus, index, SETTINGS))
        writes.count = None
    assert ended >= 20, "every file, folder and rename of a generation is a write"
    assert titles(index) == ["aid", *before]


BUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
import briefqa.index.publishing as publishing
from briefqa.build import build_index
from briefqa.settings import Settings
from briefqa.types import FigureRecord

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(publishing, sys.argv[3], die)
build_index(Path(sys.argv[1]), Path(sys.argv[2]), Settings(encoder="hashed", build_workers=1))
"""


@pytest.mark.parametrize("step", ["_sync_tree", "switch_generation"])
def test_a_build_killed_by_the_system_leaves_the_old_index_answering(corpus, index, step):
    old = build_index(corpus, index, SETTINGS)
    (corpus / "aid.txt").write_text("Kyiv received aid.\n")
    killed = subprocess.run([sys.executable, "-c", BUILD_AND_DIE, str(corpus), str(index), step], timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert (current_generation(index), titles(index)) == (old.generation, ["jets", "tanks"])
    assert build_index(corpus, index, SETTINGS).read == ("aid",)
    assert titles(index) == ["aid", "jets", "tanks"]
    assert [path for path in Path(index / "generations").iterdir() if path.name.startswith(".")] == []
