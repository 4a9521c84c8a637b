import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from briefqa.errors import IndexBusyError, IndexCorruptError, IndexFormatError, IndexMissingError
from briefqa.index import manifest
from briefqa.index.generation import (
    PARAGRAPHS_FILE,
    current_generation,
    generation_folder,
    list_generations,
    open_generation,
)
from briefqa.index.locks import hold_build_lock
from briefqa.index.manifest import MANIFEST_FILE, read_manifest
from briefqa.index.publishing import prune_generations, stage_generation
from briefqa.models.encoders import open_encoder
from support.generations import publish_documents
from support.samples import FIRST, SECOND, make_passages


@pytest.fixture
def index(tmp_path):
    publish_documents(tmp_path / "index", [FIRST, SECOND])
    return tmp_path / "index"


def test_a_generation_opens_with_everything_in_it(index):
    with open_generation(index, verify=True) as generation:
        assert generation.id == current_generation(index)
        assert generation.store.passages(range(6)) == make_passages(FIRST) + make_passages(SECOND)
        assert generation.paragraph_of.tolist() == [0, 0, 1, 2, 3, 3]
        assert (len(generation.passages), len(generation.paragraphs)) == (6, 4)
        question = open_encoder(generation.encoder_folder).encode(["The price was €5.8 billion"])[0]
        assert generation.passages.dense.search(question, 1)[0].tolist() == [1]
        assert generation.passages.lexical.search("$977 howitzers", 1)[0].tolist() == [2]
        assert generation.paragraphs.lexical.search("Norwegian FA-50 Norway", 1)[0].tolist() == [3]


def test_a_paragraph_has_the_mean_direction_of_its_passages(index):
    with open_generation(index) as generation:
        mean = generation.passages.dense.vectors[:2].astype(np.float64).sum(axis=0)
        paragraph = generation.paragraphs.dense.vectors[0]
        np.testing.assert_allclose(paragraph, mean / np.linalg.norm(mean), atol=1e-6)


def test_the_id_is_a_hash_of_the_content(tmp_path):
    one = publish_documents(tmp_path / "one", [FIRST])
    assert publish_documents(tmp_path / "two", [FIRST]).id == one.id
    assert publish_documents(tmp_path / "three", [SECOND]).id != one.id
    assert len(one.id) == 16


def test_the_manifest_names_every_file_with_its_checksum(index):
    folder = generation_folder(index, current_generation(index))
    manifest = read_manifest(folder)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {stored.path for stored in manifest.files} == files - {MANIFEST_FILE}
    assert manifest.counts.passages == 6
    assert [stored.id for stored in manifest.documents] == ["first", "second"]
    assert manifest.encoder.name == "hashed"


def test_no_index_says_how_to_build_one(tmp_path):
    with pytest.raises(IndexMissingError, match=r"There is no index in .*; run briefqa build"):
        open_generation(tmp_path)


def test_a_generation_that_is_not_kept_is_missing(index):
    with pytest.raises(IndexMissingError, match=f"keeps no generation abc; it keeps {current_generation(index)}"):
        open_generation(index, generation="abc")


def test_another_format_says_to_build_again(index):
    path = generation_folder(index, current_generation(index)) / MANIFEST_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(IndexFormatError, match=r"has format 99 .* run briefqa build again"):
        open_generation(index)


@pytest.mark.parametrize("verify", [True, False])
def test_a_flipped_byte_in_any_file_is_found_by_its_checksum(index, verify):
    folder = generation_folder(index, current_generation(index))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        place = len(whole) // 2
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IndexCorruptError) as caught:
            open_generation(index, verify=verify)
        assert path.name in str(caught.value)
        path.write_bytes(whole)
    open_generation(index, verify=True).close()


def test_a_flipped_byte_in_a_large_file_is_found_when_asked_for(index, monkeypatch):
    monkeypatch.setattr(manifest, "ALWAYS_VERIFIED", 0)
    path = generation_folder(index, current_generation(index)) / PARAGRAPHS_FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    open_generation(index).close()
    with pytest.raises(IndexCorruptError, match=PARAGRAPHS_FILE):
        open_generation(index, verify=True)


def test_a_truncated_or_missing_file_is_found_without_reading_it(index):
    folder = generation_folder(index, current_generation(index))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        if path.name != MANIFEST_FILE:
            with pytest.raises(IndexCorruptError, match=path.name):
                open_generation(index)
        path.unlink()
        with pytest.raises(IndexCorruptError, match=path.name):
            open_generation(index)
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("pointer", "reason"),
    [(b"", "names no"), (b"../x", "names no"), (b"\xff", "cannot be read"), (b"abc", "not there")],
)
def test_a_damaged_pointer_is_one_clear_sentence(index, pointer, reason):
    (index / "current").write_bytes(pointer)
    with pytest.raises(IndexCorruptError, match=f"{reason}.*; run briefqa build again"):
        open_generation(index)


def test_an_open_generation_keeps_answering_while_a_new_one_takes_over(index):
    with open_generation(index) as before:
        after = publish_documents(index, [SECOND])
        assert before.store.document("first") == FIRST
        with open_generation(index) as opened:
            assert opened.id == after.id
            assert [document.id for document in opened.store.documents()] == ["second"]


def test_pruning_keeps_the_current_one_the_newest_and_those_in_use(tmp_path):
    ids = []
    for number, documents in enumerate(([FIRST], [SECOND], [FIRST, SECOND], [FIRST], [SECOND, FIRST])):
        ids.append(publish_documents(tmp_path, documents, inputs=str(number)).id)
        os.utime(generation_folder(tmp_path, ids[-1]), (number, number))
    assert list_generations(tmp_path) == tuple(reversed(ids))
    with open_generation(tmp_path, generation=ids[0]) as used:
        assert prune_generations(tmp_path, keep=1) == (ids[2], ids[1])
        assert used.store.document("first") == FIRST
    assert prune_generations(tmp_path, keep=1) == (ids[0],)
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == sorted(
        [ids[3], ids[4], f"{ids[3]}.lock", f"{ids[4]}.lock"]
    )
    open_generation(tmp_path, verify=True).close()


def test_the_same_content_published_again_replaces_a_damaged_copy_only(index):
    folder = generation_folder(index, current_generation(index))
    before = folder.stat().st_ino
    publish_documents(index, [FIRST, SECOND])
    assert folder.stat().st_ino == before
    (folder / "store.sqlite").write_bytes(b"")
    publish_documents(index, [FIRST, SECOND])
    open_generation(index, verify=True).close()


def test_what_a_killed_build_left_is_removed_by_the_next(index):
    left = stage_generation(index)
    (left / "half").write_text("half a file")
    fresh = stage_generation(index)
    assert not left.exists()
    assert fresh.is_dir()


def test_a_second_build_says_that_another_one_is_writing(index):
    with (
        hold_build_lock(index),
        pytest.raises(IndexBusyError, match="Another build is writing"),
        hold_build_lock(index),
    ):
        pass
    with hold_build_lock(index):
        pass


HOLD = """
import sys
from pathlib import Path
from briefqa.index.locks import hold_build_lock
with hold_build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_a_killed_build_holds_nobody_up(index):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(IndexBusyError), hold_build_lock(index):
            pass
        holder.kill()
        holder.wait(10)
        with hold_build_lock(index):
            pass


def test_a_folder_that_cannot_be_written_can_be_read(index, monkeypatch):
    (index / "generations" / f"{current_generation(index)}.lock").unlink()
    real = os.open

    def refuse(path, flags, *rest, **options):
        if flags & os.O_CREAT and str(path).startswith(str(index)):
            raise OSError(30, "Read-only file system")
        return real(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refuse)
    with open_generation(index) as generation:
        assert generation.store.document("first") == FIRST
    assert Path(generation.folder).is_dir()
