import os

import pytest

from briefqa.index import kept_exports
from briefqa.index.kept_exports import KeptExport


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "encoder.json").write_text("{}")
    (folder / "model.weights").write_bytes(b"weights")
    return folder


def test_a_kept_export_comes_back_as_it_was(tmp_path, export):
    kept = KeptExport.of(tmp_path / "cache", "name", "fingerprint")
    assert not kept.place(tmp_path / "placed")
    kept.keep(export)
    assert KeptExport.of(tmp_path / "cache", "name", "fingerprint").place(tmp_path / "placed")
    found = {path.name: path.read_bytes() for path in (tmp_path / "placed").iterdir()}
    assert found == {"encoder.json": b"{}", "model.weights": b"weights"}


@pytest.mark.parametrize("damage", ["other", "missing", "sums"])
def test_a_damaged_export_is_not_placed_and_can_be_kept_anew(tmp_path, export, damage):
    kept = KeptExport.of(tmp_path / "cache", "name", "fingerprint")
    kept.keep(export)
    if damage == "other":
        (kept.folder / "model.weights").write_bytes(b"WEIGHTS")
    elif damage == "missing":
        (kept.folder / "model.weights").unlink()
    else:
        (kept.folder / "sums.json").write_text("{")
    assert not kept.place(tmp_path / "placed")
    assert not (tmp_path / "placed").exists()
    kept.keep(export)
    assert kept.place(tmp_path / "placed")


def test_other_weights_another_name_or_other_libraries_are_another_export(tmp_path, monkeypatch):
    one = KeptExport.of(tmp_path, "name", "fingerprint")
    others = [KeptExport.of(tmp_path, "other", "fingerprint"), KeptExport.of(tmp_path, "name", "other")]
    monkeypatch.setattr(kept_exports, "LIBRARIES", ("numpy",))
    others.append(KeptExport.of(tmp_path, "name", "fingerprint"))
    assert len({one, *others}) == 4


def test_only_the_newest_are_kept(tmp_path, export):
    places = [KeptExport.of(tmp_path / "cache", "name", str(number)) for number in range(4)]
    for age, kept in enumerate(places):
        kept.keep(export)
        os.utime(kept.folder, ns=(age, age))
    assert [kept.folder.exists() for kept in places] == [False, False, True, True]
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_an_encoder_without_weights_is_not_kept(tmp_path, export):
    (export / "model.weights").unlink()
    KeptExport.of(tmp_path / "cache", "hashed", "fingerprint").keep(export)
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_keeps_nothing(tmp_path, export):
    (tmp_path / "file").write_text("")
    kept = KeptExport.of(tmp_path / "file", "name", "fingerprint")
    kept.keep(export)
    assert not kept.place(tmp_path / "placed")
