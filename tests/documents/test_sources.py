import hashlib
import json
from pathlib import Path

import pytest

from briefqa.documents.manifest import read_manifest
from briefqa.documents.sources import file_id, list_sources
from briefqa.errors import CorpusError


def write_manifest(corpus: Path, *lines: dict | str) -> None:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (corpus / "manifest.jsonl").write_text("\n".join(texts), encoding="utf-8")


def reasons(corpus: Path) -> dict[str, str]:
    return {failure.file: failure.reason for failure in list_sources(corpus)[1]}


def test_ids_come_from_file_names_and_sort(tmp_path):
    (tmp_path / "B side.txt").write_text("b")
    (tmp_path / "a.md").write_text("a")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "c.html").write_text("c")
    sources, failures = list_sources(tmp_path)
    assert [(source.id, source.file) for source in sources] == [
        ("2024-c", "2024/c.html"),
        ("B-side", "B side.txt"),
        ("a", "a.md"),
    ]
    assert failures == ()
    assert sources[2].sha256 == hashlib.sha256(b"a").hexdigest()


def test_manifest_gives_ids_and_files_beside_it_are_read_too(tmp_path):
    (tmp_path / "one.txt").write_text("1")
    (tmp_path / "two.txt").write_text("2")
    write_manifest(tmp_path, {"id": "first", "file": "one.txt", "title": "One", "published": "2025-04~"})
    sources, _ = list_sources(tmp_path)
    assert [source.id for source in sources] == ["first", "two"]
    assert sources[0].entry is not None
    assert sources[0].entry.published == "2025-04~"
    assert sources[1].entry is None


def test_no_folder_and_an_empty_one(tmp_path):
    with pytest.raises(CorpusError, match="there is no corpus folder"):
        list_sources(tmp_path / "none")
    with pytest.raises(CorpusError, match="is empty"):
        list_sources(tmp_path)


def test_files_of_one_name_are_told_apart_by_their_suffix(tmp_path):
    for name in ("a.txt", "a.md", "b.txt"):
        (tmp_path / name).write_text(name)
    sources, _ = list_sources(tmp_path)
    assert [(source.id, source.file) for source in sources] == [("a-md", "a.md"), ("a-txt", "a.txt"), ("b", "b.txt")]


def test_two_files_with_one_id(tmp_path):
    (tmp_path / "a b.txt").write_text("1")
    (tmp_path / "a-b.txt").write_text("2")
    with pytest.raises(CorpusError, match=r'a b\.txt and a-b\.txt share the id "a-b-txt"'):
        list_sources(tmp_path)


def test_missing_file_wrong_checksum_and_unknown_format_are_reported_beside_the_rest(tmp_path):
    (tmp_path / "good.txt").write_text("1")
    (tmp_path / "changed.txt").write_text("2")
    (tmp_path / "sheet.xlsx").write_text("3")
    write_manifest(tmp_path, {"id": "m", "file": "missing.txt"}, {"id": "c", "file": "changed.txt", "sha256": "0" * 64})
    assert [source.id for source in list_sources(tmp_path)[0]] == ["good"]
    found = reasons(tmp_path)
    assert sorted(found) == ["changed.txt", "missing.txt", "sheet.xlsx"]
    assert "the file is missing" in found["missing.txt"]
    assert "its sha256 is" in found["changed.txt"]
    assert ".xlsx files are not read" in found["sheet.xlsx"]


@pytest.mark.parametrize("file", ["../outside.txt", "/etc/hostname", "a/../../outside.txt", "..\\outside.txt"])
def test_paths_out_of_the_corpus_are_refused(tmp_path, file):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "outside.txt").write_text("secret")
    write_manifest(corpus, {"id": "x", "file": file})
    sources, failures = list_sources(corpus)
    assert sources == ()
    assert "leads out of the corpus" in failures[0].reason


def test_symbolic_links_out_of_the_corpus_are_refused_and_inside_are_not(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "outside.txt").write_text("secret")
    (corpus / "real.txt").write_text("fine")
    (corpus / "out.txt").symlink_to(tmp_path / "outside.txt")
    (corpus / "in.txt").symlink_to(corpus / "real.txt")
    (corpus / "loop.txt").symlink_to(corpus / "loop.txt")
    assert [source.id for source in list_sources(corpus)[0]] == ["in", "real"]
    assert "symbolic link" in reasons(corpus)["out.txt"]
    assert "loop.txt" in reasons(corpus)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "line 1 of .* is not JSON"),
        ({"id": "a"}, "file: Field required"),
        ({"id": "a/b", "file": "f.txt"}, "id: "),
        ({"id": "a", "file": "f.txt", "published": "April 2025"}, "EDTF"),
        ({"id": "a", "file": "f.txt", "sha256": "abc"}, "sha256: "),
        ({"id": "a", "file": "f.txt", "autor": "x"}, "autor: "),
        ("[1, 2]", "line 1"),
    ],
)
def test_a_bad_manifest_line_is_named(tmp_path, line, message):
    write_manifest(tmp_path, line)
    with pytest.raises(CorpusError, match=message):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["id", "file"])
def test_a_manifest_that_says_something_twice(tmp_path, name):
    lines = [{"id": "a", "file": "a.txt"}, {"id": "b", "file": "b.txt"}]
    lines[1][name] = lines[0][name]
    write_manifest(tmp_path, *lines)
    with pytest.raises(CorpusError, match=f'has the {name} "{lines[0][name]}" twice'):
        read_manifest(tmp_path)


def test_a_manifest_in_another_encoding(tmp_path):
    (tmp_path / "manifest.jsonl").write_bytes('{"id": "é"}'.encode("utf-16"))
    with pytest.raises(CorpusError, match="UTF-8"):
        read_manifest(tmp_path)


def test_ids_of_odd_file_names():
    assert file_id("Ω report (final).pdf") == "Ω-report-final"
    assert file_id("???.txt") == hashlib.sha256(b"???.txt").hexdigest()[:16]
