"""What every store must do; a test module of a store subclasses `StoreConformance` and says how one is written."""

import threading
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from briefqa.errors import NotFoundError
from briefqa.index.store import FactFilter, Store
from briefqa.types import FactKind
from support.samples import FIRST, SECOND, make_facts, make_passages

PASSAGES = {document.id: make_passages(document) for document in (FIRST, SECOND)}
ALL = PASSAGES["first"] + PASSAGES["second"]
FACTS = {
    "first": make_facts(PASSAGES["first"][0], FIRST) + make_facts(PASSAGES["first"][2], FIRST),
    "second": make_facts(PASSAGES["second"][1], SECOND),
}
LEXICON = {"entities": [{"name": "Łódź"}]}


class StoreConformance(ABC):
    @abstractmethod
    def write(self, documents, facts, lexicon, folder) -> Store:
        """A store with these documents and passages, their facts by document id, and a lexicon."""

    @pytest.fixture
    def store(self, tmp_path):
        store = self.write([(FIRST, PASSAGES["first"]), (SECOND, PASSAGES["second"])], FACTS, LEXICON, tmp_path)
        yield store
        store.close()

    def test_documents_come_back_exactly(self, store):
        assert store.document("first") == FIRST
        assert store.document("second") == SECOND

    def test_summaries_say_how_much_a_document_holds(self, store):
        first, second = store.documents()
        assert (first.id, first.title, first.sha256, first.file) == ("first", FIRST.title, FIRST.sha256, "first.txt")
        assert (first.passages, first.facts) == (4, 6)
        assert (second.id, second.passages, second.facts) == ("second", 2, 3)

    def test_passages_come_back_by_row_in_the_order_asked(self, store):
        assert store.passage_count() == 6
        assert store.passages(range(6)) == ALL
        assert store.passages([5, 0, 5]) == (ALL[5], ALL[0], ALL[5])
        assert store.passages(np.array([2])) == (ALL[2],)
        assert store.passages([]) == ()

    def test_passages_come_back_by_id_and_by_document(self, store):
        assert store.passage(ALL[4].id) == ALL[4]
        assert store.row(ALL[4].id) == 4
        assert store.document_passages("second") == PASSAGES["second"]

    def test_rows_of_documents(self, store):
        assert store.rows(["second"]).tolist() == [4, 5]
        assert store.rows(["second", "first"]).tolist() == [0, 1, 2, 3, 4, 5]
        assert store.rows([]).tolist() == []
        assert store.rows(["first"]).dtype == np.int64

    def test_paragraph_rows_count_blocks_with_passages(self, store):
        assert store.paragraph_rows(["first"]).tolist() == [0, 1, 2]
        assert store.paragraph_rows(["second"]).tolist() == [3]

    @pytest.mark.parametrize("name", ["document", "passage", "row", "document_passages"])
    def test_an_unknown_id_is_not_found(self, store, name):
        with pytest.raises(NotFoundError, match=r'holds no (document|passage) "nothing"'):
            getattr(store, name)("nothing")

    def test_unknown_documents_and_rows_are_not_found(self, store):
        with pytest.raises(NotFoundError, match='"third"'):
            store.rows(["first", "third"])
        with pytest.raises(NotFoundError, match="row 6"):
            store.passages([0, 6])

    def test_facts_come_back_exactly_in_reading_order(self, store):
        assert store.facts() == FACTS["first"] + FACTS["second"]

    @pytest.mark.parametrize(
        ("wanted", "places"),
        [
            (FactFilter(kind=FactKind.DATE), [1, 4, 7]),
            (FactFilter(unit="EUR"), [0, 3, 6]),
            (FactFilter(unit="USD"), []),
            (FactFilter(documents=("second",)), [6, 7, 8]),
            (FactFilter(documents=()), []),
            (FactFilter(documents=("nothing",)), []),
            (FactFilter(text="HOWITZERS"), [3, 4, 5]),
            (FactFilter(text="äpfel poland", kind=FactKind.FIGURE), [0]),
            (FactFilter(text="sample/1"), []),
            (FactFilter(text="%"), []),
        ],
    )
    def test_facts_can_be_chosen(self, store, wanted, places):
        every = FACTS["first"] + FACTS["second"]
        assert store.facts(wanted) == tuple(every[place] for place in places)

    def test_facts_of_passages(self, store):
        chosen = [PASSAGES["second"][1].id, PASSAGES["first"][0].id, "nothing"]
        assert store.facts_of(chosen) == FACTS["first"][:3] + FACTS["second"]
        assert store.facts_of([]) == ()

    def test_the_lexicon_comes_back(self, store):
        assert store.lexicon() == LEXICON

    def test_more_ids_than_one_statement_takes(self, store):
        ids = [f"unknown-{number}" for number in range(40_000)] + [ALL[0].id]
        assert store.facts_of(ids) == FACTS["first"][:3]

    def test_many_threads_read_at_once(self, store):
        together = threading.Barrier(8)

        def read(number):
            together.wait(10)
            return [store.passages([number % 6]) for _ in range(20)]

        with ThreadPoolExecutor(8) as pool:
            for number, found in enumerate(pool.map(read, range(8))):
                assert found == [(ALL[number % 6],)] * 20

    def test_an_empty_store_answers_with_nothing(self, tmp_path):
        store = self.write([], {}, {}, tmp_path / "empty")
        assert store.documents() == ()
        assert store.facts() == ()
        assert store.lexicon() == {}
        assert store.passage_count() == 0
        store.close()

    def test_a_document_without_passages_is_kept(self, tmp_path):
        bare = replace(FIRST, id="bare")
        store = self.write([(bare, ())], {}, {}, tmp_path / "bare")
        assert store.document("bare") == bare
        assert store.document_passages("bare") == ()
        assert store.rows(["bare"]).tolist() == []
        store.close()
