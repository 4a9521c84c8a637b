import pytest
from store_conformance import ALL, FACTS, LEXICON, PASSAGES, StoreConformance

from briefqa.errors import IndexCorruptError
from briefqa.index.sqlite_store import SqliteStore
from briefqa.index.sqlite_writer import SqliteWriter, hash_view
from support.samples import FIRST, SECOND


class TestSqliteStore(StoreConformance):
    def write(self, documents, facts, lexicon, folder):
        folder.mkdir(exist_ok=True)
        with SqliteWriter(folder / "store.sqlite") as writer:
            for document, passages in documents:
                writer.add_document(document, passages)
            for document_id, records in facts.items():
                writer.add_facts(document_id, records)
            writer.add_lexicon(lexicon)
        return SqliteStore(folder / "store.sqlite")


def write_store(path):
    with SqliteWriter(path) as writer:
        for number, document in enumerate((FIRST, SECOND)):
            writer.add_document(document, PASSAGES[document.id])
            assert writer.stored(number) == (document, PASSAGES[document.id])
            writer.add_facts(document.id, FACTS[document.id])
        writer.add_lexicon(LEXICON)


def test_the_same_content_makes_the_same_file(tmp_path):
    for name in ("one", "two"):
        write_store(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_reading_writes_nothing_beside_the_file(tmp_path):
    write_store(tmp_path / "store.sqlite")
    (tmp_path / "store.sqlite").chmod(0o400)
    store = SqliteStore(tmp_path / "store.sqlite")
    store.documents()
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["store.sqlite"]


def test_a_view_is_found_by_its_hash(tmp_path):
    write_store(tmp_path / "store.sqlite")
    store = SqliteStore(tmp_path / "store.sqlite")
    assert [store.view_rows()[hash_view(passage.view.text)] for passage in ALL] == [0, 1, 2, 3, 4, 5]
    store.close()


def test_a_path_with_signs_of_a_url_opens(tmp_path):
    folder = tmp_path / "a?b#c %20 d"
    folder.mkdir()
    write_store(folder / "store.sqlite")
    store = SqliteStore(folder / "store.sqlite")
    assert store.document("first") == FIRST
    store.close()


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be read as one" * 20])
def test_a_damaged_or_missing_store_is_one_clear_sentence(tmp_path, content):
    with pytest.raises(IndexCorruptError, match="is missing; build the index again"):
        SqliteStore(tmp_path / "store.sqlite")
    (tmp_path / "store.sqlite").write_bytes(content)
    with pytest.raises(IndexCorruptError, match=r"cannot be read \(.*\); build the index again"):
        SqliteStore(tmp_path / "store.sqlite")
